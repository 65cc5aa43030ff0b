"""The lists that stand in the place of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from index.document import DocumentRow, Skipped
from tui.display import cells
from tui.screens.alias_board import AliasBoard
from tui.screens.batch_page import BatchPage
from tui.screens.collocates_page import CollocatesPage
from tui.screens.concordance_page import ConcordancePage
from tui.screens.over_time_page import FrequencyPage
from tui.screens.page import Page
from tui.screens.results_page import ResultsPage, one_line, origin
from tui.screens.saved_page import SavedPage
from tui.screens.way_pages import HistoryPage, OutlinePage
from tui.session.library import title_of
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from tui.commands.command import Context
    from tui.session.room import Room


class AnnotationsPage(Page[Any]):
    """Every annotation of the collection."""

    NAME: ClassVar[str] = "annotations"
    CONTEXT: ClassVar[Context] = "annotations"

    def list_items(self) -> Sequence[PlacedAnnotation]:
        """By document and position."""
        return self.room.marking.everywhere

    def title(self) -> Line:
        """How many."""
        number = len(self.items)
        return [("Annotations", "bright bold"), (f"   {number:,}", "dim")]

    def draw_item(self, item: PlacedAnnotation, width: int) -> list[Line]:
        """Code and passage; below them the note and where it stands."""
        annotation = item.annotation
        codes = ", ".join(annotation.codes) or annotation.kind or "note"
        state = "" if item.status == "exact" else item.status
        passage: Line = [("▎", "bar"), (f"{codes} ", "bar"), (f"“{one_line(annotation.exact)}”", "ink")]
        where = self.room.library.title(annotation.document)
        right: Line = [(f"{state}  " if state else "", "error"), (where if cells(where) < width // 2 else "", "faint")]
        note = one_line(annotation.note) or ("no note" if item.status != "orphan" else item.reason or "no note")
        return [passage, columns([("▎", "bar"), (note, "dim" if annotation.note else "faint")], right, width)]

    def key_of(self, item: PlacedAnnotation) -> str:
        """Its id."""
        return item.annotation.id

    def text_of(self, item: PlacedAnnotation) -> str:
        """Passage, note, codes, document."""
        annotation = item.annotation
        return f"{annotation.exact} {annotation.note} {' '.join(annotation.codes)} {annotation.document}"

    def open_item(self, item: PlacedAnnotation) -> None:
        """At its passage."""
        self.room.marking.open_in_text(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no annotation holds {self.words}; esc shows all"
        key = self.room.keys_of("annotate")
        return f"nothing is marked yet: {key or 'annotate'} in a text writes a note on the sentence under the cursor"


class NamingPage(Page[tuple[DocumentRow, int]]):
    """The documents that name an entity, most mentions first."""

    NAME: ClassVar[str] = "naming"
    CONTEXT: ClassVar[Context] = "naming"

    def list_items(self) -> Sequence[tuple[DocumentRow, int]]:
        """With the number of mentions."""
        return self.room.entities.naming

    def title(self) -> Line:
        """Who, and how much."""
        named = self.room.entities.named
        mentions = sum(count for _, count in self.items)
        number = "1 document" if len(self.items) == 1 else f"{len(self.items):,} documents"
        words = f"   named in {number} · {mentions:,} mentions" if mentions != 1 else "   named once"
        return [(named.name if named is not None else "", "bright bold"), (words, "dim")]

    def draw_item(self, item: tuple[DocumentRow, int], width: int) -> list[Line]:
        """Title and count; below them the origin."""
        row, count = item
        head = columns([(title_of(row), "ink bold" if not row.read else "ink")], [(f"{count:,}", "accent")], width)
        return [head, [(origin(row), "faint")]]

    def key_of(self, item: tuple[DocumentRow, int]) -> str:
        """A document is listed once."""
        return item[0].path

    def text_of(self, item: tuple[DocumentRow, int]) -> str:
        """Title, path and source."""
        return f"{item[0].title or ''} {item[0].path} {item[0].source or ''}"

    def open_item(self, item: tuple[DocumentRow, int]) -> None:
        """At the first mention."""
        self.room.entities.open_naming(item[0].path)

    def nothing(self) -> str:
        """None, or none of those words."""
        return f"no document of these holds {self.words}; esc shows all" if self.words else "no document"


class SkippedPage(Page[Skipped]):
    """Files that are not documents of the collection, and why."""

    NAME: ClassVar[str] = "skipped"
    CONTEXT: ClassVar[Context] = "skipped"

    def list_items(self) -> Sequence[Skipped]:
        """Those of formats that are read come first: they are worth a look."""
        return sorted(self.room.layers.skipped, key=lambda item: (not item.supported, item.path))

    def title(self) -> Line:
        """How many."""
        number = len(self.items)
        return [("Skipped files", "bright bold"), (f"   {number:,}", "dim")]

    def draw_item(self, item: Skipped, width: int) -> list[Line]:
        """Path and reason."""
        return [[(item.path, "ink")], [(item.reason, "error" if item.supported else "faint")]]

    def key_of(self, item: Skipped) -> str:
        """Its path."""
        return item.path

    def text_of(self, item: Skipped) -> str:
        """Path and reason."""
        return f"{item.path} {item.reason}"

    def open_item(self, item: Skipped) -> None:
        """There is nothing to open."""
        self.room.messages.say(f"not a document: {item.reason}")

    def nothing(self) -> str:
        """All is well, or none of those words."""
        if self.words:
            return f"no skipped file holds {self.words}; esc shows all"
        if self.room.library.loaded and not len(self.room.library):
            return "there is no file in this folder, or none but what documents.ignore leaves out"
        return "no file was skipped"


PAGES: dict[str, type[Page[Any]]] = {
    page.NAME: page
    for page in (
        ResultsPage,
        AnnotationsPage,
        NamingPage,
        SkippedPage,
        OutlinePage,
        HistoryPage,
        SavedPage,
        AliasBoard,
        BatchPage,
        ConcordancePage,
        CollocatesPage,
        FrequencyPage,
    )
}


def make_page(name: str, room: Room) -> Page[Any]:
    """A page by its name."""
    return PAGES[name](room)
