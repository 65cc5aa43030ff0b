"""What was said in this sitting: the status line is one row, and a message goes away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.display import wrapped
from tui.screens.window import Window
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.commands.command import Context
    from tui.session.messages import Past
    from tui.session.room import Room

HIGHEST = 16
_TIME = 7


class MessageRows(DrivenRows):
    """Messages in full, the latest last and in view."""

    def __init__(self, past: Sequence[Past]) -> None:
        super().__init__()
        self._past = past
        self._lines: list[Line] = []

    def fill(self, width: int) -> int:
        """Wrap for a width; returns the number of lines."""
        indent = _TIME if width >= 30 else 0
        lines: list[Line] = []
        for said in self._past:
            clock = time.strftime("%H:%M", time.localtime(said.at)).ljust(indent) if indent else ""
            words = said.message.text + (f" (×{said.times})" if said.times > 1 else "")
            role = "error" if said.message.kind == "error" else "ink"
            for line in wrapped(words, max(4, width - indent)):
                lines.append([(clock, "faint"), (line, role)])
                clock = " " * indent
        self._lines = lines or [[("nothing was said yet", "dim")]]
        self.set_rows(len(self._lines), cursor=len(self._lines) - 1)
        return len(self._lines)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """A line."""
        return [self._lines[index]]


class MessagesWindow(Window):
    """The messages, oldest first."""

    DEFAULT_CSS = "MessagesWindow RowList > .line-view--row { background: $ground-raised; text-style: none; }"
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("messages", "list", "always")

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._rows = MessageRows(tuple(room.messages.past))

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(classes="panel"):
            yield self._rows

    def on_mount(self) -> None:
        """As high as they need."""
        super().on_mount()
        self.set_focus(self._rows)
        self._fit()

    def on_resize(self) -> None:
        """Wrap again."""
        self._fit()

    def _fit(self) -> None:
        number = self._rows.fill(max(8, self.app.size.width - 3))
        self._rows.styles.height = max(1, min(HIGHEST, number, self.app.size.height - 4))

    @property
    def rows(self) -> RowList:
        """To scroll."""
        return self._rows

    def accept(self) -> None:
        """Enter closes it."""
        self.close()
