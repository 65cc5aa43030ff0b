"""The lists that stand in the place of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from tui.screens.skipped_page import SkippedPage
from tui.screens.thread_page import ThreadPage
from tui.screens.timeline_page import TimelinePage
from tui.screens.verify_page import VerifyPage
from tui.screens.way_pages import HistoryPage, OutlinePage

if TYPE_CHECKING:
    from tui.session.room import Room


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
