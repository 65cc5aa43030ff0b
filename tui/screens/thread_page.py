"""A conversation: its mails, each set in below the one that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import Page
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.asking.threads import InThread
    from tui.commands.command import Context


class ThreadPage(Page["InThread"]):
    """The mails of the conversation of the open one."""

    NAME: ClassVar[str] = "thread"
    CONTEXT: ClassVar[Context] = "thread"

    def list_items(self) -> Sequence[InThread]:
        """Each behind the one that it answers."""
        return self.room.thread.mails

    def title(self) -> Line:
        """How many, and what they are about."""
        mails = self.room.thread.mails
        number = "1 mail" if len(self.items) == 1 else f"{len(self.items):,} mails"
        return [("Conversation", "bright bold"), (f"   {number} · ", "dim"), (mails[0].title if mails else "", "dim")]

    def draw_item(self, item: InThread, width: int) -> list[Line]:
        """Who wrote and when; the subject."""
        document = self.room.reading.document
        here = document is not None and document.path == item.path
        indent = "  " * min(item.depth, max(0, width // 8))
        who = indent + (item.author or "nobody named")
        return [
            columns([(who, "accent bold" if here else "ink bold")], [(item.date, "dim")], width),
            [(indent + item.title, "dim")],
        ]

    def key_of(self, item: InThread) -> str:
        """The mail's path."""
        return item.path

    def text_of(self, item: InThread) -> str:
        """Who, when, what about."""
        return f"{item.author} {item.date} {item.title}"

    def open_item(self, item: InThread) -> None:
        """The mail."""
        self.room.thread.open(item)

    def nothing(self) -> str:
        """None of those words."""
        if self.words:
            return f"no mail of this conversation holds {self.words}; esc shows all"
        key = self.room.keys_of("thread")
        return "no conversation was asked for" + (f"; {key} in a mail lists its own" if key else "")
