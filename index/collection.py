"""Collection: the one door through which a face (reader, command line) asks for anything."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.annotations.annotation import Annotation, PlacedAnnotation, UndoReport
from index.document import Document, DocumentRow, Entity, EntityCount, Mention, SearchPage, Skipped, Snippet, Span
from index.errors import CollectionError, UnknownDocument, UnreadableFile
from index.events import Cancelled, Event, Failed, IndexSummary, OnEvent
from index.library import Library, Shelf
from index.opening import Opened, find_collection
from index.questions import Questions, Sort
from index.settings import Settings

if TYPE_CHECKING:
    from index.annotations.service import Annotations
    from index.catalogue.state import ReadingState
    from index.checking import Finding
    from index.walk import FoundFile

__all__ = ["Collection", "IndexingRun", "Sort", "UndoReport"]


class IndexingRun(Protocol):
    """An indexer process at work."""

    def cancel(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


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
        self.settings = settings
        self.narrowed_to = opened.only
        self._opened = opened
        self._marks_folder = marks
        self._library = Library(opened.folders.cache, settings.search)
        self._lock = threading.Lock()
        self._state_db: ReadingState | None = None
        self._annotations_service: Annotations | None = None
        self._questions = Questions(settings.search)
        self._closed = False
        opened.folders.make()

    def close(self) -> None:
        """Compact what was written and let go of files. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._annotations_service is not None:
            self._annotations_service.close()
        if self._state_db is not None:
            self._state_db.close()
        self._library.close()

    # -- indexing -----------------------------------------------------------------------------------------------

    def start_indexing(
        self, on_event: OnEvent, *, rebuild: bool = False, jobs: int | None = None, nice: int = 10
    ) -> IndexingRun:
        """Start the indexer process; events arrive on a thread of its own and end with IndexSummary or Failed."""
        from index.indexer import IndexerProcess, Job

        # Made again, because the cache may be deleted at any time.
        self._opened.folders.make()
        settings = self.settings
        indexing = settings.indexing if jobs is None else replace(settings.indexing, jobs=jobs)
        job = Job(
            root=str(self.root),
            only=None if self._opened.narrowed else self._opened.only,
            cache=str(self._opened.folders.cache),
            documents=settings.documents,
            indexing=indexing,
            search=settings.search,
            rebuild=rebuild,
            nice=nice,
        )
        return IndexerProcess(job, on_event)

    def update(
        self, on_event: OnEvent | None = None, *, rebuild: bool = False, jobs: int | None = None
    ) -> IndexSummary:
        """Bring index and analysis up to date and wait for it (what every answering command does first)."""
        last: list[Event] = []

        def listen(event: Event) -> None:
            last[:] = [event]
            if on_event is not None:
                on_event(event)

        run = self.start_indexing(listen, rebuild=rebuild, jobs=jobs, nice=0)
        try:
            run.wait()
        except BaseException:
            run.cancel()
            run.wait(5)
            raise
        self.refresh()
        if last and isinstance(last[0], IndexSummary):
            return last[0]
        reason = last[0].message if last and isinstance(last[0], Failed) else "the indexer said nothing"
        raise CollectionError(reason)

    def refresh(self) -> None:
        """Take up what the indexer has committed. For after Committed, Analysed and the end of a run."""
        self._library.refresh()

    def check(self) -> Iterator[Finding]:
        """Examine catalogue, index and layers; what can be made again is made again."""
        from index.checking import Finding, examine_cache

        findings = list(examine_cache(self._opened.folders.cache, self.settings.search))
        broken = any(f.state not in ("ok", "missing") for f in findings)
        if broken:
            self.update(rebuild=True)
        yield from (f._replace(repaired=broken and f.state != "ok") for f in findings)
        _, faults = self.check_annotations()
        for file, line, reason in faults:
            yield Finding(f"{file}:{line}", "faults", False, reason)
        if not faults:
            yield Finding("annotations", "ok", False, None)

    # -- documents ----------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentRow]:
        """Every document, by path. Before anything is indexed: those that a walk finds, with size alone."""
        shelf = self._library.shelf()
        rows = shelf.catalogue.rows() if shelf else []
        if not rows:
            rows = [DocumentRow(0, f.path, None, (), None, None, None, False, f.size) for f in self._walked()]
        if self.narrowed_to is not None:
            rows = [row for row in rows if row.path == self.narrowed_to]
        read = self._state.read_paths()
        return [replace(row, read=True) if row.path in read else row for row in rows]

    def document(self, path: str) -> Document:
        """Text, blocks and metadata of one document; read straight from the file where it is not indexed yet.

        Raises UnknownDocument.
        """
        shelf = self._library.shelf()
        found = shelf.catalogue.document(path) if shelf else None
        return found if found is not None else self._read_directly(path)

    def skipped(self) -> list[Skipped]:
        """Files that are not documents, with the reason."""
        shelf = self._library.shelf()
        return shelf.catalogue.skipped() if shelf else []

    # -- search -------------------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int | None = None,
        sort: Sort = "relevance",
        as_typed: bool = False,
        cancelled: Cancelled | None = None,
    ) -> SearchPage:
        """Answer a query. `limit` None = setting, 0 = all. `as_typed`: the unfinished last word is a prefix.

        Raises QueryError, Cancelled.
        """
        page = self._questions.search(
            self._indexed(),
            query,
            only=self.narrowed_to,
            limit=self.settings.search.limit if limit is None else limit,
            sort=sort,
            as_typed=as_typed,
            cancelled=cancelled,
        )
        read = self._state.read_paths()
        hits = tuple(replace(h, document=replace(h.document, read=h.document.path in read)) for h in page.hits)
        return replace(page, hits=hits)

    def matches(self, query: str, path: str, *, as_typed: bool = False) -> list[Span]:
        """Every match of the query in one document, in order of position; a phrase is one span."""
        return self._questions.matches(query, self.document(path), as_typed)

    def snippet(self, query: str, path: str, *, as_typed: bool = False) -> Snippet | None:
        """The passage of a document that shows the query best."""
        return self._questions.snippet(query, self.document(path), as_typed)

    # -- entities -----------------------------------------------------------------------------------------------

    def entities(self) -> list[Entity]:
        """Every entity of the collection, most documents first."""
        shelf = self._library.shelf()
        return shelf.catalogue.entities(frozenset({"DATE", "QUANTITY"})) if shelf else []

    def entity_counts(self, path: str) -> list[EntityCount]:
        """The sidebar of one document: entities and dates, by type, most mentions here first."""
        shelf = self._library.shelf()
        return shelf.catalogue.entity_counts(path) if shelf else []

    def mentions(self, path: str) -> list[Mention] | None:
        """Mentions in one document in order of position; None while it has not been analysed."""
        shelf = self._library.shelf()
        return shelf.catalogue.mentions(path) if shelf else None

    def documents_naming(self, entity: str) -> list[tuple[DocumentRow, int]]:
        """Documents that name an entity, with the number of mentions, most first."""
        shelf = self._library.shelf()
        if shelf is None:
            return []
        counts = dict(shelf.catalogue.documents_naming(entity))
        read = self._state.read_paths()
        return [(replace(row, read=row.path in read), counts[row.id]) for row in shelf.catalogue.rows(counts)]

    # -- annotations --------------------------------------------------------------------------------------------

    def annotations(self, path: str | None = None) -> list[PlacedAnnotation]:
        """Annotations of one document or of all, by document and position; deleted ones left out."""
        return self._annotations.all() if path is None else self._annotations.of(path)

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
        return self._annotations.add(path, start, end, note=note, codes=codes, kind=kind, layer=layer)

    def edit_annotation(
        self, id: str, *, note: str | None = None, codes: Sequence[str] | None = None, kind: str | None = None
    ) -> Annotation:
        """Change note, codes or kind; None leaves as is."""
        return self._annotations.edit(id, note=note, codes=codes, kind=kind)

    def delete_annotation(self, id: str) -> Annotation:
        """Delete; can be undone."""
        return self._annotations.delete(id)

    def codes(self) -> list[tuple[str, int]]:
        """Every code in use, with its count, most recently used first."""
        return self._annotations.codes()

    def undo(self) -> UndoReport | None:
        """Undo the last change the reader made; None where there is none. Raises GlossatorError if refused."""
        return self._annotations.undo()

    def redo(self) -> UndoReport | None:
        """The other way round."""
        return self._annotations.redo()

    def export_annotations(self, format: str, *, layer: str | None = None, code: str | None = None) -> Iterator[bytes]:
        """Annotations in another format: w3c, jsonl, markdown."""
        titles = {row.path: row.title for row in self.documents()}
        return self._annotations.export(format, layer=layer, code=code, title=titles.get)

    def import_annotations(self, file: Path, format: str | None = None) -> tuple[int, list[tuple[str, str]]]:
        """Take annotations in; returns how many, and (reason, text) of those that could not be placed."""
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CollectionError(f"{file}: cannot be read: {error.strerror}") from error
        report = self._annotations.import_(data, format)
        return report.imported, [(u.reason, u.text) for u in report.unplaced]

    def check_annotations(self) -> tuple[dict[str, int], list[tuple[str, int, str]]]:
        """Counts by status, and faults as (file, line, reason)."""
        counts, faults = self._annotations.check()
        return counts, [(f.file, f.line, f.reason) for f in faults]

    def compact_annotations(self) -> None:
        """Rewrite each own layer sorted by document and position."""
        self._annotations.compact()

    # -- what concerns this machine -----------------------------------------------------------------------------

    def position(self, path: str) -> int:
        """Offset where the reader left this document; 0 at first."""
        return self._state.position(path, self._file_hash(path))

    def set_position(self, path: str, offset: int) -> None:
        """Remember where the reader is, and that this document was open last."""
        self._state.set_position(path, self._file_hash(path), offset)

    def last_open(self) -> str | None:
        """Path of the document open last, if it still exists."""
        shelf = self._library.shelf()
        for path in self._state.opened():
            if self.narrowed_to not in (None, path):
                continue
            if (shelf is not None and shelf.catalogue.row(path)) or (self.root / path).is_file():
                return path
        return None

    def set_read(self, paths: Sequence[str], read: bool) -> None:
        """Mark documents as read or unread."""
        self._state.set_read([(path, self._file_hash(path)) for path in paths], read)

    def query_history(self) -> list[str]:
        """Earlier queries, newest first."""
        return self._state.queries()

    def add_to_history(self, query: str) -> None:
        """Remember a query that was used."""
        self._state.add_query(query)

    # -- within -------------------------------------------------------------------------------------------------

    @property
    def _state(self) -> ReadingState:
        with self._lock:
            if self._state_db is None:
                from index.catalogue.state import ReadingState

                self._state_db = ReadingState(self._opened.folders.state / "reading.sqlite")
            return self._state_db

    @property
    def layer(self) -> str:
        """Name of the layer that annotations are written to."""
        from index.marks import layer_name

        return layer_name(self.settings.annotations)

    @property
    def _annotations(self) -> Annotations:
        with self._lock:
            if self._annotations_service is None:
                from index.marks import open_annotations

                self._annotations_service = open_annotations(
                    self.root,
                    self._opened.folders,
                    self._marks_folder,
                    self.settings.annotations,
                    self._library,
                    self.document,
                )
            return self._annotations_service

    def _read_directly(self, path: str) -> Document:
        from index.reading import read_directly

        limits = self.settings.documents
        if path.startswith("/") or ".." in path.split("/"):
            raise UnknownDocument(f"{path}: not a path inside the collection")
        try:
            return read_directly(self.root, path, limits.max_megabytes * 1_000_000, limits.follow_links)
        except UnreadableFile as error:
            raise UnknownDocument(f"{path}: {error}") from error

    def _indexed(self) -> Shelf:
        shelf = self._library.shelf()
        if shelf is None:
            raise CollectionError("nothing is indexed yet; results come with the first documents")
        return shelf

    def _walked(self) -> Iterator[FoundFile]:
        from index.walk import FoundFile, walk

        documents = self.settings.documents
        for item in walk(self.root, documents.ignore, follow_links=documents.follow_links):
            if isinstance(item, FoundFile):
                yield item

    def _file_hash(self, path: str) -> str | None:
        shelf = self._library.shelf()
        hashes = shelf.catalogue.hashes(path) if shelf else None
        return hashes[1] if hashes else None
