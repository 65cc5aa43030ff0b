"""A collection of made-up texts, without files behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.indexing.generations import Generations
from index.paths import collection_folders

from .making import Built, Made, join, put


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Built]]:
    """Makes a new, empty collection each time it is called."""
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    opened: list[Collection] = []
    numbers = count()

    def make() -> Built:
        root = tmp_path / f"made-{next(numbers)}"
        root.mkdir()
        folders = collection_folders(root)
        folders.make()
        generations = Generations(folders.cache)
        generation = generations.start("made up")
        known: dict[str, int] = {}
        ids = count(1)

        def write(documents: Sequence[Made]) -> None:
            writer = CatalogueWriter(generation / "catalogue.sqlite")
            with writer.batch():
                for made in documents:
                    put(
                        writer, known[made.path] if made.path in known else known.setdefault(made.path, next(ids)), made
                    )
                gone = known.keys() - {made.path for made in documents}
                writer.remove([known.pop(path) for path in gone])
                join(writer)
            writer.close()

        write([])
        generations.switch(generation)
        opened.append(Collection.open(root, load_settings(None).settings))
        return Built(opened[-1], write, known)

    yield make
    for collection in opened:
        collection.close()
