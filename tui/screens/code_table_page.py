"""A table of codes: by document, source or date, or by each other; as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from tui.display import cells, fit, pad
from tui.screens.page import Page, PageRows
from tui.session.marking.codebook import NAMES
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

NARROW: Final = 7
WIDE: Final = 16
GAP: Final = 2


class TableRows(PageRows):
    """Rows below the names of the columns."""

    heading_rows = 1

    def render_heading(self, width: int) -> Sequence[tuple[str, str]]:
        """The names of the columns."""
        page = self._page
        return page.heads(width) if isinstance(page, CodeTablePage) and page.items else []


class CodeTablePage(Page[str]):
    """A code a row. The cell in hand is where the cursor's row and its column meet."""

    NAME: ClassVar[str] = "crosstab"
    CONTEXT: ClassVar[Context] = "crosstab"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0
    WIDE_FROM: ClassVar[int] = 110

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = TableRows(self, item_height=self.ITEM_HEIGHT)

    def list_items(self) -> Sequence[str]:
        """The codes in use."""
        table = self.room.code_table.table
        return table.codes if table is not None else []

    def refresh_rows(self) -> None:
        """The columns may be others too."""
        super().refresh_rows()
        if self.is_attached:
            self.rows.refresh_items()

    def title(self) -> Line:
        """What is counted, and the column in hand."""
        shown = self.room.code_table
        words = f"   {NAMES[shown.by]}" + (" · being counted" if shown.busy else "")
        columns = len(shown.table.columns) if shown.table is not None else 0
        at = f" · column {shown.column} of {columns}" if shown.column else f" · {columns:,} columns"
        line: Line = [("Codes", "bright bold"), (words, "dim"), (at if columns else "", "faint")]
        if shown.table is not None and shown.column:
            line.append((f"  {shown.table.columns[shown.column - 1].label}", "accent"))
        return line

    def draw_item(self, item: str, width: int) -> list[Line]:
        """The code, its total, and the cells that there is room for."""
        shown = self.room.code_table
        table = shown.table
        if table is None:
            return []
        head = max(8, min(30, width // 3))
        widths = self._widths(width - head - NARROW - GAP)
        chosen = item == self.chosen
        line: Line = [(pad(item, head), "bar" if not chosen else "bar bold")]
        line.append((f"{table.totals.get(item, 0):,}".rjust(NARROW), self._role(chosen, 0, table.totals.get(item, 0))))
        for at, room in widths:
            number = table.cells.get((item, table.columns[at].key), 0)
            text = f"{number:,}" if number else "·"
            line.append((fit(text, room).rjust(room + GAP), self._role(chosen, at + 1, number)))
        return [line]

    def _role(self, chosen: bool, column: int, number: int) -> str:
        if column == self.room.code_table.column:
            return "match bold" if chosen else "bright"
        return "ink" if number else "faint"

    def _widths(self, room: int) -> list[tuple[int, int]]:
        """The columns shown, from one that brings the cursor's into view."""
        shown = self.room.code_table
        columns = shown.table.columns if shown.table is not None else []
        wanted = max(0, shown.column - 1)
        first = min(shown.first, wanted)
        while True:
            found, left = [], room
            for at in range(first, len(columns)):
                cells_wanted = max(NARROW - GAP, min(WIDE, cells(columns[at].label)))
                if cells_wanted + GAP > left:
                    break
                found.append((at, cells_wanted))
                left -= cells_wanted + GAP
            if not found or wanted <= found[-1][0] or first >= wanted:
                shown.first = first
                return found
            first += 1

    def heads(self, width: int) -> Line:
        """The names of the columns, over the cells."""
        shown = self.room.code_table
        if shown.table is None:
            return []
        head = max(8, min(30, width // 3))
        line: Line = [(" " * head, ""), ("all".rjust(NARROW), "dim" if shown.column else "accent bold")]
        for at, room in self._widths(width - head - NARROW - GAP):
            label = fit(shown.table.columns[at].label, room)
            here = at + 1 == shown.column
            line.append((" " * (room + GAP - cells(label)) + label, "accent bold" if here else "dim"))
        return line

    def key_of(self, item: str) -> str:
        """The code."""
        return item

    def text_of(self, item: str) -> str:
        """The code."""
        return item

    def open_item(self, item: str) -> None:
        """What the cell counts."""
        self.room.code_table.open_cell(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        if self.room.code_table.busy:
            return "counting passages…"
        return f"no code holds {self.words}; esc shows all" if self.words else "no passage has a code yet"
