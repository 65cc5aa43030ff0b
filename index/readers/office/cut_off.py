"""Documents of zipped XML that were cut off, as by a download that broke: read as far as they go."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Final, NamedTuple

from index.readers.office.xml_parts import closed

_LOCAL: Final = b"PK\x03\x04"
_HEAD: Final = 30
_LATER: Final = 0x8
"""Flag: the size stands behind the part."""
_ENCRYPTED: Final = 0x1
_STORED, _DEFLATED = 0, 8
_CHUNK: Final = 1 << 18
_MOST_PARTS: Final = 10_000


class CutPart(NamedTuple):
    """A part of an archive without its list of contents."""

    method: int
    start: int
    end: int
    """In the file."""
    whole: bool


def parts_of(data: bytes, spend: Callable[[int], None]) -> dict[str, CutPart]:
    """The parts whose beginning is there, by name; `spend` is told what is unpacked to find their ends, and raises."""
    found: dict[str, CutPart] = {}
    at = 0
    while data[at : at + 4] == _LOCAL and at + _HEAD <= len(data) and len(found) < _MOST_PARTS:
        flags, method, packed, named, extra = struct.unpack("<6xHH8xI4xHH", data[at : at + _HEAD])
        start = at + _HEAD + named + extra
        name = data[at + _HEAD : at + _HEAD + named].decode("utf-8", "replace").replace("\\", "/").lstrip("/")
        at, whole = start + packed, start + packed <= len(data)
        if flags & _LATER and not packed and method == _DEFLATED:
            at, whole = _end_of(data, start, spend)
        if start >= len(data) or flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            break
        found.setdefault(name, CutPart(method, start, min(at, len(data)), whole))
        if flags & _LATER:
            at += (16 if data[at : at + 4] == b"PK\x07\x08" else 12) if data[at : at + 4] != _LOCAL else 0
    return found


def _end_of(data: bytes, start: int, spend: Callable[[int], None]) -> tuple[int, bool]:
    stream, at = zlib.decompressobj(-15), start
    try:
        while at < len(data) and not stream.eof:
            spend(len(stream.decompress(stream.unconsumed_tail or data[at : at + _CHUNK], _CHUNK)))
            at += 0 if stream.unconsumed_tail else _CHUNK
    except zlib.error:
        return len(data), False
    return (min(at, len(data)) - len(stream.unused_data) if stream.eof else len(data)), stream.eof


def unpacked(data: bytes, part: CutPart, spend: Callable[[int], None], max_bytes: int) -> bytes:
    """The bytes of a part, or its beginning; of XML that is cut off all that is open is closed."""
    packed = data[part.start : part.end]
    if part.method == _STORED:
        found = packed[:max_bytes]
        spend(len(found))
    else:
        stream, pieces, total = zlib.decompressobj(-15), list[bytes](), 0
        try:
            while packed and total < max_bytes and not stream.eof:
                piece = stream.decompress(packed, _CHUNK)
                packed = stream.unconsumed_tail
                spend(len(piece))
                pieces.append(piece)
                total += len(piece)
        except zlib.error:
            pass  # what came before the damage is read
        found = b"".join(pieces)
    return found if part.whole or not found.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else closed(found)
