"""What concerns this machine alone: reading positions, read marks, the last place, earlier queries."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from index.catalogue.mending import open_state
from index.catalogue.packing import path_from_bytes, path_to_bytes, storable
from index.catalogue.places import PLACE_TABLES, PlaceStore

_TABLES = """
CREATE TABLE IF NOT EXISTS places (
    path BLOB PRIMARY KEY,
    file_sha256 TEXT,
    offset INTEGER NOT NULL DEFAULT 0,
    read INTEGER NOT NULL DEFAULT 0,
    opened_ns INTEGER NOT NULL DEFAULT 0,
    cursor INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS places_by_file ON places (file_sha256);
CREATE TABLE IF NOT EXISTS queries (query TEXT PRIMARY KEY, used_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
ALL_TABLES = _TABLES + PLACE_TABLES
HISTORY = 200


class ReadingState:
    """Small writes of one reader; two readers at once take turns.

    `mended`: what was wrong with the file, in a line.
    """

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._marked = 0
        self._db, self.mended = open_state(file, ALL_TABLES)
        if "cursor" not in {column[1] for column in self._db.execute("PRAGMA table_info(places)")}:
            self._db.execute("ALTER TABLE places ADD COLUMN cursor INTEGER")  # of an earlier version
        self.places = PlaceStore(file)

    def close(self) -> None:
        self.places.close()
        with self._lock:
            self._db.close()

    def position(self, path: str, file_sha256: str | None) -> tuple[int, int | None]:
        """Offsets of the first row and the cursor; where the document was moved, those of its former name."""
        with self._lock:
            row = self._db.execute(
                "SELECT offset, cursor FROM places WHERE path = ?", (path_to_bytes(path),)
            ).fetchone()
            if row is None and file_sha256:
                row = self._db.execute(
                    "SELECT offset, cursor FROM places WHERE file_sha256 = ? ORDER BY opened_ns DESC", (file_sha256,)
                ).fetchone()
        return (int(row[0]), row[1]) if row else (0, None)

    def set_position(self, path: str, file_sha256: str | None, offset: int, cursor: int | None = None) -> None:
        with self._lock:
            self._db.execute(
                "INSERT INTO places (path, file_sha256, offset, cursor, opened_ns) VALUES (?,?,?,?,?)"
                " ON CONFLICT (path) DO UPDATE SET file_sha256=excluded.file_sha256, offset=excluded.offset,"
                " cursor=excluded.cursor, opened_ns=excluded.opened_ns",
                (path_to_bytes(path), file_sha256, offset, cursor, time.time_ns()),
            )

    def opened(self) -> list[str]:
        """Documents opened before, last first."""
        with self._lock:
            rows = self._db.execute("SELECT path FROM places WHERE opened_ns > 0 ORDER BY opened_ns DESC").fetchall()
        return [path_from_bytes(path) for (path,) in rows]

    def read_paths(self) -> set[str]:
        with self._lock:
            rows = self._db.execute("SELECT path FROM places WHERE read = 1").fetchall()
        return {path_from_bytes(path) for (path,) in rows}

    def read_among(self, paths: Sequence[str]) -> set[str]:
        """Those of some documents that are marked as read."""
        found: set[str] = set()
        with self._lock:
            for at in range(0, len(paths), 500):
                some = [path_to_bytes(path) for path in paths[at : at + 500]]
                marks = ",".join("?" * len(some))
                rows = self._db.execute(f"SELECT path FROM places WHERE read = 1 AND path IN ({marks})", some)
                found.update(path_from_bytes(path) for (path,) in rows)
        return found

    def read_version(self) -> tuple[int, int]:
        """Changes whenever a document may have been marked."""
        with self._lock:
            return self._marked, self._db.execute("PRAGMA data_version").fetchone()[0]

    def set_read(self, paths: Sequence[tuple[str, str | None]], read: bool) -> None:
        """Mark documents, given as (path, file hash)."""
        with self._lock, self._db.whole():
            self._db.executemany(
                "INSERT INTO places (path, file_sha256, read) VALUES (?,?,?)"
                " ON CONFLICT (path) DO UPDATE SET read=excluded.read",
                [(path_to_bytes(path), sha, int(read)) for path, sha in paths],
            )
            self._marked += 1

    def setting(self, name: str) -> str | None:
        """What was kept under a name: how the reader arranged the screen."""
        with self._lock:
            row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value, which is ASCII, under a name."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO settings VALUES (?,?)", (name, value))

    def queries(self) -> list[str]:
        """Earlier queries, newest first."""
        with self._lock:
            rows = self._db.execute("SELECT query FROM queries ORDER BY used_ns DESC").fetchall()
        return [query for (query,) in rows]

    def add_query(self, query: str) -> None:
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO queries VALUES (?,?)", (storable(query), time.time_ns()))
            self._db.execute(
                "DELETE FROM queries WHERE query NOT IN (SELECT query FROM queries ORDER BY used_ns DESC LIMIT ?)",
                (HISTORY,),
            )
