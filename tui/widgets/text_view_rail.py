"""The last column of a text view: where the page lies in the text, and where the matches are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from index.document import Span
from tui.highlights import Layer

_THUMB, _TICK = "▕", "▐"


class Rail:
    """A column of ticks. The height of a tick is a share of the text's characters, so it needs no rows."""

    def __init__(self) -> None:
        self._height = 0
        self._length = 0
        self._ticks: list[bool] = []
        self._layer: Layer | None = None

    def set(self, height: int, length: int, matches: Layer) -> None:
        """Count the matches anew, where anything has changed."""
        if (height, length) == (self._height, self._length) and matches is self._layer:
            return
        self._height, self._length, self._layer = height, length, matches
        edges = [length * y // max(1, height) for y in range(height + 1)]
        self._ticks = [bool(len(matches)) and matches.count_between(a, max(b, a + 1)) > 0 for a, b in pairwise(edges)]

    def cell(self, y: int, shown: Span, current: int | None, style_of: Callable[[str], Style]) -> Segment:
        """One cell of the column. `shown`: what is on the screen; `current`: the match the reader is at."""
        if not self._length or y >= len(self._ticks):
            return Segment(" ", style_of(""))
        first, last = self._length * y // self._height, self._length * (y + 1) // self._height
        if self._ticks[y]:
            here = current is not None and first <= current < max(last, first + 1)
            return Segment(_TICK, style_of("accent" if here else "tick"))
        whole = shown.start == 0 and shown.end >= self._length
        if not whole and first < max(shown.end, shown.start + 1) and last > shown.start:
            return Segment(_THUMB, style_of("rail"))
        return Segment(" ", style_of(""))
