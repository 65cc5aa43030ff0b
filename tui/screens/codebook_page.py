"""The codebook: codes as a tree, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.codebook.code import ancestors, last_part
from tui.counted import counted
from tui.screens.page import Page
from tui.screens.results_page import one_line
from tui.widgets.document_row import CHECKED
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.codebook.coding import CodeRow
    from tui.commands.command import Context

SIGN: Final = "●"
WIDE: Final = 56
"""Columns from which documents are counted beside passages."""


class CodebookPage(Page["CodeRow"]):
    """Sign, name and counts; below them what the code means."""

    NAME: ClassVar[str] = "codebook"
    CONTEXT: ClassVar[Context] = "codebook"
    GAP: ClassVar[int] = 0
    WIDE_FROM: ClassVar[int] = 110

    def list_items(self) -> Sequence[CodeRow]:
        """The tree."""
        return self.room.codebook.listed

    def title(self) -> Line:
        """How many."""
        book = self.room.codebook
        listed = sum(row.listed for row in self.items)
        words = "1 code" if listed == 1 else f"{listed:,} codes"
        others = len(self.items) - listed
        words += f" · {others:,} not in the codebook" if others else ""
        words += " · being counted" if book.busy else ""
        checked = f" · {len(book.checks):,} checked" if book.checks else ""
        return [("Codebook", "bright bold"), (f"   {words}", "dim"), (checked, "accent")]

    def draw_item(self, item: CodeRow, width: int) -> list[Line]:
        """Indented below the code above it; at the edge passages and documents."""
        count = item.count
        indent = "  " * min(len(ancestors(item.name)), max(0, width // 8))
        checked = CHECKED if item.name in self.room.codebook.checks else " "
        colour = item.code.colour or ("bar" if item.listed else "faint")
        head: Line = [
            (f"{checked} {indent}", "accent"),
            (f"{SIGN} ", colour),
            (last_part(item.name), "bright bold" if item.listed else "ink"),
            (f"  {item.code.key}" if item.code.key else "", "accent bold"),
            ("" if item.listed else "  not in the codebook", "faint"),
        ]
        below = count.passages_below - count.passages
        more = f" +{below:,} below" if below else ""
        where = f" in {counted(count.documents_below, 'document')}" if count.passages_below and width >= WIDE else ""
        right: Line = [(f"{count.passages:,}", "ink" if count.passages else "faint"), (f"{more}{where} ", "faint")]
        said: Line = [(f"    {indent}", ""), (one_line(item.code.description), "dim")]
        if item.code.former:
            named = f"{count.formerly:,} still named so" if count.formerly else ""
            words = f"was {', '.join(item.code.former[:3])}{' …' if len(item.code.former) > 3 else ''}"
            gap = " · " if item.code.description else ""
            said.append((f"{gap}{words}{f' ({named})' if named else ''}", "faint"))
        return [columns(head, right, width), said]

    def key_of(self, item: CodeRow) -> str:
        """Its name."""
        return item.name

    def text_of(self, item: CodeRow) -> str:
        """Name, former names, description."""
        return f"{item.name} {' '.join(item.code.former)} {item.code.description}"

    def open_item(self, item: CodeRow) -> None:
        """Its passages, with those of the codes below it."""
        self.room.annotated.show_code(item.name)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no code holds {self.words}; esc shows all"
        if self.room.codebook.busy:
            return "counting passages…"
        new, code = self.room.keys_of("new-code"), self.room.keys_of("code")
        return f"there are no codes yet: {new} writes one here, {code} in a text gives one to a passage"
