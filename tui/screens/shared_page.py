"""Passages in the same words: those of the collection, of one document, and the places of one passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from tui.counted import counted
from tui.display import cells, fit, wrapped
from tui.screens.count_page import CountPage
from tui.session.ledgers.same_words import ORDERS, SharedRow
from tui.session.library import title_of
from tui.widgets.document_row import date_in_words
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.ledgers.same_words import SameWords

EDGE_FROM: Final = 60
"""Columns from which the first document stands at the right edge."""


class SharedPage(CountPage[SharedRow]):
    """A thread sorts and narrows; this draws the rows there are."""

    NAME: ClassVar[str] = "shared"
    CONTEXT: ClassVar[Context] = "shared"
    ITEM_HEIGHT: ClassVar[int] = 3

    @property
    def count(self) -> SameWords:
        """The session."""
        return self.room.same_words

    def title(self) -> Line:
        """Whose passages, how many, in which order."""
        ledger, wanted = self.count, self.count.wanted
        number = len(self.items)
        if wanted.number is not None:
            return [
                ("Where it stands", "bright bold"),
                (f"   {counted(number, 'text')} · by date", "dim"),
                (f" · {wanted.named}", "ink"),
            ]
        words = counted(number, "passage")
        words += f" of {wanted.named}" if wanted.path is not None else ""
        order = "" if wanted.path is not None else f" · {ORDERS[ledger.order]}"
        left = f" · {ledger.left_out:,} of captions and footers left out" if ledger.left_out else ""
        return [("In the same words", "bright bold"), (f"   {words}{order}", "dim"), (left, "faint")]

    def key_of(self, item: SharedRow) -> str:
        """Where it stands."""
        return f"{item.start}-{item.end} {item.document.path}"

    def text_of(self, item: SharedRow) -> str:
        """A thread narrows."""
        return item.text

    def open_item(self, item: SharedRow) -> None:
        """At the passage."""
        self.count.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        if self.count.busy:
            return "looking for the same words… esc gives up"
        if self.words:
            return f"no passage holds {self.words}; esc shows all"
        if self.count.counted is None:
            return "texts are not compared yet"
        return "no two texts here have ten words in the same order"

    def draw_item(self, item: SharedRow, width: int) -> list[Line]:
        """The words in two lines; below, how many words and documents, the first date, sources, where."""
        first, *rest = wrapped(item.text[: 3 * width], max(8, width - 2)) or [""]
        lines: list[Line] = [[("“" + first, "ink")]]
        if rest:
            lines.append([(" " + fit(" ".join(rest), max(8, width - 2)), "ink")])
        return [*lines, columns(self._told(item), self._edge(item, width), width)]

    def _told(self, item: SharedRow) -> Line:
        if self.count.wanted.number is not None:
            copies = f" · also in {counted(item.copies, 'place')}" if item.copies else ""
            where = f" · {title_of(item.document)} · {item.document.path}"
            return [(" ", ""), (date_in_words(item.dated), "bright"), (copies, "dim"), (where, "dim")]
        told: Line = [(f" {counted(item.words, 'word')} · {counted(item.documents, 'document')}", "bright")]
        if item.kind:
            told.append((f" · {item.kind}", "accent"))
        told.append((f" · first {date_in_words(item.dated)}" if item.dated else " · undated", "dim"))
        sources = ", ".join(item.sources[:3]) + (" …" if len(item.sources) > 3 else "")
        others = ", ".join(title_of(other) for other in item.others[:2])
        said = f"also in {others}" if others else sources or title_of(item.document)
        return [*told, (f" · {said}" if said else "", "dim")]

    def _edge(self, item: SharedRow, width: int) -> Line:
        if width < EDGE_FROM or item.others or self.count.wanted.number is not None:
            return []
        title = fit(title_of(item.document), max(8, width // 3))
        return [(title, "faint")] if cells(title) < width // 2 else []
