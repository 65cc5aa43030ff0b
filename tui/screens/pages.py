"""The lists that stand in the place of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from index.document import Skipped
from tui.screens.alias_board import AliasBoard
from tui.screens.annotations_page import AnnotationsPage
from tui.screens.batch_page import BatchPage
from tui.screens.code_table_page import CodeTablePage
from tui.screens.codebook_page import CodebookPage
from tui.screens.collocates_page import CollocatesPage
from tui.screens.concordance_page import ConcordancePage
from tui.screens.dossier_page import DossierPage
from tui.screens.entity_page import EntityPage
from tui.screens.facts_page import FactsPage
from tui.screens.hidden_names import HiddenNames
from tui.screens.layers_page import AgreementPage, DifferencesPage, LayersPage
from tui.screens.memos_page import MemosPage
from tui.screens.near_page import ChangesPage, NearPage
from tui.screens.over_time_page import FrequencyPage
from tui.screens.page import Page
from tui.screens.quotations_page import QuotationsPage
from tui.screens.results_page import ResultsPage
from tui.screens.saved_page import SavedPage
from tui.screens.shared_page import SharedPage
from tui.screens.thread_page import ThreadPage
from tui.screens.timeline_page import TimelinePage
from tui.screens.verify_page import VerifyPage
from tui.screens.way_pages import HistoryPage, OutlinePage
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room


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
        CodebookPage,
        CodeTablePage,
        MemosPage,
        EntityPage,
        SkippedPage,
        OutlinePage,
        ThreadPage,
        HistoryPage,
        SavedPage,
        AliasBoard,
        HiddenNames,
        BatchPage,
        ConcordancePage,
        CollocatesPage,
        FrequencyPage,
        TimelinePage,
        QuotationsPage,
        NearPage,
        ChangesPage,
        SharedPage,
        LayersPage,
        DifferencesPage,
        AgreementPage,
        FactsPage,
        DossierPage,
        VerifyPage,
    )
}


def make_page(name: str, room: Room) -> Page[Any]:
    """A page by its name."""
    return PAGES[name](room)
