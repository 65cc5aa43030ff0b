"""Files in an archive as they are unpacked: in memory, but for large ones that hold documents themselves.

Such a one goes to a file that never has a name: nobody else can read it, and it is gone when it is closed, also where
that is by a kill.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, Final, cast

from index.errors import UnreadableFile
from index.readers import holds_documents, suffix_of
from index.readers.archives.unpacking import pieces
from index.readers.members import Budget, Inner, Opened, Spooled
from index.readers.opening import in_words

_IN_MEMORY: Final = 16_000_000
"""Bytes."""
_LEFT_FREE: Final = 500_000_000
"""Bytes of the disk that are left to others, the index among them."""
_LOOK_EVERY: Final = 64_000_000
_READ_WHOLE: Final = (".eml", ".emlx", ".json")
"""Files that hold documents and are held in memory by their readers: they may be as large as other documents."""


def taken(name: str, read: Callable[[int], bytes], opened: Opened, size: int | None = None) -> Inner | Spooled:
    """A file that is now unpacked: all that is to be read, or `size` bytes.

    Raises UnreadableFile where it is too large, or there is no room for it; Faulty where fewer bytes come.
    """
    coming = pieces(read, size, limit_of(name, opened.budget))
    held, count = list[bytes](), 0
    for piece in coming:
        held.append(piece)
        count += len(piece)
        if count > _IN_MEMORY and _may_be_on_disk(name):
            return Spooled(name, _on_disk(chain(held, coming), opened))
    return Inner(name, b"".join(held))


def limit_of(name: str, budget: Budget) -> Callable[[int], None]:
    """What raises UnreadableFile where a file of this name has more bytes than it may."""
    return budget.check_spooled if _may_be_on_disk(name) else budget.check_size


def _may_be_on_disk(name: str) -> bool:
    return holds_documents(name) and suffix_of(name) not in _READ_WHOLE


def _on_disk(coming: Iterator[bytes], opened: Opened) -> BinaryIO:
    try:
        file = cast(BinaryIO, tempfile.TemporaryFile(dir=opened.spool))  # noqa: SIM115 - whoever is given it closes it
    except OSError as error:
        raise _no_room(error) from error
    written, looked = 0, -_LOOK_EVERY
    try:
        for piece in coming:
            if written - looked >= _LOOK_EVERY:
                looked = written
                if shutil.disk_usage(opened.spool or tempfile.gettempdir()).free < _LEFT_FREE + _LOOK_EVERY:
                    raise UnreadableFile("the disk has no room to unpack it; read it unpacked, beside the archive")
            file.write(piece)
            written += len(piece)
        file.seek(0)
    except OSError as error:
        with suppress(OSError):  # what is still to be written finds no room either
            file.close()
        raise _no_room(error) from error
    except BaseException:
        file.close()
        raise
    return file


def _no_room(error: OSError) -> UnreadableFile:
    return UnreadableFile(f"it cannot be unpacked: {in_words(error)}")
