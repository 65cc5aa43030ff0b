"""PDF files that lost their end, and with it the list of what they hold: an end is made from the pages that are there.

What pages inherit from the lists that stood behind the cut, such as fonts, is lost; their order is that of the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PACKED: Final = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER: Final = {name: re.compile(rb"/%s\s+(\d{1,9})" % name) for name in (b"N", b"First")}
_MOST_OBJECTS: Final = 500_000
_MOST_UNPACKED: Final = 64_000_000
_HEAD: Final = 4_000
"""Bytes of an object in which it says what it is."""
_TAIL: Final = 2_048


def has_end(data: bytes) -> bool:
    """Whether the file ends as such files do."""
    return b"%%EOF" in data[-_TAIL:] or b"startxref" in data[-_TAIL:]


def mended(data: bytes) -> bytes | None:
    """The same with an end; None where there is no page in it, or it is encrypted, as what is needed to read it is
    gone."""
    if b"/Encrypt" in data:
        return None
    places: dict[int, int] = {}
    found = list(_objects(data))
    unpacked: dict[int, bytes] = {}
    pages: dict[int, None] = {}
    room = _MOST_UNPACKED
    for number, at, end in found:
        places[number] = at
        head = data[at : min(end, at + _HEAD)]
        if _PAGE.search(head.partition(b"stream")[0]):
            pages[number] = None
        elif _PACKED.search(head) and room > 0:
            for inner, text in _inside(data[at:end], room):
                room -= len(text)
                unpacked[inner] = text
                if _PAGE.search(text):
                    pages[inner] = None
    if not pages:
        return None
    pieces, length = [data, b"\nendstream\nendobj\n"], len(data) + 18
    top = max([*places, *unpacked]) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    unpacked[top] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
    unpacked[top + 1] = b"<</Type/Catalog/Pages %d 0 R>>" % top
    for number, text in unpacked.items():
        places[number] = length
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, text))
        length += len(pieces[-1])
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(places))
    end_of_file = b"xref\n0 1\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join([*pieces, end_of_file % (lines, top + 2, top + 1, length)])


def _objects(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, beginning and end of each object that is there at least in part; of an older kind of it, too."""
    before: tuple[int, int] | None = None
    for count, match in enumerate(_OBJECT.finditer(data)):
        if before is not None:
            yield *before, match.start()
        before = int(match[1]), match.start()
        if count >= _MOST_OBJECTS:
            break
    if before is not None and (b"endobj" in data[before[1] :] or b"stream" in data[before[1] : before[1] + _HEAD]):
        yield *before, len(data)


def _inside(packed: bytes, room: int) -> Iterator[tuple[int, bytes]]:
    """The objects in a stream of them."""
    head, _, rest = packed.partition(b"stream")
    count, first = (pattern.search(head) for pattern in _NUMBER.values())
    if count is None or first is None or b"/FlateDecode" not in head or b"/Predictor" in head:
        return
    try:
        text = zlib.decompressobj().decompress(rest.lstrip(b"\r\n"), room)
    except zlib.error:
        return
    begins = int(first[1])
    numbers = [int(number) for number in text[:begins].split()[: 2 * int(count[1])] if number.isdigit()]
    starts = [*(begins + at for at in numbers[1::2]), len(text)]
    for number, start, end in zip(numbers[::2], starts, starts[1:], strict=False):
        if start < end:
            yield number, text[start:end]
