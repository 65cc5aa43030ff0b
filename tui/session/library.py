"""The documents of the collection as the reader orders and narrows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.document import DocumentRow

if TYPE_CHECKING:
    from tui.session.room import Room

ORDERS: Final = ("path", "title", "date", "source", "words")


def title_of(row: DocumentRow) -> str:
    """What a document is called: its headline, or where it says none its file's name in brackets."""
    return row.title or f"({row.path.rpartition('/')[2]})"


def ordered(rows: Sequence[DocumentRow], order: str) -> list[DocumentRow]:
    """Rows in an order; what is unknown comes last."""
    keys: dict[str, Callable[[DocumentRow], tuple[bool, object]]] = {
        "path": lambda row: (False, row.path),
        "title": lambda row: (row.title is None, (row.title or row.path).casefold()),
        "date": lambda row: (row.date is None, row.date or ""),
        "source": lambda row: (row.source is None, (row.source or "").casefold()),
        "words": lambda row: (row.words is None, -(row.words or 0)),
    }
    key = keys[order]
    return sorted(rows, key=lambda row: (*key(row), row.path))


def folded(row: DocumentRow) -> str:
    """What a filter looks into: title, path, source and date, case aside."""
    return f"{row.title or ''}\n{row.path}\n{row.source or ''}\n{row.date or ''}".casefold()


class Library:
    """All rows, those that are shown, and what becomes of the read marks."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: dict[str, DocumentRow] = {}
        self.shown: list[DocumentRow] = []
        self._folded: dict[str, str] = {}
        """What a filter looks into, by path; made at the first filter and kept, because it is asked at every key."""
        self._marked: dict[str, bool] = {}
        """Read marks of this sitting."""
        self.read = 0
        """Number of documents that were read."""
        self.order = "path"
        self.words = ""
        """What the list is narrowed to."""
        self.loaded = False

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, path: str) -> DocumentRow | None:
        """The row of a document, if it is still there."""
        return self._rows.get(path)

    def title(self, path: str) -> str:
        """What a document is called."""
        row = self._rows.get(path)
        return title_of(row) if row is not None else f"({path.rpartition('/')[2]})"

    def take(self, rows: Sequence[DocumentRow]) -> None:
        """Show these rows from now on.

        While a first index is being made, the collection answers with what is indexed; the files that were found by
        walking stay in the list until it is complete, so that it does not shrink and grow again.
        """
        fresh = {row.path: row for row in rows}
        if self.loaded and not self._room.indexing.finished:
            waiting = [row for row in self._rows.values() if not row.id and row.path not in fresh]
            if waiting:
                fresh = {row.path: row for row in sorted([*rows, *waiting], key=lambda row: row.path)}
        self._rows = fresh
        for path, read in self._marked.items():
            # What was asked before a mark was written does not know of it.
            if (row := self._rows.get(path)) is not None and row.read != read:
                self._rows[path] = replace(row, read=read)
        self._folded = {}
        self.read = sum(row.read for row in self._rows.values())
        self.loaded = True
        self._arrange()

    def reload(self) -> None:
        """Ask the collection again."""
        self._room.background.run(self._room.collection.documents, self.take)

    def sort_by_next(self) -> str:
        """The next order; returns its name."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._arrange()
        return self.order

    def narrow(self, words: str) -> None:
        """Show only the rows that hold these words; "" shows all."""
        self.words = words
        self._arrange()

    def set_read(self, path: str, read: bool) -> None:
        """Mark a document as read or unread."""
        row = self._rows.get(path)
        if row is None or row.read == read:
            return
        self._rows[path] = row = replace(row, read=read)
        self._marked[path] = read
        self.read += 1 if read else -1
        self.shown = [row if shown.path == path else shown for shown in self.shown]
        self._room.screen.documents.update_row(row)
        self._room.screen.show_counts()
        self._room.background.in_order(lambda: self._room.collection.set_read([path], read))

    def neighbour(self, path: str | None, steps: int, *, unread: bool = False) -> DocumentRow | None:
        """The row so many steps from a document in the list as it is shown."""
        rows = [row for row in self.shown if not unread or not row.read or row.path == path]
        at = next((index for index, row in enumerate(rows) if row.path == path), None)
        if at is None:
            return rows[0] if rows and steps > 0 else None
        wanted = at + steps
        return rows[wanted] if 0 <= wanted < len(rows) and wanted != at else None

    def _arrange(self) -> None:
        self.shown = ordered(self._narrowed(), self.order)
        self._room.screen.show_documents()
        self._room.screen.show_counts()

    def _narrowed(self) -> list[DocumentRow]:
        """Rows that hold every word of the filter."""
        wanted = self.words.casefold().split()
        if not wanted:
            return list(self._rows.values())
        if not self._folded:
            self._folded = {path: folded(row) for path, row in self._rows.items()}
        return [self._rows[path] for path, text in self._folded.items() if all(word in text for word in wanted)]
