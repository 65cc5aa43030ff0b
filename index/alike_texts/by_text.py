"""Documents by the number of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.search.concordance import date_key

if TYPE_CHECKING:
    from index.catalogue.copied import CopiesReader
    from index.document import DocumentRow
    from index.library import Shelf
    from index.rooms import Rooms


class ByText:
    """As they are at one moment."""

    def __init__(self, rooms: Rooms, shelf: Shelf, kept: CopiesReader) -> None:
        self._hashes = kept.texts()
        self._documents = shelf.catalogue.of_texts.documents()
        # All of them in one go: each passage asks for several.
        self._rows = {row.id: row for row in rooms.desk.filled(shelf.catalogue.rows())}

    def row(self, text: int) -> DocumentRow | None:
        """The first by path that has it; None where none has any more."""
        ids = self._documents.get(self._hashes.get(text, ""))
        return self._rows.get(ids[0]) if ids else None

    def copies(self, text: int) -> int:
        """How many other documents have it."""
        return len(self._documents.get(self._hashes.get(text, ""), ())) - 1


def by_date(row: DocumentRow) -> tuple[bool, str, str]:
    """By date, the undated last; of one date by path."""
    return date_key(row)
