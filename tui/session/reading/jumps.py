"""Where the reader has been: a list of places with a position in it, as in a browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """An offset in a document."""

    path: str
    offset: int


class JumpList:
    """Places left by a jump. Going back keeps what lies ahead until the next jump."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self.changes = 0
        """Grows with every change, so that what is kept can be compared with what is."""

    @property
    def places(self) -> tuple[list[Place], list[Place]]:
        """Those behind the reader, oldest first, and those ahead, the nearest last."""
        return list(self._behind), list(self._ahead)

    def take_up(self, behind: Iterable[Place], ahead: Iterable[Place]) -> None:
        """Go on with the list of an earlier day; what was left since comes after it."""
        self._behind = [*behind, *self._behind][-LONGEST:]
        if not self._ahead and not self.changes:
            self._ahead = list(ahead)[-LONGEST:]

    def renamed(self, old: str, new: str) -> None:
        """A document lies elsewhere now."""
        for places in (self._behind, self._ahead):
            places[:] = [Place(new, place.offset) if place.path == old else place for place in places]
        self.changes += 1

    def leave(self, place: Place) -> None:
        """Remember a place that is left by a jump."""
        if not self._behind or self._behind[-1] != place:
            self._behind.append(place)
            del self._behind[:-LONGEST]
        self._ahead.clear()
        self.changes += 1

    def back(self, here: Place | None) -> Place | None:
        """The place left last; None where there is none."""
        return self._go(self._behind, self._ahead, here)

    def forward(self, here: Place | None) -> Place | None:
        """The place that `back` came from."""
        return self._go(self._ahead, self._behind, here)

    def _go(self, source: list[Place], other: list[Place], here: Place | None) -> Place | None:
        self.changes += 1
        while source:
            place = source.pop()
            if place != here:
                if here is not None:
                    other.append(here)
                return place
        return None
