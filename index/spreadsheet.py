"""Rows of a table (CSV) for a spreadsheet, which must take nothing of what others wrote for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, Final

from index.visible import visible, visible_lines

# White space before a formula is skipped by some programs, and wide forms are taken for the plain ones. What begins
# as a guarded cell does is guarded again, so that `unguarded` knows one from the other.
_FORMULA: Final = re.compile("'*\\s*[=+\\-@\t\r＝＋－＠]")


def csv_row(values: Iterable[Any], *, lines: bool = False) -> bytes:
    """A row. What a spreadsheet would take for a formula is led by an apostrophe, but for numbers; no cell steers a
    terminal. With `lines`, line feeds and tabs within a cell stay."""
    cells = [
        "" if value is None else guarded(value, lines) if isinstance(value, str) else str(value) for value in values
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")


def guarded(value: str, lines: bool = False) -> str:
    """What stands in the cell for a text."""
    cell = visible_lines(value) if lines else visible(value)
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text of a cell, as far as it can be had back."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
