"""A dossier in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui.counted import counted
from tui.screens.export_window import ExportWindow
from tui.session.marking.exporting import Kind

if TYPE_CHECKING:
    from index.evidence.dossier import Dossier
    from tui.session.room import Room


class DossierExport(ExportWindow):
    """Writes the dossier in use."""

    kinds: ClassVar[tuple[Kind, ...]] = (
        Kind("markdown", "the dossier, as a text (Markdown)", "dossier.md"),
        Kind("html", "the dossier, as a page for a browser (HTML)", "dossier.html"),
        Kind("json", "the dossier, for other programs (JSON)", "dossier.json"),
    )

    def __init__(self, room: Room, dossier: Dossier) -> None:
        super().__init__(room)
        self._dossier = dossier

    def what(self) -> str:
        """Which, and how much."""
        return f"{self._dossier.name} · {counted(len(self._dossier.passages), 'passage')}"

    def write(self, kind: Kind, file: Path) -> str:
        """As it is when enter is pressed."""
        return self.room.dossiers.write_to(kind.name, file)
