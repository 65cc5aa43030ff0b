"""A table of codes in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from index.spreadsheet import csv_row
from tui.screens.export_window import ExportWindow
from tui.session.marking import exporting
from tui.session.marking.codebook import NAMES
from tui.session.marking.exporting import Kind

if TYPE_CHECKING:
    from index.codebook.coded import Table
    from tui.session.room import Room


class CodeTableExport(ExportWindow):
    """Writes the whole table, not only the columns that fit the screen."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind("csv", "the table of codes (CSV)", "codes.csv"),)

    def __init__(self, room: Room, table: Table) -> None:
        super().__init__(room)
        self._table = table

    def what(self) -> str:
        """Which table."""
        return f"codes {NAMES[self._table.by]} · {len(self._table.codes):,} × {len(self._table.columns):,}"

    def write(self, kind: Kind, file: Path) -> str:
        """A line for each code."""
        exporting.put(self.room.collection, table_csv(self._table), file)
        return f"codes {NAMES[self._table.by]} written to {file}"


def table_csv(table: Table) -> Iterator[bytes]:
    """A table as CSV in UTF-8. What a spreadsheet takes for a formula is led by an apostrophe."""
    keys = table.by == "document"
    yield csv_row(("code", "all", *(column.key if keys else column.label for column in table.columns)))
    for code in table.codes:
        cells = (str(table.cells.get((code, column.key), 0)) for column in table.columns)
        yield csv_row((code, str(table.totals.get(code, 0)), *cells))
