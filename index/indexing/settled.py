"""Telling, without an indexer, that there is nothing for it to do: most commands find things as the last one left them.

Only reads. Whatever is amiss, or only not certain, is left to the indexer.
"""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import GlossatorError

if TYPE_CHECKING:
    from index.events import IndexSummary
    from index.indexing.indexer import Job


_LOOKED_THROUGH = 50_000_000
"""Bytes of an index up to which all of it is compared with its checksums, which takes a fifth of a second. What is
damaged in a larger one is noticed where it is read, and looked for by `glossator check`."""


def settled(job: Job) -> IndexSummary | None:
    """What an indexer would say that finds nothing changed; None where it might find something."""
    began = time.monotonic()
    try:
        # Another indexer may be about to change what is found here.
        with Path(job.cache, "indexer.lock").open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return _settled(job, began)
    except (OSError, GlossatorError):
        return None


def _settled(job: Job, began: float) -> IndexSummary | None:
    from contextlib import closing

    from index.catalogue.reader import CatalogueReader
    from index.described.describing import describing_of
    from index.events import IndexSummary
    from index.indexing.comparing import compare, memory_of
    from index.indexing.extraction import extraction_of
    from index.indexing.generations import Generations
    from index.indexing.indexer import fingerprint
    from index.indexing.otherwise import read_with
    from index.indexing.soundness import catalogue_fault
    from index.search.opening import open_engine
    from index.walk import walk

    generations = Generations(Path(job.cache))
    folder = generations.current()
    if job.rebuild or folder is None or generations.fingerprint(folder) != fingerprint(job):
        return None
    if catalogue_fault(folder) is not None:
        return None
    with closing(CatalogueReader(folder / "catalogue.sqlite")) as catalogue:
        if not catalogue.is_complete(extraction_of(job)[0].version):
            return None
        described = describing_of(Path(job.root), job.metadata)
        if (catalogue.meta("described") or "") != described.version:
            return None
        documents, failed = job.documents, catalogue.known_skipped()
        walked = walk(Path(job.root), documents.ignore, follow_links=documents.follow_links, only=job.only)
        walked = (item for item in walked if item.path != job.metadata.table)
        memory = memory_of(catalogue.known(), catalogue, read_with(documents, job.formats))
        changes = compare(walked, memory, documents, job.formats)
        if changes.to_read or changes.vanished or changes.emptied or changes.skipped != failed:
            return None
        with closing(open_engine(folder / "index", job.search)) as engine:
            size = sum(file.stat().st_size for file in (folder / "index").iterdir())
            generation = engine.verify() if size <= _LOOKED_THROUGH else engine.generation
            if str(generation) != catalogue.meta("index_generation"):
                return None
        count = catalogue.count()
    skipped = tuple(item for _, (item, _, _) in sorted(failed.items()))
    return IndexSummary(count, 0, 0, 0, 0, changes.unchanged, skipped, time.monotonic() - began)
