"""Our engines as the program holds them: a collection whose index and catalogue were made from texts in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench._queries import Held
from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.document import Document, ExtractedText, Metadata
from index.indexing.generations import Generations
from index.opening import find_collection
from index.search.engine import SearchEngine
from index.search.opening import open_engine
from index.search.parser import parse
from index.search.scoring import Cache
from index.settings import Settings
from index.understanding.grouping import EntityRecord, entity_id

FORMS = {
    "AND": "{} AND {}",
    "AND of common": "{} AND {}",
    "OR of three": "{} OR {} OR {}",
    "phrase": '"{} {}"',
    "phrase of common": '"{} {}"',
    "near": "{} NEAR/5 {}",
    "near, common": "{} NEAR/5 {}",
    "loose": '"{} {}"~5',
    "loose, common": '"{} {}"~5',
    "prefix of 2": "{}*",
    "prefix of 4": "{}*",
    "fuzzy": "{}~",
    "fuzzy, 2": "{}~2",
    "regex": "/{}/",
    "title": "title:{}",
    "entity": 'entity:"{}"',
    "source": "{} source:{}",
    "date": "{} date:{}",
}
"""How each form is written; those that are not here are a word as it stands."""
THROUGH_COLLECTION = ("entity", "source", "date")
"""Forms that need a catalogue: they are asked of a Collection, which also looks up the rows of the hits."""


class Ours:
    """One of our engines."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.name = engine
        self.root = folder / f"ours-{engine}" / "desk"
        self.root.mkdir(parents=True)
        for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = str(self.root.parent / kind.lower())
        settings = load_settings(None).settings
        self.settings: Settings = replace(settings, search=replace(settings.search, engine=engine))
        opened = find_collection(self.root)
        opened.folders.make()
        self._generations = Generations(opened.folders.cache)
        self._folder = self._generations.start("bench")
        self.place = self._folder / "index"
        self._collection: Collection | None = None

    def build(self, held: Sequence[Held]) -> None:
        """Index the texts, in batches as the program makes them."""
        engine = open_engine(self.place, self.settings.search)
        size = self.settings.indexing.batch_documents
        for at in range(0, len(held), size):
            engine.begin()
            engine.add([h.text for h in held[at : at + size]], new=True)
            engine.commit()
        engine.close()

    def catalogue(self, held: Sequence[Held]) -> None:
        """Write what a catalogue holds of them: titles, dates, sources, names."""
        writer = CatalogueWriter(self._folder / "catalogue.sqlite")
        with writer.batch():
            for h in held:
                about = Metadata(title=h.text.title, source=h.source, date=h.date)
                file = hashlib.sha256(str(h.text.id).encode()).hexdigest()
                document = Document(f"{h.text.id}.txt", "", (), about, file, file, "text/1", 100)
                writer.put(h.text.id, document, ExtractedText("", (), about, "text/1"), (), 1000, 0)
                named = [EntityRecord(entity_id("PERSON", n), n, "PERSON", ((n, 1),)) for n in h.names]
                writer.put_analysis(h.text.id, "bench", (), named)
        writer.close()
        self._generations.switch(self._folder)

    @property
    def collection(self) -> Collection:
        """What the program asks."""
        if self._collection is None:
            self._collection = Collection.open(self.root, self.settings)
        return self._collection

    @property
    def engine(self) -> SearchEngine:
        """The engine of that collection."""
        shelf = self.collection._library.shelf()
        assert shelf is not None
        return shelf.engine

    def forget(self) -> None:
        """As if nothing had been asked of this commit."""
        engine: Any = self.engine
        engine._current()._cache = Cache()

    def ask(self, form: str, words: Sequence[str]) -> int | None:
        """The first twenty hits; how many there are."""
        query = FORMS.get(form, "{}").format(*words)
        if form == "facets":
            return self.collection.facets(query).documents
        if form in THROUGH_COLLECTION:
            return self.collection.search(query, limit=20).total
        return self.engine.search(parse(query), limit=20).total

    def close(self) -> None:
        """Let go of files."""
        if self._collection is not None:
            self._collection.close()
