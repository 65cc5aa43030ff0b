"""Writing a list of documents, or their annotations, to a file of the reader's choice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.annotations.choice import Choice
from index.annotations.interchange import EXPORT_FORMATS, PRESET_NAMES, Format, known
from index.errors import GlossatorError
from index.safe_files import write_atomically
from index.spreadsheet import csv_row

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


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be written."""

    name: str
    words: str
    ending: str
    format: str = ""
    """Of annotations: the format, or the preset."""


def _annotated(format: Format) -> Kind:
    return Kind(format.name, f"their annotations, {format.words}", format.ending, format.name)


KINDS: Final = (
    Kind("documents", "the documents, as a table (CSV)", "documents.csv"),
    Kind("paths", "their paths, one a line", "paths.txt"),
    _annotated(known("markdown")),
    *(_annotated(known(name)) for name in EXPORT_FORMATS + PRESET_NAMES if name != "markdown"),
)
_CHOSEN: Final = re.compile(r"""(?<!\S)(-?)(code|layer):("[^"]*"|[^\s"()]+)(?!\S)""")


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


def chosen(only: str, documents: frozenset[str] | None = None) -> Choice:
    """What the reader has typed of which annotations: `code:C`, `-code:C`, `layer:L`, and the rest as a search.

    What stands in brackets or beside OR belongs together: then all of it is a search. Raises GlossatorError.
    """
    if re.search(r"[()]|\bOR\b", only):
        return Choice(query=only, documents=documents)
    found = [(minus, name, value.strip('"')) for minus, name, value in _CHOSEN.findall(only)]
    layers = {value for minus, name, value in found if name == "layer"}
    if len(layers) > 1 or any(minus and name == "layer" for minus, name, _ in found):
        raise GlossatorError("one layer can be asked for, or all")
    return Choice(
        codes=tuple(value for minus, name, value in found if name == "code" and not minus),
        without=tuple(value for minus, name, value in found if name == "code" and minus),
        layer=next(iter(layers), None),
        query=" ".join(_CHOSEN.sub(" ", only).split()),
        documents=documents,
    )


def write(collection: Collection, kind: Kind, paths: Sequence[str], file: Path, only: str = "") -> str:
    """Write the file; returns what was done, in words. `only`: see `chosen`. Raises GlossatorError."""
    put(collection, content(collection, kind, paths, only), file)
    number = "1 document" if len(paths) == 1 else f"{len(paths):,} documents"
    what = "annotations of " if kind.format else "paths of " if kind.name == "paths" else ""
    return f"{what}{number} written to {file}"


def put(collection: Collection, parts: Iterator[bytes], file: Path) -> None:
    """Write what somebody has made to a file. Raises GlossatorError."""
    if is_document(collection, file):
        raise GlossatorError(f"{file.name} lies among the documents, which are never changed; choose another name")
    try:
        write_atomically(file, parts)
    except OSError as error:
        raise GlossatorError(f"{file} cannot be written: {error.strerror}") from error


def content(collection: Collection, kind: Kind, paths: Sequence[str], only: str = "") -> Iterator[bytes]:
    """What is written."""
    if kind.name == "documents":
        return table(collection.row, paths)
    if kind.name == "paths":
        return (os.fsencode(path) + b"\n" for path in paths)
    return collection.exchange.export(kind.format, chosen(only, frozenset(paths)))


def table(row_of: Callable[[str], DocumentRow | None], paths: Sequence[str]) -> Iterator[bytes]:
    """The list as CSV in UTF-8, a line for each document that is still there.

    What a spreadsheet would take for a formula begins with an apostrophe: titles are other people's words.
    """
    yield csv_row(name for name, _ in FIELDS)
    for path in paths:
        row = row_of(path)
        if row is not None:
            yield csv_row(value(row) for _, value in FIELDS)
