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


def narrowed(rows: Sequence[DocumentRow], words: str) -> list[DocumentRow]:
    """Rows that hold every word in title, path, source or date, case aside."""
    wanted = words.casefold().split()
    if not wanted:
        return list(rows)

    def holds(row: DocumentRow) -> bool:
        text = f"{row.title or ''}\n{row.path}\n{row.source or ''}\n{row.date or ''}".casefold()
        return all(word in text for word in wanted)

    return [row for row in rows if holds(row)]


class Library:
    """All rows, those that are shown, and what becomes of the read marks."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._rows: dict[str, DocumentRow] = {}
        self.shown: list[DocumentRow] = []
        self.order = "path"
        self.words = ""
        """What the list is narrowed to."""
        self.loaded = False

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def read(self) -> int:
        """Number of documents that were read."""
        return sum(row.read for row in self._rows.values())

    def row(self, path: str) -> DocumentRow | None:
        """The row of a document, if it is still there."""
        return self._rows.get(path)

    def title(self, path: str) -> str:
        """What a document is called."""
        row = self._rows.get(path)
        return title_of(row) if row is not None else f"({path.rpartition('/')[2]})"

    def take(self, rows: Sequence[DocumentRow]) -> None:
        """Show these rows from now on."""
        self._rows = {row.path: row for row in rows}
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
        self.shown = ordered(narrowed(list(self._rows.values()), self.words), self.order)
        self._room.screen.show_documents()
        self._room.screen.show_counts()
