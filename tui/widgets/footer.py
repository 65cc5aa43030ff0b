"""The bottom row: what the keys do just now."""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, width_of_line


class Footer(Bar):
    """Keys on a raised ground, each with its word; those that do not fit are left out whole."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[tuple[str, str], ...] = ()

    def show(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these keys and words."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """As many as there is room for. The last one, help, keeps its place."""
        drawn = [entry_cells(keys, word) for keys, word in self.entries]
        room = width - (width_of_line(drawn[-1]) if drawn else 0)
        line: Line = []
        for at, entry in enumerate(drawn):
            last = at == len(drawn) - 1
            if not last and width_of_line(line) + width_of_line(entry) > room:
                line += drawn[-1]
                break
            line += entry
        return [line]


def entry_cells(keys: str, word: str) -> Line:
    """One key with its word."""
    return [(f" {keys} ", "bright bold raised"), (f" {word} ", "dim"), (" ", "")]
