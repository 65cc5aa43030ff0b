"""Where the reader has been: a list of places with a position in it, as in a browser."""

from __future__ import annotations

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

    def leave(self, place: Place) -> None:
        """Remember a place that is left by a jump."""
        if not self._behind or self._behind[-1] != place:
            self._behind.append(place)
            del self._behind[:-LONGEST]
        self._ahead.clear()

    def back(self, here: Place | None) -> Place | None:
        """The place left last; None where there is none."""
        return self._go(self._behind, self._ahead, here)

    def forward(self, here: Place | None) -> Place | None:
        """The place that `back` came from."""
        return self._go(self._ahead, self._behind, here)

    @staticmethod
    def _go(source: list[Place], other: list[Place], here: Place | None) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                if here is not None:
                    other.append(here)
                return place
        return None
