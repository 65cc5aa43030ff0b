"""The heads of a tar archive: of the first Unix, POSIX and GNU, with their long names and large numbers.

Python's own module is not used: it holds every head at once, reads a long name of whatever length into memory, and
takes a damaged head for the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from index.readers.archives.unpacking import CUT_SHORT, Faulty

BLOCK: Final = 512
_LONGEST_NAME: Final = 65_536
_LONGEST_PAX: Final = 1_048_576
_MOST_IN_A_ROW: Final = 16
"""Heads that speak of the head behind them."""
_SAID: Final = b"xgXLK"


class Head(NamedTuple):
    """What stands before the data of a member."""

    name: str
    kind: str
    """The letter of the format: `0` a file, `1` and `2` links, `5` a folder, `S` a sparse file."""
    size: int
    """Bytes of data that follow, without what fills their last block."""
    sparse: bool


def is_tar(block: bytes) -> bool:
    """Whether a file that begins so is a tar archive: its first head sums up."""
    return len(block) == BLOCK and block.count(0) < BLOCK and _sums_up(block)


def filling(size: int) -> int:
    """Bytes that fill the last block behind so many bytes of data."""
    return -size % BLOCK


def next_head(read: Callable[[int], bytes], skip: Callable[[int], None], common: dict[str, str]) -> Head | None:
    """The next member's; None at the end of the archive.

    `common`: what the archive says of all members from here on; it is added to. Raises Faulty where a head is damaged
    or the archive is cut short, also where it has no end.
    """
    own: dict[str, str] = {}
    for _ in range(_MOST_IN_A_ROW):
        block = read(BLOCK)
        if len(block) < BLOCK:
            raise Faulty(CUT_SHORT)
        if block.count(0) == BLOCK:
            return None
        if not _sums_up(block):
            raise Faulty("it is damaged; what lies before the damage is read")
        kind, size = block[156:157], _number(block[124:136])
        if kind not in _SAID:
            return _head(block, kind, size, {**common, **own})
        if size > (_LONGEST_NAME if kind in b"LK" else _LONGEST_PAX):
            raise Faulty("it is damaged (the name of a file in it is too long)")
        said = read(size)
        skip(filling(size))
        if kind == b"L":
            own["path"] = _text(said)
        elif kind == b"g":
            common |= _pax(said)
        elif kind in b"xX":
            own |= _pax(said)
    raise Faulty("it is damaged")


def _head(block: bytes, kind: bytes, size: int, said: dict[str, str]) -> Head:
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345] and kind != b"S":
        name = _text(block[345:500]) + "/" + name
    name = said.get("GNU.sparse.name") or said.get("path") or name
    stated = said.get("size", "")
    if stated.isascii() and stated.isdigit() and len(stated) < 20:
        size = int(stated)
    # The first Unix had no kind for folders.
    letter = "0" if kind in b"\0" + b"0" + b"7" else kind.decode("latin-1")
    if letter == "0" and name.endswith("/"):
        letter = "5"
    sparse = letter == "S" or any(key.startswith("GNU.sparse.") for key in said)
    # Links, devices and folders have no data, whatever their size says.
    return Head(name, letter, 0 if letter in "123456" else size, sparse)


def _sums_up(block: bytes) -> bool:
    """The checksum is taken with blanks in its own place; some old systems summed signed bytes."""
    try:
        stated = _number(block[148:156])
    except Faulty:
        return False
    rest = block[:148] + block[156:]
    total = sum(rest) + 8 * 32
    return stated in (total, total - 256 * sum(byte > 127 for byte in rest))


def _number(field: bytes) -> int:
    """Octal digits, or where the first bit is set, the number itself. Raises Faulty."""
    if field[0] in (0x80, 0xFF):
        number = int.from_bytes(field[1:], "big")
        if field[0] == 0xFF or number > 1 << 62:
            raise Faulty("it is damaged (a size that cannot be)")
        return number
    digits = field.split(b"\0")[0].strip()
    if digits.strip(b"01234567"):
        raise Faulty("it is damaged")
    return int(digits, 8) if digits else 0


def _text(field: bytes) -> str:
    return field.split(b"\0")[0].decode("utf-8", "surrogateescape")


def _pax(data: bytes) -> dict[str, str]:
    """Lines `LENGTH KEY=VALUE`; what is damaged of them is passed over."""
    said: dict[str, str] = {}
    at = 0
    while at < len(data):
        blank = data.find(b" ", at, at + 12)
        digits = data[at:blank] if blank > 0 else b""
        if not digits.isdigit() or at + int(digits) > len(data) or int(digits) <= blank - at + 1:
            break
        key, _, value = data[blank + 1 : at + int(digits) - 1].partition(b"=")
        said[_text(key)] = value.decode("utf-8", "surrogateescape")
        at += int(digits)
    return said
