"""The lines of a file of rows, decoded as they are asked for, however large the file is."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from index.errors import UnreadableFile
from index.readers.decoding import decode

_PIECE: Final = 1_048_576
_SAMPLE: Final = 65_536


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a whole file: UTF-8 where all of it is, otherwise as of the lines that are not.

    Raises UnreadableFile where it holds no text.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    found = decode(_whole_characters(head))[1]
    if found.startswith(("utf-16", "utf-32")):
        return found
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    high = bytearray()
    is_utf8 = True
    while piece := file.read(_PIECE):
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        if not piece.isascii() and len(high) < _SAMPLE:
            high += b"\n".join(line for line in piece.split(b"\n")[1:-1] if not line.isascii())[:_SAMPLE] + b"\n"
        if not is_utf8 and len(high) >= _SAMPLE:
            break
    if is_utf8:
        return "utf-8"
    return _told(bytes(high[:_SAMPLE]) if len(high) > 2 else head)


def _told(sample: bytes) -> str:
    found = decode(sample)[1]
    return "utf-8" if found == "ascii" else found


def _whole_characters(head: bytes) -> bytes:
    """Without a character of UTF-8 that the end of the sample cuts."""
    if len(head) < _SAMPLE:
        return head
    for cut in range(1, 4):
        if head[-cut] >= 0xC0:
            return head[:-cut]
        if head[-cut] < 0x80:
            break
    return head


class LongLine(UnreadableFile):
    """A line is longer than any should be, and was passed over."""


class Lines:
    """The lines of a file from its beginning, with their ends; and the text of those that were taken since asked."""

    def __init__(self, file: BinaryIO, encoding: str, longest: int) -> None:
        """`longest`: characters that a line may have."""
        file.seek(0)
        wrapped = io.BufferedReader(_Left(file), _PIECE)
        self._stream = io.TextIOWrapper(wrapped, encoding, "replace", newline="")
        self._longest = longest
        self._taken: list[str] = []
        self._first = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Raises LongLine; the next one can be asked for all the same."""
        line = self._stream.readline(self._longest + 1)
        if len(line) > self._longest:
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(self._longest + 1)
            raise LongLine(f"a line of it is longer than {self._longest:,} characters")
        if not line:
            raise StopIteration
        if self._first:
            line, self._first = line.removeprefix("\ufeff"), False
        self._taken.append(line)
        return line

    def taken(self) -> bytes:
        """What was taken since this was last asked."""
        raw = "".join(self._taken).encode("utf-8", "surrogatepass")
        self._taken.clear()
        return raw


class _Left(io.RawIOBase):
    """A file that stays open when what reads it is thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
