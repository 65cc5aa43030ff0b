"""The one place where code points become UTF-16 units, UTF-8 bytes or lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate


class OffsetMap:
    """Conversions for one text.

    Code points above U+FFFF count two in UTF-16. A position inside such a pair, or inside the bytes of one
    character, maps to the start of that character.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._astral = [] if text.isascii() else [i for i, c in enumerate(text) if c > "\uffff"]
        self._bytes: list[int] | None = None
        self._lines: list[int] | None = None

    def to_utf16(self, offset: int) -> int:
        """Code point offset -> UTF-16 code unit offset."""
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, unit: int) -> int:
        """UTF-16 code unit offset -> code point offset."""
        low, high = 0, len(self._astral)
        while low < high:
            middle = (low + high) // 2
            if self._astral[middle] + middle + 1 < unit:
                low = middle + 1
            else:
                high = middle
        if low < len(self._astral) and self._astral[low] + low + 1 == unit:
            return self._astral[low]
        return unit - low

    def to_bytes(self, offset: int) -> int:
        """Code point offset -> UTF-8 byte offset."""
        return offset if self._text.isascii() else self._byte_table()[offset]

    def from_bytes(self, byte: int) -> int:
        """UTF-8 byte offset -> code point offset."""
        return byte if self._text.isascii() else bisect_right(self._byte_table(), byte) - 1

    def to_line(self, offset: int) -> tuple[int, int]:
        """Code point offset -> (line, column), both 0-based."""
        starts = self._line_starts()
        line = bisect_right(starts, offset) - 1
        return line, offset - starts[line]

    def from_line(self, line: int, column: int) -> int:
        """(line, column), both 0-based -> code point offset."""
        return self._line_starts()[line] + column

    def _byte_table(self) -> list[int]:
        if self._bytes is None:
            sizes = (1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in self._text)
            self._bytes = list(accumulate(sizes, initial=0))
        return self._bytes

    def _line_starts(self) -> list[int]:
        if self._lines is None:
            self._lines = [0]
            at = self._text.find("\n")
            while at >= 0:
                self._lines.append(at + 1)
                at = self._text.find("\n", at + 1)
        return self._lines


class OriginalText:
    """A file's text as other tools count it, beside that of the document: LF alone, and no byte order mark.

    `to_original` and `from_original` are in code points; `units` turns those of the original into UTF-16 units, bytes
    and lines. A place inside a CRLF, or before the text, is where the line ends or the text begins.
    """

    def __init__(self, original: str) -> None:
        """`original` is the whole file, decoded, with its byte order mark and its line ends."""
        self.original = original
        self._mark = int(original.startswith("\ufeff"))
        body = original[self._mark :]
        self.text = body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body
        # In the text of the document, where the line feeds are that were two characters.
        self._pairs: list[int] = []
        at = body.find("\r\n")
        while at >= 0:
            self._pairs.append(at - len(self._pairs))
            at = body.find("\r\n", at + 2)
        # The same in the file, without its mark: where the first of the two is.
        self._returns = [at + index for index, at in enumerate(self._pairs)]
        self.units = OffsetMap(original)

    def to_original(self, offset: int) -> int:
        """Offset into the document's text -> offset into the file's."""
        return offset + self._mark + bisect_left(self._pairs, offset)

    def from_original(self, offset: int) -> int:
        """Offset into the file's text -> offset into the document's."""
        place = max(0, offset - self._mark)
        return place - bisect_left(self._returns, place)
