"""Files that stand only until they take the place of another, and what is left of them where a process was killed.

Whoever writes such a file holds its lock until it has its name, and the kernel lets go of a lock however a process
ends. So nobody has to remember the numbers of processes, which come again; and where there are no locks nothing is
removed.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"(?P<whole>\.(?P<of>.+)\.[0-9a-f]{12}\.tmp)(?:-wal|-shm|-journal)?", re.DOTALL)
_NEVER_FOLLOWED: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def begin(folder: int, name: str, mode: int) -> tuple[str, int]:
    """Make an empty file that is to become `name` in an opened folder; its name for now, and it, opened and locked."""
    while True:
        temporary = f".{name}.{os.urandom(6).hex()}.tmp"
        opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NEVER_FOLLOWED, mode, dir_fd=folder)
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        if os.fstat(opened).st_nlink:
            return temporary, opened
        os.close(opened)  # somebody swept before it was locked


def sweep(place: Path, *, below: bool = False) -> None:
    """Remove from a folder, or also from all `below` it, every such file that nobody writes any more."""
    with suppress(OSError):
        for _, folders, files, opened in os.fwalk(place):
            _sweep(opened, files, None)
            if not below:
                folders.clear()


def sweep_name(folder: int, name: str) -> None:
    """Remove from an opened folder those that were to become `name`."""
    with suppress(OSError):
        _sweep(folder, os.listdir(folder), name)


def _sweep(folder: int, files: list[str], name: str | None) -> None:
    for file in files:
        found = _NAME.fullmatch(file)
        if found and name in (None, found["of"]):
            _remove(folder, file, found["whole"])


def _remove(folder: int, file: str, whole: str) -> None:
    """`whole`: the file itself, for one that SQLite keeps beside it."""
    try:
        opened = os.open(whole, os.O_RDWR | _NEVER_FOLLOWED, dir_fd=folder)
    except FileNotFoundError:
        opened = None
    except OSError:
        return
    try:
        if opened is not None:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                return
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(file, dir_fd=folder)
    except OSError:
        pass  # somebody writes it, or it cannot be removed
    finally:
        if opened is not None:
            os.close(opened)
