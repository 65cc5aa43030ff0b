"""Memos: of the collection, of documents, of codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import Page
from tui.screens.results_page import one_line
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.memos.memo import Memo
    from tui.commands.command import Context


class MemosPage(Page["Memo"]):
    """What a memo is about, and how it begins."""

    NAME: ClassVar[str] = "memos"
    CONTEXT: ClassVar[Context] = "memos"
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[Memo]:
        """The collection first."""
        return self.room.memos.listed

    def title(self) -> Line:
        """How many."""
        number = "1 memo" if len(self.items) == 1 else f"{len(self.items):,} memos"
        return [("Memos", "bright bold"), (f"   {number}", "dim")]

    def draw_item(self, item: Memo, width: int) -> list[Line]:
        """About what, by whom, when; below it the note."""
        role = {"code": "bar", "document": "ink", "collection": "bright"}[item.about]
        when = f"{item.author} · {item.updated[:10]} "
        head: Line = [(self.room.memos.words_for(item.about, item.subject), f"{role} bold")]
        return [columns(head, [(when, "faint")], width), [("  ", ""), (one_line(item.note), "dim")]]

    def key_of(self, item: Memo) -> str:
        """Its id."""
        return item.id

    def text_of(self, item: Memo) -> str:
        """Note and subject."""
        return f"{item.note} {item.subject} {self.room.memos.words_for(item.about, item.subject)}"

    def open_item(self, item: Memo) -> None:
        """To be read and changed."""
        self.room.memos.edit(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no memo holds {self.words}; esc shows all"
        key = self.room.keys_of("write-memo")
        return f"no memos yet: {key} writes one, in the codebook on a code, in the list of documents on a document"
