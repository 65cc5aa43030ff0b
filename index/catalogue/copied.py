"""What texts have in common: a file of its own beside the catalogue, made when it is asked for and at no other time.

It can be deleted at any time. A text stands in it once, by its hash, whatever documents have it; so a renamed document
costs nothing, and a changed one its own words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import quote

from index.catalogue.damage import telling

FILE: Final = "copies.sqlite"
WHAT: Final = "what is known of copies"
_VERSION: Final = 1
_BATCH_BYTES: Final = 4_000_000
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, sketch BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS worded (text INTEGER PRIMARY KEY, words BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS near (
    number INTEGER NOT NULL, place INTEGER NOT NULL, text INTEGER NOT NULL, alike REAL NOT NULL,
    PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, words INTEGER NOT NULL,
    number INTEGER NOT NULL, text INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    kind TEXT NOT NULL, shown TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS columns (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
"""


class PassageRow(NamedTuple):
    """A passage as it is kept."""

    first: int
    last: int
    """Its places are those numbers of the columns `texts` and `starts`."""
    words: int
    number: int
    """In how many texts it stands."""
    text: int
    """One of these, and where it stands there."""
    start: int
    end: int
    kind: str
    shown: str


class NearRow(NamedTuple):
    """A text of a group of near copies as it is kept."""

    number: int
    text: int
    alike: float


class CopiesReader:
    """Answers from the file; each question opens it, as it may be made anew at any time."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def made_of(self) -> str:
        """The state of the texts that it was made of; "" where there is none that can be read."""
        with suppress(sqlite3.Error), closing(self._open()) as db:
            return _made_of(db)
        return ""

    def texts(self) -> dict[int, str]:
        """The hash of every text, by number."""
        with telling(WHAT), closing(self._open()) as db:
            return dict(db.execute("SELECT id, sha256 FROM texts ORDER BY id"))

    def near(self) -> list[NearRow]:
        """Groups of near copies, the largest first."""
        with telling(WHAT), closing(self._open()) as db:
            rows = db.execute("SELECT number, text, alike FROM near ORDER BY number, place")
            return [NearRow(*row) for row in rows]

    def passages(self) -> list[PassageRow]:
        """Every shared passage."""
        with telling(WHAT), closing(self._open()) as db:
            rows = db.execute(
                'SELECT first, last, words, number, text, start, "end", kind, shown FROM passages ORDER BY id'
            )
            return [PassageRow(*row) for row in rows]

    def column(self, name: str) -> bytes:
        """A column as it was put."""
        with telling(WHAT), closing(self._open()) as db:
            row = db.execute("SELECT data FROM columns WHERE name = ?", (name,)).fetchone()
            return bytes(row[0]) if row else b""

    def words(self, text: int) -> bytes:
        """The words of a text."""
        with telling(WHAT), closing(self._open()) as db:
            row = db.execute("SELECT words FROM worded WHERE text = ?", (text,)).fetchone()
            return bytes(row[0]) if row else b""

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(self._file))}?mode=ro", uri=True, isolation_level=None)


class CopiesWriter:
    """The one writer, under a lock that the caller holds."""

    def __init__(self, folder: Path) -> None:
        file = folder / FILE
        with telling(WHAT):
            try:
                self._db = _opened(file)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                # Damaged: all of it can be made again.
                for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
                    each.unlink(missing_ok=True)
                self._db = _opened(file)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction; raises in place of SQLite's errors."""
        with telling(WHAT):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def made_of(self) -> str:
        """The state of the texts that it was made of."""
        with telling(WHAT):
            return _made_of(self._db)

    def known(self) -> set[str]:
        """Hashes of the texts whose words are here."""
        with telling(WHAT):
            return {sha for (sha,) in self._db.execute("SELECT sha256 FROM texts")}

    def put_words(self, sha256: str, words: bytes, sketch: bytes) -> None:
        """The words of a text, four bytes each, and its sketch."""
        put = "INSERT INTO texts (sha256, size, sketch) VALUES (?,?,?)"
        number = self._db.execute(put, (sha256, len(words) // 4, sketch)).lastrowid
        self._db.execute("INSERT OR REPLACE INTO worded VALUES (?,?)", (number, words))

    def drop(self, hashes: Iterable[str]) -> None:
        """Texts that no document has any more."""
        for sha in hashes:
            self._db.execute("DELETE FROM worded WHERE text = (SELECT id FROM texts WHERE sha256 = ?)", (sha,))
            self._db.execute("DELETE FROM texts WHERE sha256 = ?", (sha,))

    def sizes(self) -> list[tuple[int, int]]:
        """(number, words) of every text, in the order in which `batches` has them."""
        with telling(WHAT):
            return self._db.execute("SELECT id, size FROM texts ORDER BY id").fetchall()

    def numbers(self) -> dict[str, int]:
        """The number of every text, by its hash."""
        with telling(WHAT):
            return dict(self._db.execute("SELECT sha256, id FROM texts"))

    def sketches(self) -> Iterator[tuple[int, bytes]]:
        """(number, sketch) of the texts that have words."""
        yield from self._db.execute("SELECT id, sketch FROM texts WHERE size > 0 ORDER BY id")

    def words(self, text: int) -> bytes:
        """The words of a text."""
        (words,) = self._db.execute("SELECT words FROM worded WHERE text = ?", (text,)).fetchone()
        return bytes(words)

    def batches(self) -> Iterator[list[bytes]]:
        """The words of all texts, some megabytes at a time."""
        batch, size = [], 0
        for (words,) in self._db.execute("SELECT words FROM worded ORDER BY text"):
            batch.append(words)
            size += len(words)
            if size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def finish(
        self, made_of: str, near: Iterable[NearRow], passages: Iterable[PassageRow], columns: dict[str, bytes]
    ) -> None:
        """What was found, in place of what was there; inside `batch`."""
        for table in ("near", "passages", "columns"):
            self._db.execute(f"DELETE FROM {table}")
        rows = ((row.number, place, row.text, row.alike) for place, row in enumerate(near))
        self._db.executemany("INSERT INTO near VALUES (?,?,?,?)", rows)
        self._db.executemany("INSERT INTO passages VALUES (NULL,?,?,?,?,?,?,?,?,?)", passages)
        self._db.executemany("INSERT INTO columns VALUES (?,?)", columns.items())
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('made_of', ?)", (made_of,))


class Rows(Protocol):
    """Runs a query."""

    def __call__(self, sql: str, values: tuple[Any, ...]) -> list[Any]: ...


class OfTexts:
    """What the catalogue knows of equal texts and of their pages."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def distinct(self) -> dict[str, int]:
        """Every text by its hash, with one of the documents that have it."""
        return dict(self._rows("SELECT sha256, MIN(id) FROM documents GROUP BY sha256 ORDER BY MIN(id)", ()))

    def documents(self) -> dict[str, list[int]]:
        """The documents that have each text, by path."""
        found: dict[str, list[int]] = {}
        for sha, id in self._rows("SELECT sha256, id FROM documents ORDER BY path", ()):
            found.setdefault(sha, []).append(id)
        return found

    def analysed(self) -> bool:
        """Whether all documents are analysed."""
        return not self._rows("SELECT 1 FROM documents WHERE analysed IS NULL LIMIT 1", ())

    def texts(self, documents: Sequence[int]) -> list[tuple[str, str]]:
        """(hash, text) of some documents."""
        marks = ",".join("?" * len(documents))
        sql = f"SELECT sha256, text FROM documents JOIN texts ON document = id WHERE id IN ({marks})"
        return [(sha, text.decode()) for sha, text in self._rows(sql, tuple(documents))]


def _opened(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=10.0, isolation_level=None)
    try:
        file.chmod(0o600)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        db.executescript(_TABLES)
        db.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        db.close()
        raise
    return db


def _made_of(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = 'made_of'").fetchone()
    return str(row[0]) if row else ""
