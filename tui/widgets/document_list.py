"""The pane of documents: title, and below it where and when it appeared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from index.document import DocumentRow
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Cell, Line, fit_line

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNREAD, _OPEN, _CHECKED = "●", "▌", "✓"


def date_in_words(date: str | None) -> str:
    """An EDTF date as people write it: `2020-03-05` is 5 Mar 2020; what is not plain stays as it is."""
    if not date:
        return "undated"
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) == 1:
        return date
    if not 1 <= int(parts[1]) <= 12:
        return date
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def size_in_words(size: int) -> str:
    """A number of bytes, short."""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}" if size < 10 * unit else f"{size // unit} {name}"
    return f"{size} bytes"


class DocumentList(RowList):
    """The documents of a collection. A bar stands at the open one, a dot at those that are not read."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(item_height=2, gap=1, name=name, id=id, classes=classes)
        self._documents: list[DocumentRow] = []
        self._index_of: dict[str, int] = {}
        self._open: str | None = None
        self._checked: set[str] = set()

    DEFAULT_CSS = "DocumentList { padding: 1 0 0 0; }"

    # -- rows ---------------------------------------------------------------------------------------------------

    def set_documents(self, rows: Sequence[DocumentRow], *, open_path: str | None = None) -> None:
        """Show these documents. The cursor stays on the document it was on, where that is still there."""
        here = self.row_at_cursor
        self._documents = list(rows)
        self._index_of = {row.path: index for index, row in enumerate(self._documents)}
        if open_path is not None:
            self._open = open_path
        kept = self._index_of.get(here.path) if here else self._index_of.get(self._open or "")
        self.set_rows(len(self._documents), cursor=kept)

    @property
    def documents(self) -> Sequence[DocumentRow]:
        """The documents shown."""
        return self._documents

    def update_row(self, row: DocumentRow) -> bool:
        """Replace one document by what is known of it now."""
        index = self._index_of.get(row.path)
        if index is None:
            return False
        self._documents[index] = row
        self.refresh_item(index)
        return True

    @property
    def row_at_cursor(self) -> DocumentRow | None:
        """The document under the cursor."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> DocumentRow | None:
        """The document at a place of the list."""
        return self._documents[index] if 0 <= index < len(self._documents) else None

    def index_of(self, path: str) -> int | None:
        """The place of a document in the list."""
        return self._index_of.get(path)

    def select_path(self, path: str) -> bool:
        """Put the cursor on a document. False where it is not in the list."""
        index = self._index_of.get(path)
        if index is None:
            return False
        self.go_to(index)
        return True

    # -- marks --------------------------------------------------------------------------------------------------

    @property
    def open_path(self) -> str | None:
        """The document on the page."""
        return self._open

    @open_path.setter
    def open_path(self, path: str | None) -> None:
        before, self._open = self._open, path
        for each in (before, path):
            if each is not None and (index := self._index_of.get(each)) is not None:
                self.refresh_item(index)

    @property
    def checked(self) -> frozenset[str]:
        """Paths of the documents that are checked."""
        return frozenset(self._checked)

    def set_checked(self, paths: Iterable[str]) -> None:
        """Check these documents and no others."""
        self._checked = set(paths)
        self.refresh_items()

    def toggle_check(self, index: int) -> None:
        """Check one document, or no longer."""
        row = self.row_at(index)
        if row is not None:
            self._checked ^= {row.path}
            self.refresh_item(index)

    # -- drawing ------------------------------------------------------------------------------------------------

    def render_row(self, index: int, width: int) -> list[Line]:
        """Title, and below it outlet and date; never a third line."""
        row = self._documents[index]
        is_open = row.path == self._open
        role = "bright bold" if is_open else "dim" if row.read else "ink"
        check: Cell = (_CHECKED, "accent") if row.path in self._checked else (" ", "")
        bar: Cell = (_OPEN, "accent") if is_open else (" ", "")
        dot: Cell = (" ", "") if row.read else (_UNREAD, "accent")
        name = PurePosixPath(row.path.rpartition("!/")[2]).name
        title: Line = [check, bar, dot, (" ", ""), (row.title or name, role)]
        return [self._cut(title, width), self._cut([("    ", ""), (self._origin(row, name), "faint")], width)]

    @staticmethod
    def _origin(row: DocumentRow, name: str) -> str:
        if not row.id:
            return size_in_words(row.size)
        outlet = row.source or (name if row.title else "no headline")
        return f"{outlet} · {date_in_words(row.date)}"

    @staticmethod
    def _cut(line: Line, width: int) -> Line:
        """One blank cell stays at the right, so that titles do not run into the page."""
        return fit_line(line, max(1, width - 2))
