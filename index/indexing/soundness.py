"""Whether what is indexed is as it was written: the catalogue by its checksums, the index by those of its engine."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from index.indexing.generations import Generations
from index.settings import SearchSettings


class Fault(NamedTuple):
    """What cannot be used as it is."""

    part: str
    """catalogue or index"""
    reason: str


def catalogue_fault(folder: Path) -> Fault | None:
    """What is wrong with the catalogue of a generation folder. Reads all of it, 2 GB a second."""
    from index.catalogue.sealing import fault_of

    reason = fault_of(folder / "catalogue.sqlite")
    return Fault("catalogue", reason) if reason else None


def index_fault(folder: Path, search: SearchSettings) -> Fault | None:
    """What is wrong with the index beside a sound catalogue. Reads all of it."""
    from index.catalogue.reader import CatalogueReader
    from index.errors import Damaged
    from index.search.opening import open_engine

    try:
        # What the catalogue names was in the index before it was named.
        with closing(CatalogueReader(folder / "catalogue.sqlite")) as catalogue:
            named = int(catalogue.meta("index_generation") or 0)
        with closing(open_engine(folder / "index", made_by(folder, search))) as engine:
            if engine.verify() < named:
                return Fault("index", "a part of it is missing")
    except Damaged as error:
        return Fault("index", str(error))
    except OSError as error:
        return Fault("index", error.strerror or str(error))
    return None


def fault_in(folder: Path, search: SearchSettings) -> Fault | None:
    """The first fault of a generation folder."""
    return catalogue_fault(folder) or index_fault(folder, search)


def made_by(folder: Path, search: SearchSettings) -> SearchSettings:
    """The settings with the engine that the index in a folder was made by, which serves until it is replaced."""
    engine = (Generations(folder.parent).fingerprint(folder) or "").rpartition(" ")[2]
    return replace(search, engine=engine) if engine in ("whoosh", "tantivy") else search
