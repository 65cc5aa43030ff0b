"""Where the characters of a text stand on the page: offsets to rows and cells, and back.

A pure model without a terminal in it. The text is cut into blocks of some kilobytes; the height of a block is an
estimate until something asks for one of its rows, and then it is wrapped exactly. So the first rows of a text of any
size are there at once, and what is asked for is never estimated.

Rows are kept as the offsets they start at. Two rows that start at the same offset are a spacer (a blank row that is
not in the text) and the row below it, so every map stays exact without a second structure. Blank lines that follow a
blank line are not shown; their offsets belong to the row of the first one. A fold is a stretch that takes one row,
which shows nothing of it; all its offsets belong to that row.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from tui.text_wrapping import LineWrapper, WidthOf

MINIMUM_WIDTH = 1
_BLOCK_CHARACTERS = 16_384
_LINE_CHARACTERS = 65_536
_KEPT_BLOCKS = 512
_START = attrgetter("start")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")


class Break(NamedTuple):
    """A row begins at this offset whether or not a line does, with a blank row above it where `spaced`."""

    offset: int
    spaced: bool


class Fold(NamedTuple):
    """A stretch of text that is not shown. It begins a row, and text or a blank line follows on a row of its own."""

    start: int
    end: int


class Cell(NamedTuple):
    """A place on the page."""

    row: int
    column: int


Breaks = Callable[[int, int], Sequence[Break]]
"""The breaks in [start, end), in order. Asked for as blocks are wrapped, so that it may be lazy too."""


def _no_breaks(_start: int, _end: int) -> Sequence[Break]:
    return ()


@lru_cache(8)
def _row_pattern(width: int) -> re.Pattern[str]:
    """Matches one row of text whose characters are all one cell wide; rows begin where matches end."""
    return re.compile(
        r"(?<![^\n])(?: *\n)+"  # blank lines, as one row
        rf"|[^\n]{{0,{width}}}(?: \n?|\n|\Z)"  # to the last space that fits, which may hang past the edge
        rf"|[^\n]{{{width}}}"  # a word longer than the row
    )


class TextLayout:
    """The rows of one text at one width.

    `width_of` must be the renderer's own measure of a character. Positions are code point offsets into `text`.
    """

    def __init__(
        self,
        text: str,
        width: int,
        *,
        width_of: WidthOf,
        tab_width: int = 8,
        breaks: Breaks = _no_breaks,
        block_characters: int = _BLOCK_CHARACTERS,
        line_characters: int = _LINE_CHARACTERS,
    ) -> None:
        self.text = text
        self.width = max(MINIMUM_WIDTH, width)
        self._breaks = breaks
        self._folds: Sequence[Fold] = ()
        self._lines = LineWrapper(text, width_of, tab_width)
        self._starts = self._index(block_characters, line_characters)
        self._newlines = [text.count("\n", a, b) for a, b in self._bounds()]
        self._heights: list[int] = []
        self._exact = bytearray()
        self._rows: OrderedDict[int, array[int]] = OrderedDict()
        self._prefix: list[int] | None = None
        self._estimate()

    # -- the whole ----------------------------------------------------------------------------------------------

    @property
    def height(self) -> int:
        """Rows of the whole text; an estimate until `exact`."""
        return self._tops()[-1]

    @property
    def exact(self) -> bool:
        """True once every block has been wrapped at this width."""
        return 0 not in self._exact

    @property
    def blocks(self) -> int:
        """How many blocks the text is cut into."""
        return len(self._starts)

    def set_width(self, width: int) -> None:
        """Lay the text out anew. Nothing is wrapped until it is asked for."""
        width = max(MINIMUM_WIDTH, width)
        if width != self.width:
            self.width = width
            self._estimate()

    def set_folds(self, folds: Sequence[Fold]) -> None:
        """Hide these stretches, in order and apart from each other, and show all others."""
        self._folds = folds
        self._estimate()

    def fold_at(self, offset: int) -> Fold | None:
        """The stretch that hides an offset."""
        at = bisect_right(self._folds, offset, key=_START) - 1
        return self._folds[at] if at >= 0 and offset < self._folds[at].end else None

    def block_of(self, offset: int) -> int:
        """The block that holds an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def wrap_some(self, seconds: float, near_block: int = 0) -> bool:
        """Wrap blocks for about so long, those nearest first. True when every block is exact."""
        deadline = time.perf_counter() + seconds
        while True:
            after = self._exact.find(0, near_block)
            before = self._exact.rfind(0, 0, near_block)
            if after < 0 and before < 0:
                return True
            nearest = before if after < 0 or (before >= 0 and near_block - before < after - near_block) else after
            self._wrap(nearest, keep=abs(nearest - near_block) < _KEPT_BLOCKS // 4)
            if time.perf_counter() >= deadline:
                return self.exact

    # -- maps ---------------------------------------------------------------------------------------------------

    def row_span(self, row: int) -> tuple[int, int] | None:
        """What a row shows, without the newline: nothing of a fold; None for a spacer and for rows outside the text."""
        found = self._locate(row)
        if found is None:
            return None
        start, following = found
        if start == following and self.text:
            return None
        if self._folds and self.fold_at(start) is not None:
            return start, start
        end = self.text.find("\n", start, following)
        return start, following if end < 0 else end

    def row_of(self, offset: int) -> int:
        """The row that an offset stands in."""
        if self._folds and (fold := self.fold_at(offset)) is not None:
            offset = fold.start
        block = self.block_of(offset)
        rows = self._block_rows(block)
        return self._tops()[block] + bisect_right(rows, offset) - 1

    def cell_of(self, offset: int) -> Cell:
        """Row and column of an offset. What hangs past the edge is placed at the edge."""
        row = self.row_of(offset)
        span = self.row_span(row)
        if span is None:
            return Cell(row, 0)
        start, end = span
        at = max(start, min(offset, end))
        columns = self.columns(start, end)
        column = at - start if columns is None else columns[at - start]
        return Cell(row, min(column, self.width - 1))

    def offset_at(self, row: int, column: int) -> int:
        """The first offset whose cells cover a place; past the end of a row, its last place.

        That is the newline where the row ends with one, else the last character of the row.
        """
        found = self._locate(max(0, row))
        if found is None:
            return len(self.text)
        start, following = found
        span = self.row_span(max(0, row))
        if span is None:
            return start
        start, end = span
        columns = self.columns(start, end)
        if column < (end - start if columns is None else columns[-1]):
            at = max(0, column)
            return start + (at if columns is None else bisect_right(columns, at) - 1)
        if end == following and following < len(self.text) and end > start:
            return self._lines.character_before(end, start)
        return end

    def columns(self, start: int, end: int) -> list[int] | None:
        """The column before each character of a row, and after the last; None where each takes one cell."""
        return self._lines.columns(start, end, self.width)

    def step(self, offset: int, direction: int) -> int:
        """The next or previous offset that a cursor can stand on: never inside a character, never on hidden lines."""
        if direction < 0:
            at = self._lines.character_before(offset, 0) if offset > 0 else 0
        else:
            at = self._lines.character_after(offset, len(self.text))
        span = self.row_span(self.row_of(at))
        if span is None or span[0] <= at <= span[1]:
            return at
        if direction < 0:
            return span[1]
        following = self.row_span(self.row_of(at) + 1) or self.row_span(self.row_of(at) + 2)
        return len(self.text) if following is None else following[0]

    def row_near(self, offset: int, delta: int) -> int:
        """The row so many rows below (above: negative) the one of an offset, with every row between them exact.

        Rows further down are renumbered as rows above them are wrapped; what this returns stays true.
        """
        block = self.block_of(offset)
        while True:
            target = min(max(0, self.row_of(offset) + delta), self.height - 1)
            other = bisect_right(self._tops(), target) - 1
            estimated = [at for at in range(min(block, other), max(block, other) + 1) if not self._exact[at]]
            if not estimated:
                return target
            for at in estimated:
                self._wrap(at)

    def is_spacer(self, row: int) -> bool:
        """True for a blank row that is not in the text."""
        return 0 <= row < self.height and self.row_span(row) is None

    def spans(self) -> Iterator[tuple[int, int] | None]:
        """Every row from the first; wraps the whole text on the way."""
        row = 0
        while self._locate(row) is not None:
            yield self.row_span(row)
            row += 1

    # -- blocks -------------------------------------------------------------------------------------------------

    def _index(self, block_characters: int, line_characters: int) -> list[int]:
        """Offsets at which blocks start: after a newline, or inside a line that is longer than can be waited for."""
        text, starts, at = self.text, [0], 0
        length = len(text)
        while length - at > block_characters:
            cut = text.rfind("\n", at, at + block_characters) + 1
            if cut == 0:
                cut = text.find("\n", at, at + line_characters) + 1
            if cut == 0:
                if length - at <= line_characters:
                    break
                cut = self._lines.break_near(at + line_characters, at)
            # A block must not begin with blank lines: whether they are shown depends on the line before them.
            blank = _BLANK_LINES.match(text, cut) if text[cut - 1] == "\n" else None
            at = blank.end() if blank else cut
            if at >= length:
                break
            starts.append(at)
        return starts

    def _bounds(self) -> Iterator[tuple[int, int]]:
        ends = [*self._starts[1:], len(self.text)]
        return zip(self._starts, ends, strict=True)

    def _estimate(self) -> None:
        per_row = 0.96 * self.width
        self._heights = [
            max(1, int((end - start) / per_row + newlines / 2 + 1))
            for (start, end), newlines in zip(self._bounds(), self._newlines, strict=True)
        ]
        self._exact = bytearray(len(self._starts))
        self._rows.clear()
        self._prefix = None

    def _tops(self) -> list[int]:
        if self._prefix is None:
            self._prefix = list(accumulate(self._heights, initial=0))
        return self._prefix

    def _locate(self, row: int) -> tuple[int, int] | None:
        """Start of a row and of the one after it; the text's end after the last."""
        while True:
            tops = self._tops()
            if not 0 <= row < tops[-1]:
                return None
            block = bisect_right(tops, row) - 1
            rows = self._block_rows(block)
            tops = self._tops()  # wrapping may have changed the heights, and with them what stands at this row
            index = row - tops[block]
            if index + 1 < len(rows):
                return rows[index], rows[index + 1]
            if index + 1 == len(rows):
                following = self._starts[block + 1] if block + 1 < len(self._starts) else len(self.text)
                return rows[index], following

    def _block_rows(self, block: int) -> array[int]:
        rows = self._rows.get(block)
        if rows is None:
            return self._wrap(block)
        self._rows.move_to_end(block)
        return rows

    def _wrap(self, block: int, keep: bool = True) -> array[int]:
        start = self._starts[block]
        end = self._starts[block + 1] if block + 1 < len(self._starts) else len(self.text)
        rows: array[int] = array("Q")
        at = start
        for offset, spaced in self._breaks(start, end):
            if self._folds and (fold := self.fold_at(offset)) is not None and fold.start < offset:
                continue
            self._wrap_unfolded(at, offset, rows)
            if spaced and offset > 0:
                rows.append(offset)
            at = offset
        self._wrap_unfolded(at, end, rows)
        if not rows and self.fold_at(start) is None:
            rows.append(start)
        if self._heights[block] != len(rows):
            self._heights[block] = len(rows)
            self._prefix = None
        self._exact[block] = 1
        if keep:
            self._rows[block] = rows
            if len(self._rows) > _KEPT_BLOCKS:
                self._rows.popitem(last=False)
        return rows

    def _wrap_unfolded(self, start: int, end: int, rows: array[int]) -> None:
        """Append the row starts of text without breaks in it, and one for each fold."""
        at = max(0, bisect_right(self._folds, start, key=_START) - 1)
        while at < len(self._folds) and self._folds[at].start < end:
            fold = self._folds[at]
            if fold.start >= start:
                self._wrap_stretch(start, fold.start, rows)
                rows.append(fold.start)
            start = max(start, fold.end)
            at += 1
        self._wrap_stretch(start, end, rows)

    def _wrap_stretch(self, start: int, end: int, rows: array[int]) -> None:
        """The same where nothing is hidden."""
        if start >= end:
            return
        if self._lines.is_simple(start, end):
            rows.append(start)
            rows.extend([match.end() for match in _row_pattern(self.width).finditer(self.text, start, end)])
            while rows[-1] >= end:  # where the last row ends no row begins; and there is an empty match there
                rows.pop()
            return
        text, at = self.text, start
        while at < end:
            if at == 0 or text[at - 1] == "\n":
                blank = _BLANK_LINES.match(text, at, end)
                if blank:
                    rows.append(at)
                    at = blank.end()
                    continue
            newline = text.find("\n", at, end)
            line_end = end if newline < 0 else newline
            if at == line_end:  # what a break left of a line: its newline alone
                rows.append(at)
            elif self._lines.is_simple(at, line_end):
                self._wrap_stretch(at, line_end, rows)
            else:
                self._lines.wrap(at, line_end, self.width, rows)
            at = end if newline < 0 else newline + 1
