"""The timeline as a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.spreadsheet import csv_row

if TYPE_CHECKING:
    from index.asking.chronology import Chronology, Row

FIELDS: Final = (
    "at",
    "value",
    "partial",
    "alternatives",
    "text",
    "sentence",
    "document",
    "start",
    "end",
    "title",
    "source",
    "anchor",
    "anchor_value",
    "anchor_document",
)
"""Columns: `at` is where the row stands, which of a date with two readings is one of them."""


def table(rows: Chronology) -> Iterator[bytes]:
    """The rows in their order, without the headings. What a spreadsheet takes for a formula is led by an apostrophe."""
    yield csv_row(FIELDS)
    for row in rows.rows():
        yield csv_row(_values(row))


def _values(row: Row) -> tuple[str | int | None, ...]:
    statement = row.statement
    date, origin = statement.date, statement.origin
    anchor = date.anchor
    return (
        row.value,
        date.value,
        date.partial,
        " ".join(date.alternatives),
        " ".join(statement.words.split()),
        " ".join(statement.sentence.split()),
        origin.path,
        date.start,
        date.end,
        origin.title,
        origin.source,
        anchor.kind if anchor is not None else None,
        anchor.value if anchor is not None else None,
        anchor.document if anchor is not None else None,
    )
