"""A dossier: its passages and headings in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from index.evidence.dossier import Placed
from tui.counted import counted
from tui.display import cells, fit
from tui.screens.page import Page
from tui.screens.results_page import one_line
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context


class DossierPage(Page[Placed]):
    """Number and words; below them the note and where it stands. What has changed since is told."""

    NAME: ClassVar[str] = "dossier"
    CONTEXT: ClassVar[Context] = "dossier"
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[Placed]:
        """In order."""
        dossier = self.room.dossiers.dossier
        return dossier.entries if dossier is not None else ()

    def title(self) -> Line:
        """Which, and how much."""
        dossiers = self.room.dossiers
        passages = len(dossiers.dossier.passages) if dossiers.dossier is not None else 0
        others = len([name for name in dossiers.names if name != dossiers.name])
        words = f"   {counted(passages, 'passage')}" + (f" · {counted(others, 'other dossier')}" if others else "")
        return [("Dossier ", "accent bold"), (dossiers.name, "bright bold"), (words, "dim")]

    def draw_item(self, item: Placed, width: int) -> list[Line]:
        """A heading, or a passage in two lines."""
        entry = item.entry
        if entry.heading is not None:
            return [[(one_line(entry.heading).upper(), "bright bold")]]
        number = f"{item.number:>3} "
        head: Line = [(number, "accent"), (f"“{one_line(entry.exact)}”", "ink")]
        where = self.room.library.title(item.document or entry.document)
        state = "" if item.status == "exact" else "not found" if item.status == "orphan" else item.status
        right: Line = [(f"{state}  " if state else "", "error"), (fit(where, min(cells(where), width // 2)), "faint")]
        codes = f"{', '.join(entry.codes)} " if entry.codes else ""
        note = one_line(entry.note) or "no note"
        below: Line = [(" " * 4, ""), (one_line(codes), "bar"), (note, "dim" if entry.note else "faint")]
        return [head, columns(below, right, width)]

    def key_of(self, item: Placed) -> str:
        """Its id."""
        return item.entry.id

    def text_of(self, item: Placed) -> str:
        """Heading, words, note, codes, document."""
        entry = item.entry
        return f"{entry.heading or ''} {entry.exact} {entry.note} {' '.join(entry.codes)} {entry.document}"

    def open_item(self, item: Placed) -> None:
        """At its passage."""
        self.room.dossiers.open_entry(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"nothing in the dossier holds {self.words}; esc shows all"
        key = self.room.keys_of("to-dossier")
        what = (
            f"the dossier {self.room.dossiers.name} is empty" if self.room.dossiers.name else "there is no dossier yet"
        )
        return f"{what}: {key or 'to-dossier'} in a text or a list puts a passage in"
