"""The top row: what is open, how much of it there is, and what the indexer does."""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, columns, width_of_line


class Header(Bar):
    """GLOSSATOR, the collection, its counts, the index."""

    DEFAULT_CSS = "Header { padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = ""
        self._counts = ""
        self._index = ""

    def show(self, name: str, counts: str, index: str) -> None:
        """Show these."""
        if (name, counts, index) != (self._title, self._counts, self._index):
            self._title, self._counts, self._index = name, counts, index
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """What is least needed gives way first: the index, then the counts."""
        left: Line = [("GLOSSATOR", "accent bold"), ("   ", ""), (self._title, "bright")]
        counted: Line = [*left, ("   ", ""), (self._counts, "dim")]
        index: Line = [(self._index, "dim")]
        if width_of_line(counted) + width_of_line(index) + 3 <= width:
            return [columns(counted, index, width)]
        busy = self._index and "up to date" not in self._index
        if busy and width_of_line(left) + 12 <= width:
            return [columns(left, [(self._index, "dim")][: 1 if width_of_line(index) < width // 2 else 0], width)]
        return [counted if width_of_line(counted) <= width else left]
