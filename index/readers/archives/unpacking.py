"""Packed bytes, unpacked as they are asked for and never more; the budget of their file is charged on the way."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from index.errors import UnreadableFile
from index.readers.members import Budget

PIECE = 65_536
"""Bytes that are read or unpacked at a time."""
CUT_SHORT = "it is cut short"
_DAMAGED = "it is damaged"
_MEMORY = 128_000_000
"""Bytes that an lzma stream may ask for; `xz -9` takes 65 MB."""


class Faulty(UnreadableFile):
    """What is packed cannot be unpacked, or not to its end."""


class Decompressor(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Inflate:
    """zlib in the manner of bz2 and lzma. `bits` as of zlib: -15 bare, 31 with the head of gzip."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        found = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(found) < max_length
        return found


def gzip_stream() -> Decompressor:
    return Inflate(31)


def bzip2_stream() -> Decompressor:
    return bz2.BZ2Decompressor()


def xz_stream() -> Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=_MEMORY)


def bare_lzma(head: bytes) -> Decompressor:
    """Of a ZIP archive: `head` is what its stream begins with, nine bytes. Raises Faulty."""
    properties, memory = head[4], int.from_bytes(head[5:9], "little")
    if properties >= 225 or memory > _MEMORY:
        raise Faulty(_DAMAGED)
    lc, lp, pb = properties % 9, properties // 9 % 5, properties // 45
    filters = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": max(memory, 4096)}]
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    except (lzma.LZMAError, ValueError) as error:
        raise Faulty(_DAMAGED) from error


class Unpacked:
    """What a packed stream unpacks to, to be read from its beginning to its end.

    `begin` makes what unpacks one stream; where `joined`, further streams may follow it, as in a gzip file that was
    put together from several. Raises Faulty where the stream is damaged or cut short, UnreadableFile and Spent where
    it costs more than the budget allows.
    """

    def __init__(
        self, read: Callable[[int], bytes], begin: Callable[[], Decompressor], budget: Budget, *, joined: bool = False
    ) -> None:
        self._read = read
        self._begin = begin
        self._budget = budget
        self._joined = joined
        self._stream: Decompressor | None = begin()
        self._streams = 0
        self._left = b""
        """Packed bytes that were read and belong to the next stream."""
        self._ahead = b""
        """Unpacked bytes that were looked at and not yet taken."""
        self.packed = 0
        self.unpacked = 0

    @property
    def unused(self) -> bytes:
        """Packed bytes that were read and lie behind the end."""
        return self._left

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay where they are; fewer at the end."""
        while len(self._ahead) < size:
            piece = self._piece(size - len(self._ahead))
            if not piece:
                break
            self._ahead += piece
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """At most so many bytes, and at least one but at the end."""
        if self._ahead:
            found, self._ahead = self._ahead[:size], self._ahead[size:]
            return found
        return self._piece(size)

    def _piece(self, size: int) -> bytes:
        while self._stream is not None:
            found = self._next(self._stream, min(size, PIECE))
            if self._stream.eof:
                self._end_stream(self._stream)
            if found:
                self.unpacked += len(found)
                self._budget.spend(len(found))
                self._budget.check_ratio(self.unpacked, self.packed)
                return found
        return b""

    def _next(self, stream: Decompressor, size: int) -> bytes:
        data, asked = b"", stream.needs_input
        if asked:
            data, self._left = self._left or self._read(PIECE), b""
            self.packed += len(data)
        try:
            found = stream.decompress(data, size)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            raise Faulty(_DAMAGED) from error
        if asked and not data and not found and not stream.eof:
            raise Faulty(CUT_SHORT)
        return found

    def _end_stream(self, ended: Decompressor) -> None:
        self._streams += 1
        self._left = ended.unused_data
        self.packed -= len(self._left)
        self._stream = None
        if not self._joined:
            return
        rest = self._left or self._read(PIECE)
        while rest and not rest.strip(b"\0"):
            rest = self._read(PIECE)
        self._left = rest.lstrip(b"\0")
        # What follows and is no stream is left alone, as gzip does.
        if self._left[:2] in (b"\x1f\x8b", b"BZ", b"\xfd7"):
            self._stream = self._begin()


def whole(read: Callable[[int], bytes], budget: Budget, size: int | None = None) -> bytes:
    """All that is to be read, or `size` bytes of it. Raises UnreadableFile where it is more than one file may have,
    Faulty where fewer come."""
    return b"".join(pieces(read, size, budget.check_size))


def pieces(read: Callable[[int], bytes], size: int | None, check: Callable[[int], None]) -> Iterator[bytes]:
    """The same piece by piece. `check` is told how many bytes it is, as far as is known, and raises."""
    check(size or 0)
    count = 0
    while size is None or count < size:
        piece = read(PIECE if size is None else min(PIECE, size - count))
        if not piece:
            break
        count += len(piece)
        check(count)
        yield piece
    if size is not None and count < size:
        raise Faulty(CUT_SHORT)
