"""The rooms behind one collection, each opened when first asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Document
from index.errors import CollectionError, UnknownDocument, UnreadableFile
from index.library import Library, Shelf
from index.opening import Opened
from index.settings import Settings

if TYPE_CHECKING:
    from index.catalogue.state import ReadingState
    from index.desk.desk import Desk
    from index.marks import Marks


class Rooms:
    """What a collection is answered from. Safe to call from any thread."""

    def __init__(self, opened: Opened, settings: Settings, marks: Path | None) -> None:
        self.library = Library(opened.folders.cache, settings.search)
        self._opened = opened
        self._settings = settings
        self._marks_folder = marks
        self._lock = threading.RLock()
        self._state: ReadingState | None = None
        self._marks: Marks | None = None
        self._desk: Desk | None = None

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
            return self._state

    @property
    def marks(self) -> Marks:
        """What the reader wrote."""
        with self._lock:
            if self._marks is None:
                from index.marks import open_marks

                opened, settings = self._opened, self._settings.annotations
                self._marks = open_marks(
                    opened.root, opened.folders, self._marks_folder, settings, self.library, self.stated
                )
            return self._marks

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
                    self._opened.only,
                )
            return self._desk

    def indexed(self) -> Shelf:
        """What is indexed. Raises CollectionError where nothing is."""
        shelf = self.library.shelf()
        if shelf is None:
            raise CollectionError("nothing is indexed yet; results come with the first documents")
        return shelf

    def stated(self, path: str) -> Document:
        """A document as it is, without what the reader set; read from its file where it is not indexed yet.

        Raises UnknownDocument.
        """
        shelf = self.library.shelf()
        found = shelf.catalogue.document(path) if shelf else None
        return found if found is not None else self._read_directly(path)

    def file_hash(self, path: str) -> str | None:
        """The hash of the file of an indexed document."""
        shelf = self.library.shelf()
        hashes = shelf.catalogue.hashes(path) if shelf else None
        return hashes[1] if hashes else None

    def last_open(self) -> str | None:
        """Path of the document open last, if it still exists."""
        shelf, only = self.library.shelf(), self._opened.only
        for path in self.state.opened():
            if only not in (None, path):
                continue
            if (shelf is not None and shelf.catalogue.row(path)) or (self._opened.root / path).is_file():
                return path
        return None

    def _read_directly(self, path: str) -> Document:
        from index.reading import read_directly

        limits = self._settings.documents
        if path.startswith("/") or ".." in path.split("/"):
            raise UnknownDocument(f"{path}: not a path inside the collection")
        try:
            return read_directly(self._opened.root, path, limits.max_megabytes * 1_000_000, limits.follow_links)
        except UnreadableFile as error:
            raise UnknownDocument(f"{path}: {error}") from error

    def _walked(self) -> Iterator[tuple[str, int]]:
        from index.walk import FoundFile, walk

        documents, opened = self._settings.documents, self._opened
        for item in walk(opened.root, documents.ignore, follow_links=documents.follow_links, only=opened.only):
            if isinstance(item, FoundFile):
                yield item.path, item.size
