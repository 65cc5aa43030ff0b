"""ZIP archives, read in place as folders, a file at a time. Nothing that one states of its sizes is believed."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from index.errors import UnreadableFile
from index.readers import is_supported, no_reader
from index.readers.archives.inner_names import settled
from index.readers.archives.spooling import taken
from index.readers.archives.unpacking import (
    PIECE,
    Decompressor,
    Faulty,
    Inflate,
    Unpacked,
    bare_lzma,
    bzip2_stream,
    xz_stream,
)
from index.readers.archives.zip_directory import ENCRYPTED, LATER, LOCAL, Entry, entries, entry_at
from index.readers.members import Budget, Inner, Member, Opened, Refused, Spent, Spooled

PASSWORD: Final = "encrypted; Glossator does not ask for passwords"
_METHODS: Final[dict[int, Callable[[], Decompressor]]] = {8: partial(Inflate, -15), 12: bzip2_stream, 95: xz_stream}
_OTHERS: Final = {1: "shrunk", 6: "imploded", 9: "Deflate64", 93: "Zstandard", 97: "WavPack", 98: "PPMd", 99: "AES"}
_DAMAGED: Final = "it is damaged (its checksum is another)"


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """The files of the archive in the order of its list of contents.

    Raises UnreadableFile where it is no ZIP archive, or cannot be read on; what could be read of it came before.
    """
    file.seek(0)
    beginning = file.read(4)
    try:
        listed = entries(file)
        first = next(listed, None)
    except Faulty as error:
        if beginning != LOCAL:
            raise UnreadableFile("not a ZIP archive") from error
        yield from _without_list(file, opened)
        raise
    if first is None:
        return
    yield from _member(file, opened, first)
    for entry in listed:
        yield from _member(file, opened, entry)


def _member(file: BinaryIO, opened: Opened, entry: Entry) -> Iterator[Member]:
    name, refused = _named(opened, entry)
    if refused is None:
        return
    if refused:
        yield Refused(name, refused, is_supported(name))
        return
    try:
        found = entry_at(file, entry.at)
        if found is None:
            raise Faulty("it is not where the list of contents says")
        member = _found(file, opened, entry, name, found[1])[0]
    except Spent:
        raise
    except UnreadableFile as error:
        yield Refused(name, str(error), True)
        return
    yield member


def _named(opened: Opened, entry: Entry) -> tuple[str, str | None]:
    """The name of an entry, and why it is not read: "" where it is, None where that goes without saying."""
    name, refused = settled(entry.name)
    if entry.name.endswith("/") and not refused:
        return name, None
    if opened.ignored(name):
        return name, None
    if refused:
        return name, refused
    if stat.S_ISLNK(entry.mode):
        return name, "a link, which is not followed in an archive"
    if not is_supported(name):
        return name, no_reader(name)
    if entry.flags & ENCRYPTED:
        return name, PASSWORD
    if entry.method and entry.method != 14 and entry.method not in _METHODS:
        other = _OTHERS.get(entry.method, f"method {entry.method}")
        return name, f"packed in a way that is not read ({other})"
    return name, ""


def _found(
    file: BinaryIO, opened: Opened, entry: Entry, name: str, start: int, *, end: bool = True
) -> tuple[Inner | Spooled, int]:
    """What an entry holds, and where its packed data ends. `end`: the entry states where that is."""
    file.seek(start)
    left = _Limited(file, start, entry.packed if end else None)
    if entry.method == 0:
        if entry.packed != entry.unpacked:
            raise Faulty("it is damaged")
        summed = _Summed(left.read, opened.budget)
        member = taken(name, summed.read, opened, entry.packed)
        stop = left.at
    else:
        begin = partial(_lzma, left) if entry.method == 14 else _METHODS[entry.method]
        unpacked = Unpacked(left.read, begin, opened.budget)
        summed = _Summed(unpacked.read)
        member = taken(name, summed.read, opened)
        stop = left.at - len(unpacked.unused)
    if summed.sum != entry.crc and end:
        if isinstance(member, Spooled):
            member.file.close()
        raise Faulty(_DAMAGED)
    return member, stop


def _lzma(left: _Limited) -> Decompressor:
    head = left.read(9)
    if len(head) < 9:
        raise Faulty("it is damaged")
    return bare_lzma(head)


class _Summed:
    """The checksum of what is read, which is charged to a budget where that is not done already."""

    def __init__(self, read: Callable[[int], bytes], budget: Budget | None = None) -> None:
        self._read = read
        self._budget = budget
        self.sum = 0

    def read(self, size: int) -> bytes:
        data = self._read(size)
        self.sum = zlib.crc32(data, self.sum)
        if self._budget is not None:
            self._budget.spend(len(data))
        return data


class _Limited:
    """Some bytes of a file. Its place is kept here, because others read the file too."""

    def __init__(self, file: BinaryIO, at: int, count: int | None) -> None:
        self._file = file
        self.at = at
        self._end = None if count is None else at + count

    def read(self, size: int) -> bytes:
        size = min(size, PIECE)
        if self._end is not None:
            size = min(size, self._end - self.at)
        self._file.seek(self.at)
        data = self._file.read(size)
        self.at += len(data)
        return data


def _without_list(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """What can be read of an archive whose end is missing: one entry after the other, from its beginning."""
    at = 0
    while found := entry_at(file, at):
        entry, start = found
        later = bool(entry.flags & LATER)
        name, refused = _named(opened, entry)
        if later and (entry.method not in _METHODS or entry.flags & ENCRYPTED):
            yield Refused(name, "where it ends cannot be told without the archive's list of contents", True)
            return
        if refused == "" or later:
            try:
                member, at = _found(file, opened, entry, name, start, end=not later)
            except Spent:
                raise
            except UnreadableFile as error:
                yield Refused(name, str(error), True)
                if later:
                    return
                at = start + entry.packed
                continue
            if refused == "":
                yield member
            elif isinstance(member, Spooled):
                member.file.close()
        else:
            at = start + entry.packed
        if refused:
            yield Refused(name, refused, is_supported(name))
        if later:
            at = _behind_sizes(file, at)


def _behind_sizes(file: BinaryIO, at: int) -> int:
    """Where the next entry begins, behind sizes and checksum of this one: 12 to 24 bytes."""
    file.seek(at)
    data = file.read(28)
    for size in (16, 12, 24, 20):
        if data[size : size + 4] == LOCAL:
            return at + size
    return at
