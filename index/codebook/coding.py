"""What a face asks about codes: the codebook, counts and tables, changes, memos."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.codebook.coded import By, CodeCount, Coded, Table, Watch

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.codebook.book import Codebook
    from index.codebook.code import Code
    from index.codebook.keeping import CodeKeeping
    from index.document import DocumentRow
    from index.events import Cancelled as Asked
    from index.memos.memos import Memos
    from index.rooms import Rooms


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """A code that may be given."""

    name: str
    count: int
    """Passages that have it, under whatever name."""
    code: Code
    """What the codebook says of it."""
    listed: bool
    """It stands in the codebook."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as the codebook lists it."""

    name: str
    code: Code
    listed: bool
    count: CodeCount


_NONE = CodeCount(0, 0, 0, 0, 0, 0)


class Coding:
    """The codes of one collection. Safe to call from any thread; counting is not for the screen's."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._lock = threading.Lock()
        self._coded: tuple[object, Coded] | None = None

    @property
    def changing(self) -> CodeKeeping:
        """The codebook, and every change to it."""
        return self._rooms.marks.codebook

    @property
    def memos(self) -> Memos:
        """Memos on documents, codes and the collection."""
        return self._rooms.marks.memos

    def book(self) -> Codebook:
        """The codebook as the disk has it."""
        return self.changing.book()

    def choices(self) -> list[CodeChoice]:
        """Every code in use or in the codebook, the one given last first, those never given in the codebook's order."""
        used, book = self.changing.used(), self.changing.book()
        counts: dict[str, int] = {}
        for name, count in used:
            now = book.resolve(name)
            counts[now] = counts.get(now, 0) + count
        names = [*counts, *(name for name in book.in_order() if name not in counts)]
        return [CodeChoice(name, counts.get(name, 0), book.get(name), name in book) for name in names]

    def rows(self, cancelled: Asked | None = None) -> list[CodeRow]:
        """The codebook with its counts, in the order of the tree; codes in use that are not in it too."""
        coded = self.coded()
        counts = coded.counts(cancelled)
        book = coded.book
        return [CodeRow(name, book.get(name), name in book, counts.get(name, _NONE)) for name in book.in_order(counts)]

    def passages(self, code: str, *, with_those_below: bool = True) -> list[PlacedAnnotation]:
        """The passages of a code, by document and position."""
        return self.coded().of(code, with_those_below=with_those_below)

    def table(self, by: By, cancelled: Asked | None = None, watch: Watch | None = None) -> Table:
        """Codes by document, source, year, month, or by each other; `watch` is told how far it is. Raises Cancelled."""
        return self.coded().table(by, self._row, cancelled, watch)

    def cell(self, by: By, code: str, key: str | None) -> list[PlacedAnnotation]:
        """The passages that a cell of a table counts."""
        return self.coded().cell(by, code, key, self._row)

    def redraw(self, id: str, path: str, start: int, end: int) -> PlacedAnnotation:
        """Other boundaries for an annotation of one's own; see `Redrawing`."""
        placed = self._rooms.marks.redrawing.redraw(id, path, start, end)
        self._rooms.marks.marginalia.touched(path)
        return placed

    def coded(self) -> Coded:
        """Every coded passage where it stands now; made once for each state of marks, codebook and index."""
        marks = self._rooms.marks
        shelf = self._rooms.library.shelf()
        version = (shelf.folder, shelf.catalogue.listed.version()) if shelf is not None else None
        stamp = (*marks.codebook.stamp(), version)
        with self._lock:
            if self._coded is None or self._coded[0] != stamp:
                placed: Sequence[PlacedAnnotation] = marks.annotations.all(verify=False)
                self._coded = (stamp, Coded(placed, marks.codebook.book(), marks.codebook.own_layer))
            return self._coded[1]

    def _row(self, path: str) -> DocumentRow | None:
        return self._rooms.desk.row(path)
