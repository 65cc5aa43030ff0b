"""Help: what the keys do, those of the focused pane first; and how a query is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands.command import Context
from tui.display import cells
from tui.screens.help_rows import BLANK, Row, filter_rows, key_rows, narrowed, places, query_rows
from tui.screens.window import Window
from tui.session.fuzzy import marked
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns, fit_line, width_of_line

if TYPE_CHECKING:
    from tui.session.room import Room

WIDE = 100
"""Columns from which the rows of the help stand in wide columns."""


class HelpRows(DrivenRows):
    """Rows to be read; headings and blank rows are passed over."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self._all = rows
        self._wanted: list[str] = []
        self.shown = rows

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.shown[self.cursor] if 0 <= self.cursor < len(self.shown) else None

    def narrow(self, words: str) -> None:
        """Only the rows that hold these words, without headings."""
        self._wanted = words.casefold().split()
        self.shown = narrowed(self._all, self._wanted) if self._wanted else self._all
        self.set_rows(len(self.shown), cursor=0)

    def is_heading(self, index: int) -> bool:
        """Headings and blank rows."""
        return not self.shown[index].meaning

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Keys, name and explanation in columns; in a narrow window they stand closer together."""
        row = self.shown[index]
        if not row.meaning:
            return [[(row.name, "dim bold")]]
        if not row.name:
            return [[*self._column(f"  {row.keys}", 30, "accent"), *self._cells(f" {row.meaning}", "ink")]]
        first, second = (20, 28) if width >= WIDE else (15, 22) if width >= 50 else (9, 18)
        line = [
            *self._column(f"  {row.keys}", first, "accent"),
            *self._column(f" {row.name}", second, "bright" if row.why_not is None else "ink"),
            *self._cells(f" {row.meaning}", "dim"),
        ]
        # Under its heading a row need not say where it works.
        place: Line = self._cells(f" {row.where}", "faint") if self._wanted and width >= WIDE else []
        return [columns(line, place, width)]

    def _column(self, text: str, width: int, role: str) -> Line:
        line = fit_line(self._cells(text, role), width) if cells(text) > width else self._cells(text, role)
        return [*line, (" " * (width - width_of_line(line)), "")]

    def _cells(self, text: str, role: str) -> Line:
        return marked(text, places(text, self._wanted), role, "accent bold underline")


class Help(Window):
    """Scrolls as a list does; / finds, enter runs a command."""

    DEFAULT_CSS = """
    Help > .panel { height: 100%; }
    Help RowList { height: 1fr; }
    Help Field { display: none; }
    Help.-finding Field { display: block; }
    """

    def __init__(self, room: Room, contexts: Sequence[Context], topic: str) -> None:
        super().__init__(room)
        keys, query = key_rows(room, contexts), query_rows()
        parts = {"keys": keys, "query": query, "filter": filter_rows()}
        rows = parts.pop(topic)
        for part in parts.values():
            rows = [*rows, BLANK, *part]
        self._rows = HelpRows(rows)
        self._field = Field("/", hint="a word of what you look for", changed=self.typed_changed)

    def compose(self) -> ComposeResult:
        """Title, lines, field."""
        find = self.room.keys_of("help-find")
        with Vertical(classes="panel"):
            yield Title([("Help", "bright bold"), (f"   {find} finds · {self.room.keys_of('close')} closes", "dim")])
            yield self._rows
            yield self._field

    def on_mount(self) -> None:
        """Read at once."""
        super().on_mount()
        self.set_focus(self._rows)
        self._rows.narrow("")

    @property
    def contexts(self) -> tuple[Context, ...]:
        """While one types, every key is text."""
        return ("palette", "always") if self.has_class("-finding") else ("help", "list", "always")

    @property
    def rows(self) -> RowList:
        """The lines."""
        return self._rows

    @property
    def typed(self) -> str:
        """What is looked for."""
        return self._field.value

    def begin_filter(self) -> None:
        """Look for a word."""
        self.add_class("-finding")
        self.set_focus(self._field)
        self.room.screen.show_state()

    def typed_changed(self, text: str) -> None:
        """Only the lines that hold it."""
        self._rows.narrow(text)

    def accept(self) -> None:
        """Keep what was found and read on; in the list, run the command of the row where it can be used."""
        if self.has_class("-finding"):
            self._end_finding()
            return
        row = self._rows.chosen
        if row is None or row.command is None:
            self.room.messages.say("this line is to be read: there is no command in it")
        elif row.why_not is not None:
            self.room.messages.say(f"{row.command.name}: {row.why_not}")
        else:
            self.close()
            self.room.app.run_command(row.command, None)

    def cancel(self) -> None:
        """First the search, then the window."""
        if self.has_class("-finding") or self._field.value:
            self._field.value = ""
            self._rows.narrow("")
            self._end_finding()
        else:
            self.close()

    def _end_finding(self) -> None:
        self.remove_class("-finding")
        self.set_focus(self._rows)
        self.room.screen.show_state()
