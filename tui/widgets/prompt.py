"""A line in which the reader types."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from textual import events

from tui.display import cells, width_of
from tui.widgets.bar import Bar
from tui.widgets.line_view import LineView
from tui.widgets.row_list_cells import Cell, Line

LONGEST = 4_096
WRITTEN_SECONDS = 0.001
"""So long the thread that writes to the terminal has the interpreter to itself with a letter that was typed."""
EDITING_KEYS = frozenset(
    {"left", "right", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+right", "ctrl+backspace"}
    | {f"ctrl+{letter}" for letter in "aedwuk"}
)
"""Keys that edit the text of a field; the commands leave them alone."""
_WORD = re.compile(r"\s*(?:\w+|[^\w\s]+)?")
"""From where one is to the end of a word; of what stands before, read backwards, to its beginning."""


class Field(Bar, can_focus=True):
    """A sign, a text and a cursor. Enter, esc and the like are commands; what edits the text is done here."""

    def __init__(
        self,
        sign: str = "",
        *,
        hint: str = "",
        changed: Callable[[str], None] | None = None,
        id: str | None = None,
    ) -> None:
        """`changed` is called at once with what the reader has typed.

        A message would come later, and a command in between, such as enter, would act on what stood there before.
        """
        super().__init__(id=id)
        self.changed = changed
        self.outdated: Callable[[], LineView] | None = None
        """Takes away what is said of the text as it was before, and returns what shows it."""
        self.sign = sign
        self.hint = hint
        self._value = ""
        self._cursor = 0
        self._error: tuple[int, int] | None = None

    @property
    def value(self) -> str:
        """The text."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value[:LONGEST]
        self._cursor = len(self._value)
        self._error = None
        self.refresh()

    def mark_error(self, span: tuple[int, int] | None) -> None:
        """Mark where the text is wrong."""
        self._error = span
        self.refresh()

    # -- drawing ------------------------------------------------------------------------------------------------

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """The part of the text around the cursor."""
        sign: Line = [(self.sign, "accent bold")] if self.sign else []
        if self.sign and len(self.sign) > 1:
            sign.append((" ", ""))
        if not self._value:
            cursor: Line = [(" ", "cursor" if self.has_focus else "")]
            return [[*sign, *cursor, (f" {self.hint}" if self.hint else "", "faint")]]
        room = max(1, width - sum(cells(text) for text, _ in sign) - 1)
        first, left = self._cursor, room
        while first > 0 and (left := left - width_of(self._value[first - 1])) > 0:
            first -= 1
        line = sign
        for at in range(first, len(self._value)):
            line.append((self._value[at], self._role(at)))
        if self._cursor == len(self._value):
            line.append((" ", "cursor" if self.has_focus else ""))
        return [line]

    def _role(self, at: int) -> str:
        wrong = self._error is not None and self._error[0] <= at < self._error[1]
        role = "error underline" if wrong else "bright"
        return f"{role} cursor" if at == self._cursor and self.has_focus else role

    def on_focus(self) -> None:
        """The cursor is shown only while one can type."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is shown only while one can type."""
        self.refresh()

    # -- editing ------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """What edits the text. It is on the screen before anything is done about it."""
        before = self._value
        if event.character is not None and event.is_printable:
            self._insert(event.character)
        elif not self._edit(event.key):
            return
        event.stop()
        event.prevent_default()
        await self._tell(before)

    async def on_paste(self, event: events.Paste) -> None:
        """A pasted text, on one line."""
        event.stop()
        before = self._value
        self._insert(" ".join(event.text.split()))
        await self._tell(before)

    async def _tell(self, before: str) -> None:
        """Show what was typed, then say so; the next key waits until that is done."""
        value = self._value
        outdated = [self.outdated()] if value != before and self.outdated is not None else []
        self.paint_now(*outdated)
        if value != before and self.changed is not None:
            await asyncio.sleep(WRITTEN_SECONDS)
            self.changed(value)

    def _insert(self, text: str) -> None:
        """Type a text at the cursor."""
        at = self._cursor
        self._replace(at, at, text)

    def _edit(self, key: str) -> bool:
        before, value = self._cursor, self._value
        match key:
            case "left":
                self._move(before - 1)
            case "right":
                self._move(before + 1)
            case "home" | "ctrl+a":
                self._move(0)
            case "end" | "ctrl+e":
                self._move(len(value))
            case "ctrl+left":
                self._move(self._word_before())
            case "ctrl+right":
                self._move(self._word_after())
            case "backspace":
                self._replace(max(0, before - 1), before, "")
            case "delete" | "ctrl+d":
                self._replace(before, before + 1, "")
            case "ctrl+w" | "ctrl+backspace":
                self._replace(self._word_before(), before, "")
            case "ctrl+u":
                self._replace(0, before, "")
            case "ctrl+k":
                self._replace(before, len(value), "")
            case _:
                return False
        return True

    def _word_before(self) -> int:
        found = _WORD.match(self._value[: self._cursor][::-1])
        return self._cursor - found.end() if found else 0

    def _word_after(self) -> int:
        found = _WORD.match(self._value, self._cursor)
        return found.end() if found else len(self._value)

    def _move(self, cursor: int) -> None:
        self._cursor = max(0, min(cursor, len(self._value)))
        self.refresh()

    def _replace(self, start: int, end: int, text: str) -> None:
        value = (self._value[:start] + text + self._value[end:])[:LONGEST]
        self._cursor = min(start + len(text), len(value))
        if value != self._value:
            self._value = value
            self._error = None
        self.refresh()
