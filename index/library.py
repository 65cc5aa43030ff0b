"""What is indexed now: catalogue and engine of the generation folder in use, opened when first asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CollectionError
from index.generations import Generations, Hold
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.search.engine import SearchEngine


class Shelf:
    """One generation folder held open."""

    def __init__(self, folder: Path, search: SearchSettings) -> None:
        from index.catalogue.reader import CatalogueReader

        self.folder = folder
        self._hold = Hold(folder)
        self._search = search
        self._engine: SearchEngine | None = None
        self._lock = threading.Lock()
        try:
            self.catalogue: CatalogueReader = CatalogueReader(folder / "catalogue.sqlite")
        except BaseException:
            self._hold.release()
            raise

    @property
    def engine(self) -> SearchEngine:
        """The engine; the first call imports Whoosh and opens the index (0.2 to 0.5 s)."""
        with self._lock:
            if self._engine is None:
                from index.search.opening import open_engine

                self._engine = open_engine(self.folder / "index", self._search)
            return self._engine

    def refresh(self) -> None:
        """Take up a new commit of the index, where the engine is open."""
        with self._lock:
            if self._engine is not None:
                self._engine.refresh()

    def close(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None
        self.catalogue.close()
        self._hold.release()


class Library:
    """The shelf in use, exchanged by `refresh` where the indexer switched to another."""

    def __init__(self, cache: Path, search: SearchSettings) -> None:
        self._generations = Generations(cache)
        self._search = search
        self._shelf: Shelf | None = None
        self._retired: list[Shelf] = []
        self._lock = threading.Lock()

    def shelf(self) -> Shelf | None:
        """The shelf in use, or None while nothing is indexed."""
        with self._lock:
            if self._shelf is None:
                folder = self._generations.current()
                if folder is not None:
                    try:
                        self._shelf = Shelf(folder, self._search)
                    except (OSError, CollectionError):
                        return None
            return self._shelf

    def refresh(self) -> None:
        """Take up what the indexer committed. An answer that is being made goes on with the old shelf."""
        folder = self._generations.current()
        with self._lock:
            shelf = self._shelf
            if shelf is not None and folder is not None and folder != shelf.folder:
                self._retired.append(shelf)
                self._shelf = None
        current = self.shelf()
        if current is not None:
            current.refresh()

    def close(self) -> None:
        with self._lock:
            for shelf in [*self._retired, *([self._shelf] if self._shelf else [])]:
                shelf.close()
            self._retired.clear()
            self._shelf = None
