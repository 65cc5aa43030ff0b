"""What a ZIP archive says that it holds: its list of contents at the end, or where that is missing, entry by entry.

Python's own module is not used: it holds all entries at once, gives up the whole archive for one name, and cannot
read what came before a cut.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final, NamedTuple

from index.readers.archives.inner_names import encoding_of
from index.readers.archives.unpacking import CUT_SHORT, Faulty
from index.readers.members import Spent

LOCAL: Final = b"PK\x03\x04"
_CENTRAL: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_LOCATOR_64: Final = b"PK\x06\x07"
_NO_LIST: Final = f"{CUT_SHORT}: its list of contents is missing; what lies before is read"
_SLICE: Final = 262_144
_NAMED: Final = 500
"""Names that are looked at to tell in which encoding they are."""
_HEAD: Final = 30
"""Bytes before each entry, and its name."""
_FARTHEST: Final = 1 << 62
"""A place in a file that no file has; to go beyond it is an error of its own."""
UTF8: Final = 0x800
ENCRYPTED: Final = 0x1
LATER: Final = 0x8
"""Sizes and checksum stand behind the data."""


class Entry(NamedTuple):
    """A file or folder in the archive, as it is stated."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    unpacked: int
    at: int
    """Of its own head, in the archive."""
    mode: int
    """Of Unix; 0 where it was packed elsewhere."""


class _Raw(NamedTuple):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    at: int
    mode: int
    extra: bytes
    dos: bool


def entries(file: BinaryIO) -> Iterator[Entry]:
    """The entries of the list of contents, in its order. Raises Faulty where there is none, or it ends early; Spent
    where its entries together are larger than what lies before the list, so that they lie over one another."""
    size = file.seek(0, 2)
    start, length, shift = _list_of_contents(file, size)
    together = 0
    unsaid = (raw.name for raw in islice(_listed(file, start, length), _NAMED) if not _is_utf8(raw))
    encoding = encoding_of([*unsaid])
    for raw in _listed(file, start, length):
        together += _HEAD + raw.packed
        if together > start:
            raise Spent("its entries lie over one another, as nothing packs them but an attack")
        yield _entry(raw._replace(at=raw.at + shift), encoding)


def entry_at(file: BinaryIO, at: int) -> tuple[Entry, int] | None:
    """The entry whose own head begins there, and where its data begins; None where there is no head."""
    if at > _FARTHEST:
        return None
    file.seek(at)
    head = file.read(_HEAD)
    if len(head) < _HEAD or head[:4] != LOCAL:
        return None
    flags, method, crc, packed, unpacked, named, extra = struct.unpack("<6xHH4xIIIHH", head)
    behind = file.read(named + extra)
    if len(behind) < named + extra:
        return None
    raw = _with_64(_Raw(behind[:named], flags, method, crc, packed, unpacked, at, 0, behind[named:], False))
    return _entry(raw, encoding_of([raw.name])), at + _HEAD + named + extra


def _list_of_contents(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Where the list begins, how long it is, and by how much all places are to be shifted."""
    tail = min(size, 65_557)
    file.seek(size - tail)
    data = file.read(tail)
    at = data.rfind(_END)
    while at >= 0 and (len(data) - at < 22 or int.from_bytes(data[at + 20 : at + 22], "little") > len(data) - at - 22):
        at = data.rfind(_END, 0, at)
    if at < 0:
        raise Faulty(_NO_LIST)
    length, start = struct.unpack("<12xII2x", data[at : at + 22])
    end = size - tail + at
    if 0xFFFFFFFF in (length, start) or data[at + 8 : at + 12] == b"\xff\xff\xff\xff":
        length, start, end = _large(file, end) or (length, start, end)
    # What stands before the archive, such as a program that unpacks it, shifts every place in it.
    shift = end - length - start
    if shift < 0:
        raise Faulty(_NO_LIST)
    return start + shift, length, shift


def _large(file: BinaryIO, end: int) -> tuple[int, int, int] | None:
    """The same of an archive of 4 GB and more, or of 65,535 entries; where its own end begins comes last."""
    if end < 76:
        return None
    file.seek(end - 20)
    locator = file.read(20)
    if locator[:4] != _LOCATOR_64:
        return None
    for at in (int.from_bytes(locator[8:16], "little"), end - 76):
        if 0 <= at <= end - 76:
            file.seek(at)
            record = file.read(56)
            if record[:4] == _END_64:
                length, start = struct.unpack("<40xQQ", record)
                return length, start, at
    return None


def _listed(file: BinaryIO, start: int, length: int) -> Iterator[_Raw]:
    """The list in slices, because that of a million entries is long."""
    at, end, buffer, used = start, start + length, b"", 0

    def take(count: int) -> bytes:
        nonlocal at, buffer, used
        if len(buffer) - used < count:
            file.seek(at)
            more = file.read(min(max(count, _SLICE), max(0, end - at)))
            at += len(more)
            buffer, used = buffer[used:] + more, 0
            if len(buffer) < count:
                raise Faulty(f"{CUT_SHORT}: its list of contents ends early")
        used += count
        return buffer[used - count : used]

    while at < end or used < len(buffer):
        head = take(46)
        if head[:4] != _CENTRAL:
            raise Faulty("its list of contents is damaged")
        version, flags, method, crc, packed, unpacked, named, extra, comment, attributes, place = struct.unpack(
            "<4xHxxHH4xIIIHHH4xII", head
        )
        behind = take(named + extra + comment)
        system = version >> 8
        raw = _Raw(
            behind[:named],
            flags,
            method,
            crc,
            packed,
            unpacked,
            place,
            attributes >> 16 if system == 3 else 0,
            behind[named : named + extra],
            system in (0, 10, 11, 14),
        )
        yield _with_64(raw)


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack("<HH", extra[at : at + 4])
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _with_64(raw: _Raw) -> _Raw:
    """Sizes and place of more than four bytes stand in the extra field, those alone that need it."""
    large = next((data for kind, data in _fields(raw.extra) if kind == 1), b"")

    def told(stated: int) -> int:
        nonlocal large
        if stated != 0xFFFFFFFF or len(large) < 8:
            return stated
        number, large = int.from_bytes(large[:8], "little"), large[8:]
        return number

    # In the order in which they stand there.
    unpacked = told(raw.unpacked)
    packed = told(raw.packed)
    return raw._replace(unpacked=unpacked, packed=packed, at=told(raw.at))


def _is_utf8(raw: _Raw) -> bool:
    return bool(raw.flags & UTF8) or raw.name.isascii()


def _entry(raw: _Raw, encoding: str) -> Entry:
    name = _unicode_name(raw)
    if name is None:
        name = raw.name.decode("utf-8" if _is_utf8(raw) else encoding, "surrogateescape")
    if raw.dos and "/" not in name:
        name = name.replace("\\", "/")
    return Entry(name, raw.method, raw.flags, raw.crc, raw.packed, raw.unpacked, raw.at, raw.mode)


def _unicode_name(raw: _Raw) -> str | None:
    """The name that Info-ZIP keeps beside the one in an older encoding."""
    for kind, data in _fields(raw.extra):
        if kind == 0x7075 and len(data) > 5 and int.from_bytes(data[1:5], "little") == zlib.crc32(raw.name):
            try:
                return data[5:].decode()
            except UnicodeDecodeError:
                return None
    return None
