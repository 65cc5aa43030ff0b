"""A catalogue of made-up documents without files behind it, and the collection that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.document import Document, ExtractedText, Metadata
from index.indexing.generations import Generations
from index.paths import collection_folders

Made = tuple[str, Metadata, int, int]
"""Path, metadata, words, size."""
Catalogued = Callable[[Sequence[Made]], Collection]


def put(writer: CatalogueWriter, number: int, made: Made) -> None:
    path, metadata, words, size = made
    document = Document(path, "", (), metadata, f"{number}", f"file {number}", "text/1", words)
    writer.put(number, document, ExtractedText("", (), metadata, "text/1"), (), size, 0)


@pytest.fixture
def homes_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def catalogued(homes_here: Path) -> Iterator[Catalogued]:
    """Makes a new collection of some documents each time it is called."""
    opened: list[Collection] = []
    numbers = count()

    def make(documents: Sequence[Made]) -> Collection:
        root = homes_here / f"desk-{next(numbers)}"
        root.mkdir()
        folders = collection_folders(root)
        folders.make()
        generations = Generations(folders.cache)
        generation = generations.start("made up")
        writer = CatalogueWriter(generation / "catalogue.sqlite")
        with writer.batch():
            for number, made in enumerate(documents, 1):
                put(writer, number, made)
            writer.set_meta("walked", "1")
        writer.close()
        generations.switch(generation)
        opened.append(Collection.open(root, load_settings(None).settings))
        return opened[-1]

    yield make
    for collection in opened:
        collection.close()
