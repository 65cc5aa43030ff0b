"""Below the account table: the sentences of the cells of the row under the cursor, or who is silent on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui.display import drawn, fit
from tui.screens.passage_lines import passage_lines
from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.facts.cell import Cell
    from index.facts.row import Row
    from tui.screens.facts_page import FactsPage

AROUND: Final = 8
"""Cells before and after the one under the cursor that are drawn."""
_LOW: Final = 5
_SENTENCE: Final = 3
"""Lines of a sentence."""


class FactsStrip(Bar):
    """Draws the row that the page has under the cursor."""

    DEFAULT_CSS = """
    FactsStrip { background: $ground-panel; padding: 0 2; height: 8; }
    """

    def __init__(self, page: FactsPage) -> None:
        super().__init__()
        self._page = page
        self._made: tuple[object, Sequence[Line]] = (None, ())

    def lines(self, width: int) -> Sequence[Line]:
        """As many as there is room for, those of the cell under the cursor in sight; made once, asked for each line."""
        page, row, height = self._page, self._page.row, self.size.height
        if row is None or height <= 0:
            return []
        count = page.count
        listed, silent, read = count.listed, count.shows_silent, count.sentences.version
        now = (row, id(listed), page.cell_number, silent, read, width, height)
        made = self._made[0]
        if not isinstance(made, tuple) or made[0] is not row or made[1:] != now[1:]:
            self._made = (now, self._lines(row, width, height))
        return self._made[1]

    def _lines(self, row: Row, width: int, height: int) -> Sequence[Line]:
        head = self._head(row, width)
        if self._page.count.shows_silent:
            head = head if height > _LOW else head[:1]
            return [*head, *self._silent(row, width, height - len(head))]
        found, begins, ends = self._sentences(row, width)
        room = max(1, height - len(head))
        top = max(0, min(begins, len(found) - room))
        if ends - top > room:
            top = min(begins, ends - room)
        return [*head, *found[top : top + room]]

    def _head(self, row: Row, width: int) -> list[Line]:
        """The label, and why two cells cannot both hold."""
        number = f"{self._page.cell_number + 1} of {len(row.cells)}"
        left: Line = [(drawn(row.label), "bright bold")]
        lines = [columns(left, [(number, "dim")], width)]
        if row.conflict is not None and self.size.height > 2:
            lines.append([("≠ ", "error bold"), (fit(drawn(row.conflict), width - 2), "error")])
        return lines

    def _silent(self, row: Row, width: int, height: int) -> list[Line]:
        titles = self._page.count.silent(row)
        if len(row.paths) < 3:
            return [[("silence counts where three documents state a thing", "dim")]]
        if not titles:
            return [[("no document of the same event is silent", "dim")]]
        number = "1 document is silent" if len(titles) == 1 else f"{len(titles):,} documents are silent"
        lines: list[Line] = [[(f"{number}:", "accent")]]
        lines += [[("  ", ""), (fit(drawn(title), width - 2), "ink")] for title in titles]
        if len(lines) > height > 1:
            lines[height - 1 :] = [[(f"  and {len(lines) - height + 1:,} more", "dim")]]
        return lines

    def _sentences(self, row: Row, width: int) -> tuple[list[Line], int, int]:
        """The lines of the cells around the cursor, and which are those of the cell under it."""
        at = self._page.cell_number
        found: list[Line] = []
        begins = ends = 0
        for number in range(max(0, at - AROUND), min(len(row.cells), at + AROUND + 1)):
            cell = row.cells[number]
            if number == at:
                begins = len(found)
            found += self._cell_lines(cell, width, chosen=number == at)
            if number == at:
                ends = len(found)
        return found, begins, ends

    def _cell_lines(self, cell: Cell, width: int, *, chosen: bool) -> list[Line]:
        known = cell.value if cell.value and cell.value != cell.words else ""
        about = " · ".join(filter(None, (known, cell.how)))
        title = drawn(self._page.count.listed.title(cell.path))
        sign = "▸ " if chosen else "  "
        right: Line = [(fit(drawn(about), width // 2), "faint")] if about else []
        head = columns([(sign, "accent"), (title, "bright" if chosen else "dim")], right, width)
        sentence = self._page.count.sentences.of(cell)
        if sentence is None:
            parts = [("", "ink"), (cell.words, "match bold"), ("", "ink")]
        else:
            parts = [(sentence.before, "ink"), (sentence.words, "match bold"), (sentence.after, "ink")]
        lines = passage_lines(parts, 1, width - 4, _SENTENCE if chosen else 2)
        return [head, *([("    ", ""), *line] for line in lines)]
