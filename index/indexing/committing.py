"""Two stores that move together: the index commits first, then the catalogue names that generation in the same
transaction as the documents of the batch. Where a kill came between the two, `heal` compares what each holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from index.catalogue.known import Known
from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.document import Document
from index.events import Committed, OnEvent
from index.indexing.comparing import Changes
from index.indexing.results import ReadResult
from index.search.engine import IndexedText, SearchEngine
from index.walk import FoundFile


@dataclass
class Counts:
    """What became of documents in a run."""

    added: int = 0
    updated: int = 0
    renamed: int = 0
    removed: int = 0


@dataclass
class Batch:
    """What was read and is not yet written."""

    documents: list[tuple[FoundFile, ReadResult]] = field(default_factory=list)
    """A document that lies in a file has a path of its own, and the time of that file."""
    ended: list[FoundFile] = field(default_factory=list)
    """Files that hold documents, read to their end."""
    characters: int = 0

    def add(self, file: FoundFile, result: ReadResult) -> None:
        self.documents.append((file, result))
        self.characters += len(result.document.text)


class Stores:
    """Catalogue and index of a generation folder, for the one who writes them."""

    def __init__(
        self, catalogue: CatalogueWriter, reader: CatalogueReader, engine: SearchEngine, on_event: OnEvent
    ) -> None:
        self.catalogue = catalogue
        self.engine = engine
        self.counts = Counts()
        self.known: dict[str, Known] = {}
        """What the catalogue held when the run began, by path."""
        self._reader = reader
        self._on_event = on_event

    def heal(self) -> None:
        """Make the index hold what the catalogue holds, where a kill came between their commits."""
        self.known = self.catalogue.known()
        if self.catalogue.meta("index_generation") == str(self.engine.generation):
            return
        indexed = set(self.engine.ids())
        known = {k.id for k in self.known.values()}
        self.engine.begin()
        replaced = {int(id) for id in (self.catalogue.meta("replacing") or "").split(",") if id} & known
        self.engine.delete(sorted(indexed - known))
        self.engine.add((self._indexed(id) for id in sorted(replaced)), new=False)
        self.engine.add((self._indexed(id) for id in sorted(known - indexed - replaced)), new=True)
        with self.catalogue.batch():
            self.name_generation()

    def _indexed(self, id: int) -> IndexedText:
        document = self._reader.document_by_id(id)
        assert document is not None
        return _indexed(id, document)

    def write(self, changes: Changes, batch: Batch) -> None:
        """Index first, then catalogue, in one transaction that names the index's generation."""
        if not batch.documents and not batch.ended:
            return
        self.announce([self.known[file.path].id for file, _ in batch.documents if file.path in self.known])
        with self.catalogue.batch():
            new: list[Document] = []
            changed: list[Document] = []
            ids: dict[str, int] = {}
            for file, result in batch.documents:
                self._sort_in(changes, file, result, ids, new, changed)
            if new or changed:
                self.engine.begin()
                self.engine.add((_indexed(ids[d.path], d) for d in new), new=True)
                self.engine.add((_indexed(ids[d.path], d) for d in changed), new=False)
                self.name_generation()
            for file in batch.ended:
                self.catalogue.put_container(file.path, file.size, file.mtime_ns)
        if ids:
            self._on_event(Committed(self.engine.generation, len(ids)))

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
        document, catalogue = result.document, self.catalogue
        known = self.known.get(file.path)
        moved = changes.vanished.get(document.file_sha256)
        if known and known.file_sha256 == document.file_sha256 and file.path not in changes.again:
            catalogue.touch(known.id, file.path, file.size, file.mtime_ns)
            changes.unchanged += 1
        elif known:
            ids[file.path] = known.id
            changed.append(document)
            catalogue.put(known.id, document, result.stated, result.lines, file.size, file.mtime_ns, result.sketch)
            self.counts.updated += 1
        elif moved:
            old = moved.pop()
            catalogue.touch(old.id, file.path, file.size, file.mtime_ns)
            ids[file.path] = old.id
            self.counts.renamed += 1
        else:
            ids[file.path] = catalogue.next_id()
            new.append(document)
            catalogue.put(
                ids[file.path], document, result.stated, result.lines, file.size, file.mtime_ns, result.sketch
            )
            self.counts.added += 1

    def remove(self, gone: Sequence[int], changes: Changes, notes: Mapping[str, str]) -> None:
        """Forget documents, and files that held some; what was skipped becomes the whole list of it. `notes`: what the
        catalogue is to remember of a run that looked at all that it was to look at."""
        with self.catalogue.batch():
            if gone:
                self.engine.begin()
                self.engine.delete(gone)
                self.name_generation()
                self.catalogue.remove(gone)
                self.counts.removed += len(gone)
            self.catalogue.forget_containers(changes.emptied)
            self.catalogue.set_skipped(changes.skipped.values())
            for key, value in notes.items():
                self.catalogue.set_meta(key, value)
        if gone:
            self._on_event(Committed(self.engine.generation, 0))

    def replace(self, documents: Collection[tuple[int, Document]]) -> None:
        """Index these anew, in the catalogue's transaction that is open. `announce` them before it."""
        if documents:
            self.engine.begin()
            self.engine.add((_indexed(id, d) for id, d in documents), new=False)
            self.name_generation()

    def announce(self, ids: list[int]) -> None:
        """Note which documents the next commit of the index replaces, for `heal` to put them right after a kill."""
        if ids:
            with self.catalogue.batch():
                self.catalogue.set_meta("replacing", ",".join(map(str, ids)))

    def name_generation(self) -> None:
        """Commit the index, and name its generation in the catalogue's transaction that is open."""
        self.catalogue.set_meta("index_generation", str(self.engine.commit()))
        self.catalogue.set_meta("replacing", "")


def _indexed(id: int, document: Document) -> IndexedText:
    return IndexedText(id, document.metadata.title or "", document.text, document.blocks)
