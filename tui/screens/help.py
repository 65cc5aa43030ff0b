"""Help: what the keys do, those of the focused pane first; and how a query is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands.command import Context
from tui.display import cells, wrapped
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
NARROW = 50
"""Columns below which what a key does stands below it."""


class _Shown(NamedTuple):
    """A line of the list: the first of a row, or one on which its explanation goes on."""

    row: Row
    words: str
    """What stands here of the explanation."""
    first: bool = True


class HelpRows(DrivenRows):
    """Rows to be read; headings, blank rows and lines on which an explanation goes on are passed over."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self._all = rows
        self._wanted: list[str] = []
        self._shown: list[_Shown] = []

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self._shown[self.cursor].row if 0 <= self.cursor < len(self._shown) else None

    def narrow(self, words: str) -> None:
        """Only the rows that hold these words, without headings."""
        self._wanted = words.casefold().split()
        self._lay(cursor=0)

    def on_resize(self) -> None:
        """Explanations go on elsewhere; the cursor stays on its row."""
        chosen = self.chosen
        self._lay(cursor=0)
        at = next((at for at, line in enumerate(self._shown) if line.row is chosen), 0)
        self.set_rows(len(self._shown), cursor=at)

    def _lay(self, *, cursor: int) -> None:
        rows = narrowed(self._all, self._wanted) if self._wanted else self._all
        self._shown = [line for row in rows for line in self._lines(row)]
        self.set_rows(len(self._shown), cursor=cursor)

    def _lines(self, row: Row) -> Iterator[_Shown]:
        width = self.size.width
        room = width - sum(self._columns(row, width)) - 1 - (cells(row.where) + 3 if self._has_place(width) else 0)
        words = wrapped(row.meaning, max(room, NARROW // 2)) if width else [row.meaning]
        if 0 < width < NARROW and row.meaning:
            named = not row.name or self._columns(row, width)[1]
            words = ["", *wrapped(row.meaning if named else f"{row.name}. {row.meaning}", max(width - 4, 1))]
        yield _Shown(row, words[0])
        for more in words[1:]:
            yield _Shown(row, more, first=False)

    def is_heading(self, index: int) -> bool:
        """Headings and blank rows, and what only goes on."""
        line = self._shown[index]
        return not line.row.meaning or not line.first

    def last_of(self, index: int) -> int:
        """The end of the explanation."""
        while index + 1 < len(self._shown) and not self._shown[index + 1].first:
            index += 1
        return index

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Keys, name and explanation in columns; in a narrow window the explanation stands below."""
        row, words, is_first = self._shown[index]
        if not row.meaning:
            return [[(row.name, "dim bold")]]
        first, second = self._columns(row, width)
        role = "dim" if row.name else "ink"
        if not is_first:
            return [[(" " * (4 if width < NARROW else first + second + 1), ""), *self._cells(words, role)]]
        line = [
            *self._column(f"  {row.keys}", first, "accent"),
            *self._column(f" {row.name}" if second else "", second, "bright" if row.why_not is None else "ink"),
            *(self._cells(f" {words}", role) if words else []),
        ]
        # Under its heading a row need not say where it works.
        return [columns(line, self._cells(f" {row.where}", "faint"), width) if self._has_place(width) else line]

    @staticmethod
    def _columns(row: Row, width: int) -> tuple[int, int]:
        """Columns that keys and name take; in a narrow window none for a name that does not fit beside its keys."""
        if width < NARROW:
            first = max(9, cells(row.keys) + 3)
            fits = row.name and first + cells(row.name) < width
            return (first, width - first) if fits else (width, 0)
        if not row.name:
            return 30, 0
        return (20, 28) if width >= WIDE else (15, 22)

    def _has_place(self, width: int) -> bool:
        return bool(self._wanted) and width >= WIDE

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
