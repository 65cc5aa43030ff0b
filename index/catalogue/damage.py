"""What goes wrong in SQLite, told as what it means: damage, a full disk, a file in use."""

from __future__ import annotations

import errno
import functools
import inspect
import os
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from index.errors import CollectionError, Damaged, GlossatorError

_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PASSING: Final = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_MISUSE)
_UNWRITTEN: Final = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
)
_UNPACKING: Final = (ValueError, TypeError, LookupError, struct.error, zlib.error, EOFError, OverflowError)
Class = TypeVar("Class", bound=type[Any])


def told(error: sqlite3.Error, what: str = "the catalogue") -> Exception:
    """The error to raise in place of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = code & 0xFF if code is not None else None
    if kind == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code in _UNWRITTEN:
        return OSError(errno.EIO, "the disk fails, or a quota is used up")
    if kind == sqlite3.SQLITE_READONLY:
        return OSError(errno.EROFS, "it can only be read")
    if kind in _BUSY:
        return CollectionError(f"{what} is in use by another process; try again")
    if kind in _PASSING or isinstance(error, sqlite3.ProgrammingError):
        return CollectionError(f"{what} cannot be read ({error})")
    return Damaged(f"{what} cannot be read ({error})")


@contextmanager
def telling(what: str = "the catalogue") -> Iterator[None]:
    """Raises Damaged, OSError or CollectionError in place of SQLite's errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, what) from error


def tells_damage(whole: Class) -> Class:
    """Public methods of a class raise Damaged where what is stored cannot be unpacked."""
    for name, method in list(vars(whole).items()):
        if not name.startswith("_") and callable(method) and not isinstance(method, type):
            setattr(whole, name, _telling(method))
    return whole


def _telling(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def asked(*arguments: Any, **named: Any) -> Any:
        with _unpacking():
            return method(*arguments, **named)

    @functools.wraps(method)
    def gone_through(*arguments: Any, **named: Any) -> Iterator[Any]:
        with _unpacking():
            yield from method(*arguments, **named)

    # What a generator unpacks, it unpacks when it was returned long since.
    return gone_through if inspect.isgeneratorfunction(method) else asked


@contextmanager
def _unpacking() -> Iterator[None]:
    try:
        yield
    except GlossatorError:
        raise
    except _UNPACKING as error:
        raise Damaged(f"the catalogue cannot be read ({type(error).__name__})") from error
