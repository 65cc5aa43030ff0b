"""The file that a list of queries comes from: one a line, or a column of a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from index.errors import UnreadableFile

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a list."""
_SEPARATORS: Final = ",;\t|"


def read_list(file: Path, column: str | None) -> list[str]:
    """The lines of a text, or one column of a table (CSV), in any encoding that documents may have.

    `column` is a name of the first row, whatever its case, or a number from 1; with a number the first row counts as
    any other. Blank ones are kept. Raises UnreadableFile.
    """
    from index.readers.decoding import decode

    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST:
        raise UnreadableFile(f"{file}: larger than {LARGEST // 1024**2} MB")
    try:
        text, _ = decode(data) if data else ("", "")
    except UnreadableFile as error:
        raise UnreadableFile(f"{file}: {error}") from error
    if column is None:
        return text.split("\n")
    return _column(file, text, column)


def _column(file: Path, text: str, column: str) -> list[str]:
    first, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableFile(f"{file}: no table that can be read: {error}") from error
    head = [cell.strip() for cell in rows[0]] if rows else []
    folded = [cell.casefold() for cell in head]
    if column.strip().casefold() in folded:
        at, rows = folded.index(column.strip().casefold()), rows[1:]
    elif column.isascii() and column.isdigit() and 1 <= int(column[:9]) <= len(head):
        at = int(column) - 1
    else:
        named = ", ".join(head[:20]) or "nothing"
        raise UnreadableFile(f"{file}: there is no column {column}; the first row has {named}")
    # A query is one line, whatever stands in its cell.
    return [" ".join(row[at].split()) if at < len(row) else "" for row in rows]
