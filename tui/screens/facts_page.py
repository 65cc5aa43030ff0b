"""The account table: a row a fact, a column a document, in the cells their words; below it the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult

from tui.display import cells, drawn, fit, wrapped
from tui.screens.count_page import CountPage
from tui.screens.facts_strip import AROUND, FactsStrip
from tui.screens.page import PageRows
from tui.widgets.document_row import CHECKED
from tui.widgets.row_list_cells import Line, columns, width_of_line

if TYPE_CHECKING:
    from index.facts.cell import Cell
    from index.facts.row import Row
    from tui.commands.command import Context
    from tui.session.ledgers.facts import FactTable
    from tui.session.room import Room

TABLE_FROM: Final = 84
"""Columns from which documents stand side by side; below, the cells of a row stand below each other."""
TABLE_HEIGHT: Final = 16
LABEL: Final = 26
COLUMN: Final = 22
GAP: Final = 2
CHOSEN: Final = "▸"
_NO_STRIP: Final = 6
"""Rows of the page below which nothing stands under the list."""


class FactRows(PageRows):
    """Rows below the titles of their documents."""

    def __init__(self, page: FactsPage) -> None:
        super().__init__(page, item_height=page.ITEM_HEIGHT)
        self._facts = page

    def render_heading(self, width: int) -> Line:
        """The documents."""
        return self._facts.heads(width)

    def cursor_moved(self) -> None:
        """Another row has other cells, and may want other documents in sight."""
        self._facts.row_changed()


class FactsPage(CountPage[Any]):
    """Threads read and put together; this draws the rows there are by now."""

    NAME: ClassVar[str] = "facts"
    CONTEXT: ClassVar[Context] = "facts"
    ITEM_HEIGHT: ClassVar[int] = 3
    GAP: ClassVar[int] = 0
    WIDE_FROM: ClassVar[int] = 100

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = FactRows(self)
        self.strip = FactsStrip(self)
        self.cell_number = 0
        """The cell under the cursor, in its row."""
        self._paths: list[str] = []
        """Documents in the order of their columns."""
        self._first = 0
        """The column at the left edge."""
        self._key: tuple[object, ...] | None = None

    def compose(self) -> ComposeResult:
        """Title, rows, and what is below them."""
        yield self.heading
        yield self.rows
        yield self.strip

    @property
    def count(self) -> FactTable:
        """The session."""
        return self.room.facts

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.chosen

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        row = self.row
        return row.cells[min(self.cell_number, len(row.cells) - 1)] if row is not None else None

    @property
    def is_table(self) -> bool:
        """Documents stand side by side."""
        return self.size.width >= TABLE_FROM and self.size.height >= TABLE_HEIGHT

    # -- sizes -------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """In a narrow or low window a row is one line and its cells stand below each other."""
        self._fit()

    def _fit(self) -> None:
        height = self.size.height
        if not height:
            return
        self.set_class(height < 12, "-low")
        rows, table = self.rows, self.is_table
        self.strip.display = height >= _NO_STRIP
        self.strip.styles.height = max(3, height // 3) if table else max(2, height // 2)
        rows.item_height, rows.gap, rows.heading_rows = (3, 0, 1) if table else (1, 0, 0)
        rows.set_rows(rows.row_count)
        rows.refresh_items()

    @property
    def _room_for(self) -> int:
        """Columns that there is room for."""
        return max(1, (self.rows.size.width - LABEL - GAP) // (COLUMN + GAP))

    def _width_of_column(self, width: int) -> int:
        shown = max(1, min(self._room_for, len(self._paths)))
        return min(46, (width - LABEL - GAP) // shown - GAP)

    # -- rows --------------------------------------------------------------------------------------------------------

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row, or at the top where nobody moved it."""
        if not self.is_attached:
            return
        self.call_after_refresh(self._fit)
        listed, before, cursor = self.count.listed, self.chosen, 0
        if before is not None and (self.rows.cursor > 0 or self.count.is_opened(before)):
            cursor = listed.at.get(before.key, min(self.rows.cursor, max(0, len(listed) - 1)))
        was_empty = not self.items
        self.items = listed
        self.rows.set_rows(max(1, len(listed)), cursor=cursor)
        self.row_changed(always=True)
        self.heading.show(self.title())
        if was_empty != (not listed):
            # Keys that need a row come into the footer, or leave it.
            self.room.screen.show_state()

    def row_changed(self, *, always: bool = False) -> None:
        """The cursor stands on another row, or the row has become another."""
        row = self.row
        key = row.key if row is not None else None
        if key != self._key:
            self._key, self.cell_number = key, 0
        elif not always:
            return
        if row is not None:
            self.cell_number = min(self.cell_number, len(row.cells) - 1)
        self._place_columns(row)
        self._show_cell()

    def _place_columns(self, row: Row | None) -> None:
        """All documents where there is room for all; else those of the row first."""
        paths = self.count.listed.paths
        before = (self._paths, self._first)
        if row is not None and len(paths) > self._room_for:
            own = row.paths
            held = set(own)
            first = self._room_for + len(own)
            self._paths = own + [path for path in paths[: first + len(own)] if path not in held][:first]
        else:
            self._paths = paths
        self._first = 0
        self._into_sight()
        if before != (self._paths, self._first) or len(paths) > self._room_for:
            self.rows.refresh_items()

    def _into_sight(self) -> bool:
        """Move sideways until the cell under the cursor is in sight; True where that moved."""
        cell, before = self.cell, self._first
        if cell is not None and cell.path in self._paths:
            at = self._paths.index(cell.path)
            self._first = min(max(self._first, at - self._room_for + 1), at)
        return self._first != before

    def move_cell(self, steps: int) -> bool:
        """To the cell so many on in its row; False where that is the last."""
        row = self.row
        if row is None:
            return False
        wanted = max(0, min(self.cell_number + steps, len(row.cells) - 1))
        if wanted == self.cell_number:
            return False
        self.cell_number = wanted
        if self._into_sight():
            self.rows.refresh_items()
        else:
            self.rows.refresh_item(self.rows.cursor)
        self._show_cell()
        return True

    def _show_cell(self) -> None:
        row = self.row
        if row is not None:
            at = self.cell_number
            self.count.sentences.want(row.cells[max(0, at - AROUND) : at + AROUND + 1])
        if self.strip.is_attached:
            self.strip.refresh()

    def list_items(self) -> Sequence[Row]:
        """The rows."""
        return self.count.listed

    def key_of(self, item: Row) -> str:
        """Its first cell."""
        return " ".join(map(str, item.key))

    def text_of(self, item: Row) -> str:
        """The label."""
        return item.label

    def open_item(self, item: Row) -> None:
        """At the passage of the cell under the cursor."""
        self.count.open_cell(item, min(self.cell_number, len(item.cells) - 1))

    # -- above the rows ----------------------------------------------------------------------------------------------

    def title(self) -> Line:
        """How many rows, and in how many of them cells contradict each other."""
        count, listed = self.count, self.count.listed
        words = "1 row" if len(listed) == 1 else f"{len(listed):,} rows"
        words += f" · {listed.conflicts:,} ≠" if listed.conflicts else ""
        words += " so far" if count.busy else ""
        label = f" · {count.label}" if count.label else ""
        checked = f" · {len(count.checked):,} checked" if count.checked else ""
        return [("Facts", "bright bold"), (f"   {words}", "dim"), (label, "ink"), (checked, "accent")]

    def heads(self, width: int) -> Line:
        """The titles of the documents above their columns."""
        room, column = self._room_for, self._width_of_column(width)
        line: Line = [(" " * (LABEL + GAP), "")]
        shown = self._paths[self._first : self._first + room]
        for at, path in enumerate(shown):
            more = "‹ " if at == 0 and self._first else ""
            last = at == len(shown) - 1 and self._first + room < len(self._paths)
            title = fit(more + drawn(self.count.listed.title(path)), column - (2 if last else 0))
            line += [(_filled(title, column + GAP - (2 if last else 0)), "dim"), ("› " if last else "", "accent")]
        return line

    def nothing(self) -> str:
        """Not yet, or none."""
        count = self.count
        if count.busy and not self.words:
            return "reading facts…"
        if self.words:
            return f"no row holds {self.words}; esc shows all"
        if count.label:
            return f"there is no row of {count.label}; esc shows all"
        return "no two documents state a figure or a date of one thing, as far as the rules can tell"

    # -- a row -------------------------------------------------------------------------------------------------------

    def draw_item(self, item: Row, width: int) -> list[Line]:
        """Check, sign, label; beside it the cells, or where there is no room how many."""
        checked = CHECKED if item.key in self.count.checked else " "
        sign = "≠" if item.conflict else "+" if item.made else " "
        lead: Line = [(f"{checked} ", "accent"), (f"{sign} ", "error bold" if item.conflict else "accent")]
        if not self.is_table:
            number = len(item.paths)
            right = f"{number} {'document' if number == 1 else 'documents'}" if width >= 50 else f"{number}"
            return [columns([*lead, (drawn(item.label), "ink")], [(right, "faint")], width)]
        label = wrapped(drawn(item.label), LABEL - 4)[:2]
        number = len(item.paths)
        about = "conflict · " if item.conflict else ""
        label.append(f"{about}{number} {'document' if number == 1 else 'documents'}")
        columns_of = [self._in_column(item, path, width) for path in self._shown]
        lines: list[Line] = []
        for at in range(3):
            words = label[at] if at < len(label) else ""
            role = "bright" if at < len(label) - 1 else "error" if item.conflict else "faint"
            line: Line = [
                *(lead if at == 0 else [("    ", "")]),
                (_filled(fit(words, LABEL - 4), LABEL - 4 + GAP), role),
            ]
            for some in columns_of:
                line += some[at]
            lines.append(line)
        return lines

    @property
    def _shown(self) -> list[str]:
        return self._paths[self._first : self._first + self._room_for]

    def _in_column(self, row: Row, path: str, width: int) -> list[Line]:
        """Three lines of a column: the cells of one document in a row, the one under the cursor in sight."""
        column = self._width_of_column(width)
        own = [(at, cell) for at, cell in enumerate(row.cells) if cell.path == path]
        at_cursor = row is self.row
        chosen = next((n for n, (at, _) in enumerate(own) if at_cursor and at == self.cell_number), None)
        first = max(0, (chosen or 0) - 2)
        found: list[Line] = []
        between = row.between or ()
        if len(own) == 1:
            cell = own[0][1]
            role = self._role(cell, between, chosen=chosen is not None)
            for words in wrapped(f"{CHOSEN if chosen is not None else ''}{self._words(cell)}", column)[:3]:
                found.append([(_filled(fit(words, column), column), role), (" " * GAP, "")])
        else:
            for number, (_, cell) in enumerate(own[first : first + 3], first):
                more = f" +{len(own) - first - 3}" if number == first + 2 and len(own) > first + 3 else ""
                role = self._role(cell, between, chosen=number == chosen)
                words = fit(f"{CHOSEN if number == chosen else ''}{self._words(cell)}", column - len(more))
                found.append([(words, role), (_filled(more, column - cells(words) + GAP), "dim")])
        found += [[(" " * (column + GAP), "")]] * (3 - len(found))
        return found

    @staticmethod
    def _words(cell: Cell) -> str:
        words = drawn(" ".join(cell.words.split()))
        return f"{words} = {cell.value}" if cell.value and cell.value not in words and cell.how else words

    @staticmethod
    def _role(cell: Cell, between: Sequence[Cell], *, chosen: bool) -> str:
        if chosen:
            return "match bold"
        return "error" if any(cell.place == each.place for each in between) else "ink"


def _filled(text: str, width: int) -> str:
    return text + " " * max(0, width - width_of_line([(text, "")]))
