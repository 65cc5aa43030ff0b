"""Help: what the keys do, those of the focused pane first; and how a query is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands import COMMANDS
from tui.commands.command import CONTEXT_NAMES, Context
from tui.display import pad
from tui.screens.window import Window
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.session.room import Room

Row = tuple[str, str, str]
"""Keys, name, explanation; a heading has a name alone."""

QUERY: Sequence[tuple[str, str]] = (
    ("letter captain", "both words, in any of their endings"),
    ('"shown no letter"', "these words, one right after the other, as they stand"),
    ("=letters", "the word exactly as it stands"),
    ("prison*", "every word that begins so"),
    ("boom OR explosion", "one of them, or both"),
    ("boom -explosion", "the first without the second; also NOT"),
    ("(boom OR blast) ferry", "brackets say what belongs together"),
    ("title:minister", "in the title only; also a phrase or a group"),
    ("source:herald", "by outlet; path: by file, lang:fr by language"),
    ("date:2031..2031-09-15", "by date; either end may be left open"),
)
"""Examples; docs/searching.md has the whole language."""
BLANK: Row = ("", "", "")


def key_rows(room: Room, contexts: Sequence[Context]) -> list[Row]:
    """Every command with its keys, grouped by where it works, the innermost context first."""
    others = [context for context in CONTEXT_NAMES if context not in contexts]
    rows: list[Row] = []
    for context in (*contexts, *others):
        commands = [command for command in COMMANDS if command.contexts[0] == context or context in command.contexts]
        shown = [(room.keymap.keys_of(command.id), command) for command in commands]
        shown = [(keys, command) for keys, command in shown if keys]
        if not shown:
            continue
        if rows:
            rows.append(BLANK)
        rows.append(("", CONTEXT_NAMES[context].upper(), ""))
        rows += [("  ".join(keys), command.name, command.help) for keys, command in shown]
    return rows


def query_rows() -> list[Row]:
    """How a query is written."""
    return [("", "HOW A QUERY IS WRITTEN", ""), *((query, "", meaning) for query, meaning in QUERY)]


class HelpRows(DrivenRows):
    """Rows to be read; headings and blank rows are passed over."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self._all = rows
        self.shown = rows

    def narrow(self, words: str) -> None:
        """Only the rows that hold these words, without headings."""
        wanted = words.casefold().split()
        self.shown = [row for row in self._all if row[2] and holds(row, wanted)] if wanted else self._all
        self.set_rows(len(self.shown), cursor=0)

    def is_heading(self, index: int) -> bool:
        """Headings and blank rows."""
        return not self.shown[index][2]

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Keys, name and explanation in columns; in a narrow window they stand closer together."""
        keys, name, meaning = self.shown[index]
        if not meaning:
            return [[(name, "dim bold")]]
        if not name:
            return [[(f"  {keys}".ljust(30), "accent"), (f" {meaning}", "ink")]]
        first, second = (20, 28) if width >= 100 else (15, 22)
        return [
            [(pad(f"  {keys}", first), "accent"), (f" {name}".ljust(second), "bright"), (f" {meaning}", "dim")],
        ]


def holds(row: Row, wanted: Sequence[str]) -> bool:
    """True where every word stands somewhere in a row."""
    text = " ".join(row).casefold()
    return all(word in text for word in wanted)


class Help(Window):
    """Scrolls as a list does; / finds."""

    DEFAULT_CSS = """
    Help > .panel { height: 100%; }
    Help RowList { height: 1fr; }
    Help Field { display: none; }
    Help.-finding Field { display: block; }
    """

    def __init__(self, room: Room, contexts: Sequence[Context], topic: str) -> None:
        super().__init__(room)
        keys, query = key_rows(room, contexts), query_rows()
        self._rows = HelpRows([*query, BLANK, *keys] if topic == "query" else [*keys, BLANK, *query])
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
        """Keep what was found and read on; in the list, enter has nothing to open."""
        if self.has_class("-finding"):
            self._end_finding()
        else:
            self.room.messages.say("the palette runs a command by its name")

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
