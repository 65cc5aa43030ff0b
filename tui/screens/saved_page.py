"""The list of saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import Page
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context


class SavedPage(Page[str]):
    """Name, query, and how many documents it finds, with those that are new since it was last looked at."""

    NAME: ClassVar[str] = "searches"
    CONTEXT: ClassVar[Context] = "searches"
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[str]:
        """In the order of the file."""
        return list(self.room.saved.queries)

    def title(self) -> Line:
        """How many."""
        number = "1 search" if len(self.items) == 1 else f"{len(self.items):,} searches"
        return [("Saved searches", "bright bold"), (f"   {number}", "dim")]

    def draw_item(self, item: str, width: int) -> list[Line]:
        """The name and what it finds; the query below it."""
        return [
            columns([("@", "accent"), (item, "ink bold")], self._found(item), width),
            [(self.room.saved.queries[item], "dim")],
        ]

    def _found(self, name: str) -> Line:
        standing = self.room.saved.standings.get(name)
        if standing is None:
            return [("…", "faint")]
        if standing.error is not None:
            return [(standing.error, "faint")]
        number = "1 document" if standing.documents == 1 else f"{standing.documents:,} documents"
        if standing.new is None:
            return [(number, "dim"), (" · never looked at", "faint")]
        return [(f"{standing.new:,} new", "bright"), (f" · {number}", "dim")] if standing.new else [(number, "dim")]

    def key_of(self, item: str) -> str:
        """Its name."""
        return item

    def text_of(self, item: str) -> str:
        """Name and query."""
        return f"{item} {self.room.saved.queries[item]}"

    def open_item(self, item: str) -> None:
        """Search for it."""
        self.room.saved.run(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no saved search holds {self.words}; esc shows all"
        key = self.room.keys_of("save-search")
        return "no search is saved yet" + (f"; {key} while you type a query saves it" if key else "")
