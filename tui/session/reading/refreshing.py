"""The open document of a side as its file is now: changed, renamed, gone, or back again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Document
from index.errors import UnknownDocument
from tui.counted import counted

if TYPE_CHECKING:
    from tui.session.reading.reading import Reading
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

_TRIES: Final = 3
QUIET_SECONDS: Final = 60.0
"""A document that changes all the while says so once in this time."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What was found."""

    document: Document
    number: int | None
    top: int
    """Where the words of the first row stand now,"""
    cursor: int
    """and those under the cursor."""


class Refreshing:
    """Looks at the document again when the index has changed; the reader's place is kept by its words."""

    def __init__(self, room: Room, seat: Seat, reading: Reading) -> None:
        self._room = room
        self._seat = seat
        self._reading = reading
        self._number: int | None = None
        """What the catalogue knows the open document by, whatever its file is called."""
        self._of = ""
        self._gone: Document | None = None
        self._told_at = -QUIET_SECONDS

    @property
    def gone(self) -> bool:
        """True where the open document's file is no longer in the folder."""
        return self._gone is not None and self._gone is self._reading.document

    @property
    def words(self) -> str:
        """What is said as long as it is gone."""
        return "its file is gone from the folder" if self.gone else ""

    def shown(self, document: Document) -> None:
        """A document came onto the page: remember what it is known by."""
        room = self._room
        if document.path == self._of and self._number is not None:
            return
        self._of, self._number = document.path, None

        def done(number: int | None) -> None:
            if self._of == document.path and number is not None:
                self._number = number

        room.background.run(lambda: room.collection.keeping_up.number_of(document.path), done)

    def look(self, tries: int = _TRIES) -> None:
        """Look at it again."""
        room, reading, view = self._room, self._reading, self._seat.view
        document = reading.document
        if document is None:
            return
        number = self._number if self._of == document.path else None
        top, cursor = view.position, view.cursor

        def done(fresh: Fresh) -> None:
            if reading.document is not document:
                return
            if (view.position, view.cursor) != (top, cursor) and tries > 1:
                self.look(tries - 1)  # the reader moved meanwhile
                return
            self._take(document, fresh)

        def failed(error: Exception) -> None:
            if reading.document is not document:
                return
            if isinstance(error, UnknownDocument):
                self._is_gone(document)
            else:
                room.messages.fail(error)

        room.background.run(lambda: self._find(document, number, top, cursor), done, failed)

    def _find(self, document: Document, number: int | None, top: int, cursor: int) -> Fresh:
        """In a thread. Raises UnknownDocument where it is gone."""
        collection = self._room.collection
        keeping_up = collection.keeping_up
        path = keeping_up.path_of(number) if number is not None else None
        fresh = collection.document(path or document.path)
        if fresh.text != document.text:
            from index.watching.moved import Moved

            moved = Moved(document.text, fresh.text)
            top, cursor = moved.place(top), moved.place(cursor)
        return Fresh(fresh, keeping_up.number_of(fresh.path), top, cursor)

    def _take(self, before: Document, found: Fresh) -> None:
        room, reading, fresh = self._room, self._reading, found.document
        was_gone, self._gone = self.gone, None
        self._of, self._number = fresh.path, found.number
        renamed = fresh.path != before.path
        if fresh.sha256 == before.sha256 and not renamed:
            # Kinds of blocks and metadata may be known only now; the text stays under the reader's eyes.
            if (fresh.blocks, fresh.metadata) != (before.blocks, before.metadata):
                reading.replace(fresh, found.top, found.cursor)
            if was_gone:
                room.marking.reload(self._seat)
                room.messages.say("its file is in the folder again")
            reading.reload_names()
            return
        if renamed:
            reading.jumps.renamed(before.path, fresh.path)
        reading.replace(fresh, found.top, found.cursor)
        if renamed:
            room.messages.say(f"its file is called {fresh.path} now")
        elif time.monotonic() - self._told_at >= QUIET_SECONDS:
            self._told_at = time.monotonic()
            room.messages.say("this document was changed on the disk and is shown as it is now")

    def _is_gone(self, document: Document) -> None:
        if self.gone:
            return
        self._gone = document
        marks = len(self._seat.marks)
        kept = "" if not marks else f"; its {counted(marks, 'annotation')} {'is' if marks == 1 else 'are'} kept"
        self._room.messages.warn(f"its file is gone from the folder{kept}; its text stays here until you leave it")
