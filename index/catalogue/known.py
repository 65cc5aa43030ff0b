"""What the catalogue remembers of files, to tell whether they changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from index.catalogue.packing import path_from_bytes
from index.document import Skipped

FORMER: Final = "was:"
"""With the hash of a file behind it: the key under which `meta` has the hash of what these bytes
were changed into. Of hashes, not numbers: a document that was gone for a while comes back under another number."""
Rows = Callable[[str], Iterable[Any]]
"""Runs a query."""


class Kind(StrEnum):
    """Documents of which settings make something else."""

    ROWS = "rows"
    SCANS = "scans"


_OF_KIND: Final = {
    Kind.ROWS: "SELECT path FROM documents WHERE reader GLOB 'rows_*'",
    Kind.SCANS: "SELECT path FROM documents JOIN remarks ON document = id WHERE rule GLOB 'pdf:*-pages-*'",
}


class Known(NamedTuple):
    """A file that is a document. There may be a million: what is not asked of them all is not among it."""

    id: int
    path: str
    size: int
    mtime_ns: int
    read_ns: int
    file_sha256: str


class Container(NamedTuple):
    """A file that holds documents, read to its end."""

    size: int
    mtime_ns: int
    read_ns: int


Failed = tuple[Skipped, int | None, int | None]
"""A file that could not be read when it was last tried, with its size and time of change then."""


def known_documents(rows: Rows) -> dict[str, Known]:
    """Every document by path."""
    found = rows("SELECT id, path, size, mtime_ns, read_ns, file_sha256 FROM documents")
    known = (Known(id, path_from_bytes(path), size, mtime, read, sha) for id, path, size, mtime, read, sha in found)
    return {each.path: each for each in known}


def known_containers(rows: Rows) -> dict[str, Container]:
    """Every file that holds documents, by path."""
    found = rows("SELECT path, size, mtime_ns, read_ns FROM containers")
    return {path_from_bytes(path): Container(*rest) for path, *rest in found}


def documents_of(rows: Rows, kinds: Collection[str]) -> set[str]:
    """Documents of some kinds, by path."""
    return {path_from_bytes(path) for kind in Kind if kind in kinds for (path,) in rows(_OF_KIND[kind])}


def known_skipped(rows: Rows) -> dict[str, Failed]:
    """Every file that was skipped, by path."""
    return {
        (p := path_from_bytes(path)): (Skipped(p, reason, bool(supported)), size, mtime)
        for path, reason, supported, size, mtime in rows("SELECT path, reason, supported, size, mtime_ns FROM skipped")
    }
