"""What may follow the first key of a sequence, in a strip above the status line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from tui.display import cells
from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, fit_line, width_of_line

NARROWEST: Final = 24
WIDEST: Final = 36
SHORTEST: Final = 3
"""Rows that the strip may have in the lowest window; else a third of its height."""

Entry = tuple[str, ...]
"""Key, name, and where there are several the group that it belongs to."""


class WhichKey(Bar):
    """Keys and what they lead to, in as many columns as there is room for; what has none is on further pages."""

    DEFAULT_CSS = "WhichKey { background: $ground-raised; padding: 0 1; display: none; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[tuple[str, str], ...] = ()
        self._groups: tuple[str, ...] = ()
        self.page = 0

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these keys and names; none hides the strip."""
        self.entries = tuple((entry[0], entry[1]) for entry in entries)
        self._groups = tuple(entry[2] if len(entry) > 2 else "" for entry in entries)
        self.page = 0
        self.display = bool(self.entries)
        self._lay()

    def turn(self) -> None:
        """To the next page; after the last to the first."""
        self.page = (self.page + 1) % self.pages
        self.refresh()

    def on_resize(self) -> None:
        """Another number of columns."""
        self._lay()

    def _lay(self) -> None:
        if self.entries:
            self.page = min(self.page, self.pages - 1)
            self.styles.height = self._rows
            self.refresh()

    # -- how much there is room for ----------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return max(1, self.app.size.width - 2)

    @property
    def _columns(self) -> int:
        widest = max(cells(name) for _, name in self.entries) + 9
        return max(1, self._width // max(NARROWEST, min(WIDEST, widest)))

    @property
    def _highest(self) -> int:
        return max(SHORTEST, self.app.size.height // 3)

    @property
    def _cells(self) -> list[Line]:
        """The entries and, where they are of several groups and there is room, the name of each before its entries."""
        named = len(set(self._groups)) > 1
        margin = 6 if self._width >= NARROWEST else max(cells(key) for key, _ in self.entries)
        lines: list[Line] = []
        for group, members in groupby(zip(self._groups, self.entries, strict=True), key=lambda member: member[0]):
            if named:
                lines.append([(group, "dim bold raised")])
            for _, (key, name) in members:
                lines.append([(key.rjust(margin), "accent bold raised"), (f"  {name}", "ink raised")])
        if -(-len(lines) // self._columns) > self._highest and named:
            return [line for line in lines if len(line) > 1]
        return lines

    @property
    def _rows(self) -> int:
        """Rows of the strip; where there are further pages the last row says so."""
        return min(-(-len(self._cells) // self._columns), self._highest)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        number, columns, highest = len(self._cells), self._columns, self._highest
        if number <= columns * highest:
            return 1
        return -(-number // (columns * max(1, highest - 1)))

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """Filled by columns, as a list is read."""
        if not self.entries:
            return []
        entries, pages, columns = self._cells, self.pages, self._columns
        rows = self._rows if pages == 1 else max(1, self._rows - 1)
        shown = entries[self.page * rows * columns :][: rows * columns]
        each = width // columns
        lines: list[Line] = [[] for _ in range(rows)]
        for at, entry in enumerate(shown):
            line = lines[at % rows]
            line.append((" " * ((at // rows) * each - width_of_line(line)), "raised"))
            line += fit_line(entry, each - 1)
        if pages > 1:
            lines.append([(f"{self.page + 1} of {pages}", "dim raised"), (" · ? or F1 turns the page", "faint raised")])
        return lines
