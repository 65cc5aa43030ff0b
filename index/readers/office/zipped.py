"""Parts of a ZIP archive, unpacked one at a time into memory, whatever the archive says of their sizes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from lzma import LZMAError
from typing import IO, Final, Protocol

from index.errors import UnreadableFile
from index.readers.office import cut_off
from index.readers.office.cut_off import CutPart, parts_of

FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)
"""What `zipfile` raises over archives that are damaged, encrypted, or packed in a way that it does not know."""

_CHUNK: Final = 1 << 18
_SMALL: Final = 1_000_000
_MAX_RATIO: Final = 300
_MAX_NAMES: Final = 100_000
_MAX_PART: Final = 128_000_000
"""Bytes of one part, and as many again of all other parts of a document together."""


class Limited(Protocol):
    """What counts while something is unpacked; `members.Budget` is one."""

    def spend(self, count: int) -> None: ...

    def check_ratio(self, unpacked: int, packed: int) -> None: ...


class Limits:
    """What the parts of one document may unpack to: a bound for safety, no setting."""

    def __init__(self) -> None:
        self._left = 2 * _MAX_PART

    def spend(self, count: int) -> None:
        """So many bytes more were unpacked. Raises UnreadableFile."""
        self._left -= count
        if self._left < 0:
            raise UnreadableFile(f"it unpacks to more than {2 * _MAX_PART / 1e6:,.0f} MB")

    def check_ratio(self, unpacked: int, packed: int) -> None:
        """Raises UnreadableFile where so many bytes come from so few that it must be meant as an attack."""
        if unpacked > _SMALL and unpacked > packed * _MAX_RATIO:
            raise UnreadableFile(f"it unpacks to more than {_MAX_RATIO} times its size")


class Zipped:
    """The parts of a document such as DOCX, ODT or EPUB. Raises UnreadableFile where it is no archive."""

    def __init__(self, data: bytes, kind: str) -> None:
        """`kind`: what the file should be, with its article, as the reason names it: `an EPUB book`."""
        if data.count(b"PK\x01\x02") > _MAX_NAMES:
            raise UnreadableFile(f"it holds more than {_MAX_NAMES:,} parts")
        self._limits = Limits()
        self._data = data
        self._cut: dict[str, CutPart] = {}
        """Parts of an archive that lost its end, and with it the list of them."""
        self._members: dict[str, zipfile.ZipInfo] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
            if data.startswith(b"PK\3\4") and all(info.header_offset for info in self._members.values()):
                # The list of an archive in it, such as a table in a text, which is whole.
                raise zipfile.BadZipFile
        except FAULTS as error:
            self._members, self._cut = {}, parts_of(data, self._limits.spend)
            if not self._cut:
                damaged = data.startswith(b"PK")
                raise UnreadableFile(f"{kind} that is damaged or cut off" if damaged else f"not {kind}") from error
        self._folded = {name.casefold(): name for name in self.names()}

    @property
    def cut(self) -> bool:
        """Whether the end of the archive is missing."""
        return bool(self._cut)

    def names(self) -> list[str]:
        """Names of all parts, `/` between folders."""
        return list(self._cut or self._members)

    def find(self, name: str) -> str | None:
        """The name of a part as the archive has it, which may differ from what is asked for in its case."""
        name = name.lstrip("/")
        return name if name in self._cut or name in self._members else self._folded.get(name.casefold())

    def read(self, name: str, max_bytes: int = _MAX_PART) -> bytes:
        """The bytes of a part. Raises UnreadableFile where it is missing, damaged, encrypted or too large."""
        found = self.find(name)
        if found is None:
            raise UnreadableFile(f"its part {name} is missing")
        if self._cut:
            return cut_off.unpacked(self._data, self._cut[found], self._limits.spend, max_bytes)
        return unpacked(self._zip, self._members[found], self._limits, max_bytes)

    def get(self, name: str) -> bytes | None:
        """The bytes of a part that may be missing."""
        return None if self.find(name) is None else self.read(name)


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limited, max_bytes: int) -> bytes:
    """The bytes of a member, counted while they are unpacked.

    Raises UnreadableFile, with the name of the member where the fault is its own.
    """
    try:
        with archive.open(info) as file:
            return read_counted(file, limits, max_bytes, lambda: info.compress_size)
    except UnreadableFile:
        raise
    except FAULTS as error:
        if info.flag_bits & 1:
            raise UnreadableFile("encrypted; Glossator does not ask for passwords") from error
        raise UnreadableFile(f"its part {info.filename[:200]} is damaged") from error


def read_counted(file: IO[bytes], limits: Limited, max_bytes: int, packed: Callable[[], int]) -> bytes:
    """All that a file yields while it is unpacked, of which `packed` bytes were read so far. Raises UnreadableFile."""
    chunks: list[bytes] = []
    total = 0
    while chunk := file.read(_CHUNK):
        total += len(chunk)
        limits.spend(len(chunk))
        if total > max_bytes:
            raise UnreadableFile(f"a part of it unpacks to more than {max_bytes / 1e6:,.0f} MB")
        limits.check_ratio(total, packed())
        chunks.append(chunk)
    return b"".join(chunks)
