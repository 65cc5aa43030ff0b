"""The file of reading positions: opened, and where it is damaged, made anew from what can still be read of it."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from index.catalogue.damage import told
from index.errors import CollectionError, Damaged
from index.safe_files import make_private_file, replacing

_WHAT: Final = "the file of reading positions"
_CHECKED_UP_TO: Final = 1_000_000
"""Bytes of a file that is checked whenever it is opened; a larger one by `glossator check`."""
_TYPES: Final[dict[str, type]] = {"BLOB": bytes, "TEXT": str, "INTEGER": int}
_KEPT: Final = 3
"""Damaged files that are kept beside."""


class StateConnection(sqlite3.Connection):
    """A connection whose errors are told in words."""

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)

    # SQLite's own would make a cursor of its own, too.
    def execute(self, sql: str, values: Any = (), /) -> Any:
        return self.cursor().execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Any], /) -> Any:
        return self.cursor().executemany(sql, values)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is written inside is written whole or not at all."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:
                with suppress(sqlite3.Error, OSError, CollectionError):
                    self.execute("ROLLBACK")
            raise


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, values: Any = (), /) -> _Cursor:
        try:
            super().execute(sql, values)
        except sqlite3.Error as error:
            raise _told(error) from error
        return self

    def executemany(self, sql: str, values: Iterable[Any], /) -> _Cursor:
        try:
            super().executemany(sql, values)
        except sqlite3.Error as error:
            raise _told(error) from error
        return self

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise _told(error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise _told(error) from error


def _told(error: sqlite3.Error) -> Exception:
    meant = told(error, _WHAT)
    if isinstance(meant, Damaged):
        # Not the index: no indexing run mends this.
        return CollectionError(f"{meant}: `glossator check` makes it anew from what can be read of it")
    return meant


def open_state(file: Path, tables: str) -> tuple[StateConnection, str | None]:
    """Open the file, made if need be, and what there is to say of it.

    A damaged one is put aside first. Where none can be written, one in memory takes its place for this sitting.
    """
    words = mend(file, tables) if file.exists() and file.stat().st_size <= _CHECKED_UP_TO else None
    try:
        return _connect(file, tables), words
    except (sqlite3.Error, CollectionError, OSError) as error:
        first = str(error)
    words = mend(file, tables)
    if words is not None:
        with suppress(sqlite3.Error, CollectionError, OSError):
            return _connect(file, tables), words
    return _connect(":memory:", tables), f"{file} cannot be used ({first}): reading positions are not kept this time"


def _connect(file: Path | str, tables: str) -> StateConnection:
    if isinstance(file, Path):
        make_private_file(file)
    connection = sqlite3.connect(
        file, timeout=10.0, isolation_level=None, check_same_thread=False, factory=StateConnection
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(tables)
    except BaseException:
        connection.close()
        raise
    return connection


def mend(file: Path, tables: str) -> str | None:
    """Where a file is damaged, copy what can be read of it into a new one and put it aside; says so in a line.

    None where it is sound, or cannot be replaced: then, and where a kill comes between, it stays where it is.
    """
    fault = fault_of(file)
    if fault is None:
        return None
    aside = file.with_name(f"{file.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{file.suffix}")
    try:
        with replacing(file) as new:
            saved = _copy(file, new, tables)
            if new.with_name(f"{new.name}-wal").exists():
                raise OSError(errno.ENOSPC, "the disk took only a part of it")
            _put_aside(file, aside)
    except (OSError, sqlite3.Error, CollectionError):
        return None
    _forget_old(file)
    return f"{file.name} was damaged ({fault}): {saved:,} entries were saved, the old file is kept as {aside.name}"


def _put_aside(file: Path, aside: Path) -> None:
    """Give a file another name as well, and what SQLite keeps beside it that other name alone."""
    try:
        os.link(file, aside)
    except OSError:  # no links here: for a moment there is no file
        file.replace(aside)
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{file}{end}").replace(f"{aside}{end}")


def fault_of(file: Path) -> str | None:
    """What SQLite says against the file; None where it is sound or not there."""
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(file, timeout=10.0, isolation_level=None)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                return str(answer).splitlines()[0]
            for table in _tables_of(connection):
                columns = _columns_of(connection, table)
                if not all(_fits(columns, row) for row in connection.execute(f"SELECT * FROM {table}")):
                    return f"an entry of {table} has changed"
    except sqlite3.Error as error:
        return str(error) if isinstance(told(error), Damaged) else None
    return None


def _tables_of(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]


def _columns_of(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool]]:
    """Name, declared type and whether there must be a value."""
    return [(row[1], row[2], bool(row[3])) for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]


def _fits(columns: Sequence[tuple[str, str, bool]], row: Sequence[Any]) -> bool:
    """SQLite lets any value stand in any column; a changed bit may make a number of a text."""
    return len(row) == len(columns) and all(
        (value is None and not needed) or isinstance(value, _TYPES.get(kind, object))
        for (_, kind, needed), value in zip(columns, row, strict=True)
    )


def _copy(old: Path, new: Path, tables: str) -> int:
    saved = 0
    there: set[str] = set()
    with closing(_connect(new, tables)) as made, closing(sqlite3.connect(old, isolation_level=None)) as torn:
        torn.execute("PRAGMA writable_schema = ON")  # else nothing at all is read of a file that was cut short
        torn.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for table in _tables_of(made):
            with suppress(sqlite3.Error):
                there = {name for name, _, _ in _columns_of(torn, table)}
            columns = [column for column in _columns_of(made, table) if column[0] in there]
            names = ",".join(name for name, _, _ in columns)
            before = made.total_changes
            made.execute("BEGIN")
            for row in _readable(torn, table, names):
                if _fits(columns, row):
                    marks = ",".join("?" * len(row))
                    made.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", row)
            made.execute("COMMIT")
            saved += made.total_changes - before
    return saved


def _readable(torn: sqlite3.Connection, table: str, names: str) -> Iterator[Sequence[Any]]:
    """Rows of a table up to what cannot be read, from both its ends."""
    if not names:
        return
    for order in ("", " ORDER BY 1 DESC"):
        try:
            yield from torn.execute(f"SELECT {names} FROM {table}{order}")
        except sqlite3.Error:
            continue
        return


def _forget_old(file: Path) -> None:
    old = sorted(file.parent.glob(f"{file.stem}-damaged-*{file.suffix}"))
    for each in old[:-_KEPT]:
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{each}{end}").unlink()
