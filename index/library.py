"""What is indexed now: catalogue and engine of the generation folder in use, opened when first asked for."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CollectionError
from index.indexing.generations import Generations, Hold
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.search.engine import SearchEngine
    from index.search.languages import Languages


class Shelf:
    """One generation folder held open."""

    def __init__(self, folder: Path, search: SearchSettings) -> None:
        from index.catalogue.reader import CatalogueReader

        self.folder = folder
        self._hold = Hold(folder)
        self._search = search
        self._engine: SearchEngine | None = None
        self._languages: Languages | None = None
        self._languages_version = ""
        self._lock = threading.Lock()
        try:
            self.catalogue: CatalogueReader = CatalogueReader(folder / "catalogue.sqlite")
        except BaseException:
            self._hold.release()
            raise

    @property
    def engine(self) -> SearchEngine:
        """The engine; the first call imports Whoosh and opens the index (0.2 to 0.5 s). Raises Damaged."""
        with self._lock:
            if self._engine is None:
                from index.indexing.soundness import made_by
                from index.search.opening import open_engine

                named = self._named()
                engine = open_engine(self.folder / "index", made_by(self.folder, self._search))
                self._check(engine, named)
                self._engine = engine
            return self._engine

    @property
    def languages(self) -> Languages:
        """How the words of each document are read; the first call asks the catalogue (10 ms for 20,000 documents)."""
        with self._lock:
            return self._languages if self._languages is not None else self._read_languages()

    def _read_languages(self) -> Languages:
        from index.search.languages import languages_of

        version = self.catalogue.listed.version()
        if self._languages is None or version != self._languages_version:
            self._languages = languages_of(self._search.stemming, self.catalogue.listed)
            self._languages_version = version
        return self._languages

    def refresh(self) -> None:
        """Take up a new commit of the index, where the engine is open. Raises Damaged."""
        with self._lock:
            if self._engine is not None:
                named = self._named()
                self._engine.refresh()
                self._check(self._engine, named)
            if self._languages is not None:
                with suppress(CollectionError):  # what cannot be read is told by the next question
                    self._read_languages()

    def _named(self) -> int:
        """The commit of the index that the catalogue names: the index is there before it is named."""
        return int(self.catalogue.meta("index_generation") or 0)

    @staticmethod
    def _check(engine: SearchEngine, named: int) -> None:
        if engine.generation < named:
            from index.search.engine import DamagedIndex

            raise DamagedIndex("The index cannot be read (a part of it is missing).")

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
        self.fault: str | None = None
        """Why what there is cannot be opened."""

    def shelf(self) -> Shelf | None:
        """The shelf in use, or None while nothing is indexed."""
        with self._lock:
            if self._shelf is None:
                folder = self._generations.current()
                if folder is not None:
                    try:
                        self._shelf = Shelf(folder, self._search)
                    except (OSError, CollectionError) as error:
                        self.fault = str(error)
                        return None
                    self.fault = None
            return self._shelf

    def refresh(self) -> None:
        """Take up what the indexer committed. An answer that is being made goes on with the old shelf."""
        folder = self._generations.current()
        with self._lock:
            shelf = self._shelf
            if shelf is not None and (folder != shelf.folder if folder is not None else not shelf.folder.is_dir()):
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
