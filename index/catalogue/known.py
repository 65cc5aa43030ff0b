"""What the catalogue remembers of files, to tell whether they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from index.catalogue.packing import path_from_bytes
from index.document import Skipped

Rows = Callable[[str], Iterable[Any]]
"""Runs a query."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that is a document."""

    id: int
    path: str
    size: int
    mtime_ns: int
    read_ns: int
    file_sha256: str
    sha256: str


Failed = tuple[Skipped, int | None, int | None]
"""A file that could not be read when it was last tried, with its size and time of change then."""


def known_documents(rows: Rows) -> dict[str, Known]:
    """Every document by path."""
    found = rows("SELECT id, path, size, mtime_ns, read_ns, file_sha256, sha256 FROM documents")
    return {(k := Known(id, path_from_bytes(path), *rest)).path: k for id, path, *rest in found}


def known_skipped(rows: Rows) -> dict[str, Failed]:
    """Every file that was skipped, by path."""
    return {
        (p := path_from_bytes(path)): (Skipped(p, reason, bool(supported)), size, mtime)
        for path, reason, supported, size, mtime in rows("SELECT path, reason, supported, size, mtime_ns FROM skipped")
    }
