"""Collection: the one door through which a face (reader, command line) asks for anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.asking.answers import Answers
from index.asking.counting import Counting
from index.asking.queries import Queries
from index.asking.questions import Questions
from index.desk.decision import KEEP, Told
from index.document import Document, DocumentRow, Entity, EntityCount, Mention, SearchPage, Skipped, Snippet, Span
from index.entities.decisions import EntityDecisions
from index.evidence.evidence import Evidence
from index.indexing.upkeep import IndexingRun, Named, Upkeep
from index.listing import DocumentCounts, DocumentListing, Grouping, ListQuery, Sort
from index.opening import Opened, find_collection
from index.rooms import Rooms
from index.settings import Settings

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, Marked, Passage, PlacedAnnotation, UndoReport
    from index.annotations.exchange import Exchange
    from index.annotations.repairs import Repairs
    from index.annotations.service import Annotations
    from index.asking.concordances import Concordance
    from index.asking.facets import Facets
    from index.catalogue.state import ReadingState
    from index.codebook.coding import Coding
    from index.desk.desk import Desk
    from index.events import Cancelled, IndexSummary, OnEvent
    from index.indexing.checking import Finding
    from index.places import PlaceKeeper
    from index.search.concordance import Order
    from index.understanding.quotation_marks import Quoted

__all__ = ["KEEP", "Collection", "IndexingRun", "Sort", "UndoReport"]


class Collection:
    """A folder opened. Its identity is its real path.

    Methods answer from what is indexed now; none of them blocks for indexing but `update`. All are safe to call from
    any thread.
    """

    root: Path
    name: str
    settings: Settings
    narrowed_to: str | None
    """The one document that was asked for, where PATH was a file."""

    @classmethod
    def open(cls, path: Path, settings: Settings, *, marks: Path | None = None) -> Collection:
        """Open the collection that `path` (a folder or a file) names. Cheap: walks nothing, starts nothing.

        Raises CollectionError where the path does not exist or cannot be read.
        """
        return cls(find_collection(path), settings, marks)

    def __init__(self, opened: Opened, settings: Settings, marks: Path | None) -> None:
        self.root = opened.root
        self.name = opened.only if opened.only and not opened.narrowed else opened.root.name or str(opened.root)
        self._opened, self.settings = opened, settings
        self.narrowed_to = only = opened.document
        rooms = self._rooms = Rooms(opened, settings, marks)
        self._library = self._rooms.library
        self._upkeep = Upkeep(opened, settings, self.refresh, self._rooms.notices, marks)
        self._rooms.waited_for = self._upkeep.hurry
        self.queries = Queries(self._rooms, settings.search, self.search, self.matches, only)
        self.counting, self.entity_decisions = Counting(rooms, self.concordance, only), EntityDecisions(rooms)
        self.evidence = Evidence(rooms, opened, settings, self.search, self.document)
        self.ledgers, self.profiles = rooms.ledgers, rooms.profiles
        self.layers, self.keeping_up = rooms.layers, rooms.keeping_up
        asking = (self.queries.saved, rooms.languages, rooms.passages, rooms.likenesses, self.queries.values)
        self._questions = Questions(settings.search, *asking)
        self._answers, self._closed = Answers(self._rooms, self._questions, only), False
        opened.folders.make_if_possible()

    def close(self) -> None:
        """Compact what was written and let go of files. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._rooms.close()

    # -- indexing -----------------------------------------------------------------------------------------------

    def start_indexing(
        self, on_event: OnEvent, *, rebuild: bool = False, jobs: int | None = None, nice: int = 10, among: Named = None
    ) -> IndexingRun:
        """Start the indexer process; events arrive on a thread of its own and end with IndexSummary or Failed."""
        return self._upkeep.start(on_event, rebuild=rebuild, jobs=jobs, nice=nice, among=among)

    def update(
        self, on_event: OnEvent | None = None, *, rebuild: bool = False, jobs: int | None = None, among: Named = None
    ) -> IndexSummary:
        """Bring index and analysis up to date and wait for it. `among`: the only files that may have changed since."""
        return self._upkeep.update(on_event, rebuild=rebuild, jobs=jobs, among=among)

    def refresh(self) -> None:
        """Take up what the indexer has committed. For after Committed, Analysed and the end of a run."""
        self._library.refresh()

    def check(self, on_event: OnEvent | None = None) -> Iterator[Finding]:
        """Examine catalogue, index and layers; what can be made again is made again."""
        from index.indexing.checking import written

        yield from self._upkeep.examine(on_event)
        lines = self.check_annotations()[1] + self.ledgers.faults() + [(*f,) for f in self.coding.memos.faults()]
        faults = lines, self.decision_faults(), self.queries.faults(), self.entity_decisions.faults()
        yield from written(*faults, self.coding.changing.faults(), self.evidence.dossiers.faults())

    # -- documents ----------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentRow]:
        """Every document, by path. Before anything is indexed: those that a walk finds, with size alone."""
        return self._desk.rows()

    def list_documents(self, query: ListQuery, *, cancelled: Cancelled | None = None) -> DocumentListing:
        """The documents in the order and with the filter that `query` asks for.

        A filter is taken as still being typed: a condition unfinished at its end filters nothing. Not for the screen's
        thread. Raises QueryError, Cancelled.
        """
        return self._desk.list_documents(query, cancelled)

    def row(self, path: str) -> DocumentRow | None:
        """One document as lists show it; None where it is not in the collection. Quick enough for any thread."""
        return self._desk.row(path)

    def document_counts(self) -> DocumentCounts:
        """How many documents there are, and how many of them were read."""
        return self._desk.counts()

    def tag(self, paths: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> str:
        """Put tags on documents and take others off; on disk when this returns what was done, in words.

        One step of undo. Raises GlossatorError where a tag cannot be one, ReadOnlyError.
        """
        return self._desk.tag(paths, add, remove)

    def star(self, paths: Sequence[str], starred: bool) -> str:
        """Star documents, or take the stars off; like `tag`."""
        return self._desk.star(paths, starred)

    def describe(self, paths: Sequence[str], **told: Told) -> str:
        """Set title, date (EDTF), source, author (`a; b`); None goes back to what the document says. Like `tag`."""
        return self._desk.describe(paths, told)

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use, the reader's own and those that documents carry, most used first."""
        return self._desk.tags()

    def decision_faults(self) -> list[str]:
        """What is wrong with documents.yaml, each with line and column; what can be read of it counts."""
        return self._desk.faults()

    def document(self, path: str) -> Document:
        """Text, blocks and metadata of one document; read straight from the file where it is not indexed yet.

        Raises UnknownDocument.
        """
        return self._rooms.kinds.applied(self._desk.described(self._rooms.stated(path)))

    def original(self, path: str) -> Path:
        """The file of a document, to be opened by another program. Raises UnreadableFile where it is gone."""
        from index.reading import original

        return original(self.root, path, self.settings.documents.follow_links)

    def stated(self, path: str) -> Document:
        """The same as the document says it, without what the reader set."""
        return self._rooms.stated(path)

    def skipped(self, *, also_read: bool = False) -> list[Skipped]:
        """Files that are not documents, with the reason; with `also_read` documents, too, that were read in part."""
        shelf = self._library.shelf()
        return shelf.catalogue.skipped(also_read=also_read) if shelf else []

    # -- search -------------------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int | None = None,
        sort: Sort = "relevance",
        group: Grouping = "none",
        as_typed: bool = False,
        cancelled: Cancelled | None = None,
    ) -> SearchPage:
        """Answer a query. `limit` None = setting, 0 = all. `as_typed`: the unfinished last word is a prefix.

        Raises QueryError, Cancelled.
        """
        most = self.settings.search.limit if limit is None else limit
        return self._answers.search(query, limit=most, sort=sort, group=group, as_typed=as_typed, cancelled=cancelled)

    def facets(self, query: str, *, as_typed: bool = False, cancelled: Cancelled | None = None) -> Facets:
        """How many of all documents that answer have which source, year, tag, name… Raises QueryError, Cancelled."""
        return self._answers.facets(query, as_typed, cancelled)

    def matches(self, query: str, path: str, *, as_typed: bool = False) -> list[Span]:
        """Every match of the query in one document, in order of position; a phrase is one span."""
        return self._questions.matches(query, self._rooms.stated(path), as_typed)

    def snippet(self, query: str, path: str, *, as_typed: bool = False) -> Snippet | None:
        """The passage of a document that shows the query best."""
        return self._questions.snippet(query, self._rooms.stated(path), as_typed)

    def concordance(
        self,
        query: str,
        *,
        sort: Order = "document",
        width: int | None = None,
        as_typed: bool = False,
        cancelled: Cancelled | None = None,
    ) -> Concordance:
        """Every match in a line, made while one goes through them; `width` None = setting. Raises QueryError."""
        width = self.settings.concordance.width if width is None else width
        shelf, only = self._rooms.indexed(), self.narrowed_to
        return self._questions.concordance(shelf, self._desk, query, sort, width, only, as_typed, cancelled)

    # -- entities -----------------------------------------------------------------------------------------------

    def entities(self) -> list[Entity]:
        """Every entity of the collection, most documents first."""
        naming = self._rooms.names.naming()
        return naming.entities() if naming else []

    def entity_counts(self, path: str) -> list[EntityCount]:
        """The sidebar of one document: entities and dates, by type, most mentions here first."""
        naming = self._rooms.names.naming()
        return naming.entity_counts(path) if naming else []

    def mentions(self, path: str) -> list[Mention] | None:
        """Mentions in one document in order of position; None while it has not been analysed."""
        return self._rooms.mentions(path)

    def quoted(self, document: Document) -> list[Quoted]:
        """What stands in quotation marks, in order of position. Not for the screen's thread: a second for 50 MB."""
        from index.understanding.quotation_marks import find_quoted

        return find_quoted(document.text, document.blocks)

    def documents_naming(self, entity: str) -> list[tuple[DocumentRow, int]]:
        """Documents that name an entity, with the number of mentions, most first."""
        return self._rooms.documents_naming(entity)

    # -- annotations --------------------------------------------------------------------------------------------

    def annotations(self, path: str | None = None, *, verify: bool = True) -> list[PlacedAnnotation]:
        """Annotations of one document or of all, by position; not `verify`: nothing that is as it was is read."""
        return self._annotations.all(verify=verify) if path is None else self._annotations.of(path)

    def annotate(
        self,
        path: str,
        start: int,
        end: int,
        *,
        note: str = "",
        codes: Sequence[str] = (),
        kind: str | None = None,
        layer: str | None = None,
    ) -> PlacedAnnotation:
        """Mark a passage; on disk when this returns. Raises OffsetError, UnknownDocument, ReadOnlyError."""
        added = self._annotations.add(path, start, end, note=note, codes=codes, kind=kind, layer=layer)
        self._rooms.marks.marginalia.touched(path)
        return added

    def annotate_all(
        self, passages: Sequence[Passage], *, note: str = "", codes: Sequence[str] = (), kind: str | None = None
    ) -> Marked:
        """Mark many passages in one step of undo; those that say something else by now are left out."""
        return self._rooms.marks.mark_all(passages, note, codes, kind)

    def edit_annotation(
        self, id: str, *, note: str | None = None, codes: Sequence[str] | None = None, kind: str | None = None
    ) -> Annotation:
        """Change note, codes or kind; None leaves as is."""
        return self._touched(self._annotations.edit(id, note=note, codes=codes, kind=kind))

    def delete_annotation(self, id: str) -> Annotation:
        """Delete; can be undone."""
        return self._touched(self._annotations.delete(id))

    @property
    def repairs(self) -> Repairs:
        """What the reader settles about passages whose documents have changed."""
        return self._rooms.marks.repairs

    def codes(self) -> list[tuple[str, int]]:
        """Every code in use, with its count, most recently used first."""
        return self._annotations.codes()

    @cached_property
    def coding(self) -> Coding:
        """The codebook and what is counted of it, memos, and other boundaries for marks."""
        from index.codebook.coding import Coding

        return Coding(self._rooms)

    def undo(self) -> UndoReport | None:
        """Undo the last change the reader made; None where there is none. Raises GlossatorError if refused."""
        return self._turned(self._annotations.undo())

    def redo(self) -> UndoReport | None:
        """The other way round."""
        return self._turned(self._annotations.redo())

    @property
    def exchange(self) -> Exchange:
        """Annotations out to the files of other programs, and in from them."""
        from index.annotations.exchange import Exchange

        return Exchange(self._annotations, self.queries.annotated, self.row, self.document, self.narrowed_to)

    def check_annotations(self) -> tuple[dict[str, int], list[tuple[str, int, str]]]:
        """Counts by status, and faults as (file, line, reason)."""
        counts, faults = self._annotations.check()
        return counts, [(f.file, f.line, f.reason) for f in faults]

    def compact_annotations(self) -> None:
        """Rewrite each own layer sorted by document and position."""
        self._annotations.compact()

    # -- what concerns this machine -----------------------------------------------------------------------------

    def position(self, path: str) -> tuple[int, int | None]:
        """Where the reader left this document: offsets of the first row (0 at first) and of the cursor, if known."""
        return self._state.position(path, self._rooms.file_hash(path))

    def set_position(self, path: str, offset: int, cursor: int | None = None) -> None:
        """Remember where the reader is, and that this document was open last."""
        self._state.set_position(path, self._rooms.file_hash(path), offset, cursor)

    def last_open(self) -> str | None:
        """Path of the document open last, if it still exists."""
        return self._rooms.last_open()

    @property
    def places(self) -> PlaceKeeper:
        """Places that the reader named, and the jump list."""
        return self._state.places

    def set_read(self, paths: Sequence[str], read: bool, *, undoable: bool = False) -> None:
        """Mark documents as read or unread; `undoable`: as a step of undo."""
        self._rooms.set_read(paths, read, undoable=undoable)

    def remembered(self, name: str) -> str | None:
        """What `remember` kept under a name; None where nothing was."""
        return self._state.setting(name)

    def remember(self, name: str, value: str) -> None:
        """Keep how the reader arranged the screen for this collection, on this machine; the value is ASCII."""
        self._state.set_setting(name, value)

    def query_history(self) -> list[str]:
        """Earlier queries, newest first."""
        return self._state.queries()

    def add_to_history(self, query: str) -> None:
        """Remember a query that was used."""
        self._state.add_query(query)

    # -- within -------------------------------------------------------------------------------------------------

    @property
    def _state(self) -> ReadingState:
        return self._rooms.state

    @property
    def layer(self) -> str:
        """Name of the layer that annotations are written to."""
        from index.marks import layer_name

        return layer_name(self.settings.annotations)

    @property
    def _annotations(self) -> Annotations:
        return self._rooms.marks.annotations

    @property
    def _desk(self) -> Desk:
        return self._rooms.desk

    def _touched(self, annotation: Annotation) -> Annotation:
        self._rooms.marks.marginalia.touched(annotation.document)
        return annotation

    def _turned(self, report: UndoReport | None) -> UndoReport | None:
        if report is not None and report.document is not None:
            self._rooms.marks.marginalia.touched(report.document)
        return report
