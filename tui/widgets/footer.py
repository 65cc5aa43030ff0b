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
        """As many as there is room for. Help keeps its place: it tells of the others."""
        entries = [entry_cells(keys, word) for keys, word in self.entries]
        kept = entries.pop() if self.entries and self.entries[-1][1] == "help" else []
        room = width - width_of_line(kept)
        line: Line = []
        for entry in entries:
            if width_of_line(line) + width_of_line(entry) > room:
                break
            line += entry
        return [[*line, *kept]]


def entry_cells(keys: str, word: str) -> Line:
    """One key with its word."""
    return [(f" {keys} ", "bright bold raised"), (f" {word} ", "dim"), (" ", "")]
