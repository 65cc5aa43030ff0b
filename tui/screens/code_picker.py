"""The code picker: the codes used last by number, the others by a few letters, a new one by typing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.screens.results_page import one_line
from tui.screens.window import Window
from tui.session.fuzzy import best
from tui.session.marking import RECENT
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST = 8


class CodeRows(DrivenRows, can_focus=False):
    """Codes that match, and what typing would make."""

    def __init__(self, codes: Sequence[tuple[str, int]], last: str | None) -> None:
        super().__init__()
        # The code given last stands first, so that `.` and 1 are the same.
        self.codes = sorted(codes, key=lambda code: code[0] != last)
        self.matching = list(self.codes)
        self.new = ""

    def show_matching(self, typed: str) -> None:
        """The codes for what is typed; where none is called that, a row that makes it."""
        self.matching = best(typed, self.codes, lambda code: code[0])
        known = any(code.casefold() == typed.casefold() for code, _ in self.codes)
        self.new = "" if known else typed
        self.set_rows(len(self.matching) + bool(self.new), cursor=0)

    def code_at(self, index: int) -> str | None:
        """The code of a row."""
        if 0 <= index < len(self.matching):
            return self.matching[index][0]
        return self.new if self.new and index == len(self.matching) else None

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Number, code, how often it was given."""
        if index >= len(self.matching):
            return [[("   new code ", "dim"), (self.new, "bar bold")]]
        code, count = self.matching[index]
        untouched = not self.new and len(self.matching) == len(self.codes)
        number = f" {index + 1} " if untouched and index < RECENT else "   "
        return [columns([(number, "accent bold"), (code, "bar")], [(f"{count:,} ", "faint")], width)]


class CodePicker(Window):
    """Enter takes the row under the cursor, or makes what is typed."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("codes", "always")

    def __init__(
        self,
        room: Room,
        passage: str,
        codes: Sequence[tuple[str, int]],
        last: str | None,
        chosen: Callable[[str], None],
    ) -> None:
        super().__init__(room)
        self._passage = passage
        self._chosen = chosen
        self._field = Field("code", hint="type a code; enter makes a new one", changed=self.typed_changed)
        self._rows = CodeRows(codes, last)

    def compose(self) -> ComposeResult:
        """Passage, codes, field."""
        with Vertical(classes="panel"):
            yield Title([("code for ", "accent bold"), (f"“{one_line(self._passage)}”", "dim")])
            yield self._rows
            yield self._field

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self.set_focus(self._field)
        highest = max(1, min(HIGHEST, self.app.size.height - 7))
        self._rows.styles.height = max(1, min(highest, len(self._rows.codes) + 1))
        self._rows.show_matching("")

    @property
    def rows(self) -> RowList:
        """The codes."""
        return self._rows

    @property
    def typed(self) -> str:
        """What is typed of a code."""
        return self._field.value

    def typed_changed(self, text: str) -> None:
        """Narrow the codes."""
        self._rows.show_matching(text.strip())

    def accept(self) -> None:
        """Take the row under the cursor."""
        code = self._rows.code_at(self._rows.cursor)
        if code is None:
            self.room.messages.say("type a code first; esc closes")
            return
        self._take(code)

    def take(self, index: int) -> None:
        """Take a code by its number."""
        code = self._rows.code_at(index)
        if code is not None:
            self._take(code)
        else:
            self.room.messages.say(f"there is no code number {index + 1}")

    def complete(self) -> None:
        """Put the row's code into the field, to be changed."""
        code = self._rows.code_at(self._rows.cursor)
        if code is not None:
            self._field.value = code
            self._rows.show_matching(code)

    def _take(self, code: str) -> None:
        self.close()
        self._chosen(code)
