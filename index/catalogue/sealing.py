"""Checksums of the catalogue's file, of which SQLite keeps none.

While the indexer changes the catalogue there are none; when it closes it, CRC-32 and size of the file and of its log
are written beside it. Readers change neither. So as long as there are checksums the file must agree with them, to the
bit; where a kill left none, SQLite's own check of the form must do, which sees no change inside a text.
"""

from __future__ import annotations

import os
import threading
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.catalogue.database import damaged
from index.safe_files import write_atomically

_MAGIC: Final = b"glossator-sums/1"
_AT_ONCE: Final = 1 << 22


def fault_of(file: Path) -> str | None:
    """What is wrong with a catalogue, None where it is sound. Reads all of it."""
    try:
        recorded = _sums_file(file).read_bytes()
    except FileNotFoundError:
        return damaged(file) if file.exists() else "the file is gone"
    except OSError as error:
        return error.strerror or str(error)
    content, _, check = recorded.rstrip(b"\n").rpartition(b"\n")
    if not content.startswith(_MAGIC) or check != b"%08x" % zlib.crc32(content):
        return "its checksums have changed"
    try:
        for line, part in zip(content.split(b"\n")[1:], _parts(file), strict=True):
            if line != _sum_of(part):
                return f"{part.name} has changed"
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "its checksums have changed"
    return None


def seal(file: Path) -> None:
    """Write the checksums of a catalogue that nobody changes any more, where there are none. Failing does no harm."""
    sums = _sums_file(file)
    if sums.exists():
        return
    with suppress(OSError):
        content = b"\n".join([_MAGIC, *map(_sum_of, _parts(file))])
        write_atomically(sums, [content, b"\n%08x\n" % zlib.crc32(content)])


def unseal(file: Path) -> None:
    """Take the checksums away before the catalogue is changed."""
    _sums_file(file).unlink(missing_ok=True)


def has_log(file: Path) -> bool:
    """Is there anything in the log? Then even opening and closing the catalogue for writing may change its file."""
    log = _parts(file)[1]
    return log.exists() and log.stat().st_size > 0


def _sums_file(file: Path) -> Path:
    return file.with_suffix(".sums")


def _parts(file: Path) -> tuple[Path, Path]:
    return file, file.with_name(file.name + "-wal")


def _sum_of(part: Path) -> bytes:
    """Name, size and checksum. A log that is not there is as good as an empty one."""
    size = found = 0
    try:
        opened = _opened(part)
    except FileNotFoundError:
        if not part.name.endswith("-wal"):
            raise
    else:
        while block := os.pread(opened, _AT_ONCE, size):
            size, found = size + len(block), zlib.crc32(block, found)
    return b"%s %d %08x" % (part.name.encode(), size, found)


_open: Final[dict[tuple[int, int], int]] = {}
"""Files that were opened here, by device and inode. They stay open: to close one would let go of every lock that SQLite
holds on it in this process, and another process would take the catalogue for unused and remove its log."""
_lock: Final = threading.Lock()


def _opened(part: Path) -> int:
    with _lock:
        for key, descriptor in list(_open.items()):
            if not os.fstat(descriptor).st_nlink:  # deleted, and used by nobody but who reads on
                os.close(_open.pop(key))
        status = part.stat()
        key = status.st_dev, status.st_ino
        if key not in _open:
            _open[key] = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
        return _open[key]
