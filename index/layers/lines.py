"""A file of records as it lies in one version: the records by id, and the lines that cannot be read.

Nothing here opens a file. What cannot be read is kept as it stands, so that whoever writes the records writes it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from index.annotations.lines import BadLine, Record, is_conflict_marker, parse_line

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Version:
    """The records of one version of a file; of several lines with an id the last counts."""

    records: dict[str, Record] = field(default_factory=dict)
    bad: list[bytes] = field(default_factory=list)
    """Lines that are no records, in their order, without their ends."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The three versions that a file with git's markers in it was made of."""

    base: list[bytes]
    ours: list[bytes]
    theirs: list[bytes]


Known = dict[bytes, Record]
"""Lines that were read already, which other versions of the file mostly hold too."""


def read_version(data: bytes, known: Known | None = None) -> Version:
    """The records of a file."""
    return version_of(split(data), known)


def version_of(lines: Iterable[bytes], known: Known | None = None) -> Version:
    """The records of lines."""
    version = Version()
    known = known if known is not None else {}
    for line in lines:
        if not line.strip():
            continue
        record = known.get(line)
        if record is None:
            try:
                record = known[line] = parse_line(line)
            except BadLine:
                version.bad.append(line)
                continue
        id = record.get("id")
        if not isinstance(id, str) or not id:
            version.bad.append(line)
            continue
        version.records[id] = record
    return version


def split(data: bytes) -> list[bytes]:
    """The lines of a file, without their ends."""
    return [line.rstrip(b"\r") for line in data.removeprefix(_BOM).split(b"\n")]


def history(data: bytes, id: str) -> Iterator[Record]:
    """Every version of one record that a file holds, oldest first."""
    # An id of another tool may be written in several ways.
    sought = id.encode("ascii") if re.fullmatch(r"[A-Za-z0-9:._-]+", id) else b""
    for line in split(data):
        if sought not in line:
            continue
        try:
            record = parse_line(line)
        except BadLine:
            continue
        if record.get("id") == id:
            yield record


def has_conflict(data: bytes) -> bool:
    """True where git left its markers in a file."""
    return (data.startswith(b"<<<<<<<") or b"\n<<<<<<<" in data) and any(map(is_conflict_marker, split(data)))


def conflict_sides(data: bytes) -> Sides | None:
    """The versions behind the markers that git left; None where they do not stand as git writes them.

    Where git was not asked to write the common ancestor, only what both sides share is known of it.
    """
    sides = Sides([], [], [])
    state = ""
    for line in split(data):
        sign = line[:1].decode("latin-1") if is_conflict_marker(line) else ""
        if sign:
            if sign not in _NEXT[state]:
                return None
            state = "" if sign == ">" else sign
        else:
            for side in _TAKEN_BY[state]:
                getattr(sides, side).append(line)
    return sides if not state else None


_NEXT: Final = {"": "<", "<": "|=", "|": "=", "=": ">"}
"""Which marker may follow which."""
_TAKEN_BY: Final = {"": ("base", "ours", "theirs"), "<": ("ours",), "|": ("base",), "=": ("theirs",)}
