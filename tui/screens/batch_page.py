"""What the lines of a list find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.counted import counted as in_words
from tui.screens.page import Page
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.asking.batch import Counted
    from tui.commands.command import Context


class BatchPage(Page["tuple[int, Counted]"]):
    """A line of the list each, with its documents and matches."""

    NAME: ClassVar[str] = "batch"
    CONTEXT: ClassVar[Context] = "batch"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0

    def list_items(self) -> Sequence[tuple[int, Counted]]:
        """In the order of the file."""
        return list(enumerate(self.room.batch.lines))

    def title(self) -> Line:
        """Which file, how many lines, and what could not be searched."""
        batch = self.room.batch
        number = "1 line" if len(self.items) == 1 else f"{len(self.items):,} lines"
        left = f" · {in_words(batch.unsearched, 'file')} could not be searched" if batch.unsearched else ""
        name = batch.file.name if batch.file is not None else ""
        return [("List", "bright bold"), (f"   {name} · {number}{left}", "dim")]

    def draw_item(self, item: tuple[int, Counted], width: int) -> list[Line]:
        """The line, and what it finds or what is wrong with it."""
        counted = item[1]
        if counted.error is not None:
            return [columns([(counted.line, "dim")], [("a mistake; enter tells", "faint")], width)]
        number = f"{in_words(counted.documents, 'document')} · {in_words(counted.matches, 'match')}"
        found = number if counted.documents else "nothing"
        style = "ink" if counted.documents else "dim"
        return [columns([(counted.line, style)], [(found, "dim" if counted.documents else "faint")], width)]

    def key_of(self, item: tuple[int, Counted]) -> str:
        """Its place in the list: a line may stand there twice."""
        return str(item[0])

    def text_of(self, item: tuple[int, Counted]) -> str:
        """The line."""
        return item[1].line

    def open_item(self, item: tuple[int, Counted]) -> None:
        """Search for it."""
        self.room.batch.search(item[1])

    def nothing(self) -> str:
        """An empty file, or no line of those words."""
        return f"no line holds {self.words}; esc shows all" if self.words else "there is no line in this file"
