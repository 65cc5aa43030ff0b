"""Walk -> read -> catalogue and index -> understand: one run that brings a collection up to date.

Runs in the indexer process, the only writer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from index import errors
from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.described.describing import Describing, changed
from index.document import Document, Skipped
from index.events import Cancelled, Committed, IndexSummary, OnEvent
from index.indexing.among import BEHIND, LOOKED, Among, trusted
from index.indexing.analysing import Analyses
from index.indexing.committing import Stores
from index.indexing.comparing import Changes, compare, memory_of
from index.indexing.dividing import reading_tasks
from index.indexing.extraction import Extraction
from index.indexing.incoming import BATCH_CHARACTERS, Incoming
from index.indexing.meter import Meter
from index.indexing.otherwise import read_with
from index.indexing.probing import usable
from index.indexing.recognised import RecognisedPages
from index.indexing.refused import Refusals
from index.indexing.wanted import TaskQueue, Wanted
from index.indexing.workers import Task, WorkerPool
from index.readers.contained import Limits, container_of
from index.search.engine import SearchEngine
from index.settings import DocumentsSettings, FormatsSettings, IndexingSettings
from index.walk import FoundFile, walk

COMMON_LINE_DOCUMENTS = 3
"""A short line that stands in so many documents is boilerplate (see understanding/structure.py)."""
_PATIENT_WORDS = 500_000
"""Analysis of a longer document has as many times longer as it has so many words."""
_MANY = 1_000


class Ingest:
    """One run over one collection."""

    def __init__(
        self,
        root: Path,
        only: str | None,
        folder: Path,
        documents: DocumentsSettings,
        formats: FormatsSettings,
        indexing: IndexingSettings,
        engine: SearchEngine,
        on_event: OnEvent,
        cancelled: Cancelled,
        extraction: Extraction,
        wanted: Wanted | None = None,
        *,
        model_workers: int = 1,
        describing: Describing | None = None,
        table: str = "",
        among: Collection[str] | None = None,
    ) -> None:
        """`among`: the only files that may have changed since the last run."""
        self._root = root
        self._only = only
        self._documents = documents
        self._formats = formats
        self._read_with = read_with(documents, formats)
        self._named = among
        self._began = 0
        self._among: Among | None = None
        self._indexing = indexing
        self._on_event = on_event
        self._cancelled = cancelled
        self._extraction = extraction
        self._model_workers = model_workers
        self._refusals = Refusals(folder.parent, documents.worker_megabytes)
        self._describing = describing or Describing()
        self._table = table
        self._wanted = wanted or Wanted()
        self._meter = Meter(on_event)
        self._catalogue = CatalogueWriter(folder / "catalogue.sqlite")
        self._reader = CatalogueReader(folder / "catalogue.sqlite")
        self._analyses = Analyses(self._catalogue, extraction.version, on_event)
        self._stores = Stores(self._catalogue, self._reader, engine, on_event)
        most = documents.max_megabytes * 1_000_000
        limits = Limits(most, formats, documents.follow_links, documents.ignore, folder.parent)
        context = {
            "root": str(root),
            "limits": limits,
            "seconds": documents.seconds_a_file,
            "catalogue": str(folder / "catalogue.sqlite"),
            "common": self._common(),
            "extraction": extraction,
            "describing": self._describing,
        }
        self._scans = RecognisedPages(folder.parent)
        self._jobs = indexing.jobs or os.cpu_count() or 1
        self._pool = WorkerPool(self._jobs, context, documents.seconds_a_file, documents.worker_megabytes)

    def run(self) -> IndexSummary:
        """Everything. A cancelled run returns what it got done; the next one goes on from there."""
        began, self._began = time.monotonic(), int(time.time())
        try:
            with self._pool:
                if not self._reader.count():
                    self._pool.warm()
                changes = Changes()
                if self._analyses.join(self._cancelled, self._meter):
                    self._stores.heal()
                    changes = self._compare()
                    self._read(changes)
                    self._remove(changes)
                    self._structure_again()
                    self._gather()
                    self._analyse()
                    if not self._cancelled():
                        self._scans.forget()
            documents = self._reader.count()
        finally:
            self._reader.close()
            self._catalogue.close()
        counts = self._stores.counts
        skipped = tuple(s for _, (s, _, _) in sorted(changes.skipped.items()))
        return IndexSummary(
            documents,
            counts.added,
            counts.updated,
            counts.removed,
            counts.renamed,
            changes.unchanged,
            skipped,
            time.monotonic() - began,
        )

    # -- comparing ----------------------------------------------------------------------------------------------

    def _compare(self) -> Changes:
        def goes_on(count: int) -> bool:
            self._meter.show("walk", count, None)
            return not self._cancelled()

        memory, documents = memory_of(self._stores.known, self._catalogue, self._read_with), self._documents
        among = trusted(self._named, self._catalogue, self._read_with, follow_links=documents.follow_links)
        if among is not None:
            self._among = among
            changes = compare(self._walk(), among.narrow(memory), documents, self._formats, goes_on)
            if among.is_enough(changes, memory):
                among.add_others(changes, memory)
                return changes
            self._among = None
        return compare(self._walk(), memory, documents, self._formats, goes_on)

    def _walk(self) -> Iterator[FoundFile | Skipped]:
        ignore = self._documents.ignore
        if self._among is not None:
            walked = self._among.walk(self._root, ignore)
        else:
            walked = walk(self._root, ignore, follow_links=self._documents.follow_links, only=self._only)
        return (item for item in walked if item.path != self._table)

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, changes: Changes) -> None:
        hurried: set[str] = set()
        with self._catalogue.batch():
            self._catalogue.forget_containers(changes.held)
            self._catalogue.set_meta(BEHIND, "1" if self._among is not None else "")

        def look() -> None:
            for path in self._wanted.take():
                file = container_of(path)
                if file in incoming.files:
                    hurried.add(path)
                    queue.hurry(file)
                else:
                    self._analyse_next(path, queue)

        def on_commit() -> None:
            for path in [path for path in hurried if container_of(path) not in incoming.files]:
                hurried.remove(path)
                self._analyse_next(path, queue)

        queue = TaskQueue(reading_tasks(changes, self._jobs), look)
        most = self._indexing.batch_documents
        incoming = Incoming(self._stores, changes, self._meter, most, queue.put, on_commit)
        for task, result in self._pool.run(queue, self._cancelled):
            if task.function == "analyse":
                self._analyses.add(task.arguments[0], result, at_once=True)
                continue
            incoming.take(task, result)
            if any(incoming.is_waiting(container_of(path)) for path in hurried):
                incoming.commit()
        incoming.commit()

    def _analyse_next(self, path: str, queue: TaskQueue) -> None:
        """Find the names of a document for which the reader waits, where they have not been found."""
        row = self._reader.row(path)
        # A model takes seconds to load, and memory in each worker: what needs one waits until all is read.
        if row is not None and self._reader.mentions(path) is None and self._extraction.model is None:
            queue.put(Task("analyse", (row.id, False)))

    def _remove(self, changes: Changes) -> None:
        if self._cancelled():
            return
        gone = [k.id for group in changes.vanished.values() for k in group]
        notes = {"walked": "1", "read_with": self._read_with, BEHIND: ""}
        if self._among is None:
            notes[LOOKED] = str(self._began)
        self._stores.remove(gone, changes, notes)

    def _gather(self) -> None:
        """After many documents came, the index is made one piece: a query then looks for each word in one place."""
        stores = self._stores
        if self._cancelled() or stores.counts.added + stores.counts.updated < _MANY:
            return
        self._meter.show("gather", 0, None)
        with suppress(errors.Cancelled), self._catalogue.batch():
            stores.engine.begin()
            stores.engine.gather(self._cancelled)
            stores.name_generation()
        self._on_event(Committed(stores.engine.generation, 0))

    # -- understanding ------------------------------------------------------------------------------------------

    def _common(self, key: str = "common_lines") -> frozenset[str]:
        packed = self._catalogue.meta(key)
        return frozenset(packed.split("\n")) - {""} if packed else frozenset()

    def _structure_again(self) -> None:
        """A line may have become common, or ceased to be, through the documents of this run; or something else may
        be stated of documents beside their texts."""
        if self._cancelled():
            return
        before, after = self._common(), self._reader.common_lines(COMMON_LINE_DOCUMENTS)
        version = self._describing.version
        redescribed = self._catalogue.meta("described") or "" if not self._stores.counts.renamed else None
        # What an earlier run began with and did not end is among it.
        lines = (before ^ after) | self._common("restructuring")
        if not lines and redescribed == version:
            return
        again = set(self._catalogue.documents_with(lines))
        if redescribed != version:
            again.update(changed(self._reader.metadata(), self._describing))
        with self._catalogue.batch():
            self._catalogue.set_meta("restructuring", "\n".join(sorted(lines)))
        ids = sorted(again)
        tasks = (Task("restructure", (id, COMMON_LINE_DOCUMENTS)) for id in ids)
        otherwise: list[tuple[int, Document]] = []
        characters = 0
        for done, (task, result) in enumerate(self._pool.run(tasks, self._cancelled), 1):
            self._meter.show("structure", done, len(ids), last=done == len(ids))
            if isinstance(result, Document):
                otherwise.append((task.arguments[0], result))
                characters += len(result.text)
            if len(otherwise) >= self._indexing.batch_documents or characters > BATCH_CHARACTERS:
                self._put_again(otherwise)
                otherwise, characters = [], 0
        self._put_again(otherwise)
        if self._cancelled():
            return
        with self._catalogue.batch():
            self._catalogue.set_meta("described", version)
            self._catalogue.set_meta("common_lines", "\n".join(sorted(after)))
            self._catalogue.set_meta("restructuring", "")

    def _put_again(self, otherwise: Collection[tuple[int, Document]]) -> None:
        """Write documents of another structure than before. A run that ends here is gone on with by the next."""
        if not otherwise:
            return
        retitled = [(id, d) for id, d in otherwise if self._is_indexed_otherwise(id, d)]
        self._stores.announce([id for id, _ in retitled])
        with self._catalogue.batch():
            self._stores.replace(retitled)
            for id, document in otherwise:
                self._catalogue.restructure(id, document)
        self._on_event(Committed(self._stores.engine.generation, len(otherwise)))

    def _is_indexed_otherwise(self, id: int, document: Document) -> bool:
        """Did the title or the kind of a block change?"""
        rows = self._reader.rows([id])
        kinds = [block[:3] for block in self._reader.blocks(id)]
        return bool(rows) and (rows[0].title != document.metadata.title or kinds != [b[:3] for b in document.blocks])

    def _analyse(self) -> None:
        wanting = self._catalogue.unanalysed(self._extraction.version)
        if wanting and self._extraction.model is not None:
            self._extraction = usable(self._extraction, self._pool, self._cancelled, self._on_event, self._refusals)
            self._analyses = Analyses(self._catalogue, self._extraction.version, self._on_event)
            wanting = self._catalogue.unanalysed(self._extraction.version)
        modelled = self._extraction.model is not None
        hurried: set[int] = set()

        def look() -> None:
            for path in self._wanted.take():
                row = self._reader.row(path)
                if row is not None and queue.hurry(row.id):
                    hurried.add(row.id)

        tasks = (Task("analyse", (id, modelled), 50_000, 1 + words // _PATIENT_WORDS) for id, words in wanting)
        queue = TaskQueue(tasks, look)
        most = self._model_workers if modelled else None
        for done, (task, result) in enumerate(self._pool.run(queue, self._cancelled, most), 1):
            self._meter.show("analyse", done, len(wanting), last=done == len(wanting))
            self._analyses.add(task.arguments[0], result, at_once=task.arguments[0] in hurried)
        self._analyses.write()
