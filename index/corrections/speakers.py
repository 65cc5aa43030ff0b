"""What the reader decided about who speaks, as it is kept, and laid over what the rules found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple, get_args

from index.annotations.record import moment
from index.corrections.correction import PlacedCorrection
from index.quotation import BY_READER, Quotation, QuotationKind, SpeakerStatus

ABOUT: Final = "speaker"
"""What these corrections are about."""
LONGEST_NAME: Final = 200
"""Characters of a speaker's name."""

What = Literal["speaker", "nobody knows", "no quotation", "as found"]
_BY_TYPE: Final[dict[str, SpeakerStatus]] = {"person": "named", "org": "institution", "place": "institution"}
_ENDS: Final = tuple(".!?…")


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """One decision."""

    what: What
    name: str = ""
    """The speaker, of `speaker`."""
    entity: str | None = None
    """Id that the speaker's entity had when it was chosen; None for words that are nobody's name."""
    status: SpeakerStatus | None = None
    """How the words stand for the speaker, where that was known; else it is made out from the name."""

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        if self.what != "speaker":
            return {"decided": self.what}
        return {"decided": self.what, "speaker": self.name, "entity": self.entity, "status": self.status}

    @classmethod
    def of_json(cls, value: Any) -> SpeakerChoice | None:
        """The decision of a line; None where it is none."""
        if not isinstance(value, dict) or value.get("decided") not in get_args(What):
            return None
        if value["decided"] != "speaker":
            return cls(value["decided"])
        name, entity, status = value.get("speaker"), value.get("entity"), value.get("status")
        name = " ".join(name.split())[:LONGEST_NAME] if isinstance(name, str) else ""
        if not name:
            return None
        known = status in get_args(SpeakerStatus) and status not in ("contested", "unknown")
        return cls("speaker", name, entity if isinstance(entity, str) and entity else None, status if known else None)


class Decided(NamedTuple):
    """A decision on one passage, where that stands now."""

    start: int
    end: int
    exact: str
    choice: SpeakerChoice


def by_document(placed: Iterable[PlacedCorrection]) -> dict[str, list[Decided]]:
    """Decisions by path, those made last at the end; those that lost their passage or say nothing are left out."""
    found: dict[str, list[Decided]] = {}
    for each in sorted(placed, key=lambda p: (moment(p.correction.updated), p.correction.id)):
        choice = SpeakerChoice.of_json(each.correction.value)
        if choice is None:
            continue
        for anchor, at in zip(each.correction.anchors, each.places, strict=True):
            if at is not None:
                found.setdefault(at.document, []).append(Decided(at.start, at.end, anchor.exact, choice))
    return found


def matching(found: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    """The quotation that a passage means: the one that is it, else the one that shares most of it, half at least."""
    best, most = None, 0.0
    for each in found:
        shared = min(end, each.end) - max(start, each.start)
        part = shared / max(1, max(end, each.end) - min(start, each.start))
        if shared > 0 and part > most:
            best, most = each, part
    return best if most >= 0.5 else None


Who = Callable[[SpeakerChoice], tuple[str, str | None]]
"""The name and entity that a choice means now."""


def decided(found: Sequence[Quotation], decisions: Sequence[Decided], who: Who) -> list[Quotation]:
    """Quotations of one document as the reader decided them. The later of two decisions counts; parts go together.

    What the reader gave a speaker stays a quotation where the rules find none.
    """
    by_group: dict[int, SpeakerChoice] = {}
    own: dict[tuple[int, int], Decided] = {}
    for each in decisions:
        quotation = matching(found, each.start, each.end)
        if quotation is not None:
            by_group[quotation.group] = each.choice
        elif each.choice.what in ("speaker", "nobody knows"):
            own[each.start, each.end] = each
        else:
            own.pop((each.start, each.end), None)
    kept = [
        told(quotation, choice, who) if (choice := by_group.get(quotation.group)) is not None else quotation
        for quotation in found
        if quotation.group not in by_group or by_group[quotation.group].what != "no quotation"
    ]
    kept += [told(_made(each), each.choice, who) for each in own.values()]
    return sorted(kept, key=lambda q: (q.start, -q.end)) if own else kept


def told(quotation: Quotation, choice: SpeakerChoice, who: Who) -> Quotation:
    """A quotation with the speaker whom the reader named."""
    if choice.what == "as found":
        return quotation
    without = replace(quotation, rule=BY_READER, readings=(), where=None)
    if choice.what != "speaker":
        return replace(without, status="unknown", confidence=0.0, speaker=None, entity=None)
    name, entity = who(choice)
    status = choice.status or status_of(name, entity)
    return replace(without, status=status, confidence=1.0, speaker=name, entity=entity)


def status_of(name: str, entity: str | None) -> SpeakerStatus:
    """How a name stands for a speaker, by its entity's kind, else by its words."""
    if entity is not None:
        return _BY_TYPE.get(entity.partition(":")[0], "named")
    from index.understanding.cues import cues

    words = name.casefold().split()
    # What goes before `of` is what it is: a spokesman of the ministry is no ministry.
    head = words[: words.index("of")] if "of" in words else words
    if head and head[-1] in cues().institutions:
        return "institution"
    capitals = [word for word in name.split() if word[:1].isupper()]
    return "named" if capitals and name.split()[-1] in capitals else "role"


def _made(each: Decided) -> Quotation:
    """A quotation that the reader made."""
    words = each.exact.strip()
    kind: QuotationKind = "direct" if words[:1].isupper() and words.endswith(_ENDS) else "partial"
    return Quotation(each.start, each.end, kind, "unknown", BY_READER, 0.0, each.start)
