"""The document that is open in one side of the desk: how it gets on screen, where one is in it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from index.document import Document, Mention
from tui.session.ledgers import quotations
from tui.session.reading import links
from tui.session.reading.jumps import JumpList, Place
from tui.session.reading.refreshing import Refreshing

if TYPE_CHECKING:
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

SAVE_SECONDS: Final = 2.0
Locate = Callable[[Document], "int | None"]
"""Where to go in a document, asked in a thread; None = where the reader left it."""


class Reading:
    """Opens documents in its side, remembers places. What comes back from threads goes to the side that asked."""

    def __init__(self, room: Room, seat: Seat, jumps: JumpList) -> None:
        """`jumps` is shared by the sides."""
        self._room = room
        self._seat = seat
        self._view = seat.view
        self.jumps = jumps
        self.document: Document | None = None
        self.mentions: list[Mention] | None = None
        """Of the open document; None while its names have not been read."""
        self._request = 0
        self._saved: tuple[str, int, int] | None = None
        self._moved = False
        self.refreshing = Refreshing(room, seat, self)

    @property
    def here(self) -> Place | None:
        """Where the cursor is."""
        if self.document is None:
            return None
        return Place(self.document.path, self._view.cursor)

    # -- opening ----------------------------------------------------------------------------------------------------

    def open(
        self,
        path: str,
        *,
        offset: int | None = None,
        locate: Locate | None = None,
        top: int | None = None,
        then: Callable[[], None] | None = None,
        failed: Callable[[], None] | None = None,
        remember: bool = True,
    ) -> None:
        """Open a document at an offset, at what `locate` finds, or where the reader left it; then call `then`.

        `top`: the offset of the first row, for a place that is kept otherwise. `failed` is called where the document
        cannot be read, instead of saying so.
        """
        room = self._room
        self._request += 1
        request = self._request
        if remember:
            self.leave()
        room.screen.show_text(focus=self._seat.active)
        if self.document is not None and self.document.path == path and locate is None:
            if offset is not None:
                self.go_to(offset)
            if then is not None:
                then()
            return

        def job() -> tuple[Document, int | None, tuple[int, int | None]]:
            document = room.collection.document(path)
            return document, locate(document) if locate is not None else offset, room.collection.position(path)

        def done(result: tuple[Document, int | None, tuple[int, int | None]]) -> None:
            if request == self._request:
                self._request += 1
                document, wanted, (first, cursor) = result
                self._show(document, wanted, first if top is None else top, cursor)
                if then is not None:
                    then()

        def gone(error: Exception) -> None:
            if request == self._request:
                self._request += 1
                if failed is not None:
                    failed()
                    return
                room.messages.fail(error)
                if self.document is None:
                    self._view.show_nothing("this document cannot be shown; another one is a tab away")

        doing = "looking through"
        if self.document is None or self.document.path != path:
            self.save_position()
            doing = "opening"
        room.works.watch(
            f"{doing} {room.library.title(path)}", lambda: request == self._request, lambda: self._give_up(request)
        )
        room.background.run(job, done, gone)

    def share(self, other: Reading) -> None:
        """Show the document of the other side at the same place."""
        document = other.document
        if document is None:
            return
        self._request += 1
        self._moved = False
        self.document, self.mentions = document, other.mentions
        self._put(document, other._view.position, other._view.cursor)
        self._load_layers(document)
        self._room.screen.document_shown(self._seat)

    def close(self) -> None:
        """Let go of the document; whatever was asked for it is of no interest any more."""
        self.save_position()
        self._request += 1
        if self._seat.active:
            self._room.letters.end()
        self.document = self.mentions = None
        self._view.show_nothing()

    def _show(self, document: Document, wanted: int | None, first: int, cursor: int | None) -> None:
        room = self._room
        same = self.document is not None and self.document.sha256 == document.sha256
        self._moved = False
        if not same or self.document is None or self.document.path != document.path:
            self.document = document
            self.mentions = None
            last = len(document.text)
            self._put(document, min(first, last), min(cursor, last) if cursor is not None else None)
            self._load_layers(document)
        if wanted is not None:
            self.go_to(wanted)
        room.screen.document_shown(self._seat)
        self._save(document.path)

    def _put(self, document: Document, top: int, cursor: int | None = None) -> None:
        """Put a document on the page with its first row and cursor where they are wanted."""
        if self._seat.active:
            self._room.letters.end()
        self._view.show(document, top)
        if cursor is not None:
            self._view.go_to(cursor)
        if cursor is not None or not self._view.size:
            # Going to the cursor may have scrolled to keep rows around it; and before its first layout, which the view
            # may get only when it comes into sight, the exact place is kept.
            self._view.put_first(top)

    def _give_up(self, request: int) -> None:
        """The reader does not want to wait for a document: what was open stays."""
        if request == self._request:
            self._request += 1
            if self.document is None:
                self._view.show_nothing("nothing is open: choose a document in the list")

    def _load_layers(self, document: Document) -> None:
        """What is drawn over the text comes after the text."""
        self.refreshing.shown(document)
        links.load(self._view, document)
        self._room.marking.reload(self._seat)
        self.reload_names()
        self._seat.walk.document_shown(document)
        quotations.load(self._room, self._view, document)

    def reload_names(self) -> None:
        """Mentions and sidebar of the open document, as far as they are known by now."""
        room, document = self._room, self.document
        if document is None:
            return

        def done(mentions: list[Mention] | None) -> None:
            if self.document is document:
                self.mentions = mentions
                room.entities.show_mentions(self._seat, mentions)

        room.background.run(lambda: room.collection.mentions(document.path), done)
        room.entities.reload(self._seat, document)

    def reload(self) -> None:
        """The open document again, after the index has changed: its text may be another one."""
        self.refreshing.look()

    def replace(self, fresh: Document, top: int, cursor: int) -> None:
        """Another state of the open document, with first row and cursor at these offsets."""
        self.document = fresh
        self._put(fresh, min(top, len(fresh.text)), min(cursor, len(fresh.text)))
        self._load_layers(fresh)
        self._room.screen.document_shown(self._seat)

    # -- places -----------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """A jump is about to happen: remember this place."""
        if self.here is not None:
            self.jumps.leave(self.here)

    def leave_if_far(self, offset: int) -> None:
        """Remember this place if the jump leads off the screen."""
        shown = self._view.visible_span
        if not shown.start <= offset < shown.end:
            self.leave()

    def go_to(self, offset: int) -> None:
        """Go to a place of the open document, with its surroundings in view."""
        shown = self._view.visible_span
        self._view.go_to(offset, centre=not shown.start <= offset < shown.end)

    def back(self, steps: int = 1) -> None:
        """Go back to where the reader jumped away from, so often."""
        self._go(self.jumps.back, steps, "this is where you began")

    def forward(self, steps: int = 1) -> None:
        """Go forward again."""
        self._go(self.jumps.forward, steps, "there is nothing further on")

    def _go(self, step: Callable[[Place | None], Place | None], steps: int, otherwise: str) -> None:
        place = None
        while steps > 0 and (following := step(place or self.here)) is not None:
            place, steps = following, steps - 1
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
        text = self._view
        far = max(text.cursor, text.visible_span.end if text.position > 0 else 0)
        if far * 100 >= len(document.text) * room.settings.reading.mark_read_at:
            self._moved = False
            room.library.set_read(document.path, True)

    def shows_that_of(self, other: Reading) -> bool:
        """True where both sides show the same document."""
        mine, theirs = self.document, other.document
        return mine is not None and theirs is not None and mine.path == theirs.path

    @property
    def unsaved(self) -> bool:
        """True where the place is another one than was remembered last."""
        return self.document is not None and self._saved != self._place(self.document.path)

    def save_position(self, *, again: bool = False) -> None:
        """Remember where the reader is. `again`: also where nothing has changed, to be the last that was open."""
        if again:
            self._saved = None
        if self.document is not None:
            self._save(self.document.path)

    def _place(self, path: str) -> tuple[str, int, int]:
        return path, self._view.position, self._view.cursor

    def _save(self, path: str) -> None:
        place = self._place(path)
        if self._saved != place:
            self._saved = place
            self._room.background.in_order(lambda: self._room.collection.set_position(*place))
