"""What was said in this sitting: the status line is one row, and a message goes away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from tui.display import wrapped
from tui.screens.sheet import Sheet
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

_TIME = 7


class MessagesWindow(Sheet):
    """The messages in full, oldest first, the latest in view."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("messages", "list", "always")
    HIGHEST = 16
    AT_END = True

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._past = tuple(room.messages.past)

    def lines_for(self, width: int) -> list[Line]:
        """The time of day, and what was said then."""
        indent = _TIME if width >= 30 else 0
        lines: list[Line] = []
        for said in self._past:
            clock = time.strftime("%H:%M", time.localtime(said.at)).ljust(indent) if indent else ""
            words = said.message.text + (f" (×{said.times})" if said.times > 1 else "")
            role = "error" if said.message.kind == "error" else "ink"
            for line in wrapped(words, max(4, width - indent)):
                lines.append([(clock, "faint"), (line, role)])
                clock = " " * indent
        return lines or [[("nothing was said yet", "dim")]]
