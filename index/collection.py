"""Collection: the one door through which a face (reader, command line) asks for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.document import (
    Document,
    DocumentRow,
    Entity,
    EntityCount,
    Mention,
    SearchPage,
    Skipped,
    Snippet,
    Span,
)
from index.events import Cancelled, IndexSummary, OnEvent
from index.settings import Settings

Sort = Literal["relevance", "date", "path"]


class IndexingRun(Protocol):
    """An indexer process at work."""

    def cancel(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What was undone or redone, in words, and the document and place it concerns."""

    message: str
    document: str | None
    offset: int | None


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
    layer: str
    """Name of the layer that annotations are written to."""

    @classmethod
    def open(cls, path: Path, settings: Settings, *, marks: Path | None = None) -> Collection:
        """Open the collection that `path` (a folder or a file) names. Cheap: walks nothing, starts nothing.

        Raises CollectionError where the path does not exist or cannot be read.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Compact what was written and let go of files. Safe to call twice."""
        raise NotImplementedError

    # -- indexing -----------------------------------------------------------------------------------------------

    def start_indexing(self, on_event: OnEvent, *, rebuild: bool = False, jobs: int | None = None) -> IndexingRun:
        """Start the indexer process; events arrive on a thread of its own and end with IndexSummary or Failed."""
        raise NotImplementedError

    def update(
        self, on_event: OnEvent | None = None, *, rebuild: bool = False, jobs: int | None = None
    ) -> IndexSummary:
        """Bring index and analysis up to date and wait for it (what every answering command does first)."""
        raise NotImplementedError

    def refresh(self) -> bool:
        """Take up the newest committed generation; True where something changed. Called after Committed/Analysed."""
        raise NotImplementedError

    # -- documents ----------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentRow]:
        """Every document, by path. Before anything is indexed: those that a walk finds, with size alone."""
        raise NotImplementedError

    def document(self, path: str) -> Document:
        """Text, blocks and metadata of one document; read straight from the file where it is not indexed yet.

        Raises UnknownDocument.
        """
        raise NotImplementedError

    def skipped(self) -> list[Skipped]:
        """Files that are not documents, with the reason."""
        raise NotImplementedError

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
        raise NotImplementedError

    def matches(self, query: str, path: str, *, as_typed: bool = False) -> list[Span]:
        """Every match of the query in one document, in order of position; a phrase is one span."""
        raise NotImplementedError

    def snippet(self, query: str, path: str, *, as_typed: bool = False) -> Snippet | None:
        """The passage of a document that shows the query best."""
        raise NotImplementedError

    # -- entities -----------------------------------------------------------------------------------------------

    def entities(self) -> list[Entity]:
        """Every entity of the collection, most documents first."""
        raise NotImplementedError

    def entity_counts(self, path: str) -> list[EntityCount]:
        """The sidebar of one document: entities and dates, by type, most mentions here first."""
        raise NotImplementedError

    def mentions(self, path: str) -> list[Mention] | None:
        """Mentions in one document in order of position; None while it has not been analysed."""
        raise NotImplementedError

    def documents_naming(self, entity: str) -> list[tuple[DocumentRow, int]]:
        """Documents that name an entity, with the number of mentions, most first."""
        raise NotImplementedError

    # -- annotations --------------------------------------------------------------------------------------------

    def annotations(self, path: str | None = None) -> list[PlacedAnnotation]:
        """Annotations of one document or of all, by document and position; deleted ones left out."""
        raise NotImplementedError

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
        raise NotImplementedError

    def edit_annotation(
        self, id: str, *, note: str | None = None, codes: Sequence[str] | None = None, kind: str | None = None
    ) -> Annotation:
        """Change note, codes or kind; None leaves as is."""
        raise NotImplementedError

    def delete_annotation(self, id: str) -> Annotation:
        """Delete; can be undone."""
        raise NotImplementedError

    def codes(self) -> list[tuple[str, int]]:
        """Every code in use, with its count, most recently used first."""
        raise NotImplementedError

    def undo(self) -> UndoReport | None:
        """Undo the last change the reader made; None where there is none. Raises GlossatorError if refused."""
        raise NotImplementedError

    def redo(self) -> UndoReport | None:
        """The other way round."""
        raise NotImplementedError

    def export_annotations(self, format: str, *, layer: str | None = None, code: str | None = None) -> Iterator[bytes]:
        """Annotations in another format: w3c, jsonl, markdown."""
        raise NotImplementedError

    def import_annotations(
        self, file: Path, format: str | None = None
    ) -> tuple[int, list[tuple[str, str]]]:
        """Take annotations in; returns how many, and (reason, text) of those that could not be placed."""
        raise NotImplementedError

    def check_annotations(self) -> tuple[dict[str, int], list[tuple[str, int, str]]]:
        """Counts by status, and faults as (file, line, reason)."""
        raise NotImplementedError

    def compact_annotations(self) -> None:
        """Rewrite each own layer sorted by document and position."""
        raise NotImplementedError

    # -- what concerns this machine -----------------------------------------------------------------------------

    def position(self, path: str) -> int:
        """Offset where the reader left this document; 0 at first."""
        raise NotImplementedError

    def set_position(self, path: str, offset: int) -> None:
        """Remember where the reader is, and that this document was open last."""
        raise NotImplementedError

    def last_open(self) -> str | None:
        """Path of the document open last, if it still exists."""
        raise NotImplementedError

    def set_read(self, paths: Sequence[str], read: bool) -> None:
        """Mark documents as read or unread."""
        raise NotImplementedError

    def query_history(self) -> list[str]:
        """Earlier queries, newest first."""
        raise NotImplementedError

    def add_to_history(self, query: str) -> None:
        """Remember a query that was used."""
        raise NotImplementedError


OpenCollection = Callable[[Path, Settings], Collection]
