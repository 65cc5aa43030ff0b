"""Made-up documents with names in them, and the collection that they make."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.document import Document, ExtractedText, Mention, Metadata
from index.indexing.generations import Generations
from index.paths import collection_folders
from index.understanding.grouping import group, records

Named = Sequence[tuple[str, str]]


class World:
    """A collection whose catalogue is written by hand, again and again."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.root.mkdir()
        self.folders = collection_folders(self.root)
        self.folders.make()
        self.open: list[Collection] = []

    def write(self, documents: dict[str, Named]) -> Collection:
        """Make the catalogue anew, in a generation of its own, and open the collection."""
        generations = Generations(self.folders.cache)
        generation = generations.start("made up")
        writer = CatalogueWriter(generation / "catalogue.sqlite")
        with writer.batch():
            for number, (path, names) in enumerate(documents.items(), 1):
                put(writer, number, path, names)
            writer.set_meta("walked", "1")
        writer.close()
        generations.switch(generation)
        return self.opened()

    def opened(self) -> Collection:
        """The collection, opened anew."""
        self.open.append(Collection.open(self.root, load_settings(None).settings))
        return self.open[-1]

    @property
    def file(self) -> Path:
        """Where decisions are kept."""
        return self.root / ".glossator" / "entities.yaml"

    def close(self) -> None:
        for collection in self.open:
            collection.close()


def put(writer: CatalogueWriter, number: int, path: str, names: Named) -> None:
    text, mentions = "", []
    for surface, kind in names:
        mentions.append(Mention(len(text), len(text) + len(surface), kind, "test", True))
        text += surface + ", "
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(path, text, (), Metadata(), sha256, f"file {path}", "text/1", 0)
    writer.put(number, document, ExtractedText(text, (), Metadata(), "text/1"), (), len(text), 0)
    found = group(mentions, text)
    writer.put_analysis(number, "test", found, records(found, text).values())


@pytest.fixture
def worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], World]]:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made: list[World] = []
    numbers = count()

    def make() -> World:
        made.append(World(tmp_path / f"made-{next(numbers)}"))
        return made[-1]

    yield make
    for world in made:
        world.close()


@pytest.fixture
def world(worlds: Callable[[], World]) -> World:
    return worlds()
