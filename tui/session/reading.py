"""The document that is open: how it gets on screen, where one is in it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from index.document import Document, Mention
from index.errors import UnknownDocument
from tui.session.jumps import JumpList, Place

if TYPE_CHECKING:
    from tui.session.room import Room

SAVE_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 0.3
"""A document that takes longer to open is announced."""
Locate = Callable[[Document], "int | None"]
"""Where to go in a document, asked in a thread; None = where the reader left it."""


class Reading:
    """Opens documents, remembers places."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.jumps = JumpList()
        self.document: Document | None = None
        self.mentions: list[Mention] | None = None
        """Of the open document; None while its names have not been read."""
        self._request = 0
        self._saved: tuple[str, int] | None = None
        self._moved = False

    @property
    def here(self) -> Place | None:
        """Where the cursor is."""
        if self.document is None:
            return None
        return Place(self.document.path, self._room.screen.text.cursor)

    # -- opening ----------------------------------------------------------------------------------------------------

    def open(
        self,
        path: str,
        *,
        offset: int | None = None,
        locate: Locate | None = None,
        then: Callable[[], None] | None = None,
        remember: bool = True,
    ) -> None:
        """Open a document at an offset, at what `locate` finds, or where the reader left it; then call `then`."""
        room = self._room
        self._request += 1
        request = self._request
        if remember:
            self.leave()
        room.screen.show_text()
        if self.document is not None and self.document.path == path and locate is None:
            if offset is not None:
                self.go_to(offset)
            if then is not None:
                then()
            return

        def job() -> tuple[Document, int | None, int]:
            document = room.collection.document(path)
            return document, locate(document) if locate is not None else offset, room.collection.position(path)

        def done(result: tuple[Document, int | None, int]) -> None:
            if request == self._request:
                self._request += 1
                document, wanted, left_at = result
                self._show(document, wanted, left_at)
                if then is not None:
                    then()

        def failed(error: Exception) -> None:
            if request == self._request:
                self._request += 1
                room.messages.fail(error)
                if self.document is None:
                    room.screen.text.show_nothing("this document cannot be shown; another one is a tab away")

        if self.document is None or self.document.path != path:
            self.save_position()
            room.screen.set_timer(SLOW_SECONDS, lambda: self._say_opening(request, path))
        room.background.run(job, done, failed)

    def _show(self, document: Document, wanted: int | None, left_at: int) -> None:
        room = self._room
        same = self.document is not None and self.document.sha256 == document.sha256
        self._moved = False
        if not same or self.document is None or self.document.path != document.path:
            self.document = document
            self.mentions = None
            room.screen.text.show(document, min(left_at, len(document.text)))
            self._load_layers(document)
        if wanted is not None:
            self.go_to(wanted)
        room.screen.document_shown(document)
        self._save(document.path, room.screen.text.position)

    def _say_opening(self, request: int, path: str) -> None:
        if request == self._request:
            self._room.messages.say(f"opening {self._room.library.title(path)}")

    def _load_layers(self, document: Document) -> None:
        """What is drawn over the text comes after the text."""
        self._room.marking.reload()
        self.reload_names()
        self._room.walk.document_shown(document)

    def reload_names(self) -> None:
        """Mentions and sidebar of the open document, as far as they are known by now."""
        room, document = self._room, self.document
        if document is None:
            return

        def done(mentions: list[Mention] | None) -> None:
            if self.document is document:
                self.mentions = mentions
                room.entities.show_mentions(mentions)

        room.background.run(lambda: room.collection.mentions(document.path), done)
        room.entities.reload(document.path)

    def reload(self) -> None:
        """The open document again, after the index has changed: its text may be another one."""
        room, document = self._room, self.document
        if document is None:
            return

        def done(fresh: Document) -> None:
            if self.document is not document:
                return
            if fresh.sha256 == document.sha256:
                # Kinds of blocks and metadata may be known only now; the text stays under the reader's eyes.
                if fresh.blocks != document.blocks:
                    self._replace(fresh)
                self.reload_names()
                return
            self._replace(fresh)
            room.messages.say("this document was changed on the disk and is shown as it is now")

        def failed(error: Exception) -> None:
            if self.document is document and isinstance(error, UnknownDocument):
                room.messages.warn("this document is gone from the collection; its text stays here until you leave it")
            elif self.document is document:
                room.messages.fail(error)

        room.background.run(lambda: room.collection.document(document.path), done, failed)

    def _replace(self, fresh: Document) -> None:
        """Another state of the open document, with cursor and top row where they were."""
        text = self._room.screen.text
        top, cursor = text.position, text.cursor
        self.document = fresh
        text.show(fresh, min(top, len(fresh.text)))
        text.go_to(min(cursor, len(fresh.text)))
        self._load_layers(fresh)
        self._room.screen.document_shown(fresh)

    # -- places -----------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """A jump is about to happen: remember this place."""
        if self.here is not None:
            self.jumps.leave(self.here)

    def leave_if_far(self, offset: int) -> None:
        """Remember this place if the jump leads off the screen."""
        shown = self._room.screen.text.visible_span
        if not shown.start <= offset < shown.end:
            self.leave()

    def go_to(self, offset: int) -> None:
        """Go to a place of the open document, with its surroundings in view."""
        text = self._room.screen.text
        shown = text.visible_span
        text.go_to(offset, centre=not shown.start <= offset < shown.end)

    def back(self) -> None:
        """Go back to where the reader jumped away from."""
        self._go(self.jumps.back(self.here), "this is where you began")

    def forward(self) -> None:
        """Go forward again."""
        self._go(self.jumps.forward(self.here), "there is nothing further on")

    def _go(self, place: Place | None, otherwise: str) -> None:
        if place is None:
            self._room.messages.say(otherwise)
        else:
            self.open(place.path, offset=place.offset, remember=False)

    # -- what is remembered ------------------------------------------------------------------------------------------

    def moved(self) -> None:
        """The reader moved in the text: far enough through it, it counts as read."""
        self._moved = True

    def look_at_progress(self) -> None:
        """Mark the document as read when the reader has come to its end."""
        document, room = self.document, self._room
        if document is None or not self._moved:
            return
        text = room.screen.text
        far = max(text.cursor, text.visible_span.end if text.position > 0 else 0)
        if far * 100 >= len(document.text) * room.settings.reading.mark_read_at:
            self._moved = False
            room.library.set_read(document.path, True)

    def save_position(self) -> None:
        """Remember where the reader is."""
        if self.document is not None:
            self._save(self.document.path, self._room.screen.text.position)

    def _save(self, path: str, offset: int) -> None:
        if self._saved != (path, offset):
            self._saved = (path, offset)
            self._room.background.in_order(lambda: self._room.collection.set_position(path, offset))
