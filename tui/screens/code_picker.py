"""The code picker: the codes used last by number, a code by its own key, the others by a few letters, new in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.codebook.code import tidy
from tui.screens.picking_window import PickingWindow
from tui.screens.results_page import one_line
from tui.session.fuzzy import score
from tui.session.marking.marking import RECENT
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.codebook.coding import CodeChoice
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST: Final = 8
HERE: Final = "✓"
_OTHERWISE: Final = 1_000
"""What is found by a former name or a description stands behind what is found by its name."""


class CodeRows(DrivenRows, can_focus=False):
    """Codes that match, and what typing would make."""

    def __init__(self, codes: Sequence[CodeChoice], last: str | None, here: frozenset[str]) -> None:
        super().__init__()
        # The code given last stands first, so that `.` and 1 are the same.
        self.codes = sorted(codes, key=lambda code: code.name != last)
        self.matching = list(self.codes)
        self.new = ""
        self._here = here
        self._keyed = any(choice.code.key for choice in codes)

    def show_matching(self, typed: str) -> None:
        """The codes for what is typed; where none is called that, a row that makes it."""
        self.matching = [choice for _, _, choice in sorted(self._scored(typed), key=lambda found: found[:2])]
        wanted = tidy(typed).casefold()
        known = any(wanted in (choice.name.casefold(), *map(str.casefold, choice.code.former)) for choice in self.codes)
        self.new = "" if known else tidy(typed)
        self.set_rows(len(self.matching) + bool(self.new), cursor=0)

    def _scored(self, typed: str) -> list[tuple[int, int, CodeChoice]]:
        found = []
        for at, choice in enumerate(self.codes):
            cost = score(typed, choice.name)
            if cost is None:
                others = [score(typed, name) for name in choice.code.former]
                if typed and typed.casefold() in choice.code.description.casefold():
                    others.append(_OTHERWISE)
                cost = min((_OTHERWISE + each for each in others if each is not None), default=None)
            if cost is not None:
                found.append((cost, at, choice))
        return found

    def by_key(self, key: str) -> str | None:
        """The code that has a key of its own."""
        return next((choice.name for choice in self.codes if choice.code.key == key), None)

    def code_at(self, index: int) -> str | None:
        """The code of a row."""
        if 0 <= index < len(self.matching):
            return self.matching[index].name
        return self.new if self.new and index == len(self.matching) else None

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Number, key, whether the passage has it, code, what it means, how often it was given."""
        if index >= len(self.matching):
            return [[("   new code ", "dim"), (self.new, "bar bold")]]
        choice = self.matching[index]
        untouched = not self.new and len(self.matching) == len(self.codes)
        number = f" {index + 1} " if untouched and index < RECENT else "   "
        left: Line = [
            (number, "accent bold"),
            (f"{choice.code.key or ' '} " if self._keyed else "", "accent bold"),
            (f"{HERE} " if choice.name in self._here else "", "accent"),
            (choice.name, choice.code.colour or "bar"),
        ]
        if choice.code.description:
            left.append((f"  {one_line(choice.code.description)}", "faint"))
        count = f"{choice.count:,} " if choice.count else ("" if choice.listed else "new ")
        return [columns(left, [(count, "faint")], width)]


class CodePicker(PickingWindow[CodeRows]):
    """Enter takes the row under the cursor, or makes what is typed."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("codes", "always")

    def __init__(
        self,
        room: Room,
        passage: str,
        codes: Sequence[CodeChoice],
        last: str | None,
        chosen: Callable[[str], None],
        here: frozenset[str] = frozenset(),
    ) -> None:
        """`here`: codes that the passage has already."""
        super().__init__(room, CodeRows(codes, last, here), "code", hint="type a code; enter makes a new one")
        self._passage = passage
        self._chosen = chosen
        self._before = ""

    def _heading(self) -> Line:
        return [("code for ", "accent bold"), (f"“{one_line(self._passage)}”", "dim")]

    def _highest(self) -> int:
        return min(HIGHEST, len(self._rows.codes) + 1)

    def on_mount(self) -> None:
        """All of them first."""
        super().on_mount()
        self._rows.show_matching("")

    def typed_changed(self, text: str) -> None:
        """Narrow the codes; a code's own key takes it while nothing was typed (a space before it types the letter)."""
        before, self._before = self._before, text
        if not before and len(text) == 1 and (code := self._rows.by_key(text)) is not None:
            self._take(code)
            return
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
            self._field.value = self._before = code
            self._rows.show_matching(code)

    def _take(self, code: str) -> None:
        self.close()
        self._chosen(code)
