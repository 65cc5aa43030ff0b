"""The room: what a command is given to work with. It joins the controllers and does nothing itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.session.background import Background
from tui.session.clipboard import Clipboard
from tui.session.command_lines import UsedCommands
from tui.session.indexing import Indexing
from tui.session.library import Library
from tui.session.macros import Macros
from tui.session.marking.drafts import Drafts
from tui.session.marking.layers import Layers
from tui.session.marking.marking import Marking
from tui.session.messages import Messages
from tui.session.naming.entities import Entities
from tui.session.panes import Panes
from tui.session.prompts import Prompts
from tui.session.reading.finding import FindHere
from tui.session.reading.letters import Letters
from tui.session.reading.places import Places
from tui.session.reading.seats import Seats
from tui.session.reading.trails import Trails
from tui.session.reading.visited import Visited
from tui.session.reading.watching import WatchedFolder
from tui.session.searching.search import Search
from tui.session.works import Works

if TYPE_CHECKING:
    from index.collection import Collection
    from index.settings import Settings
    from tui.app import Glossator
    from tui.commands.command import Context
    from tui.keymap import Keymap
    from tui.screens.reading import ReadingScreen
    from tui.session.curating import Curating
    from tui.session.evidence.dossiers import Dossiers
    from tui.session.evidence.verifying import Verifying
    from tui.session.ledgers.copies import Copies
    from tui.session.ledgers.facts import FactTable
    from tui.session.ledgers.near_copies import Changes, NearCopies
    from tui.session.ledgers.quotation_ledger import QuotationLedger
    from tui.session.ledgers.same_words import SameWords
    from tui.session.ledgers.thread import Thread
    from tui.session.ledgers.timeline import TimelineCount
    from tui.session.marking.annotated import Annotated
    from tui.session.marking.codebook import CodebookList, CodeTable
    from tui.session.marking.layer_choice import LayerChoice
    from tui.session.marking.layer_differences import Differences
    from tui.session.marking.mark_changes import MarkChanges
    from tui.session.marking.memos import MemoList
    from tui.session.marking.repairing import Repairing
    from tui.session.naming.aliases import Aliases
    from tui.session.naming.entity_page import EntityPages
    from tui.session.naming.own_names import OwnNames
    from tui.session.outside import Outside
    from tui.session.reading.contents import Contents
    from tui.session.reading.hints import Hints
    from tui.session.reading.reading import Reading
    from tui.session.reading.walk import Walk
    from tui.session.searching.batch import Batch
    from tui.session.searching.collocates import CollocatesCount
    from tui.session.searching.concordance import Concordance
    from tui.session.searching.facets import FacetChoice
    from tui.session.searching.over_time import FrequencyCount
    from tui.session.searching.saved import Saved
    from tui.session.skipped_files import SkippedFiles
    from tui.session.type_ahead import TypeAhead


class Room:
    """Everything that a command may need."""

    def __init__(self, app: Glossator, collection: Collection, settings: Settings, keymap: Keymap) -> None:
        self.app = app
        self.collection = collection
        self.settings = settings
        self.keymap = keymap
        self.layer = ""
        """The layer that marks are written to, as the status line names it; asked once, in a thread."""
        self.messages = Messages(lambda _: self.screen.show_state())
        self.background = Background(app, self.messages.fail)
        self.library = Library(self)
        self.trails = Trails()
        self.panes = Panes(self)
        self.seats = Seats(self)
        self.prompts = Prompts(self)
        self.search = Search(self)
        self.find = FindHere(self)
        self.entities = Entities(self)
        self.drafts = Drafts(self)
        self.marking = Marking(self)
        self.clipboard = Clipboard(self)
        self.indexing = Indexing(self)
        self.watching = WatchedFolder(self)
        self.messages.damaged = self.indexing.repair
        self.works = Works(self)
        self.letters = Letters(self)
        self.places = Places(self)
        self.visited = Visited(self)
        self.layers = Layers(self)
        self.macros = Macros(self)
        self.used = UsedCommands(self)

    # -- made when a command first asks for it: nothing of it is on the screen at the start ----------------------------

    @cached_property
    def concordance(self) -> Concordance:
        """The lines in which what was searched for stands."""
        from tui.session.searching.concordance import Concordance

        return Concordance(self)

    @cached_property
    def collocates(self) -> CollocatesCount:
        """The words around the matches of a query."""
        from tui.session.searching.collocates import CollocatesCount

        return CollocatesCount(self)

    @cached_property
    def frequency(self) -> FrequencyCount:
        """How a query spreads over time."""
        from tui.session.searching.over_time import FrequencyCount

        return FrequencyCount(self)

    @cached_property
    def timeline(self) -> TimelineCount:
        """Every dated statement."""
        from tui.session.ledgers.timeline import TimelineCount

        return TimelineCount(self)

    @cached_property
    def quotations(self) -> QuotationLedger:
        """What is quoted, and who says it."""
        from tui.session.ledgers.quotation_ledger import QuotationLedger

        return QuotationLedger(self)

    @cached_property
    def copies(self) -> Copies:
        """Documents with the very same text."""
        from tui.session.ledgers.copies import Copies

        return Copies(self)

    @cached_property
    def near_copies(self) -> NearCopies:
        """Texts that are nearly the same."""
        from tui.session.ledgers.near_copies import NearCopies

        return NearCopies(self)

    @cached_property
    def changes(self) -> Changes:
        """What differs between two texts."""
        from tui.session.ledgers.near_copies import Changes

        return Changes(self)

    @cached_property
    def same_words(self) -> SameWords:
        """Passages that several documents have."""
        from tui.session.ledgers.same_words import SameWords

        return SameWords(self)

    @cached_property
    def facts(self) -> FactTable:
        """What documents state of one thing, side by side."""
        from tui.session.ledgers.facts import FactTable

        return FactTable(self)

    @cached_property
    def entity_page(self) -> EntityPages:
        """The page of an entity."""
        from tui.session.naming.entity_page import EntityPages

        return EntityPages(self)

    @cached_property
    def layer_choice(self) -> LayerChoice:
        """Which layers of marks are shown."""
        from tui.session.marking.layer_choice import LayerChoice

        return LayerChoice(self)

    @cached_property
    def differences(self) -> Differences:
        """Where two layers differ."""
        from tui.session.marking.layer_differences import Differences

        return Differences(self)

    @cached_property
    def contents(self) -> Contents:
        """The contents of the open document."""
        from tui.session.reading.contents import Contents

        return Contents(self)

    @cached_property
    def skipped_files(self) -> SkippedFiles:
        """What was skipped, and why."""
        from tui.session.skipped_files import SkippedFiles

        return SkippedFiles(self)

    @cached_property
    def thread(self) -> Thread:
        """The conversation of the open mail."""
        from tui.session.ledgers.thread import Thread

        return Thread(self)

    @cached_property
    def curating(self) -> Curating:
        """Tags, stars and descriptions."""
        from tui.session.curating import Curating

        return Curating(self)

    @cached_property
    def repairing(self) -> Repairing:
        """Marks whose documents have changed."""
        from tui.session.marking.repairing import Repairing

        return Repairing(self)

    @cached_property
    def dossiers(self) -> Dossiers:
        """Passages chosen and ordered."""
        from tui.session.evidence.dossiers import Dossiers

        return Dossiers(self)

    @cached_property
    def verifying(self) -> Verifying:
        """A finished draft, checked."""
        from tui.session.evidence.verifying import Verifying

        return Verifying(self)

    @cached_property
    def hints(self) -> Hints:
        """Labels to jump by."""
        from tui.session.reading.hints import Hints

        return Hints(self)

    @cached_property
    def outside(self) -> Outside:
        """Programs outside."""
        from tui.session.outside import Outside

        return Outside(self)

    @cached_property
    def saved(self) -> Saved:
        """Saved searches."""
        from tui.session.searching.saved import Saved

        return Saved(self)

    @cached_property
    def aliases(self) -> Aliases:
        """Which names are one."""
        from tui.session.naming.aliases import Aliases

        return Aliases(self)

    @cached_property
    def own_names(self) -> OwnNames:
        """Names that the reader tells of."""
        from tui.session.naming.own_names import OwnNames

        return OwnNames(self)

    @cached_property
    def annotated(self) -> Annotated:
        """The list of annotations."""
        from tui.session.marking.annotated import Annotated

        return Annotated(self)

    @cached_property
    def codebook(self) -> CodebookList:
        """The codebook."""
        from tui.session.marking.codebook import CodebookList

        return CodebookList(self)

    @cached_property
    def code_table(self) -> CodeTable:
        """The table of codes."""
        from tui.session.marking.codebook import CodeTable

        return CodeTable(self)

    @cached_property
    def memos(self) -> MemoList:
        """Memos on documents, codes and the collection."""
        from tui.session.marking.memos import MemoList

        return MemoList(self)

    @cached_property
    def type_ahead(self) -> TypeAhead:
        """Keys that wait for a window."""
        from tui.session.type_ahead import TypeAhead

        return TypeAhead(self)

    @cached_property
    def mark_changes(self) -> MarkChanges:
        """Kinds and boundaries of marks."""
        from tui.session.marking.mark_changes import MarkChanges

        return MarkChanges(self)

    @cached_property
    def batch(self) -> Batch:
        """A list of queries."""
        from tui.session.searching.batch import Batch

        return Batch(self)

    @cached_property
    def facets(self) -> FacetChoice:
        """What the results have in common, and narrowing them to it."""
        from tui.session.searching.facets import FacetChoice

        return FacetChoice(self)

    @property
    def reading(self) -> Reading:
        """The document in the side that has the keys."""
        return self.seats.active.reading

    @property
    def walk(self) -> Walk:
        """Going from match to match there."""
        return self.seats.active.walk

    @property
    def screen(self) -> ReadingScreen:
        """The reading screen, whatever lies over it."""
        return self.app.reading_screen

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in, innermost first."""
        return self.layers.contexts

    def keys_of(self, id: str) -> str:
        """The first key of a command as it is shown; "" where it has none."""
        keys = self.keymap.keys_of(id)
        return keys[0] if keys else ""
