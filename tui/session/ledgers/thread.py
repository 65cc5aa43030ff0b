"""The conversation of the mail that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.asking.threads import InThread
    from tui.session.room import Room


class Thread:
    """Lists the mails of a conversation; what it lists stays until another is asked for."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.mails: list[InThread] = []

    def show(self) -> None:
        """List it, beginning at the open mail."""
        room, document = self._room, self._room.reading.document
        if document is None:
            return
        if not document.metadata.headers:
            room.messages.say("this document is no mail: neither From nor Subject stands at its head")
            return

        def done(found: list[InThread]) -> None:
            if not found:
                room.messages.say("this mail is not indexed yet")
                return
            self.mails = found
            room.screen.show_page("thread")
            here = [at for at, mail in enumerate(found) if mail.path == document.path]
            room.screen.page_named("thread").rows.go_to(here[0] if here else 0)

        room.background.run(lambda: room.collection.queries.thread(document.path), done)

    def open(self, mail: InThread) -> None:
        """Open a mail where it was left."""
        self._room.reading.open(mail.path)
