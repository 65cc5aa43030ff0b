"""The rows of the quotation ledger in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from index.spreadsheet import csv_row
from tui.screens.export_window import ExportWindow
from tui.session.ledgers.quotation_words import flat, how_known
from tui.session.marking import exporting
from tui.session.marking.exporting import Kind

if TYPE_CHECKING:
    from index.quotation import Said
    from tui.session.room import Room

FIELDS: Final = (
    "words",
    "speaker",
    "status",
    "how known",
    "rule",
    "confidence",
    "kind",
    "other readings",
    "title",
    "source",
    "date",
    "path",
    "start",
    "end",
)


class QuotationsExport(ExportWindow):
    """Writes what was listed when it was opened."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind("csv", "the quotations, as a table (CSV)", "quotations.csv"),)

    def __init__(self, room: Room, rows: Sequence[Said], *, checked: bool) -> None:
        super().__init__(room)
        self._said = rows
        self._which = "checked" if checked else "all that the list shows"

    def what(self) -> str:
        """How many."""
        return f"{_number(self._said)} · {self._which}"

    def write(self, kind: Kind, file: Path) -> str:
        """A line for each quotation."""
        exporting.put(self.room.collection, table(self._said), file)
        return f"{_number(self._said)} written to {file}"


def table(rows: Sequence[Said]) -> Iterator[bytes]:
    """Quotations as CSV in UTF-8. What a spreadsheet takes for a formula is led by an apostrophe."""
    yield csv_row(FIELDS)
    for said in rows:
        row, q = said.document, said.quotation
        yield csv_row(
            (
                flat(said.words),
                flat(q.speaker or ""),
                q.status,
                how_known(said),
                q.rule,
                f"{q.confidence:.2f}",
                q.kind,
                "; ".join(flat(reading.speaker) for reading in q.readings),
                row.title or "",
                row.source or "",
                row.date or "",
                row.path,
                str(q.start),
                str(q.end),
            )
        )


def _number(rows: Sequence[Said]) -> str:
    return "1 quotation" if len(rows) == 1 else f"{len(rows):,} quotations"
