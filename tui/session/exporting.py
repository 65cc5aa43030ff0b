"""Writing a list of documents, or their annotations, to a file of the reader's choice."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError
from index.safe_files import write_atomically

if TYPE_CHECKING:
    from index.collection import Collection
    from index.document import DocumentRow

FIELDS: Final[tuple[tuple[str, Callable[[DocumentRow], str]], ...]] = (
    ("path", lambda row: row.path),
    ("title", lambda row: row.title or ""),
    ("authors", lambda row: "; ".join(row.authors)),
    ("source", lambda row: row.source or ""),
    ("date", lambda row: row.date or ""),
    ("words", lambda row: "" if row.words is None else str(row.words)),
    ("size", lambda row: str(row.size)),
    ("language", lambda row: row.language or ""),
    ("tags", lambda row: "; ".join(row.tags)),
    ("read", lambda row: "yes" if row.read else "no"),
    ("starred", lambda row: "yes" if row.starred else "no"),
    ("annotations", lambda row: str(row.annotations)),
)
"""Columns of the list."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be written."""

    name: str
    words: str
    ending: str


KINDS: Final = (
    Kind("csv", "the documents, as a table (CSV)", "documents.csv"),
    Kind("paths", "their paths, one a line", "paths.txt"),
    Kind("markdown", "their annotations, to be read (Markdown)", "annotations.md"),
    Kind("w3c", "their annotations, for other programs (W3C JSON-LD)", "annotations.json"),
)


def default_file(collection: Collection, kind: Kind, folder: Path) -> Path:
    """A name for the file in the folder that the reader works in; if that holds the documents, at home."""
    root = collection.root.resolve()
    here = folder.resolve()
    if here == root or root in here.parents:
        here = Path.home()
    return here / f"{collection.name}-{kind.ending}"


def resolved(text: str, folder: Path) -> Path:
    """The file that the reader has typed. Raises GlossatorError where that is none."""
    stripped = text.strip()
    if not stripped:
        raise GlossatorError("a name for the file is missing")
    try:
        file = folder / Path(stripped).expanduser()
    except RuntimeError as error:
        raise GlossatorError(f"{stripped}: no such user") from error
    if file.is_dir():
        raise GlossatorError(f"{stripped} is a folder; add a name for the file")
    if not file.parent.is_dir():
        raise GlossatorError(f"there is no folder {file.parent}")
    return file


def is_document(collection: Collection, file: Path) -> bool:
    """True for a file of the collection that is there: those are never replaced."""
    return file.exists() and collection.root.resolve() in file.resolve().parents


def write(collection: Collection, kind: Kind, paths: Sequence[str], file: Path) -> str:
    """Write the file; returns what was done, in words. Raises GlossatorError."""
    if is_document(collection, file):
        raise GlossatorError(f"{file.name} lies among the documents, which are never changed; choose another name")
    try:
        write_atomically(file, content(collection, kind, paths))
    except OSError as error:
        raise GlossatorError(f"{file} cannot be written: {error.strerror}") from error
    number = "1 document" if len(paths) == 1 else f"{len(paths):,} documents"
    what = "annotations of " if kind.name in ("markdown", "w3c") else "paths of " if kind.name == "paths" else ""
    return f"{what}{number} written to {file}"


def content(collection: Collection, kind: Kind, paths: Sequence[str]) -> Iterator[bytes]:
    """What is written."""
    if kind.name == "csv":
        return table(collection.row, paths)
    if kind.name == "paths":
        return (os.fsencode(path) + b"\n" for path in paths)
    return collection.export_annotations(kind.name, documents=frozenset(paths))


def table(row_of: Callable[[str], DocumentRow | None], paths: Sequence[str]) -> Iterator[bytes]:
    """The list as CSV in UTF-8, a line for each document that is still there.

    What a spreadsheet would take for a formula begins with an apostrophe: titles are other people's words.
    """
    yield _line([name for name, _ in FIELDS])
    for path in paths:
        row = row_of(path)
        if row is not None:
            yield _line([_harmless(value(row)) for _, value in FIELDS])


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _line(values: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue().encode("utf-8", "backslashreplace")
