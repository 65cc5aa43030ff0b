"""The rows of the timeline in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui.screens.export_window import ExportWindow
from tui.session.ledgers import timeline_table
from tui.session.marking import exporting
from tui.session.marking.exporting import Kind

if TYPE_CHECKING:
    from index.asking.chronology import Chronology
    from tui.session.room import Room


class TimelineExport(ExportWindow):
    """Writes what was listed when it was opened."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind("csv", "the dates, as a table (CSV)", "timeline.csv"),)

    def __init__(self, room: Room, rows: Chronology) -> None:
        super().__init__(room)
        self._listed = rows

    def what(self) -> str:
        """How many."""
        number = self._listed.statements
        return f"{'1 date' if number == 1 else f'{number:,} dates'} · all that the list shows"

    def write(self, kind: Kind, file: Path) -> str:
        """A line for each date at each value that it may have."""
        exporting.put(self.room.collection, timeline_table.table(self._listed), file)
        number = self._listed.statements
        return f"{'1 date' if number == 1 else f'{number:,} dates'} written to {file}"
