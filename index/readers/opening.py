"""Opens documents so that nothing in a folder somebody sent can block or mislead the reader."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from index.errors import UnreadableFile

CHANGED = "it changed while it was being read"


def read_bytes(path: Path, max_bytes: int, *, follow_links: bool = False) -> bytes:
    """The bytes of a regular file.

    Raises UnreadableFile for anything else (FIFO, device, socket, folder, link), for a file over `max_bytes` and for
    one that changes meanwhile.
    """
    with open_bytes(path, max_bytes, follow_links=follow_links) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            # One byte more than expected, so that a file which grew is noticed.
            data = file.read(size + 1)
        except MemoryError as error:
            raise UnreadableFile("not enough memory to read it") from error
        if len(data) != size:
            raise UnreadableFile(CHANGED)
        return data


@contextmanager
def open_bytes(
    path: Path, max_bytes: int, *, follow_links: bool = False, setting: str = "documents.max_megabytes"
) -> Iterator[BinaryIO]:
    """A regular file, open for reading; what it raises is what `read_bytes` raises. `setting` allows so many bytes.

    That it changed is noticed at its end, when all that was read of it is in doubt.
    """
    try:
        with _open(path, max_bytes, follow_links, setting) as file:
            before = os.fstat(file.fileno())
            _check(before, max_bytes, setting)
            yield file
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UnreadableFile(in_words(error)) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(CHANGED)


def _open(path: Path, max_bytes: int, follow_links: bool, setting: str) -> BinaryIO:
    try:
        # Asked before opening, because merely opening some devices does something.
        _check(path.stat(follow_symlinks=follow_links), max_bytes, setting)
        flags = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        if not follow_links:
            flags |= getattr(os, "O_NOFOLLOW", 0)
        return open(os.open(path, flags), "rb")  # noqa: PTH123 - a descriptor, which Path cannot open
    except ValueError as error:
        raise UnreadableFile("the file name holds a NUL") from error


def in_words(error: OSError) -> str:
    """The reason of an error of the system, as a reader is told it."""
    words = error.strerror or str(error) or type(error).__name__
    return words[:1].lower() + words[1:]


def kind_in_words(mode: int) -> str:
    """What a file that is no regular file is."""
    names = {
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFDIR: "a folder",
        stat.S_IFLNK: "a symbolic link",
    }
    return f"{names.get(stat.S_IFMT(mode), 'something unknown')}, not a file"


def _check(status: os.stat_result, max_bytes: int, setting: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(kind_in_words(status.st_mode))
    if status.st_size > max_bytes:
        raise UnreadableFile(f"{status.st_size / 1e6:,.1f} MB, and {setting} allows {max_bytes / 1e6:,.1f} MB")
