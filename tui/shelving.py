"""Where documents and the headings of their groups stand in a list, as pure arithmetic.

Three ways of counting meet here: *positions* count documents from 0, *items* count documents and headings, and *rows*
are lines on the screen, of which a heading takes one and a document as many as the list gives it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.listing import Group


class Shelving:
    """Documents, some of them divided by headings. Every answer is a binary search, a million documents long or not."""

    def __init__(self, documents: int = 0, groups: Sequence[Group] = ()) -> None:
        self.documents = documents
        self.groups = groups
        self._headings = array("q", (group.first + number for number, group in enumerate(groups)))

    def __len__(self) -> int:
        """Items."""
        return self.documents + len(self._headings)

    def heading_at(self, item: int) -> Group | None:
        """The group whose heading an item is."""
        at = bisect_left(self._headings, item)
        return self.groups[at] if at < len(self._headings) and self._headings[at] == item else None

    def is_heading(self, item: int) -> bool:
        """True for headings."""
        at = bisect_left(self._headings, item)
        return at < len(self._headings) and self._headings[at] == item

    def position_at(self, item: int) -> int | None:
        """The position of the document that an item is; None for headings and outside."""
        if not 0 <= item < len(self) or self.is_heading(item):
            return None
        return item - bisect_left(self._headings, item)

    def item_of(self, position: int) -> int:
        """The item that shows the document at a position."""
        numbers = range(len(self._headings))
        return position + bisect_right(numbers, position, key=lambda number: self._headings[number] - number)

    def row_of(self, item: int, pitch: int) -> int:
        """The first row of an item, where a document takes `pitch` rows and a heading one."""
        return item * pitch - (pitch - 1) * bisect_left(self._headings, item)

    def item_on(self, row: int, pitch: int) -> tuple[int, int]:
        """The item that a row belongs to, and which of its rows it is."""
        numbers = range(len(self._headings))
        above = bisect_right(numbers, row, key=lambda number: self.row_of(self._headings[number], pitch))
        if not above:
            return divmod(row, pitch)
        heading = self._headings[above - 1]
        below = row - self.row_of(heading, pitch)
        if below == 0:
            return heading, 0
        item, line = divmod(below - 1, pitch)
        return heading + 1 + item, line
