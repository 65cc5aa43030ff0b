"""A disk that fails at one call: every call by which something of a file or folder is made or changed is counted."""

from __future__ import annotations

import builtins
import errno
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

CALLS = ("open", "write", "fsync", "rename", "mkdir", "fchmod", "ftruncate", "unlink")
MAKES = os.O_CREAT | os.O_TRUNC


class Disk:
    """Counts calls of the thread that made it, and at the one with number `at` does what `fault` says.

    `fault` gets the real call and its arguments. Without `at` it only counts.
    """

    def __init__(self, at: int | None, fault: Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]) -> None:
        self.at = at
        self.fault = fault
        self.calls: list[str] = []
        self._thread = threading.get_ident()

    def call(self, name: str, real: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """One call."""
        writes = name != "open" or (len(given) > 1 and given[1] & MAKES)
        if not writes or threading.get_ident() != self._thread:
            return real(*given, **named)
        self.calls.append(name)
        if self.at is not None and len(self.calls) == self.at:
            return self.fault(name, lambda *other: real(*(other or given), **named), given)
        return real(*given, **named)


@contextmanager
def failing(at: int | None, fault: Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]) -> Iterator[Disk]:
    """All of Python's calls to the system go through such a disk."""
    disk = Disk(at, fault)
    real = {name: getattr(os, name) for name in CALLS}

    def through(name: str) -> Callable[..., Any]:
        return lambda *given, **named: disk.call(name, real[name], given, named)

    opened = io.open
    try:
        for name in CALLS:
            setattr(os, name, through(name))
        builtins.open = io.open = partial(open_counted, disk, opened)  # type: ignore[assignment]
        yield disk
    finally:
        builtins.open = io.open = opened
        for name in CALLS:
            setattr(os, name, real[name])


class CountedFile(io.FileIO):
    """A file of Python's own, each of whose real writes is counted."""

    disk: Disk

    def write(self, data: Any, /) -> int:
        """Write, as `os.write` does."""
        real = super().write
        return int(self.disk.call("write", lambda number, some: real(some), (self.fileno(), data), {}))


def open_counted(
    disk: Disk,
    real: Callable[..., Any],
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """`open`, with such a file in it where it is opened to be written."""
    if not set(mode) & set("wax+"):
        return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
    disk.call("open", lambda *_: None, (file, MAKES), {})
    raw = CountedFile(file, mode.replace("b", "").replace("t", ""), closefd, opener)
    raw.disk = disk
    if buffering == 0:
        return raw
    buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


def full(name: str, real: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """ENOSPC; of what is written half gets there, as on a disk that fills up."""
    if name == "write" and len(given[1]) > 1:
        real(given[0], bytes(given[1])[: len(given[1]) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def broken(name: str, real: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """EIO, as a disk that dies."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))
