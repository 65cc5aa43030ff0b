"""tar archives, packed or not, read in place as folders; and single files packed by gzip, bzip2 or xz.

What a file is shows in its bytes: `.tar.gz`, `.tgz` and a tar archive that is merely called `.gz` are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from index.errors import UnreadableFile
from index.readers import holds_documents, is_supported, no_reader, suffix_of
from index.readers.archives.inner_names import settled
from index.readers.archives.spooling import limit_of, taken
from index.readers.archives.tar_headers import BLOCK, Head, filling, is_tar, next_head
from index.readers.archives.unpacking import (
    CUT_SHORT,
    PIECE,
    Decompressor,
    Faulty,
    Unpacked,
    bzip2_stream,
    gzip_stream,
    xz_stream,
)
from index.readers.members import Inner, Member, Opened, Refused

_STREAMS: Final[tuple[tuple[bytes, Callable[[], Decompressor]], ...]] = (
    (b"\x1f\x8b", gzip_stream),
    (b"BZh", bzip2_stream),
    (b"\xfd7zXZ\0", xz_stream),
    (b"\x5d\0\0", xz_stream),
)
_TAR: Final = frozenset({".tar", ".tgz", ".tbz", ".tbz2", ".txz"})
_KINDS: Final = {"1": "a link", "2": "a link", "3": "a device", "4": "a device", "6": "a named pipe"}
_PASSED_OVER: Final = frozenset("5DMNV")
"""Folders, and what GNU tar notes of the archive itself."""


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """The files of a tar archive in their order, or the one file that is packed.

    Raises UnreadableFile where the file is neither, or cannot be read on; what could be read of it came before.
    """
    beginning = file.read(BLOCK)
    file.seek(0)
    begin = next((begin for magic, begin in _STREAMS if beginning.startswith(magic)), None)
    if begin is None:
        if not is_tar(beginning):
            raise UnreadableFile("not a tar archive" if suffix_of(opened.name) in _TAR else "not a packed file")
        yield from _in_tar(_Plain(file, opened), opened)
        return
    unpacked = Unpacked(file.read, begin, opened.budget, joined=True)
    if is_tar(unpacked.peek(BLOCK)):
        yield from _in_tar(_Packed(unpacked), opened)
    elif suffix_of(opened.name) in _TAR:
        raise UnreadableFile("not a tar archive")
    else:
        yield from _single(_name(opened.name, beginning), unpacked, opened)


def _single(name: str, unpacked: Unpacked, opened: Opened) -> Iterator[Member]:
    if not is_supported(name):
        yield Refused(name, no_reader(name), False)
        return
    beginning = _Beginning(unpacked)
    found = taken(name, beginning.read, opened)
    holds = holds_documents(name)
    yield replace(found, cut=True) if beginning.cut and isinstance(found, Inner) and not holds else found
    if beginning.cut and holds:
        # None of the documents in it can say so, as the text of a single one does.
        raise Faulty(CUT_SHORT)


class _Beginning:
    """What of a packed file comes before it is cut short, where anything does."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked
        self.cut = False

    def read(self, size: int) -> bytes:
        try:
            return self._unpacked.read(size)
        except Faulty as error:
            if str(error) != CUT_SHORT or not self._unpacked.unpacked:
                raise
            self.cut = True
            return b""


def _name(outer: str, beginning: bytes) -> str:
    """The name of the one file: that of the packed file without its last suffix, or else what gzip noted of it."""
    name = outer.rpartition("/")[2]
    name = name[: len(name) - len(suffix_of(name))]
    if is_supported(name) or beginning[:2] != b"\x1f\x8b" or not beginning[3:4] or not beginning[3] & 8:
        return name
    at = 10
    if beginning[3] & 4:
        at += 2 + int.from_bytes(beginning[10:12], "little")
    noted = beginning[at : max(at, beginning.find(b"\0", at))].decode("latin-1").rpartition("/")[2]
    return noted if is_supported(noted) and not settled(noted)[1] else name


class _Plain:
    """The bytes of an archive that is not packed."""

    def __init__(self, file: BinaryIO, opened: Opened) -> None:
        self._file = file
        self._budget = opened.budget
        self._size = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._budget.spend(len(data))
        return data

    def skip(self, size: int) -> None:
        # Said here, because a file can be sought in far behind its end.
        if self._file.tell() + size > self._size:
            raise Faulty(CUT_SHORT)
        self._file.seek(size, 1)


class _Packed:
    """The same of one that is packed, where whatever is passed over must be unpacked as well."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked

    def read(self, size: int) -> bytes:
        found = self._unpacked.read(size)
        while len(found) < size:
            more = self._unpacked.read(size - len(found))
            if not more:
                break
            found += more
        return found

    def skip(self, size: int) -> None:
        while size > 0:
            found = len(self._unpacked.read(min(size, PIECE)))
            if not found:
                raise Faulty(CUT_SHORT)
            size -= found


def _in_tar(archive: _Plain | _Packed, opened: Opened) -> Iterator[Member]:
    common: dict[str, str] = {}
    while head := next_head(archive.read, archive.skip, common):
        name, refused = _named(opened, head)
        if refused == "":
            try:
                limit_of(name, opened.budget)(head.size)
            except UnreadableFile as error:
                refused = str(error)
        if refused == "":
            found = taken(name, archive.read, opened, head.size)
            archive.skip(filling(head.size))
            yield found
        else:
            if refused:
                yield Refused(name, refused, is_supported(name))
            archive.skip(head.size + filling(head.size))


def _named(opened: Opened, head: Head) -> tuple[str, str | None]:
    """The name of a member, and why it is not read: "" where it is, None where that goes without saying."""
    name, refused = settled(head.name)
    if head.kind in _PASSED_OVER and not refused:
        return name, None
    if opened.ignored(name):
        return name, None
    if refused:
        return name, refused
    if head.kind in _KINDS:
        kind = _KINDS[head.kind]
        return name, f"{kind}, which is not followed in an archive" if kind == "a link" else f"{kind}, not a file"
    if not is_supported(name):
        return name, no_reader(name)
    if head.sparse:
        return name, "a sparse file, which is not read in an archive"
    return name, ""
