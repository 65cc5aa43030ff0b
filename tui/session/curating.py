"""What the reader decides about documents: read, starred, tagged, and what they are called and when they appeared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.session.searching.counts import refresh_timeline

if TYPE_CHECKING:
    from index.document import DocumentRow
    from tui.session.room import Room


class Curating:
    """Acts on all documents that are checked, else on the one under the cursor."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def named(self, paths: Sequence[str]) -> str:
        """Documents in a few words: the title of one, the number of several."""
        return self._room.library.title(paths[0]) if len(paths) == 1 else f"{len(paths):,} documents"

    # -- read and starred --------------------------------------------------------------------------------------------

    def toggle_read(self) -> None:
        """Read where any was not, else unread."""
        room = self._room

        def write(paths: list[str], unread: bool) -> None:
            if len(paths) == 1:
                room.library.set_read(paths[0], unread, undoable=True)
            else:
                room.library.mark_read(paths, unread, room.library.recount, undoable=True)
            undo = room.keys_of("undo")
            said = f"{'read' if unread else 'unread'}: {self.named(paths)}"
            room.messages.say(f"{said} · {undo} undoes" if undo else said)

        self._if_any(lambda row: not row.read, write)

    def toggle_star(self) -> None:
        """Starred where any was not, else not."""

        def write(paths: list[str], starred: bool) -> None:
            self.write(lambda: self._room.collection.star(paths, starred))

        self._if_any(lambda row: not row.starred, write)

    def _if_any(self, asked: Callable[[DocumentRow], bool], then: Callable[[list[str], bool], None]) -> None:
        """Call `then` with the documents in hand and whether it is so of any of them."""
        room, paths = self._room, self._room.library.checks.in_hand
        if len(paths) == 1:
            row = room.library.row(paths[0])
            if row is not None:
                then(paths, asked(row))
            else:
                room.messages.say("this document is not indexed yet, or gone")
            return

        def look() -> bool:
            return any(asked(row) for path in paths if (row := room.library.row(path)) is not None)

        room.background.run(look, lambda found: then(paths, found))

    def write(
        self,
        job: Callable[[], str],
        then: Callable[[], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Write a decision, and show what has become of the list; it says what was done and can be undone."""
        room = self._room

        def done(words: str) -> None:
            room.library.decided()
            refresh_timeline(room)
            undo = room.keys_of("undo")
            room.messages.say(f"{words}{f' · {undo} undoes' if undo else ''}")
            if then is not None:
                then()

        room.background.in_order(job, done, failed)

    # -- windows -----------------------------------------------------------------------------------------------------

    def choose_tags(self) -> None:
        """Let the reader put tags on and take them off."""
        from tui.screens.tag_window import TagWindow

        self._room.layers.open_window(TagWindow(self._room, self._room.library.checks.in_hand))

    def edit_metadata(self, paths: Sequence[str] | None = None, *, field: str | None = None) -> None:
        """Let the reader correct title, author, date, source, of those in hand or of others, beginning with a field."""
        from tui.screens.metadata_window import MetadataWindow, look

        room, paths = self._room, self._room.library.checks.in_hand if paths is None else paths
        room.type_ahead.read(
            lambda: look(room.collection, paths),
            lambda known: room.layers.open_window(MetadataWindow(room, paths, known, field)),
        )

    def export(self) -> None:
        """Let the reader write the checked documents, or all that are shown, to a file."""
        from tui.screens.export_window import ExportWindow

        self._room.layers.open_window(ExportWindow(self._room))

    # -- esc ---------------------------------------------------------------------------------------------------------

    def clear_one_thing(self) -> bool:
        """Esc in the list: the filter first, then the checks; False where there was neither."""
        room = self._room
        if room.library.words:
            room.library.narrow("")
            room.messages.say("every document is shown again")
        elif room.library.checks:
            room.messages.say(f"{room.library.checks.clear():,} no longer checked")
        else:
            return False
        return True
