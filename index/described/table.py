"""The table that lies with the documents: a CSV file with a line a document, read as it is and never through a link."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from index.described.values import Stated, stated
from index.errors import UnreadableFile
from index.safe_files import RefusedFile, open_file_below, open_folder, open_folder_below

RULE: Final = "table"
MAX_BYTES: Final = 32_000_000
MOST_ROWS: Final = 1_000_000
_KEPT_FAULTS: Final = 100
_LONGEST_CELL: Final = 10_000
_NAMED: Final = 3
"""Paths that are named of those that no document has."""
_COLUMNS: Final = {
    **dict.fromkeys(("path", "file", "filename", "document"), "path"),
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("source", "outlet", "publication"), "source"),
    **dict.fromkeys(("date", "published"), "date"),
    **dict.fromkeys(("author", "authors", "byline"), "author"),
    "page": "page",
}
_FORM: Final = "its first line should name the columns path, title, source, date, author"


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says."""

    name: str = ""
    rows: Mapping[str, Stated] = field(default_factory=dict)
    """By path of the document."""
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    """Each `FILE:LINE: what is wrong and what to do`."""

    def unknown(self, paths: set[str]) -> str | None:
        """One line about rows whose document is not there; None where all are."""
        gone = [path for path in self.rows if path not in paths]
        if not gone:
            return None
        named = ", ".join(f"{path} (line {self.lines[path]})" for path in gone[:_NAMED])
        more = f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else ""
        rows = (
            "1 row speaks of a document that is not there"
            if len(gone) == 1
            else (f"{len(gone):,} rows speak of documents that are not there")
        )
        return f"{self.name}:{self.lines[gone[0]]}: {rows}: {named}{more}"


def stamp(root: Path, name: str) -> tuple[int, int, int] | None:
    """What tells one state of the file from another; None where there is none."""
    try:
        status = os.lstat(root / name) if name else None
    except (OSError, ValueError):
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino) if status is not None else None


def read_table(root: Path, name: str) -> Table:
    """The table of a collection; empty where there is none. What is wrong with it is told, and the rest counts."""
    if not name or stamp(root, name) is None:
        return Table(name)
    from index.readers.decoding import decode

    try:
        text, _ = decode(_bytes(root, name))
    except (UnreadableFile, RefusedFile) as error:
        return Table(name, faults=(f"{name}: {error}; nothing is taken from it",))
    except OSError as error:
        return Table(name, faults=(f"{name}: cannot be read ({error.strerror}); nothing is taken from it",))
    return _read(name, text)


def _bytes(root: Path, name: str) -> bytes:
    """The bytes of a plain file in the collection, no part of whose path is a link."""
    *folders, last = name.split("/")
    shown = root / name
    handle = open_folder(root)
    try:
        for folder in folders:
            below = open_folder_below(handle, folder, shown)
            os.close(handle)
            handle = below
        opened = open_file_below(handle, last, os.O_RDONLY, shown)
    finally:
        os.close(handle)
    with open(opened, "rb") as file:  # noqa: PTH123 - a descriptor, which Path cannot open
        size = os.fstat(file.fileno()).st_size
        if size > MAX_BYTES:
            raise UnreadableFile(f"{size / 1e6:,.1f} MB, and a table may have {MAX_BYTES / 1e6:,.0f}")
        return file.read(MAX_BYTES)


def _read(name: str, text: str) -> Table:
    rows: dict[str, Stated] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    columns: list[str] | None = None
    for line, cells in _lines(text, name, faults):
        if columns is None:
            columns = [_COLUMNS.get(cell.strip().casefold(), "") for cell in cells]
            fault = _wrong_header(columns)
            if fault is not None:
                return Table(name, faults=(f"{name}:{line}: {fault}",))
            continue
        if len(rows) >= MOST_ROWS:
            faults.append(f"{name}:{line}: only the first {MOST_ROWS:,} rows are taken")
            break
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        path = path_in(values.pop("path", ""))
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            _add(faults, f"{name}:{line}: more cells than columns; put what holds a delimiter in quotation marks")
        elif not path:
            if any(value.strip() for value in values.values()):
                _add(faults, f"{name}:{line}: no path; write the path of a document, such as letters/one.txt")
        elif path in rows:
            _add(faults, f"{name}:{line}: {path} stood in line {lines[path]}, which counts; take one of the two away")
        else:
            told, wrong = stated(values, RULE)
            for each in wrong:
                _add(faults, f"{name}:{line}: {each}")
            rows[path], lines[path] = told, line
    return Table(name, rows, lines, tuple(faults))


def _wrong_header(columns: list[str]) -> str | None:
    known = [column for column in columns if column]
    if "path" not in known:
        return f"no column path; {_FORM}"
    if len(known) < 2:
        return f"no column but path; {_FORM}"
    twice = next((column for column in known if known.count(column) > 1), None)
    return f"two columns {twice}; {_FORM}, each once" if twice else None


def _lines(text: str, name: str, faults: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that is not empty."""
    first = next((line for line in text.split("\n", 100) if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    before = csv.field_size_limit()
    rows = csv.reader(io.StringIO(text.replace("\0", " "), newline=""), delimiter=delimiter)
    at = 1
    while True:
        csv.field_size_limit(_LONGEST_CELL)
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            why = str(error)
            if "limit" in why:
                why = f"a cell of more than {_LONGEST_CELL:,} characters; is a quotation mark left open?"
            faults.append(f"{name}:{at}: {why}; what follows is not taken")
            return
        finally:
            csv.field_size_limit(before)
        if any(cell.strip() for cell in cells):
            yield at, cells
        at = rows.line_num + 1


def path_in(cell: str) -> str:
    """The path of a document as a cell names it: from the collection's root, `/` between folders."""
    path = cell.strip().replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    return path


def _add(faults: list[str], fault: str) -> None:
    if len(faults) < _KEPT_FAULTS:
        faults.append(fault)
    elif len(faults) == _KEPT_FAULTS:
        faults.append(f"{fault.partition(':')[0]}: and more of the kind")
