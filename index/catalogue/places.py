"""Places that the reader named, and the way through the documents: kept in the state folder, for this machine alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from index.catalogue.mending import open_state
from index.catalogue.packing import path_from_bytes, path_to_bytes
from index.places import NamedPlace

PLACE_TABLES = """
CREATE TABLE IF NOT EXISTS named_places (
    name TEXT NOT NULL,
    scope BLOB NOT NULL,
    path BLOB NOT NULL,
    file_sha256 TEXT,
    offset INTEGER NOT NULL,
    words TEXT NOT NULL,
    set_ns INTEGER NOT NULL,
    PRIMARY KEY (name, scope)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ways (name TEXT PRIMARY KEY, places TEXT NOT NULL) WITHOUT ROWID;
"""
_WAY = "jumps"


class PlaceStore:
    """Safe to call from any thread; two readers at once take turns."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._db, _ = open_state(file, PLACE_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def named(self, path: str | None, file_sha256: str | None = None) -> list[NamedPlace]:
        """Capitals, and the small letters of one document: under its path, else those of the same bytes elsewhere."""
        rows = self._places("scope = x''")
        if path is not None:
            own = self._places("scope = ?", path_to_bytes(path))
            if not own and file_sha256:
                own = self._places("scope <> x'' AND file_sha256 = ?", file_sha256)
            rows += own
        return sorted(rows, key=lambda place: (place.name.isupper(), place.name))

    def set(self, place: NamedPlace) -> None:
        """Name a place; the letter's former one is forgotten."""
        path = path_to_bytes(place.path)
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO named_places VALUES (?,?,?,?,?,?,?)",
                (place.name, _scope(place), path, place.file_sha256, place.offset, place.words, time.time_ns()),
            )

    def forget(self, place: NamedPlace) -> None:
        """Take a name away."""
        with self._lock:
            self._db.execute("DELETE FROM named_places WHERE name = ? AND scope = ?", (place.name, _scope(place)))

    def way(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """The jump list as it was left: places behind the reader and ahead, each (path, offset)."""
        with self._lock:
            row = self._db.execute("SELECT places FROM ways WHERE name = ?", (_WAY,)).fetchone()
        try:
            behind, ahead = json.loads(row[0]) if row else ([], [])
            return [_place(each) for each in behind], [_place(each) for each in ahead]
        except (ValueError, TypeError):
            return [], []

    def set_way(self, behind: Sequence[tuple[str, int]], ahead: Sequence[tuple[str, int]]) -> None:
        """Keep the jump list."""
        # Escapes keep what does not decode in a path: JSON in ASCII carries lone surrogates.
        packed = json.dumps([list(behind), list(ahead)])
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO ways VALUES (?,?)", (_WAY, packed))

    def _places(self, condition: str, *values: object) -> list[NamedPlace]:
        with self._lock:
            rows = self._db.execute(
                f"SELECT name, path, file_sha256, offset, words FROM named_places WHERE {condition}", values
            ).fetchall()
        return [NamedPlace(name, path_from_bytes(path), sha, offset, words) for name, path, sha, offset, words in rows]


def _scope(place: NamedPlace) -> bytes:
    return b"" if place.name.isupper() else path_to_bytes(place.path)


def _place(each: Sequence[object]) -> tuple[str, int]:
    path, offset = each
    return str(path), int(str(offset))
