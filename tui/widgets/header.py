"""The top row: what is open, how much of it there is, and what the indexer does."""

from __future__ import annotations

from collections.abc import Sequence

from tui.display import fit
from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, columns, width_of_line

_GAP = 3
_LEAST_PROGRESS = 12
"""Cells below which words on progress would say nothing."""


class Header(Bar):
    """GLOSSATOR, the collection, its counts, the index."""

    DEFAULT_CSS = "Header { padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = ""
        self._counts = ""
        self._index = ""
        self._busy = False

    def show(self, name: str, counts: str, index: str, busy: bool) -> None:
        """Show these. `busy`: the indexer is at work, so that its progress goes before the counts."""
        shown = (name, counts, index, busy)
        if shown != (self._title, self._counts, self._index, self._busy):
            self._title, self._counts, self._index, self._busy = shown
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """What is least needed gives way: the words at rest, the counts while the indexer works, then the progress."""
        left: Line = [("GLOSSATOR", "accent bold"), ("   ", ""), (self._title, "bright")]
        counted: Line = [*left, ("   ", ""), (self._counts, "dim")]
        room = width - width_of_line(counted) - _GAP
        if width_of_line([(self._index, "dim")]) <= room:
            return [columns(counted, [(self._index, "dim")], width)]
        room = width - width_of_line(left) - _GAP
        if self._busy and room >= _LEAST_PROGRESS:
            return [columns(left, [(fit(self._index, room), "dim")], width)]
        return [counted if width_of_line(counted) <= width else left]
