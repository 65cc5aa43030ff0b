"""Walk -> read -> catalogue and index -> understand: one run that brings a collection up to date.

Runs in the indexer process, the only writer. The index commits first, then the catalogue names that generation in the
same transaction as the documents of the batch; where a kill came between the two, `_heal` compares what each holds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index import errors
from index.catalogue.known import Known
from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.described.describing import Describing, changed
from index.document import Document, Skipped
from index.events import Cancelled, Committed, IndexSummary, OnEvent
from index.indexing.analysing import Analyses
from index.indexing.comparing import Changes, compare
from index.indexing.extraction import Extraction
from index.indexing.meter import Meter
from index.indexing.probing import usable
from index.indexing.results import ReadResult
from index.indexing.wanted import TaskQueue, Wanted
from index.indexing.workers import Failure, Task, WorkerPool
from index.search.engine import IndexedText, SearchEngine
from index.settings import DocumentsSettings, IndexingSettings
from index.walk import FoundFile, walk

COMMON_LINE_DOCUMENTS = 3
"""A short line that stands in so many documents is boilerplate (see understanding/structure.py)."""
_FIRST_BATCH = 64
_BATCH_CHARACTERS = 32_000_000
"""A batch is held in memory."""
_MANY = 1_000


@dataclass
class _Counts:
    added: int = 0
    updated: int = 0
    renamed: int = 0
    removed: int = 0


class Ingest:
    """One run over one collection."""

    def __init__(
        self,
        root: Path,
        only: str | None,
        folder: Path,
        documents: DocumentsSettings,
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
    ) -> None:
        self._root = root
        self._only = only
        self._documents = documents
        self._indexing = indexing
        self._engine = engine
        self._on_event = on_event
        self._cancelled = cancelled
        self._extraction = extraction
        self._model_workers = model_workers
        self._describing = describing or Describing()
        self._table = table
        self._wanted = wanted or Wanted()
        self._meter = Meter(on_event)
        self._catalogue = CatalogueWriter(folder / "catalogue.sqlite")
        self._reader = CatalogueReader(folder / "catalogue.sqlite")
        self._analyses = Analyses(self._catalogue, extraction.version, on_event)
        self._counts = _Counts()
        self._known: dict[str, Known] = {}
        context = {
            "root": str(root),
            "max_bytes": documents.max_megabytes * 1_000_000,
            "follow_links": documents.follow_links,
            "catalogue": str(folder / "catalogue.sqlite"),
            "common": self._common(),
            "extraction": extraction,
            "describing": self._describing,
        }
        jobs = indexing.jobs or os.cpu_count() or 1
        self._pool = WorkerPool(jobs, context, documents.seconds_a_file, documents.worker_megabytes)

    def run(self) -> IndexSummary:
        """Everything. A cancelled run returns what it got done; the next one goes on from there."""
        began = time.monotonic()
        try:
            with self._pool:
                changes = Changes()
                if self._analyses.join(self._cancelled, self._meter):
                    self._heal()
                    changes = self._compare()
                    self._read(changes)
                    self._remove(changes)
                    self._structure_again()
                    self._gather()
                    self._analyse()
            documents = self._reader.count()
        finally:
            self._reader.close()
            self._catalogue.close()
        counts = self._counts
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

    def _heal(self) -> None:
        """Make the index hold what the catalogue holds, where a kill came between their commits."""
        self._known = self._catalogue.known()
        if self._catalogue.meta("index_generation") == str(self._engine.generation):
            return
        indexed = set(self._engine.ids())
        known = {k.id for k in self._known.values()}
        self._engine.begin()
        replaced = {int(id) for id in (self._catalogue.meta("replacing") or "").split(",") if id} & known
        self._engine.delete(sorted(indexed - known))
        self._engine.add((self._indexed(id) for id in sorted(replaced)), new=False)
        self._engine.add((self._indexed(id) for id in sorted(known - indexed - replaced)), new=True)
        with self._catalogue.batch():
            self._name_generation()

    def _indexed(self, id: int) -> IndexedText:
        document = self._reader.document_by_id(id)
        assert document is not None
        return _indexed(id, document)

    def _compare(self) -> Changes:
        def goes_on(count: int) -> bool:
            self._meter.show("walk", count, None)
            return not self._cancelled()

        limit = self._documents.max_megabytes
        return compare(self._walk(), self._known, self._catalogue.known_skipped(), limit, goes_on)

    def _walk(self) -> Iterator[FoundFile | Skipped]:
        documents = self._documents
        walked = walk(self._root, documents.ignore, follow_links=documents.follow_links, only=self._only)
        return (item for item in walked if item.path != self._table)

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, changes: Changes) -> None:
        files = {f.path: f for f in changes.to_read}
        batch: list[tuple[FoundFile, ReadResult]] = []
        hurried: set[str] = set()

        def look() -> None:
            for path in self._wanted.take():
                if path in files:
                    hurried.add(path)
                    queue.hurry(path)
                else:
                    self._analyse_next(path, queue)

        def commit() -> None:
            self._commit(changes, batch)
            for file, _ in batch:
                del files[file.path]
            batch.clear()
            for path in hurried.difference(files):
                hurried.remove(path)
                self._analyse_next(path, queue)

        queue = TaskQueue((Task("read", (f.path,), f.size) for f in changes.to_read), look)
        size = _FIRST_BATCH
        total = len(files)
        done = characters = 0
        for task, result in self._pool.run(queue, self._cancelled):
            if task.function == "analyse":
                self._analyses.add(task.arguments[0], result, at_once=True)
                continue
            file = files[task.arguments[0]]
            done += 1
            self._meter.show("read", done, total, last=done == total)
            if isinstance(result, Failure):
                self._fail(changes, files.pop(file.path), result)
                continue
            batch.append((file, result))
            characters += len(result.document.text)
            if len(batch) >= size or characters > _BATCH_CHARACTERS:
                commit()
                size, characters = min(size * 2, self._indexing.batch_documents), 0
            elif hurried and any(file.path in hurried for file, _ in batch):
                commit()
        commit()

    def _analyse_next(self, path: str, queue: TaskQueue) -> None:
        """Find the names of a document for which the reader waits, where they have not been found."""
        row = self._reader.row(path)
        # A model takes seconds to load, and memory in each worker: what needs one waits until all is read.
        if row is not None and self._reader.mentions(path) is None and self._extraction.model is None:
            queue.put(Task("analyse", (row.id, False)))

    def _fail(self, changes: Changes, file: FoundFile, failure: Failure) -> None:
        self._meter.errors += 1
        changes.skipped[file.path] = (Skipped(file.path, failure.reason, True), file.size, file.mtime_ns)
        known = self._known.get(file.path)
        if known:
            changes.vanished.setdefault(known.file_sha256, []).append(known)

    def _commit(self, changes: Changes, batch: list[tuple[FoundFile, ReadResult]]) -> None:
        """Index first, then catalogue, in one transaction that names the index's generation."""
        if not batch:
            return
        self._announce([self._known[file.path].id for file, _ in batch if file.path in self._known])
        with self._catalogue.batch():
            new: list[Document] = []
            changed: list[Document] = []
            ids: dict[str, int] = {}
            for file, result in batch:
                self._sort_in(changes, file, result, ids, new, changed)
            if new or changed:
                self._engine.begin()
                self._engine.add((_indexed(ids[d.path], d) for d in new), new=True)
                self._engine.add((_indexed(ids[d.path], d) for d in changed), new=False)
                self._name_generation()
        if ids:
            self._on_event(Committed(self._engine.generation, len(ids)))

    def _announce(self, ids: list[int]) -> None:
        """Note which documents the next commit of the index replaces, for `_heal` to put them right after a kill."""
        if ids:
            with self._catalogue.batch():
                self._catalogue.set_meta("replacing", ",".join(map(str, ids)))

    def _name_generation(self) -> None:
        """Commit the index, and name its generation in the catalogue's transaction that is open."""
        self._catalogue.set_meta("index_generation", str(self._engine.commit()))
        self._catalogue.set_meta("replacing", "")

    def _sort_in(
        self,
        changes: Changes,
        file: FoundFile,
        result: ReadResult,
        ids: dict[str, int],
        new: list[Document],
        changed: list[Document],
    ) -> None:
        """Decide what became of a file that was read: touched, renamed, changed or new."""
        document = result.document
        known = self._known.get(file.path)
        moved = changes.vanished.get(document.file_sha256)
        if known and known.file_sha256 == document.file_sha256:
            self._catalogue.touch(known.id, file.path, file.size, file.mtime_ns)
            changes.unchanged += 1
        elif known:
            ids[file.path] = known.id
            changed.append(document)
            self._catalogue.put(known.id, document, result.stated, result.lines, file.size, file.mtime_ns)
            self._counts.updated += 1
        elif moved:
            old = moved.pop()
            self._catalogue.touch(old.id, file.path, file.size, file.mtime_ns)
            ids[file.path] = old.id
            self._counts.renamed += 1
        else:
            ids[file.path] = self._catalogue.next_id()
            new.append(document)
            self._catalogue.put(ids[file.path], document, result.stated, result.lines, file.size, file.mtime_ns)
            self._counts.added += 1

    def _remove(self, changes: Changes) -> None:
        gone = [k.id for group in changes.vanished.values() for k in group]
        if self._cancelled():
            return
        with self._catalogue.batch():
            if gone:
                self._engine.begin()
                self._engine.delete(gone)
                self._name_generation()
                self._catalogue.remove(gone)
                self._counts.removed += len(gone)
            self._catalogue.set_skipped(changes.skipped.values())
            self._catalogue.set_meta("walked", "1")
        if gone:
            self._on_event(Committed(self._engine.generation, 0))

    def _gather(self) -> None:
        """After many documents came, the index is made one piece: a query then looks for each word in one place."""
        if self._cancelled() or self._counts.added + self._counts.updated < _MANY:
            return
        self._meter.show("gather", 0, None)
        with suppress(errors.Cancelled), self._catalogue.batch():
            self._engine.begin()
            self._engine.gather(self._cancelled)
            self._name_generation()
        self._on_event(Committed(self._engine.generation, 0))

    # -- understanding ------------------------------------------------------------------------------------------

    def _common(self) -> frozenset[str]:
        packed = self._catalogue.meta("common_lines")
        return frozenset(packed.split("\n")) - {""} if packed else frozenset()

    def _structure_again(self) -> None:
        """A line may have become common, or ceased to be, through the documents of this run; or something else may
        be stated of documents beside their texts."""
        if self._cancelled():
            return
        before, after = self._common(), self._reader.common_lines(COMMON_LINE_DOCUMENTS)
        version = self._describing.version
        redescribed = self._catalogue.meta("described") or "" if not self._counts.renamed else None
        if before == after and redescribed == version:
            return
        again = set(self._catalogue.documents_with(before ^ after))
        if redescribed != version:
            again.update(changed(self._reader.metadata(), self._describing))
        ids = sorted(again)
        tasks = (Task("restructure", (id, COMMON_LINE_DOCUMENTS)) for id in ids)
        otherwise: list[tuple[int, Document]] = []
        for done, (task, result) in enumerate(self._pool.run(tasks, self._cancelled), 1):
            self._meter.show("structure", done, len(ids), last=done == len(ids))
            if isinstance(result, Document):
                otherwise.append((task.arguments[0], result))
        if self._cancelled():
            return
        retitled = [(id, d) for id, d in otherwise if self._is_indexed_otherwise(id, d)]
        self._announce([id for id, _ in retitled])
        with self._catalogue.batch():
            if retitled:
                self._engine.begin()
                self._engine.add((_indexed(id, d) for id, d in retitled), new=False)
                self._name_generation()
            for id, document in otherwise:
                self._catalogue.restructure(id, document)
            self._catalogue.set_meta("described", version)
            self._catalogue.set_meta("common_lines", "\n".join(sorted(after)))
        self._on_event(Committed(self._engine.generation, len(otherwise)))

    def _is_indexed_otherwise(self, id: int, document: Document) -> bool:
        """Did the title or the kind of a block change?"""
        rows = self._reader.rows([id])
        kinds = [block[:3] for block in self._reader.blocks(id)]
        return bool(rows) and (rows[0].title != document.metadata.title or kinds != [b[:3] for b in document.blocks])

    def _analyse(self) -> None:
        ids = self._catalogue.unanalysed(self._extraction.version)
        if ids and self._extraction.model is not None:
            self._extraction = usable(self._extraction, self._pool, self._cancelled, self._on_event)
            self._analyses = Analyses(self._catalogue, self._extraction.version, self._on_event)
            ids = self._catalogue.unanalysed(self._extraction.version)
        modelled = self._extraction.model is not None
        hurried: set[int] = set()

        def look() -> None:
            for path in self._wanted.take():
                row = self._reader.row(path)
                if row is not None and queue.hurry(row.id):
                    hurried.add(row.id)

        queue = TaskQueue((Task("analyse", (id, modelled), 50_000) for id in ids), look)
        most = self._model_workers if modelled else None
        for done, (task, result) in enumerate(self._pool.run(queue, self._cancelled, most), 1):
            self._meter.show("analyse", done, len(ids), last=done == len(ids))
            self._analyses.add(task.arguments[0], result, at_once=task.arguments[0] in hurried)
        self._analyses.write()


def _indexed(id: int, document: Document) -> IndexedText:
    return IndexedText(id, document.metadata.title or "", document.text, document.blocks)
