"""Rows of a table (CSV) for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from index.visible import visible

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_row(values: Iterable[Any]) -> bytes:
    """A row. What a spreadsheet would take for a formula is led by an apostrophe, but for numbers; no cell steers a
    terminal."""
    cells = ["" if value is None else _text(value) if isinstance(value, str) else str(value) for value in values]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")


def _text(value: str) -> str:
    cell = visible(value)
    return "'" + cell if cell.startswith(_FORMULA) else cell
