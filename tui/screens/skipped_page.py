"""Files that are not documents of the collection: by reason, with what would help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tui.counted import counted
from tui.screens.page import Page
from tui.session.skipped_files import ReasonRow, SkippedFiles
from tui.widgets.document_row import place_in_words
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context


class SkippedPage(Page[Any]):
    """A reason and below it its files; long ones are folded."""

    NAME: ClassVar[str] = "skipped"
    CONTEXT: ClassVar[Context] = "skipped"
    GAP: ClassVar[int] = 0

    @property
    def _files(self) -> SkippedFiles:
        return self.room.skipped_files

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row."""
        if not self.is_attached:
            return
        rows, before, cursor = self._files.rows, self.chosen, 0
        if before is not None and self.rows.cursor > 0:
            key, cursor = self.key_of(before), min(self.rows.cursor, max(0, len(rows) - 1))
            cursor = next((at for at, row in enumerate(rows) if self.key_of(row) == key), cursor)
        self.items = rows
        self.rows.set_rows(max(1, len(rows)), cursor=cursor)
        self.heading.show(self.title())

    def narrow(self, words: str) -> None:
        """A thread does it."""
        self.words = words
        self._files.narrow(words)

    def list_items(self) -> Sequence[Any]:
        """Reasons and files."""
        return self._files.rows

    def title(self) -> Line:
        """How many of how many."""
        files, documents = self._files, len(self.room.library)
        words = f"   {files.total:,} of {files.total + documents:,}"
        read = f" · {files.supported:,} of kinds that are read" if files.supported else ""
        in_part = f" · {files.in_part:,} read in part" if files.in_part else ""
        shown = sum(item.shown for item in self.items if isinstance(item, ReasonRow))
        narrowed = f" · {shown:,} shown" if self.words else ""
        return [
            ("Skipped files", "bright bold"),
            (words, "dim"),
            (read, "error"),
            (in_part, "dim"),
            (narrowed, "accent"),
        ]

    def draw_item(self, item: Any, width: int) -> list[Line]:
        """How many and why, and what would help; of a file its path, and its own reason."""
        if isinstance(item, ReasonRow):
            sign = "▸ " if item.folded else "▾ "
            role = "error" if item.reason.supported else "ink"
            what = (
                f"{counted(item.shown, 'document')} read in part" if item.reason.read else counted(item.shown, "file")
            )
            number = (f"{what}: ", "bright bold")
            return [[(sign, "accent"), number, (item.reason.words, role)], [("  " + item.reason.advice, "dim")]]
        return [[("    " + place_in_words(item.path), "ink")], [("    " + item.reason, "faint")]]

    def key_of(self, item: Any) -> str:
        """The path; of a reason its words."""
        if isinstance(item, ReasonRow):
            return f"why {item.reason.words}"
        return f"file {item.path}" + (f" {item.reason}" if item.read else "")

    def text_of(self, item: Any) -> str:
        """A thread narrows."""
        return self.key_of(item)

    def open_item(self, item: Any) -> None:
        """Fold or unfold; a file cannot be opened, but for a document that was read in part."""
        if isinstance(item, ReasonRow):
            self._files.turn(item)
        elif item.read:
            self.room.reading.open(item.path)
        else:
            self.room.messages.say(f"not a document: {item.reason}")

    def nothing(self) -> str:
        """All is well, or none of those words."""
        if not self._files.loaded:
            return "looking…"
        if self.words:
            return f"no skipped file holds {self.words}; esc shows all"
        if self.room.library.loaded and not len(self.room.library):
            return "there is no file in this folder, or none but what documents.ignore leaves out"
        return "no file was skipped"
