"""Where annotations stand in texts that changed since: beside the catalogue, made again whenever it is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from index.annotations.kept import Row
from index.catalogue.packing import path_to_bytes
from index.safe_files import make_private_file

FILE = "placements.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS placed (
    path BLOB NOT NULL,
    layer TEXT NOT NULL,
    id BLOB NOT NULL,
    text_sha256 TEXT NOT NULL,
    mark TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (path, layer, id)
) WITHOUT ROWID;
"""


class PlacedTable:
    """For one thread at a time. Where the file cannot be used, nothing is kept; a damaged one is made anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._db: sqlite3.Connection | None = None
        for _ in range(2):
            try:
                make_private_file(file)
                self._db = sqlite3.connect(file, timeout=0.5, isolation_level=None, check_same_thread=False)
                self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + _TABLE)
                return
            except (sqlite3.Error, OSError):
                self._give_up()

    def of(self, path: str, text_sha256: str) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Mark and value by layer and id, of one document as it is."""
        if self._db is None:
            return {}
        question = "SELECT layer, id, mark, value FROM placed WHERE path = ? AND text_sha256 = ?"
        try:
            rows = self._db.execute(question, (path_to_bytes(path), text_sha256)).fetchall()
        except sqlite3.Error:
            return {}
        return {(layer, _text(id)): (mark, value) for layer, id, mark, value in rows}

    def keep(self, rows: Iterable[tuple[str, str, Row]]) -> None:
        """Replace what was kept of these annotations in these documents."""
        if self._db is None:
            return
        values = [(path_to_bytes(path), row.layer, _bytes(row.id), sha, row.mark, row.value) for path, sha, row in rows]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO placed VALUES (?,?,?,?,?,?)", values)
            self._db.execute("COMMIT")
        except sqlite3.OperationalError:  # another reader writes the same just now, or the disk is full
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None

    def _give_up(self) -> None:
        """What cannot be read is of no use to anybody."""
        self.close()
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._file.with_name(self._file.name + end).unlink()


def _bytes(id: str) -> bytes:
    """An id is what a layer file says: it may hold what is no text."""
    return id.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")
