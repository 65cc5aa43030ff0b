"""Checksums of what Whoosh writes, which has none: what is read is what was written, or DamagedIndex is raised.

A segment ends with the CRC-32 of each piece of it, the contents of an index (its `.toc`) with one of the whole. Every
read takes whole pieces from the file and checks them first, so that opening an index reads little of it, and yet no
answer comes from a byte that nobody looked at. Nothing is mapped into memory: a mapped file that is cut short under a
reader ends the whole program.

    segment     as Whoosh writes it | CRC-32 of each piece | length, size of a piece, CRC-32 of these, magic
    contents    as Whoosh writes it | CRC-32, magic
"""

from __future__ import annotations

import os
import pickle
import struct
import zlib
from array import array
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from index.search.engine import DamagedIndex

PIECE = 1 << 14
"""Bytes that are checked together: as few as a word's entry costs, as many as make the checksums a small thing."""
_KEPT = 256
"""Pieces of a segment that are kept in memory, 4 MB."""
_AT_ONCE = 1 << 22

_FOOT = struct.Struct("<QII8s")
_SEGMENT_MAGIC = b"glossum1"
_END = struct.Struct("<I8s")
_CONTENTS_MAGIC = b"gloscon1"
_SEGMENT, _CONTENTS = ".seg", ".toc"


class CheckedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose segments and contents are checked as they are read, and on disk before a commit names them."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, supports_mmap=False)

    def open_file(self, name: str, **options: Any) -> Any:
        if name.endswith(_SEGMENT):
            return CheckedFile.whole(self._fpath(name), name)
        if name.endswith(_CONTENTS):
            return BufferFile(_checked_contents(self._fpath(name), name), name=name)
        return super().open_file(name, **options)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        """Whoosh writes the contents of an index under another name and renames them: the commit itself."""
        if new.endswith(_CONTENTS):
            with Path(self._fpath(old)).open("r+b") as file:
                content = file.read()
                file.write(_END.pack(zlib.crc32(content), _CONTENTS_MAGIC))
                file.flush()
                os.fsync(file.fileno())
        super().rename_file(old, new, safe=safe)

    def seal(self, name: str) -> None:
        """Write the checksums of a segment behind it. It must be complete."""
        with Path(self._fpath(name)).open("r+b") as file:
            sums, size = array("I"), 0
            while block := file.read(_AT_ONCE):
                size += len(block)
                sums.extend(zlib.crc32(block[at : at + PIECE]) for at in range(0, len(block), PIECE))
            table = sums.tobytes()
            file.write(table + _foot(table, size))
            file.flush()
            os.fsync(file.fileno())

    def verify(self, name: str) -> None:
        """Read every byte of a segment. Raises DamagedIndex."""
        _Pieces(self._fpath(name), name).verify()


class _Pieces:
    """A file that is read in pieces, each compared with its checksum. Safe from any thread."""

    def __init__(self, path: str, name: str) -> None:
        self.name = name
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.size, self._piece, self._sums = self._read_foot()
        self._known: dict[int, bytes] = {}

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)

    def _read_foot(self) -> tuple[int, int, array[int]]:
        whole = os.fstat(self._file).st_size
        foot = os.pread(self._file, _FOOT.size, max(whole - _FOOT.size, 0))
        if len(foot) < _FOOT.size or not foot.endswith(_SEGMENT_MAGIC):
            raise DamagedIndex(f"The index cannot be read ({self.name} is cut short).")
        size, piece, _, _ = _FOOT.unpack(foot)
        length = whole - _FOOT.size - size
        table = os.pread(self._file, length, size) if 0 <= length <= whole else b""
        if foot != _foot(table, size, piece) or not piece or len(table) != -(-size // piece) * 4:
            raise self._changed()
        sums = array("I")
        sums.frombytes(table)
        return size, piece, sums

    def get(self, start: int, length: int) -> bytes:
        """Bytes of the file. Raises DamagedIndex where they are not those that were written."""
        if length <= 0:
            return b""
        piece = self._piece
        number, at = divmod(start, piece)
        if at + length <= piece:
            known = self._known.get(number)
            if known is None:
                known = self._read(number, number)
                self._keep(number, known)
            return known[at : at + length]
        return self._read(number, (start + length - 1) // piece)[at : at + length]

    def verify(self) -> None:
        """Read every piece."""
        step = max(_AT_ONCE // self._piece, 1)
        for first in range(0, len(self._sums), step):
            self._read(first, min(first + step, len(self._sums)) - 1)

    def _read(self, first: int, last: int) -> bytes:
        """Some pieces, from one number to another."""
        piece, sums = self._piece, self._sums
        if first < 0 or last >= len(sums):
            raise EOFError(f"{self.name} ends before what it is asked for")
        start, end = first * piece, min((last + 1) * piece, self.size)
        # Bytes come at once but from a pipe; a short read is a file that was cut under our hands.
        found = os.pread(self._file, end - start, start)
        if len(found) != end - start:
            raise DamagedIndex(f"The index cannot be read ({self.name} is cut short).")
        if first == last:
            if zlib.crc32(found) != sums[first]:
                raise self._changed()
            return found
        view = memoryview(found)
        for number, at in enumerate(range(0, len(found), piece), first):
            if zlib.crc32(view[at : at + piece]) != sums[number]:
                raise self._changed()
        return found

    def _keep(self, number: int, found: bytes) -> None:
        known = self._known
        known[number] = found
        if len(known) > _KEPT:
            try:
                known.pop(next(iter(known)), None)
            except (StopIteration, RuntimeError):  # another thread was at it
                pass

    def _changed(self) -> DamagedIndex:
        return DamagedIndex(f"The index cannot be read ({self.name} has changed).")


class CheckedFile(StructFile):  # type: ignore[misc]
    """A part of a file, as Whoosh reads one. What reads on from a position is for one thread, `get` for any."""

    def __init__(self, pieces: _Pieces, start: int, length: int, name: str) -> None:
        self._pieces = pieces
        self._start = start
        self._length = length
        self._at = 0
        self._name = name
        self.file = None
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @classmethod
    def whole(cls, path: str, name: str) -> CheckedFile:
        """Open a segment, and read nothing of it but its checksums. Raises DamagedIndex, OSError."""
        pieces = _Pieces(path, name)
        return cls(pieces, 0, pieces.size, name)

    def subset(self, position: int, length: int, name: str | None = None) -> CheckedFile:
        if position < 0 or length < 0 or position + length > self._length:
            raise EOFError(f"{self._name} has no such part")
        return CheckedFile(self._pieces, self._start + position, length, name or self._name)

    def get(self, position: int, length: int) -> bytes:
        if position < 0 or position + length > self._length:
            raise EOFError(f"{self._name} ends before what it is asked for")
        return self._pieces.get(self._start + position, length)

    def read(self, size: int | None = None) -> bytes:
        left = max(self._length - self._at, 0)
        found = self.get(self._at, left if size is None or size < 0 else min(size, left))
        self._at += len(found)
        return found

    def read_pickle(self) -> Any:
        return pickle.load(self)

    def readline(self) -> bytes:
        """Up to a line feed, for pickles."""
        rest = self.get(self._at, self._length - self._at)
        line = rest[: rest.find(b"\n") + 1] or rest
        self._at += len(line)
        return line

    def seek(self, position: int, whence: int = os.SEEK_SET) -> None:
        self._at = position + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """The parts of a file share it; it is closed with the last of them."""
        self.is_closed = True


def _foot(table: bytes, size: int, piece: int = PIECE) -> bytes:
    head = struct.pack("<QI", size, piece)
    return _FOOT.pack(size, piece, zlib.crc32(head, zlib.crc32(table)), _SEGMENT_MAGIC)


def _checked_contents(path: str, name: str) -> bytes:
    whole = Path(path).read_bytes()
    content, end = whole[: -_END.size], whole[-_END.size :]
    if not end.endswith(_CONTENTS_MAGIC):
        raise DamagedIndex(f"The index cannot be read ({name} is cut short).")
    if end != _END.pack(zlib.crc32(content), _CONTENTS_MAGIC):
        raise DamagedIndex(f"The index cannot be read ({name} has changed).")
    return content
