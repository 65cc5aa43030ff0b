"""The pane of documents: two lines for each, headings where they are grouped, and above them what is shown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final, Protocol

from textual.geometry import Region

from index.document import DocumentRow
from tui.shelving import Shelving
from tui.widgets.document_row import date_in_words, document_lines, size_in_words
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Cell, Line, columns, fit_line

__all__ = ["DocumentList", "DocumentSource", "date_in_words", "size_in_words"]

_LOW: Final = 12
"""Rows of the screen below which no row is left blank between documents."""
_LOWEST: Final = 7
"""Rows below which the line that says what is shown gives its row to a document."""


class DocumentSource(Protocol):
    """Where the list takes its documents from. Asked for what is on the screen and no more."""

    @property
    def shelving(self) -> Shelving:
        """How many documents there are, and where their headings stand."""

    @property
    def nothing(self) -> str:
        """What is said where there is no document to show."""

    def row_at(self, position: int) -> DocumentRow | None:
        """The document at a position; None where it cannot be had."""

    def position_of(self, path: str) -> int | None:
        """Where a document stands."""

    def name_of_group(self, name: str) -> str:
        """What the heading of a group says."""

    def copies_of(self, row: DocumentRow) -> int:
        """How many other documents have the very same text."""

    def is_checked(self, path: str) -> bool:
        """True where the reader has checked a document."""

    @property
    def in_headings(self) -> str:
        """The column that the headings say already; "" where there is none."""

    def summary(self) -> Line:
        """What is shown: checks, filter, order, grouping, the most important first."""


class DocumentList(RowList):
    """The documents of a collection. A bar stands at the open one, a dot at those that are not read."""

    DEFAULT_CSS = "DocumentList { padding: 1 0 0 0; }"

    def __init__(
        self,
        source: DocumentSource,
        columns: Sequence[str],
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`columns`: what stands below a title, as `list.columns` of the settings has it."""
        super().__init__(item_height=2, gap=1, name=name, id=id, classes=classes)
        self._source = source
        self._columns = tuple(columns)
        self._shelving = Shelving()
        self._open: str | None = None
        self._at: str | None = None
        """The document that the cursor was put on last; after the list has changed, it is looked for again."""
        self.heading_rows = 2

    # -- rows ---------------------------------------------------------------------------------------------------

    def show_listing(self, *, open_path: str | None = None, anew: bool = False) -> None:
        """Show what the source has now. The cursor stays on the document that it was put on.

        Where that is gone, it stays at its place in the list, or in another list (`anew`) goes to the top.
        """
        if open_path is not None:
            self._open = open_path
        self._shelving = self._source.shelving
        kept = self.index_of(self._at or self._open or "")
        self.set_rows(len(self._shelving), cursor=0 if kept is None and anew else kept)

    @property
    def row_at_cursor(self) -> DocumentRow | None:
        """The document under the cursor."""
        return self.row_at(self.cursor)

    @property
    def position(self) -> int | None:
        """The position of the document under the cursor."""
        return self._shelving.position_at(self.cursor)

    def row_at(self, index: int) -> DocumentRow | None:
        """The document at a place of the list; None for headings."""
        position = self._shelving.position_at(index)
        return self._source.row_at(position) if position is not None else None

    def index_of(self, path: str) -> int | None:
        """The place of a document in the list."""
        position = self._source.position_of(path) if path else None
        return self._shelving.item_of(position) if position is not None else None

    def select_path(self, path: str) -> bool:
        """Put the cursor on a document. False where it is not in the list."""
        index = self.index_of(path)
        if index is None:
            return False
        self.go_to(index)
        return True

    def is_heading(self, index: int) -> bool:
        """Names of groups are passed over."""
        return self._shelving.is_heading(index)

    def index_of_number(self, number: int) -> int:
        """`12G` goes to the twelfth document, however many headings stand above it."""
        return self._shelving.item_of(max(0, min(number, self._shelving.documents) - 1))

    def first_line(self, index: int) -> int:
        """A heading takes one line, a document three."""
        return self._shelving.row_of(index, self.item_height + self.gap)

    def row_on(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to."""
        return self._shelving.item_on(line, self.item_height + self.gap)

    # -- marks --------------------------------------------------------------------------------------------------

    @property
    def open_path(self) -> str | None:
        """The document on the page."""
        return self._open

    @open_path.setter
    def open_path(self, path: str | None) -> None:
        before, self._open = self._open, path
        for each in (before, path):
            if each is not None:
                self.refresh_path(each)

    def refresh_path(self, path: str) -> None:
        """Draw one document again, if it is in the list."""
        index = self.index_of(path)
        if index is not None:
            self.refresh_item(index)

    # -- drawing ------------------------------------------------------------------------------------------------

    def render_heading(self, width: int) -> Sequence[Cell]:
        """What is shown, and where the cursor is in it."""
        position = self.position
        number = f"{position + 1:,}" if position is not None and self.has_focus else ""
        return columns([("    ", ""), *self._source.summary()], [(number, "faint"), (" ", "")], width)

    def refresh_heading(self) -> None:
        """Say again what is shown."""
        if self.heading_rows:
            self.refresh(Region(0, 0, self.size.width, 1))

    def render_row(self, index: int, width: int) -> list[Line]:
        """A document, or the name of a group."""
        group = self._shelving.heading_at(index)
        if group is not None:
            name = self._source.name_of_group(group.name).upper()
            return [columns([("  ", ""), (name, "dim bold")], [(f"{group.count:,} ", "faint")], width)]
        row = self.row_at(index)
        if row is None:
            return [fit_line([("    ", ""), ("…", "faint")], width)]
        shown = [column for column in self._columns if column != self._source.in_headings]
        checked = self._source.is_checked(row.path)
        is_open, copies = row.path == self._open, self._source.copies_of(row)
        return list(document_lines(row, shown, width, is_open=is_open, checked=checked, copies=copies))

    def render_nothing(self, width: int) -> list[Line]:
        """What is said where there is no document."""
        words = textwrap.wrap(self._source.nothing, max(8, width - 6))
        return [[("    ", ""), (line, "dim")] for line in words]

    # -- events -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """In a low window every row counts. The list scrolls to its cursor after this, and is drawn again then."""
        height = self.size.height
        self.heading_rows = 0 if height < _LOWEST else 1 if height < _LOW else 2
        self.gap = 0 if height < _LOW else 1
        self.refresh()

    def go_to(self, index: int) -> bool:
        """Put the cursor on a document, and remember which, to find it again in another order."""
        moved = super().go_to(index)
        row = self.row_at_cursor
        if row is not None:
            self._at = row.path
        return moved

    def cursor_moved(self) -> None:
        """The line above says where it is."""
        self.refresh_heading()

    def on_focus(self) -> None:
        """Where the cursor is, is said only while the list has the keys."""
        self.refresh_heading()

    def on_blur(self) -> None:
        """Where the cursor is, is said only while the list has the keys."""
        self.refresh_heading()
