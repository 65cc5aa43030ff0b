"""Breaking one line of text into rows where characters are not all one cell wide.

Wide characters may be parted from their neighbours as Chinese and Japanese are written; Korean and everything else
breaks after a space or a tab. A character that takes no cell never begins a row, so no accent leaves its letter.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

WidthOf = Callable[[str], int]
"""Cells that one character takes on the screen: 0, 1 or 2."""

_NOT_SIMPLE = re.compile(
    "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u2010-\u2027\u2500-\u257f]"
)
"""Any character that is not known to be one cell wide in every version of the width tables."""

_NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】》〉〕〗ーァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ々…‥%)]}.,:;!?’”"
)
_NEVER_LAST = frozenset("（［｛「『【《〈〔〖([{‘“")
_SEARCHED_FOR_SPACE = 1_024


class _Widths(dict[str, int]):
    """Widths of characters, asked for once."""

    def __init__(self, width_of: WidthOf) -> None:
        super().__init__()
        self._width_of = width_of

    def __missing__(self, character: str) -> int:
        width = self[character] = self._width_of(character)
        return width


def _parts(character: str) -> bool:
    """True for a wide character of a script that may be broken anywhere; Korean has spaces."""
    return not ("\u1100" <= character <= "\u11ff" or "\uac00" <= character <= "\ud7ff")


class LineWrapper:
    """Measures and wraps stretches of one text."""

    def __init__(self, text: str, width_of: WidthOf, tab_width: int) -> None:
        self._text = text
        self._widths = _Widths(width_of)
        self._tab = max(1, tab_width)

    def is_simple(self, start: int, end: int) -> bool:
        """True where every character is a newline or known to be one cell wide."""
        return _NOT_SIMPLE.search(self._text, start, end) is None

    def columns(self, start: int, end: int, width: int) -> list[int] | None:
        """The column before each character of a row, and after the last; None where each takes one cell."""
        if self.is_simple(start, end):
            return None
        row = self._text[start:end]
        if "\t" not in row:
            return list(accumulate(map(self._widths.__getitem__, row), initial=0))
        columns, column = [0], 0
        for character in row:
            column += self._cells(character, column, width)
            columns.append(column)
        return columns

    def character_before(self, offset: int, least: int) -> int:
        """Where the character that ends at an offset starts."""
        at = offset - 1
        while at > least and self._is_mark(at) and self._text[at - 1] != "\n":
            at -= 1
        return max(least, at)

    def character_after(self, offset: int, most: int) -> int:
        """Where the character after the one at an offset starts."""
        at = offset + 1
        while at < most and self._is_mark(at) and self._text[at - 1] != "\n":
            at += 1
        return min(most, at)

    def break_near(self, offset: int, least: int) -> int:
        """A place shortly before an offset to cut a line that is too long: after a space if there is one."""
        space = self._text.rfind(" ", max(least, offset - _SEARCHED_FOR_SPACE), offset)
        at = offset if space < 0 else space + 1
        while at > least + 1 and offset - at < _SEARCHED_FOR_SPACE and self._is_mark(at):
            at -= 1
        return at

    def wrap(self, start: int, end: int, width: int, rows: array[int]) -> None:
        """Append the row starts of one line, [start, end) without its newline."""
        if "\t" in self._text[start:end]:
            self._wrap_with_tabs(start, end, width, rows)
            return
        rows.append(start)
        length = end - start
        if 2 * length <= width:
            return
        columns = list(accumulate(map(self._widths.__getitem__, self._text[start:end]), initial=0))
        at = 0
        while True:
            fits = bisect_right(columns, columns[at] + width, at) - 1
            if fits <= at:  # a wide character in a row of one cell
                fits = self.character_after(start + at, end) - start
            if fits >= length:
                return
            at = self._next_row(start + at, start + fits, end) - start
            if at >= length:
                return
            rows.append(start + at)

    def _wrap_with_tabs(self, start: int, end: int, width: int, rows: array[int]) -> None:
        """The same where tabs make the width of a character depend on where its row began."""
        at = start
        while at < end:
            rows.append(at)
            column, fits = 0, at
            while fits < end:
                character = self._text[fits]
                cells = self._cells(character, column, width)
                if column + cells > width or (character == "\t" and column >= width):
                    break
                column += cells
                fits += 1
            if fits <= at:
                fits = self.character_after(at, end)
            at = end if fits >= end else self._next_row(at, fits, end)

    def _next_row(self, start: int, fits: int, end: int) -> int:
        """Where the row after [start, fits) begins, `fits` being the first character that has no room."""
        text = self._text
        if text[fits] in " \t":
            return self.character_after(fits, end)
        for at in range(fits, start, -1):
            if self._may_break_before(at):
                return at
        return fits

    def _may_break_before(self, at: int) -> bool:
        before, after = self._text[at - 1], self._text[at]
        width = self._widths[after]
        if width == 0 and after != "\t":
            return False
        if before in " \t":
            return True
        if before == "\u200d" or after in _NEVER_FIRST or before in _NEVER_LAST:
            return False
        return (width == 2 and _parts(after)) or (self._widths[before] == 2 and _parts(before))

    def _cells(self, character: str, column: int, width: int) -> int:
        if character == "\t":
            return min(self._tab - column % self._tab, max(0, width - column))
        return self._widths[character]

    def _is_mark(self, at: int) -> bool:
        """True where the character takes no cell of its own."""
        character = self._text[at]
        return character not in "\n\t" and self._widths[character] == 0
