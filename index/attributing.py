"""Saying who speaks: what a reader may mean, and writing what the reader decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from index.annotations.annotation import Passage
from index.corrections.speakers import ABOUT, LONGEST_NAME, SpeakerChoice, matching
from index.errors import GlossatorError

if TYPE_CHECKING:
    from index.corrections.correction import PlacedCorrection
    from index.document import Entity
    from index.entities.naming import Naming
    from index.quotation import Quotation
    from index.rooms import Rooms

SPEAK: Final = ("PERSON", "ORG")
"""Kinds of entities that are proposed as speakers."""
_PROPOSED: Final = 40


class Quote(NamedTuple):
    """A quotation that is decided on, or a quoted stretch that the rules take for none."""

    path: str
    start: int
    end: int


class Proposal(NamedTuple):
    """A speaker who may be meant."""

    choice: SpeakerChoice
    about: str
    """Why it is proposed, in a few words."""
    kind: str = ""
    """Kind of the entity."""


class Attributing:
    """Decisions on speakers. Reads texts and writes: not for the screen's thread."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    # -- what may be meant -------------------------------------------------------------------------------------------

    def proposals(self, quote: Quote) -> list[Proposal]:
        """Whom the text gives the words to, then people and organisations of the document, the nearest first."""
        naming = self._rooms.names.naming()
        if naming is None:
            return []
        found = naming.speaking.of(quote.path)
        here = matching(found, quote.start, quote.end)
        kept: dict[tuple[str, str | None], Proposal] = {}
        for each in self._of_the_text(here, found, quote, naming):
            kept.setdefault((each.choice.entity or each.choice.name, None), each)
        return list(kept.values())[:_PROPOSED]

    def _of_the_text(
        self, here: Quotation | None, found: Sequence[Quotation], quote: Quote, naming: Naming
    ) -> Iterator[Proposal]:
        if here is not None:
            for reading in here.readings:
                yield Proposal(SpeakerChoice("speaker", reading.speaker, reading.entity), "one reading")
            if here.speaker is not None:
                yield Proposal(SpeakerChoice("speaker", here.speaker, here.entity, here.status), "as it stands")
        nearest: dict[str, int] = {}
        for mention in naming.mentions(quote.path) or ():
            if mention.entity is not None and mention.type in SPEAK and not quote.start <= mention.start < quote.end:
                away = quote.start - mention.end if mention.start < quote.start else mention.start - quote.end
                nearest[mention.entity] = min(away, nearest.get(mention.entity, away))
        ids = sorted(nearest, key=lambda id: (nearest[id], id))[:_PROPOSED]
        looks = naming.overlay.looks
        plain = {entity.id: entity for entity in naming.found(id for id in ids if id not in looks)}
        for id in ids:
            entity = looks.get(id) or plain.get(id)
            if entity is not None:
                yield Proposal(SpeakerChoice("speaker", entity.name, id), "named here", entity.type)
        for other in found:
            if other.entity is None and other.speaker:
                yield Proposal(SpeakerChoice("speaker", other.speaker, None, other.status), "speaks here")

    def names(self) -> list[str]:
        """Names of all entities of the collection, those of most documents first."""
        naming = self._rooms.names.naming()
        return naming.names() if naming is not None else []

    def choice_for(self, name: str) -> SpeakerChoice:
        """A name as it was typed: the entity that is called so, where there is one; else the words alone.

        Raises GlossatorError where it is no name.
        """
        words = " ".join(name.split())
        if not words:
            raise GlossatorError("a name is missing")
        if len(words) > LONGEST_NAME:
            raise GlossatorError(f"a name has {LONGEST_NAME} characters at most")
        naming, shelf = self._rooms.names.naming(), self._rooms.library.shelf()
        called: list[Entity] = []
        if naming is not None and shelf is not None:
            called = shelf.catalogue.deciding.going_by([words]).get(words, [])
            called += [each for each in naming.overlay.looks.values() if words.casefold() == each.name.casefold()]
        able = [each for each in called if each.type in (*SPEAK, "GROUP", "PLACE")]
        if naming is None or not able:
            return SpeakerChoice("speaker", words)
        best = min(able, key=lambda each: (each.type not in SPEAK, -each.documents, each.id))
        return SpeakerChoice("speaker", words, naming.current(best.id))

    # -- deciding ----------------------------------------------------------------------------------------------------

    def decide(self, quotes: Sequence[Quote], choice: SpeakerChoice) -> str:
        """Decide on quotations, and with each on its other parts, in one step of undo; says what was done.

        Raises GlossatorError where the text has changed meanwhile, ReadOnlyError.
        """
        corrections = self._rooms.marks.corrections
        passages = self._passages(quotes)
        if not passages:
            raise GlossatorError("these words stand there no more")
        words = _in_words(choice)
        number = "" if len(quotes) == 1 else f" of {len(quotes):,} quotations"
        label = f"{words}{number}" if choice.what != "speaker" else f"the speaker{number} is {choice.name}"
        corrections.refresh()
        same = self._about_these(corrections.placed(ABOUT), passages)
        if choice.what == "as found" and same and all(each[1] for each in same):
            corrections.remove([each.correction.id for each, _ in same], label)
        elif len(same) == 1 and same[0][1] and len(same[0][0].places) == len(passages):
            corrections.change(same[0][0].correction.id, choice.as_json(), label)
        elif choice.what != "as found" or same:
            corrections.add(ABOUT, passages, choice.as_json(), label)
        else:
            return "nothing changed"
        return label

    def _passages(self, quotes: Sequence[Quote]) -> list[Passage]:
        """Every part of the quotations, as it stands in the texts."""
        naming = self._rooms.names.naming()
        kept: dict[tuple[str, int, int], Passage] = {}
        by_path: dict[str, list[Quote]] = {}
        for quote in quotes:
            by_path.setdefault(quote.path, []).append(quote)
        for path, some in by_path.items():
            text = self._rooms.stated(path).text
            found = naming.speaking.of(path) if naming is not None else []
            for quote in some:
                here = matching(found, quote.start, quote.end)
                parts = [(q.start, q.end) for q in found if here is not None and q.group == here.group]
                for start, end in parts or [(quote.start, quote.end)]:
                    if 0 <= start < end <= len(text):
                        kept[path, start, end] = Passage(path, start, end, text[start:end])
        return list(kept.values())

    @staticmethod
    def _about_these(
        placed: Sequence[PlacedCorrection], passages: Sequence[Passage]
    ) -> list[tuple[PlacedCorrection, bool]]:
        """Decisions made before that concern some of these passages, each with whether it concerns no others."""
        wanted = {(each.document, each.start, each.end) for each in passages}
        found = []
        for each in placed:
            here = [at is not None and (at.document, at.start, at.end) in wanted for at in each.places]
            if any(here):
                found.append((each, all(here)))
        return found


def _in_words(choice: SpeakerChoice) -> str:
    what: dict[str, str] = {
        "nobody knows": "nobody knows the speaker",
        "no quotation": "no quotation",
        "as found": "the speaker as the rules find him",
        "speaker": f"the speaker is {choice.name}",
    }
    return what[choice.what]
