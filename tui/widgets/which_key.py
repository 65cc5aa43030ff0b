"""What may follow the first key of a sequence, in a strip above the status line."""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, fit_line, width_of_line

COLUMN = 28


class WhichKey(Bar):
    """Keys and what they lead to, in as many columns as there is room for."""

    DEFAULT_CSS = "WhichKey { background: $ground-raised; padding: 0 1; display: none; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[tuple[str, str], ...] = ()

    def show(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these keys and names; none hides the strip."""
        self.entries = tuple(entries)
        self.display = bool(self.entries)
        if self.entries:
            self.styles.height = self._rows(max(1, self.app.size.width - 2))
            self.refresh()

    def _columns(self, width: int) -> int:
        return max(1, width // COLUMN)

    def _rows(self, width: int) -> int:
        return max(1, -(-len(self.entries) // self._columns(width)))

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """Filled by columns, as a list is read."""
        rows = self._rows(width)
        each = width // self._columns(width)
        lines: list[Line] = [[] for _ in range(rows)]
        for at, (key, name) in enumerate(self.entries):
            line = lines[at % rows]
            line.append((" " * ((at // rows) * each - width_of_line(line)), "raised"))
            line += fit_line([(key.rjust(6), "accent bold raised"), (f"  {name}", "ink raised")], each)
        return lines
