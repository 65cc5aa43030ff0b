"""Examining what is on disk for one collection: catalogue, index, layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.generations import Generations
from index.settings import SearchSettings


class Finding(NamedTuple):
    """One part of what is on disk: `state` is ok, missing, damaged or faults."""

    part: str
    state: str
    repaired: bool
    reason: str | None


def examine_cache(cache: Path, search: SearchSettings) -> Iterator[Finding]:
    """Catalogue and index: whether they can be read, and whether they name the same documents."""
    folder = Generations(cache).current()
    if folder is None:
        yield Finding("catalogue", "missing", False, "nothing is indexed yet")
        return
    from index.catalogue.database import damaged
    from index.catalogue.reader import CatalogueReader

    file = folder / "catalogue.sqlite"
    fault = damaged(file) if file.exists() else "the file is gone"
    yield Finding("catalogue", "damaged" if fault else "ok", False, fault)
    if fault:
        return
    reader = CatalogueReader(file)
    try:
        yield _examine_index(folder, search, {row.id for row in reader.rows()})
    finally:
        reader.close()


def written(faults: Sequence[tuple[str, int, str]], decisions: Sequence[str]) -> Iterator[Finding]:
    """What the reader wrote: faults of annotations as (file, line, reason), and of decisions on documents."""
    for file, line, reason in faults:
        yield Finding(f"{file}:{line}", "faults", False, reason)
    if not faults:
        yield Finding("annotations", "ok", False, None)
    for fault in decisions:
        yield Finding("documents.yaml", "faults", False, fault)


def _examine_index(folder: Path, search: SearchSettings, catalogued: set[int]) -> Finding:
    from index.search.engine import DamagedIndex
    from index.search.opening import open_engine
    from index.search.query import Not, Word

    engine = open_engine(folder / "index", search)
    try:
        indexed = set(engine.ids())
        # A question that every posting list of a word has to answer opens the files that `ids` does not.
        engine.search(Not(Word("")), limit=1)
    except DamagedIndex as error:
        return Finding("index", "damaged", False, str(error))
    finally:
        engine.close()
    if indexed != catalogued:
        lacking, extra = len(catalogued - indexed), len(indexed - catalogued)
        return Finding("index", "faults", False, f"lacks {lacking} documents, holds {extra} that are gone")
    return Finding("index", "ok", False, None)
