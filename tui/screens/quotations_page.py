"""The quotation ledger: what is said, by whom, and how one knows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from tui.display import cells, fit, wrapped
from tui.screens.count_page import CountPage
from tui.screens.page import PageRows
from tui.session.ledgers.quotation_words import flat, how_known, kind, quoted, sign, speaker
from tui.session.library import title_of
from tui.widgets.document_row import CHECKED
from tui.widgets.row_list_cells import Line, columns, width_of_line

if TYPE_CHECKING:
    from index.quotation import Said
    from tui.commands.command import Context
    from tui.session.ledgers.quotation_ledger import QuotationLedger
    from tui.session.room import Room

WIDE: Final = 100
"""Columns from which it is said to whom else words are given; below, a sign and a number stand for that."""
EDGE_FROM: Final = 50
"""Columns from which document and date stand at the right edge."""
ECHO: Final = "⇄"


class QuotationRows(PageRows):
    """Quotations, where they are divided below the names of their speakers."""

    def is_heading(self, index: int) -> bool:
        """The cursor passes over headings."""
        items = self._page.items
        return not items or (index < len(items) and not hasattr(items[index], "quotation"))


class QuotationsPage(CountPage[Any]):
    """Threads read, sort and narrow; this draws the rows there are by now."""

    NAME: ClassVar[str] = "quotations"
    CONTEXT: ClassVar[Context] = "quotations"
    ITEM_HEIGHT: ClassVar[int] = 3

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = QuotationRows(self, item_height=self.ITEM_HEIGHT)

    @property
    def count(self) -> QuotationLedger:
        """The session."""
        return self.room.quotations

    @property
    def said(self) -> Said | None:
        """The quotation under the cursor."""
        item = self.chosen
        return item if hasattr(item, "quotation") else None

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row, or at the top where nobody moved it."""
        if not self.is_attached:
            return
        listed, before, cursor = self.count.listed, self.said, 0
        if before is not None and self.rows.cursor > 1:
            cursor = listed.at.get(before.place, min(self.rows.cursor, max(0, len(listed) - 1)))
        was_empty = not self.items
        self.items = listed
        self.rows.set_rows(max(1, len(listed)), cursor=cursor)
        self.heading.show(self.title())
        if was_empty != (not listed):
            # Keys that need a row come into the footer, or leave it.
            self.room.screen.show_state()

    def list_items(self) -> Sequence[Any]:
        """The rows."""
        return self.count.listed

    def title(self) -> Line:
        """How many, of whom, in which order."""
        ledger, listed = self.count, self.count.listed
        words = "1 quotation" if listed.number == 1 else f"{listed.number:,} quotations"
        words += " in 1 document" if listed.documents == 1 else f" in {listed.documents:,} documents"
        read = ledger.counted is not None and ledger.counted.read
        words += "" if not ledger.busy else " · words are being compared" if read else " so far"
        checked = f" · {len(ledger.checks):,} checked" if ledger.checks else ""
        label = f" · {ledger.label}" if ledger.label else ""
        return [("Quotations", "bright bold"), (f"   {words}", "dim"), (label, "ink"), (checked, "accent")]

    def key_of(self, item: Any) -> str:
        """Document and place; of a heading, whose it is."""
        if not hasattr(item, "quotation"):
            return f"speaker {item.name}"
        path, start, end = item.place
        return f"{start}-{end} {path}"

    def text_of(self, item: Any) -> str:
        """The words."""
        return str(item.words if hasattr(item, "quotation") else item.name)

    def open_item(self, item: Any) -> None:
        """At the words."""
        if hasattr(item, "quotation"):
            self.count.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        ledger = self.count
        if ledger.busy:
            return "reading quotations…"
        if ledger.wanted.same is not None:
            return "these words stand nowhere any more; esc goes back"
        if self.words:
            return f"no quotation holds {self.words}; esc shows all"
        if ledger.view.name:
            return f"nothing is quoted that {ledger.view.name} says; esc shows all"
        if ledger.view.look != "all":
            return "no speaker here is contested or unknown; esc shows all"
        return "nobody is quoted here"

    # -- a row -------------------------------------------------------------------------------------------------------

    def draw_item(self, item: Any, width: int) -> list[Line]:
        """Check, sign and words in two lines; below them who, how one knows it, kind, at the edge document and date."""
        if not hasattr(item, "quotation"):
            name = flat(item.name) or "speaker unknown"
            return [[], [], columns([(name, "bright bold")], [(f"{item.number:,} ", "faint")], width)]
        quotation, said = item.quotation, item
        mark = sign(quotation)
        checked = CHECKED if said in self.count.checks else " "
        role = {"≠": "error bold", "?": "accent bold"}.get(mark, "dim")
        echo = self._echo(said, width)
        # An echo at the edge takes its room from both lines, so that words stay where they are when it comes.
        room = max(8, width - 5 - width_of_line(echo) - (2 if echo else 0))
        # Of a long quotation no more is laid out than can be seen.
        first, *rest = wrapped(quoted(said)[: 3 * room], room)
        head: Line = [(f"{checked} ", "accent"), (f"{mark} ", role), (first, "ink")]
        words = [columns(head, echo, width)]
        if rest:
            words.append([("    ", ""), (fit(" ".join(rest), room), "ink")])
        return [*words, columns(self._who(said), self._edge(said, width), width)]

    @staticmethod
    def _who(said: Said) -> Line:
        status = said.quotation.status
        parts = [part for part in (how_known(said), kind(said.quotation)) if part]
        role = "error" if status == "contested" else "bright" if said.speakers else "dim"
        contested = "contested: " if status == "contested" else ""
        return [
            ("    ", ""),
            (f"{contested}{speaker(said)}", role),
            (f" · {' · '.join(parts)}" if parts else "", "dim"),
        ]

    def _echo(self, said: Said, width: int) -> Line:
        counted = self.count.counted
        echo = counted.echoes.get(said.place) if counted is not None else None
        if echo is None:
            return []
        if width < WIDE:
            return [(f"{ECHO} {echo.documents}", "accent")]
        number = "1 document" if echo.documents == 1 else f"{echo.documents:,} documents"
        names = flat(echo.speakers[0]) + (f" and {len(echo.speakers) - 1} more" if len(echo.speakers) > 1 else "")
        return [(f"{ECHO} also given to {fit(names, 32)} in {number}", "accent")]

    @staticmethod
    def _edge(said: Said, width: int) -> Line:
        if width < EDGE_FROM:
            return []
        row = said.document
        title = fit(title_of(row), max(8, width // 4))
        date = f" · {row.date}" if row.date and cells(title) + 14 < width // 2 else ""
        return [(f"{title}{date}", "faint")]
