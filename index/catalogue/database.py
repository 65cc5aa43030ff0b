"""Opening the catalogue: one SQLite file, one writer, any number of readers (write-ahead log)."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

SCHEMA_VERSION = 7
"""Part of the fingerprint of what is indexed; a catalogue of another version is made anew."""
BUSY_SECONDS = 10.0
_OPENINGS = 3
_PAUSE_SECONDS = 0.02
_CACHE_KILOBYTES = 32_000
"""Of the one who writes: names are counted all over the file, and with less every page of it is written many times."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    read_ns INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reader TEXT NOT NULL,
    title TEXT,
    authors TEXT NOT NULL,
    source TEXT,
    date TEXT,
    language TEXT,
    tags TEXT NOT NULL,
    words INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    analysed TEXT
);
CREATE INDEX IF NOT EXISTS documents_by_file ON documents (file_sha256);
CREATE INDEX IF NOT EXISTS documents_unread ON documents (id) WHERE analysed IS NULL;
CREATE TABLE IF NOT EXISTS listed (
    document INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    title TEXT,
    authors TEXT,
    source TEXT,
    date TEXT,
    language TEXT,
    format TEXT,
    words INTEGER,
    size INTEGER NOT NULL,
    path_key TEXT NOT NULL,
    title_key TEXT,
    authors_key TEXT,
    source_key TEXT,
    folder_key TEXT
);
CREATE TABLE IF NOT EXISTS carried (
    tag TEXT NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (tag, document)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS carried_by_document ON carried (document);
CREATE TABLE IF NOT EXISTS headed (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (name, value, document)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS headed_by_document ON headed (document);
CREATE TABLE IF NOT EXISTS texts (
    document INTEGER PRIMARY KEY,
    text BLOB NOT NULL,
    blocks TEXT NOT NULL,
    stated TEXT NOT NULL,
    pages TEXT
);
CREATE TABLE IF NOT EXISTS containers (
    path BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    read_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lines (
    line TEXT NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (line, document)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lines_by_document ON lines (document);
CREATE TABLE IF NOT EXISTS sketches (document INTEGER PRIMARY KEY, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS remarks (
    document INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (document, rule)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS skipped (
    path BLOB PRIMARY KEY,
    reason TEXT NOT NULL,
    supported INTEGER NOT NULL,
    size INTEGER,
    mtime_ns INTEGER
);
CREATE TABLE IF NOT EXISTS analyses (document INTEGER PRIMARY KEY, mentions TEXT NOT NULL, fault TEXT);
CREATE TABLE IF NOT EXISTS quotations (document INTEGER PRIMARY KEY, rows TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS spoken (
    document INTEGER NOT NULL,
    speaker TEXT NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (document, speaker, entity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reckoned (
    document INTEGER PRIMARY KEY,
    dates TEXT NOT NULL,
    figures TEXT NOT NULL,
    proof TEXT
);
CREATE TABLE IF NOT EXISTS named (
    document INTEGER NOT NULL,
    local TEXT NOT NULL,
    entity TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    surfaces TEXT NOT NULL,
    PRIMARY KEY (document, local)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named_by_entity ON named (entity);
CREATE TABLE IF NOT EXISTS entities (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    aliases TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    documents INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS called (
    name TEXT NOT NULL,
    entity TEXT NOT NULL,
    how INTEGER NOT NULL,
    PRIMARY KEY (name, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS called_by_entity ON called (entity);
CREATE TABLE IF NOT EXISTS spelled (
    entity TEXT NOT NULL,
    how INTEGER NOT NULL,
    form TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (entity, how, form)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bearers (
    surname TEXT NOT NULL,
    entity TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (surname, entity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bare (
    surname TEXT NOT NULL,
    document INTEGER NOT NULL,
    local TEXT NOT NULL,
    PRIMARY KEY (surname, document, local)
) WITHOUT ROWID;
"""


def open_for_writing(file: Path) -> sqlite3.Connection:
    """Open the catalogue, made if need be. Only the indexer does this, under its lock."""
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL may lose the last commits at a power cut, never the file; what is lost is read again from the documents.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
    connection.executescript(_TABLES)
    if connection.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return connection


def open_for_reading(file: Path) -> sqlite3.Connection:
    """Open the catalogue read-only. Raises sqlite3.OperationalError where there is none."""
    uri = f"file:{quote(str(file))}?mode=ro"
    left = _OPENINGS
    while True:
        left -= 1
        try:
            return _opened(uri)
        except sqlite3.OperationalError:
            if not left or not file.is_file():
                raise
        if not os.access(file.parent, os.W_OK):
            # On a read-only disk SQLite cannot share the file with a writer, and there is none.
            return sqlite3.connect(uri + "&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
        # A writer that ends at this moment takes away what it shared with readers; the next one makes it again.
        time.sleep(_PAUSE_SECONDS)


def _opened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def damaged(file: Path) -> str | None:
    """What SQLite's own quick check says against the file, or None where it is sound."""
    try:
        connection = open_for_reading(file)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != SCHEMA_VERSION:
                return "made by another version of Glossator"
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return None if answer == "ok" else str(answer)
