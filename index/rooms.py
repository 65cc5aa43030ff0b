"""The rooms behind one collection, each opened when first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.asking.alike import Likenesses
from index.document import Document, DocumentRow, Mention
from index.entities.keeping import NamingKeeper
from index.entities.profiles import Profiles
from index.errors import CollectionError, Damaged, UnknownDocument, UnreadableFile
from index.layers.layers import Layers
from index.ledgers import Ledgers
from index.library import Library, Shelf
from index.opening import Opened
from index.settings import Settings
from index.watching.keeping_up import KeepingUp

if TYPE_CHECKING:
    from index.alike_texts.copies import AlikeTexts
    from index.annotations.annotation import PlacedAnnotation
    from index.asking.condition_passages import ConditionPassages
    from index.catalogue.state import ReadingState
    from index.corrections.block_kinds import BlockKinds
    from index.desk.desk import Desk
    from index.marks import Marks
    from index.search.languages import Languages
    from index.search.query import Node


class Rooms:
    """What a collection is answered from. Safe to call from any thread."""

    def __init__(self, opened: Opened, settings: Settings, marks: Path | None) -> None:
        self.library = Library(opened.folders.cache, settings.search)
        self.likenesses = Likenesses(self.library.shelf)
        self.ledgers = Ledgers(self, opened.document)
        self.profiles = Profiles(self, opened.document)
        self.layers = Layers(self, opened.document)
        self.keeping_up = KeepingUp(opened, settings, self.library)
        self.names = NamingKeeper(self.library, lambda: self.marks.rulings, lambda: self.marks.corrections)
        self._opened = opened
        self._settings = settings
        self._marks_folder = marks
        self.waited_for: Callable[[str], None] = lambda path: None
        """Is told of documents that were asked for and are not indexed or analysed."""
        self.notices: list[str] = []
        """What was found amiss and is to be told."""
        self._lock = threading.RLock()
        self._state: ReadingState | None = None
        self._marks: Marks | None = None
        self._desk: Desk | None = None
        self._hidden: frozenset[str] = frozenset()

    def close(self) -> None:
        """Compact what was written and let go of files."""
        if self._marks is not None:
            self._marks.annotations.close()
        if self._state is not None:
            self._state.close()
        self.library.close()

    @property
    def state(self) -> ReadingState:
        """What concerns this machine alone."""
        with self._lock:
            if self._state is None:
                from index.catalogue.state import ReadingState

                self._state = ReadingState(self._opened.folders.state / "reading.sqlite")
                if self._state.mended is not None:
                    self.notices.append(self._state.mended)
            return self._state

    @property
    def marks(self) -> Marks:
        """What the reader wrote."""
        with self._lock:
            if self._marks is None:
                from index.marks import open_marks

                opened, settings = self._opened, self._settings.annotations
                self._marks = open_marks(
                    opened.root,
                    opened.folders,
                    self._marks_folder,
                    settings,
                    self.library,
                    self.stated,
                    lambda: self.state,
                )
                self._marks.layer_deeds.store.hide(self._hidden)
            return self._marks

    def set_read(self, paths: Sequence[str], read: bool, *, undoable: bool) -> None:
        """Mark documents as read or unread; `undoable`: in a step that can be undone."""
        if undoable:
            self.marks.reads.mark(paths, read)
        else:
            self.state.set_read([(path, self.file_hash(path)) for path in paths], read)

    @cached_property
    def kinds(self) -> BlockKinds:
        """What the reader decided that blocks are."""
        from index.corrections.block_kinds import BlockKinds

        def version() -> object:
            shelf = self.library.shelf()
            return shelf.catalogue.deciding.version() if shelf is not None else ()

        return BlockKinds(lambda: self.marks.corrections, version)

    @cached_property
    def alike(self) -> AlikeTexts:
        """What documents have in common."""
        from index.alike_texts.copies import AlikeTexts

        return AlikeTexts(self, self._settings.copies.similarity / 100)

    @property
    def desk(self) -> Desk:
        """Lists of documents, and decisions on them."""
        with self._lock:
            if self._desk is None:
                from index.desk.desk import Desk

                self._desk = Desk(
                    self.library,
                    lambda: self.state,
                    lambda: (self.marks.decisions, self.marks.marginalia),
                    self._walked,
                    self._opened.document,
                    self.names.of,
                )
            return self._desk

    def indexed(self) -> Shelf:
        """What is indexed. Raises CollectionError where nothing is."""
        shelf = self.library.shelf()
        if shelf is None:
            if self.library.fault is not None:
                raise Damaged(self.library.fault)
            raise CollectionError("nothing is indexed yet; results come with the first documents")
        return shelf

    def languages(self) -> Languages:
        """How the words of documents are read; as settings say while nothing is indexed."""
        shelf = self.library.shelf()
        if shelf is not None:
            return shelf.languages
        from index.search.languages import without_documents

        return without_documents(self._settings.search.stemming)

    def passages(self, tree: Node, query: str, as_typed: bool) -> ConditionPassages | None:
        """What finds the passages that the conditions of a query speak of; None where none does."""
        from index.asking.condition_passages import passages_of

        naming = self.names.naming()
        return passages_of(
            tree,
            query,
            as_typed=as_typed,
            naming=naming,
            annotated=self._annotated,
            book=lambda: self.marks.codebook.book(),
        )

    def hide_layers(self, names: frozenset[str]) -> None:
        """Marks of these layers answer no search, and do not count, until other layers are named."""
        with self._lock:
            self._hidden = names
            if self._marks is not None:
                self._marks.layer_deeds.store.hide(names)

    def _annotated(self, path: str) -> list[PlacedAnnotation]:
        hidden = self._hidden
        return [each for each in self.marks.annotations.of(path) if each.annotation.layer not in hidden]

    def stated(self, path: str) -> Document:
        """A document as it is, without what the reader set; read from its file where it is not indexed yet.

        Raises UnknownDocument.
        """
        shelf = self.library.shelf()
        found = shelf.catalogue.document(path) if shelf else None
        if found is None:
            found = self._read_directly(path)
            self.waited_for(path)
        return found

    def mentions(self, path: str) -> list[Mention] | None:
        """Mentions in one document in order of position; None while it has not been analysed."""
        naming = self.names.naming()
        found = naming.mentions(path) if naming else None
        if found is None:
            self.waited_for(path)
        return found

    def documents_naming(self, entity: str) -> list[tuple[DocumentRow, int]]:
        """Documents that name an entity, with the number of mentions, most first, then by path."""
        shelf, naming = self.library.shelf(), self.names.naming()
        counts = dict(naming.documents_naming(entity)) if naming is not None else {}
        rows = shelf.catalogue.rows(counts) if shelf is not None else []
        return sorted(
            ((row, counts[row.id]) for row in self.desk.filled(rows)), key=lambda each: (-each[1], each[0].path)
        )

    def file_hash(self, path: str) -> str | None:
        """The hash of the file of an indexed document."""
        shelf = self.library.shelf()
        hashes = shelf.catalogue.hashes(path) if shelf else None
        return hashes[1] if hashes else None

    def last_open(self) -> str | None:
        """Path of the document open last, if it still exists."""
        shelf, only = self.library.shelf(), self._opened.document
        for path in self.state.opened():
            if only not in (None, path):
                continue
            if (shelf is not None and shelf.catalogue.row(path)) or (self._opened.root / path).is_file():
                return path
        return None

    def table_faults(self) -> list[tuple[str, int, str]]:
        """What is wrong with the table that describes documents, as (file, line, reason)."""
        from index.described.telling import faults_of

        shelf = self.library.shelf()
        paths = {path for _, path in shelf.catalogue.paths()} if shelf is not None else None
        return faults_of(self._opened.root, self._settings.metadata.table, paths)

    def _read_directly(self, path: str) -> Document:
        from index.described.describing import described, describing_of
        from index.indexing.apart import is_read_apart, read_apart
        from index.readers.contained import Limits
        from index.reading import read_directly

        documents = self._settings.documents
        formats = self._settings.formats
        cache = self._opened.folders.cache
        spool = cache if cache.is_dir() else None
        limits = Limits(documents.max_megabytes * 1_000_000, formats, documents.follow_links, documents.ignore, spool)
        if path.startswith("/") or ".." in path.split("/"):
            raise UnknownDocument(f"{path}: not a path inside the collection")
        try:
            if is_read_apart(path):
                cost = documents.seconds_a_file, documents.worker_megabytes
                found = read_apart(self._opened.root, path, limits, cache, *cost)
            else:
                found = read_directly(self._opened.root, path, limits)
            return described(found, describing_of(self._opened.root, self._settings.metadata))
        except UnreadableFile as error:
            raise UnknownDocument(f"{path}: {error}") from error

    def _walked(self) -> Iterator[tuple[str, int]]:
        """Files that are documents; what lies in archives and mailboxes comes with the index."""
        from index.readers import holds_documents
        from index.walk import FoundFile, walk

        documents, opened = self._settings.documents, self._opened
        table = self._settings.metadata.table
        for item in walk(opened.root, documents.ignore, follow_links=documents.follow_links, only=opened.only):
            if isinstance(item, FoundFile) and item.path != table and not holds_documents(item.path):
                yield item.path, item.size
