"""Annotations as a table (CSV), a row for each, for spreadsheets and scripts; and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.items import (
    Imported,
    Source,
    Unplaced,
    printed_on,
    shortened,
    standing,
    stated,
)
from index.annotations.interchange.memos import stated_memo
from index.document import Document
from index.memos.memo import About, Memo
from index.offsets import OffsetMap
from index.spreadsheet import csv_row, unguarded
from index.visible import visible_lines

FIELDS: Final = (
    *("document", "title", "source", "date", "codes", "kind", "note", "passage", "before", "after", "start", "end"),
    *("line", "page", "layer", "created", "updated", "status", "id", "glossator:export"),
)
"""`passage` is what stands there now; `line` counts from 1; the rest as in the command line's lists. The last numbers
the rows: its name tells the table, and each row where rows are read as documents, from a source."""
_NEEDED: Final = frozenset({"document", "passage", "start", "end"})
_MEMO: Final = "memo"
"""The status of a row that is on a document, a code or, with neither, the collection."""
_LONGEST_CELL: Final = 64 * 1024 * 1024


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A row for each, in the order given, below the names of the columns."""
    yield csv_row(FIELDS)
    number = 0
    for path, document, group in source.by_document(annotations):
        offsets = OffsetMap(document.text) if document is not None else None
        for placed in group:
            number += 1
            line = None if offsets is None or placed.start is None else offsets.to_line(placed.start)[0] + 1
            yield csv_row([*_cells(path, document, placed, line, source), number], lines=True)
    for memo in source.memos:
        number += 1
        yield csv_row([*map(_memo_cells(memo).get, FIELDS[:-1]), number], lines=True)


def _memo_cells(memo: Memo) -> dict[str, str]:
    """A row without a passage, by its columns."""
    on = {"document": memo.subject} if memo.about == "document" else {}
    on |= {"codes": joined([memo.subject])} if memo.about == "code" else {}
    times = {"created": memo.created, "updated": memo.updated}
    return on | times | {"note": memo.note, "layer": memo.author, "status": _MEMO, "id": memo.id}


def _cells(
    path: str, document: Document | None, placed: PlacedAnnotation, line: int | None, source: Source
) -> Iterator[str | int | None]:
    annotation = placed.annotation
    facts = document.metadata if document is not None else None
    yield path
    yield facts.title if facts is not None else source.title(path)
    yield facts.source if facts is not None else None
    yield facts.date if facts is not None else None
    yield joined(annotation.codes)
    yield annotation.kind
    yield annotation.note
    yield standing(placed, document)
    yield annotation.prefix
    yield annotation.suffix
    yield placed.start
    yield placed.end
    yield line
    yield printed_on(document, placed)
    yield annotation.layer
    yield annotation.created
    yield annotation.updated
    yield placed.status
    yield annotation.id


def joined(codes: Iterable[str]) -> str:
    """Several codes in one cell; what parts them is led by a backslash where it is part of one."""
    return "; ".join(code.replace("\\", "\\\\").replace(";", "\\;") for code in codes)


def parted(cell: str) -> list[str]:
    """The codes of a cell."""
    codes: list[str] = []
    code, escaped = "", False
    for character in cell:
        if escaped or character not in "\\;":
            code, escaped = code + character, False
        elif character == "\\":
            escaped = True
        else:
            codes, code = [*codes, code], ""
    return [stripped for each in [*codes, code] if (stripped := each.strip(" "))]


def fits(data: bytes) -> bool:
    """True where the first line names our columns."""
    return _NEEDED.issubset(_columns(data))


def parse(data: bytes) -> Iterator[Imported]:
    """Every row; columns are known by their names, in any order, parted by what parts the names."""
    columns = _columns(data)
    if not _NEEDED.issubset(columns):
        yield Unplaced("its first line does not name the columns document, passage, start and end", "")
        return
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    text = data.decode("utf-8-sig", "replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        next(reader)
        for row in reader:
            if any(row):
                yield _row(dict(zip(columns, row, strict=False)), reader.line_num)
    except csv.Error as error:
        yield Unplaced(f"line {reader.line_num}: {error}", "")


def _row(row: dict[str, str], line: int) -> Imported:
    def cell(name: str) -> str:
        return unguarded(row.get(name, "")).replace("\r\n", "\n")

    if cell("status") == _MEMO and not cell("passage"):
        codes = parted(cell("codes"))
        about: About = "document" if cell("document") else "code" if codes else "collection"
        return stated_memo(
            about,
            cell("document") or "".join(codes[:1]),
            cell("note"),
            id=cell("id") or None,
            author=cell("layer"),
            created=cell("created"),
            updated=cell("updated"),
        )
    start, end = _number(cell("start")), _number(cell("end"))
    if not cell("document") or not cell("passage"):
        return Unplaced(f"line {line}: no document or no passage", shortened(cell("passage") or cell("note")))
    return stated(
        cell("document"),
        id=cell("id") or None,
        exact=cell("passage"),
        start=start,
        end=end,
        prefix=cell("before"),
        suffix=cell("after"),
        note=cell("note"),
        codes=parted(cell("codes")),
        kind=cell("kind") or None,
        created=cell("created"),
        updated=cell("updated"),
        creator=cell("layer"),
        shown=visible_lines,
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 16 else None


def _columns(data: bytes) -> list[str]:
    first = data[:10_000].decode("utf-8-sig", "replace")
    line = first.split("\n", 1)[0].strip("\r")
    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    line = text.split("\n", 1)[0]
    return max(",;\t", key=line.count)
