"""What the reader decided about one place where a name stands: that no name stands there, or somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from index.annotations.record import moment
from index.corrections.correction import PlacedCorrection
from index.document import Mention
from index.understanding.grouping import entity_id, normalised

ABOUT: Final = "name"
"""What these corrections are about."""
RULE: Final = "reader"
"""The rule of a mention whose entity the reader told."""

What = Literal["no name", "name"]


@dataclass(frozen=True, slots=True)
class NameChoice:
    """One decision."""

    what: What
    name: str = ""
    """Whose name it is, of `name`."""
    type: str = ""

    @property
    def entity(self) -> str | None:
        """Id of whose name it is, as the rules would make it; None where it is nobody's."""
        return entity_id(self.type, normalised(self.name, self.type)) if self.what == "name" else None

    def as_json(self) -> dict[str, str]:
        """As it stands in the file."""
        return {"decided": self.what} if self.what == "no name" else {"decided": self.what, **self._named()}

    def _named(self) -> dict[str, str]:
        return {"name": self.name, "type": self.type}

    @classmethod
    def of_json(cls, value: Any) -> NameChoice | None:
        """The decision of a line; None where it is none."""
        if not isinstance(value, dict) or value.get("decided") not in get_args(What):
            return None
        if value["decided"] == "no name":
            return cls("no name")
        name, kind = value.get("name"), value.get("type")
        known = isinstance(name, str) and name.strip() and isinstance(kind, str) and kind.strip()
        return cls("name", str(name), str(kind)) if known else None


Choices = Mapping[tuple[int, int], NameChoice]
"""Decisions on one document by start and end of their passages."""


def by_document(placed: Iterable[PlacedCorrection]) -> dict[str, dict[tuple[int, int], NameChoice]]:
    """Decisions by path. Of two on one passage the later counts; what lost its passage or says nothing is left out."""
    found: dict[str, dict[tuple[int, int], NameChoice]] = {}
    for each in sorted(placed, key=lambda one: (moment(one.correction.updated), one.correction.id)):
        choice = NameChoice.of_json(each.correction.value)
        for at in each.places:
            if choice is not None and at is not None:
                found.setdefault(at.document, {})[at.start, at.end] = choice
    return found


def chosen(mention: Mention, choices: Choices) -> NameChoice | None:
    """The decision on a mention: rules that changed since may find more or less of the same words."""
    exact = choices.get((mention.start, mention.end))
    if exact is not None:
        return exact
    return next((each for (start, end), each in choices.items() if _same(start, end, mention)), None)


def _same(start: int, end: int, mention: Mention) -> bool:
    shared = min(end, mention.end) - max(start, mention.start)
    return 2 * shared > max(end - start, mention.end - mention.start)


def decided(found: Sequence[Mention], choices: Choices) -> list[Mention]:
    """The mentions of one document as the reader decided them."""
    kept: list[Mention] = []
    for mention in found:
        choice = chosen(mention, choices)
        if choice is None:
            kept.append(mention)
        elif choice.what == "name":
            kept.append(replace(mention, type=choice.type, entity=choice.entity, rule=RULE, certain=True, value=None))
    return kept
