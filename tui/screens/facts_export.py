"""The account table in a file: a line a row, a column a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from index.spreadsheet import csv_row
from tui.screens.export_window import ExportWindow
from tui.session.marking import exporting
from tui.session.marking.exporting import Kind

if TYPE_CHECKING:
    from index.facts.listing import Listed
    from index.facts.row import Row
    from tui.session.room import Room


class FactsExport(ExportWindow):
    """Writes what was listed when it was opened."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind("csv", "the facts, as a table (CSV)", "facts.csv"),)

    def __init__(self, room: Room, rows: Sequence[Row], listed: Listed, *, checked: bool) -> None:
        super().__init__(room)
        self._facts = rows
        self._listed = listed
        self._which = "checked" if checked else "all that the list shows"

    def what(self) -> str:
        """How many."""
        return f"{_number(self._facts)} · {self._which}"

    def write(self, kind: Kind, file: Path) -> str:
        """A line for each row."""
        exporting.put(self.room.collection, table(self._facts, self._listed), file)
        return f"{_number(self._facts)} written to {file}"


def table(rows: Sequence[Row], listed: Listed) -> Iterator[bytes]:
    """Rows as CSV in UTF-8; cells of one document are parted by a bar. What a spreadsheet takes for a formula is led
    by an apostrophe."""
    paths = sorted({cell.path for row in rows for cell in row.cells})
    yield csv_row(("row", "label", "conflict", "silent", *paths))
    for row in rows:
        words: dict[str, list[str]] = {}
        for cell in row.cells:
            words.setdefault(cell.path, []).append(f"{' '.join(cell.words.split())} [{cell.start}-{cell.end}]")
        silent = listed.table.silent(row) if listed.table is not None else []
        beside = (" | ".join(words.get(path, ())) for path in paths)
        yield csv_row((row.id, row.label, row.conflict or "", " | ".join(silent), *beside))


def _number(rows: Sequence[Row]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
