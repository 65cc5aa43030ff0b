"""The documents of the collection as the reader orders, divides and narrows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from index.document import DocumentRow
from index.errors import QueryError
from index.listing import Column, Grouping, ListQuery
from tui.session.background import LatestWins
from tui.session.checks import Checks
from tui.session.searching.narrowing import Filtering
from tui.session.searching.row_cache import RowCache
from tui.shelving import Shelving
from tui.widgets.document_row import file_name, place_in_words

if TYPE_CHECKING:
    from index.listing import DocumentCounts, DocumentListing
    from tui.session.room import Room
    from tui.widgets.row_list_cells import Line

LARGEST_FIRST: Final = frozenset({"words", "size"})
"""Orders that begin with the most."""
STEADY: Final = frozenset({"path", "folder", "format", "size", "words", "language"})
"""Orders that nothing the reader decides can change."""
_NAMELESS: Final = {"source": "no source", "date": "undated", "month": "undated", "folder": "not in a folder"}
_DIVISIONS: Final = {"source": "in sources", "date": "in years", "month": "in months", "folder": "in folders"}
_CHUNK: Final = 512


def title_of(row: DocumentRow) -> str:
    """What a document is called: its headline, or where it says none its file's name in brackets."""
    return row.title or f"({file_name(row.path)})"


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing with what is made of it in a thread."""

    listing: DocumentListing
    shelving: Shelving
    counts: DocumentCounts


class Library:
    """The listing that is shown, its rows as far as they are looked at, and what becomes of the read marks.

    It holds no row of a document that is not on the screen: a million documents cost a screenful.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        settings = room.settings.list
        self.query = ListQuery(
            sort=cast("Column", settings.sort),
            descending=settings.sort in LARGEST_FIRST,
            group=cast("Grouping", settings.group),
        )
        """What was asked for last; `listing` may still be the answer to what was asked before."""
        self.listing: DocumentListing | None = None
        self.shelving = Shelving()
        self.checks = Checks(room)
        self.documents = 0
        """Documents in the collection."""
        self.read = 0
        """How many of them were read."""
        self._rows = RowCache()
        self._marked: dict[str, bool] = {}
        """Read marks on their way to the disk."""
        self._again = False
        """Something has changed since the listing that is being made was asked for."""
        self._then: list[Callable[[], None]] = []
        self.earlier: list[str] = []
        """Filters used in this sitting, newest first."""
        self._runner: LatestWins[ListQuery, Shown] = LatestWins(
            room.background, self._list, self._listed, self._not_listed
        )

    # -- what there is -----------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """Documents in the collection."""
        return self.documents

    @property
    def loaded(self) -> bool:
        """False until the collection has answered for the first time."""
        return self.listing is not None

    @property
    def words(self) -> str:
        """What the list is narrowed to."""
        return self.query.words

    @property
    def number_shown(self) -> int:
        """Documents in the list."""
        return self.shelving.documents

    def row(self, path: str) -> DocumentRow | None:
        """The row of a document, if it is still there."""
        row = self._room.collection.row(path)
        return self._as_marked(row) if row is not None else None

    def title(self, path: str) -> str:
        """What a document is called."""
        row = self._room.collection.row(path)
        return title_of(row) if row is not None else f"({file_name(path)})"

    def row_at(self, position: int) -> DocumentRow | None:
        """The document at a position of the list; None outside it."""
        listing = self.listing
        if listing is None or not 0 <= position < self.shelving.documents:
            return None
        row = self._rows.row(position, listing.rows)
        return self._as_marked(row) if row is not None else None

    def position_of(self, path: str) -> int | None:
        """Where a document stands in the list."""
        return self.listing.position_of(path) if self.listing is not None else None

    def shown_paths(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The documents of the list, in its order; all of them is work for a thread."""
        return self.listing.paths(start, len(self.listing) if stop is None else stop) if self.listing else []

    def is_checked(self, path: str) -> bool:
        """True where the reader has checked a document."""
        return path in self.checks

    def copies_of(self, row: DocumentRow) -> int:
        """How many other documents have the very same text, as far as is known."""
        return self._room.copies.beside(row)

    # -- asking ------------------------------------------------------------------------------------------------------

    def look(self) -> Shown:
        """What is to be shown at the beginning; for a thread."""
        return self._list(self.query, lambda: False)

    def take(self, shown: Shown) -> None:
        """Show this from now on."""
        anew = self.listing is None or self.listing.query != shown.listing.query
        self.listing, self.shelving = shown.listing, shown.shelving
        self.documents, self.read = shown.counts.documents, shown.counts.read
        self._rows.drop()
        self._room.screen.show_documents(anew=anew)
        self._room.copies.look()
        self._room.screen.show_counts()

    def reload(self) -> None:
        """Ask the collection again. While it is at it, once more afterwards: a long listing is let come to its end."""
        if self._runner.busy:
            self._again = True
        else:
            self._runner.submit(self.query)

    def ask(self, query: ListQuery) -> None:
        """Show another list; the one before stays until this one is there. What is overtaken is dropped."""
        self.query = query
        self._again = False
        self._runner.submit(query)

    def narrow(self, words: str) -> None:
        """Show only the documents that answer these words and conditions; "" shows all."""
        self.ask(replace(self.query, words=words))

    def when_listed(self, call: Callable[[], None]) -> None:
        """Call once the list that was asked for is on screen; at once where it is."""
        if self._runner.busy and self.listing is not None and self.query != self.listing.query:
            self._then.append(call)
        else:
            call()

    def _list(self, query: ListQuery, cancelled: Callable[[], bool]) -> Shown:
        collection = self._room.collection
        listing = collection.list_documents(query, cancelled=cancelled)
        return Shown(listing, Shelving(len(listing), listing.groups), collection.document_counts())

    def _listed(self, query: ListQuery, shown: Shown) -> None:
        self.take(shown)
        use = self._room.prompts.use
        if isinstance(use, Filtering):
            use.answered(self.number_shown, self.documents)
        self._over()

    def _not_listed(self, query: ListQuery, error: Exception) -> None:
        self._then = []
        use = self._room.prompts.use
        if isinstance(error, QueryError) and isinstance(use, Filtering):
            use.refused(error)
        else:
            if self.listing is not None:
                self.query = self.listing.query
            self._room.messages.fail(error)
        self._over()

    def _over(self) -> None:
        then, self._then = self._then, []
        for call in then:
            call()
        if self._again:
            self._again = False
            self._runner.submit(self.query)

    # -- order -------------------------------------------------------------------------------------------------------

    def sort_by(self, order: Column) -> None:
        """In this order; in the one that it is in already, the other way round."""
        same = order == self.query.sort
        descending = not self.query.descending if same else order in LARGEST_FIRST
        self.ask(replace(self.query, sort=order, descending=descending))

    @property
    def turned_round(self) -> bool:
        """True where the order is not the one that it begins with."""
        return self.query.descending != (self.query.sort in LARGEST_FIRST)

    def group_by(self, group: Grouping) -> None:
        """Divide the list, or no longer."""
        self.ask(replace(self.query, group=group))

    def name_of_group(self, name: str) -> str:
        """What the heading of a group says."""
        shown = place_in_words(name) if self.query.group == "folder" else name
        return shown or _NAMELESS.get(self.query.group, "")

    @property
    def in_headings(self) -> str:
        """The column that headings say already; of dates they say only the year."""
        group = self.query.group
        return group if group in ("source", "folder") else ""

    def summary(self) -> Line:
        """What the list shows, the most important first."""
        query = self.listing.query if self.listing is not None else self.query
        parts: Line = []
        if self.checks:
            parts.append((f"{len(self.checks):,} checked", "accent"))
        if query.words:
            parts.append((query.words, "bright"))
        parts.append((f"by {query.sort}{' ↓' if query.descending else ''}", "faint"))
        if query.group != "none":
            parts.append((_DIVISIONS[query.group], "faint"))
        line: Line = []
        for part in parts:
            line += [*([(" · ", "faint")] if line else []), part]
        return line

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        room = self._room
        if self.listing is None:
            return ""
        if self.listing.query.words:
            key = room.keys_of("escape")
            return f"no document answers {self.listing.query.words}" + (f"; {key} shows all" if key else "")
        if not room.indexing.finished and room.indexing.words:
            return "looking for documents"
        key = room.keys_of("go-skipped")
        return "no documents in this folder" + (f"; {key} lists the files that were skipped" if key else "")

    # -- neighbours --------------------------------------------------------------------------------------------------

    def neighbour(self, path: str | None, steps: int) -> DocumentRow | None:
        """The row so many steps from a document in the list as it is shown."""
        at = self.position_of(path) if path is not None else None
        if at is None:
            return self.row_at(0) if steps > 0 else None
        return self.row_at(at + steps) if steps else None

    def find_unread(self, path: str | None, steps: int, then: Callable[[DocumentRow | None], None]) -> None:
        """Look for the document that was not read so many of these from a document, in the list as it is shown."""
        listing = self.listing
        at = self.position_of(path) if path is not None else None
        if listing is None or (at is None and steps < 0):
            then(None)
            return

        def find() -> DocumentRow | None:
            assert listing is not None
            left, way = abs(steps), 1 if steps > 0 else -1
            place = at + way if at is not None else 0
            while 0 <= place < len(listing):
                start, stop = (place, place + _CHUNK) if way > 0 else (max(0, place + 1 - _CHUNK), place + 1)
                rows = listing.rows(start, stop)
                for row in rows[::way]:
                    left -= not self._as_marked(row).read
                    if not left:
                        return row
                place = stop if way > 0 else start - 1
            return None

        self._room.background.run(find, then)

    # -- what has changed --------------------------------------------------------------------------------------------

    def rows_changed(self) -> None:
        """What documents say has changed, but not which are listed: read again those on the screen."""
        self._rows.drop()
        self._room.screen.documents.refresh_items()
        self._room.screen.documents.refresh_heading()

    def decided(self) -> None:
        """The reader has decided something about documents: it may change which are listed, and where they stand."""
        if self.query.words or self.query.group != "none" or self.query.sort not in STEADY:
            self.reload()
        else:
            self.rows_changed()

    def set_read(self, path: str, read: bool, *, undoable: bool = False) -> None:
        """Mark a document as read or unread; on screen at once. `undoable`: as a step of undo."""
        row = self.row(path)
        if row is None or row.read == read:
            return
        self.read += 1 if read else -1
        self.mark_read([path], read, undoable=undoable)
        self._room.screen.show_counts()

    def mark_read(
        self, paths: list[str], read: bool, then: Callable[[], None] | None = None, *, undoable: bool = False
    ) -> None:
        """Mark documents as read or unread; `then` is called when it is on the disk."""
        room = self._room
        few = paths[:_CHUNK]
        self._marked.update(dict.fromkeys(few, read))
        room.screen.documents.refresh_items()

        def written(_: None) -> None:
            for path in few:
                if self._marked.get(path) == read:
                    del self._marked[path]
            self.rows_changed()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            for path in few:
                self._marked.pop(path, None)
            self.rows_changed()
            self.recount()
            room.messages.fail(error)

        room.background.in_order(lambda: room.collection.set_read(paths, read, undoable=undoable), written, failed)

    def recount(self) -> None:
        """Ask how many documents there are and how many were read."""

        def done(counts: DocumentCounts) -> None:
            self.documents, self.read = counts.documents, counts.read
            self._room.screen.show_counts()

        self._room.background.run(self._room.collection.document_counts, done)

    def _as_marked(self, row: DocumentRow) -> DocumentRow:
        read = self._marked.get(row.path)
        return row if read is None or read == row.read else replace(row, read=read)
