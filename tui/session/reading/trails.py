"""What is walked with n and N: the matches of a search, of a search in one document, or the mentions of an entity.

Trails are shared by both sides of the desk, so that what one looks for is tinted in both. The one chosen last is the
one that is tinted and walked; esc takes it away and gives back the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Mention, Span

if TYPE_CHECKING:
    from index.collection import Collection
    from tui.session.room import Room

_ASKS_MARKS: Final = re.compile(r"\b(?:code|note|mark|has):|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trail:
    """Something to be walked."""

    label: str
    """What the status line calls it."""
    noun: str
    """What one stop of it is: match, mention."""
    query: str | None = None
    as_typed: bool = False
    entity: str | None = None
    documents: tuple[str, ...] | None = None
    """Paths in the order in which they are walked; None: it does not lead out of the document that is open."""
    only: str | None = None
    """The one document that it concerns."""
    total: int = 0
    """Documents that it leads through."""
    collection: int = 0
    """Documents there are."""

    @property
    def asks_marks(self) -> bool:
        """True where its stops may be others when something is marked. A saved search may ask for anything."""
        return self.query is not None and _ASKS_MARKS.search(self.query) is not None

    def spans_in(self, collection: Collection, path: str) -> list[Span]:
        """Its stops in one document, in order; asked in a thread."""
        if self.only is not None and path != self.only:
            return []
        if self.query is not None and self.only is not None:
            return list(collection.queries.within(self.query, path, as_typed=self.as_typed).spans)
        if self.query is not None:
            return collection.matches(self.query, path, as_typed=self.as_typed)
        return [Span(m.start, m.end) for m in collection.mentions(path) or () if self.names(m)]

    def lead(self, room: Room, steps: int) -> bool:
        """Take so many steps where it is walked in an order of its own; False where it goes from stop to stop."""
        return False

    def names(self, mention: Mention) -> bool:
        """True where a mention is one of the entity (or date) that is followed."""
        return self.entity is not None and self.entity in (mention.entity, f"date:{mention.value}")


class Trails:
    """The trails in force."""

    def __init__(self) -> None:
        self._trails: list[Trail] = []

    @property
    def last(self) -> Trail | None:
        """The one that n and N walk."""
        return self._trails[-1] if self._trails else None

    @property
    def all(self) -> tuple[Trail, ...]:
        """Every one, the last last."""
        return tuple(self._trails)

    def follow(self, trail: Trail) -> None:
        """Walk this one from now on. Of searches and of entities one each is kept."""
        kind = trail.entity is None
        self._trails = [other for other in self._trails if (other.entity is None) != kind]
        self._trails.append(trail)

    def restore(self, trails: Sequence[Trail]) -> None:
        """Have these in force again."""
        self._trails = list(trails)

    def drop(self) -> Trail | None:
        """Take the last one away; the one before is in force again."""
        return self._trails.pop() if self._trails else None
