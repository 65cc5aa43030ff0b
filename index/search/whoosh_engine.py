"""The search engine on Whoosh: its segments, commits, locks and columns; our words, postings and execution."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from whoosh.index import TOC, EmptyIndexError, FileIndex

from index.errors import Cancelled, GlossatorError
from index.events import Cancelled as Asked
from index.safe_files import make_private_file
from index.search import vocabulary
from index.search.checksums import CheckedStorage
from index.search.engine import Capabilities, DamagedIndex, IndexBusy, IndexedText, Ranked, Ties
from index.search.execution import Execution
from index.search.languages import Languages
from index.search.postings import Snapshot
from index.search.query import Node, Resolve
from index.search.segments import Segment, SegmentFiles, schema
from index.search.vocabulary import DamagedWords, Vocabulary
from index.search.word_counts import WordCounts, checking
from index.search.writer import ArrayWriter

T = TypeVar("T")
_NAME = "glossator"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TRIES = 5
"""A writer may delete the files of a generation just as they are opened; the newer one is then there."""


class WhooshEngine:
    """See `SearchEngine`."""

    capabilities = Capabilities(name="whoosh", places=True, checksums=True)

    def __init__(self, folder: Path, *, prefix_terms: int) -> None:
        self._folder = folder
        self._prefix_terms = prefix_terms
        self._lock = RLock()
        self._storage = CheckedStorage(os.fspath(folder))
        self._snapshot: Snapshot | None = None
        self._files: dict[str, SegmentFiles] = {}
        self._writer: ArrayWriter | None = None
        self._held: Any = None
        self._changed = False
        self._whole = False

    # -- writing ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        if self._writer is not None:
            raise RuntimeError("a batch was begun already")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private_file(self._folder / f"{_NAME}_WRITELOCK")  # Whoosh would make it with every right there is
        lock = self._storage.lock(_NAME + "_WRITELOCK")
        if not lock.acquire():
            raise IndexBusy("Another process writes the index of this collection.")
        self._held = lock
        for left in self._folder.glob(f"_{_NAME}_*.toc.*"):  # of a run that was killed; Whoosh lets them lie
            with suppress(OSError):
                left.unlink()
        try:
            if self._latest() < 0:
                TOC.create(self._storage, schema(), _NAME)
            self._writer = ArrayWriter(FileIndex(self._storage, indexname=_NAME), self._open_files)
            self._prepare(self._writer)
        except Exception as error:
            self.cancel()
            raise _damaged(error) from error
        self._changed = self._whole = False

    def add(self, documents: Iterable[IndexedText], *, new: bool = False) -> None:
        writer = self._begun()
        for document in documents:
            self._delete(writer, document.id, earlier=not new)
            writer.add_text(document)
            self._changed = True

    def delete(self, ids: Iterable[int]) -> int:
        writer = self._begun()
        deleted = sum(self._delete(writer, id, earlier=True) for id in ids)
        self._changed = self._changed or deleted > 0
        return deleted

    @staticmethod
    def _delete(writer: ArrayWriter, id: int, *, earlier: bool) -> bool:
        try:
            return writer.delete_id(id, earlier=earlier)
        except Exception as error:
            raise _damaged(error) from error

    def gather(self, cancelled: Asked | None = None) -> None:
        writer = self._begun()
        self._whole = True
        writer.cancelled = cancelled
        self._changed = self._changed or writer.is_in_pieces

    def commit(self) -> int:
        writer = self._begun()
        generation = int(writer.generation)
        if not self._changed:
            self.cancel()
            return generation - 1
        try:
            vocabulary.write_batch(self._folder, generation, writer.counts())
            writer.commit(mergetype=writer.merge_all if self._whole else writer.merge_tiers)
        except (OSError, Cancelled):
            self.cancel()
            raise
        except Exception as error:
            self.cancel()
            raise _damaged(error) from error
        self._writer = None
        with suppress(OSError, DamagedWords):  # what is left is mended by the next batch
            vocabulary.merge_files(self._folder)
        self._release()
        return generation

    def cancel(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(Exception):  # with a full disk, giving up fails as well
                writer.cancel()
            # Nobody waits for the next commit to clean up where the disk is full.
            for left in self._folder.glob(f"{writer.newsegment.segment_id()}.*"):
                with suppress(OSError):
                    left.unlink()
        self._release()

    def _release(self) -> None:
        lock, self._held = self._held, None
        if lock is not None:
            lock.release()

    def close(self) -> None:
        self.cancel()
        with self._lock:
            self._snapshot = None
            self._files = {}

    def _begun(self) -> ArrayWriter:
        if self._writer is None:
            raise RuntimeError("begin() comes first")
        return self._writer

    def _prepare(self, writer: ArrayWriter) -> None:
        """Open the segments, so that damage shows before work is put into a batch, and write the words of the index
        anew where their files do not cover it (see `vocabulary`)."""
        if set(writer.schema.names()) != set(schema().names()):
            raise DamagedIndex("The index has other fields than it was made with.")
        segments = [self._open_files(self._storage, writer.schema, segment) for segment in writer.segments]
        before = int(writer.generation) - 1
        if not vocabulary.covers(self._folder, before):
            lexicon = (item for files in segments for item in files.lexicon())
            vocabulary.rewrite(self._folder, before, lexicon)

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        return self._current().generation

    @property
    def doc_count(self) -> int:
        return self._current().doc_count

    def ids(self) -> frozenset[int]:
        return self._current().ids

    @property
    def vocabulary(self) -> Vocabulary:
        return self._current().vocabulary

    def word_counts(self, cancelled: Asked | None = None) -> WordCounts:
        return self._current().word_counts(checking(cancelled))

    def verify(self) -> int:
        return self._tried(self._verified) if self._latest() >= 0 else 0

    def _verified(self) -> int:
        contents = TOC.read(self._storage, _NAME)
        for segment in contents.segments:
            self._storage.verify(segment.make_filename(segment.COMPOUND_EXT))
        vocabulary.verify(self._folder, int(contents.generation))
        return int(contents.generation)

    def refresh(self) -> bool:
        with self._lock:
            before = self._snapshot
            if before is not None and before.generation == max(self._latest(), 0):
                return False
            self._snapshot = self._open()
            return before is None or self._snapshot.generation != before.generation

    def search(
        self,
        query: Node,
        *,
        restrict: Collection[int] | None = None,
        universe: Callable[[], Collection[int]] | None = None,
        resolve: Resolve | None = None,
        languages: Languages | None = None,
        ties: Ties | None = None,
        limit: int = 20,
        cancelled: Asked | None = None,
    ) -> Ranked:
        execution = Execution(
            self._current(),
            prefix_terms=self._prefix_terms,
            universe=universe,
            resolve=resolve,
            cancelled=cancelled,
            languages=languages,
            ties=ties,
        )
        return execution.answer(query, restrict, limit)

    def _current(self) -> Snapshot:
        with self._lock:
            if self._snapshot is None:
                self._snapshot = self._open()
            return self._snapshot

    def _latest(self) -> int:
        """The newest generation on disk, -1 where there is no index."""
        return int(TOC._latest_generation(self._storage, _NAME)) if self._folder.is_dir() else -1

    def _open(self) -> Snapshot:
        """The newest generation. Its files are opened once and kept from one generation to the next."""
        if self._latest() < 0:
            return Snapshot(0, (), Vocabulary([], vocabulary.no_counts()))
        return self._tried(self._opened)

    @staticmethod
    def _tried(read: Callable[[], T]) -> T:
        """What `read` makes of the newest generation; again where that was replaced meanwhile."""
        for attempt in range(_TRIES):
            try:
                return read()
            except PermissionError:
                raise
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise _damaged(error) from error
            except Exception as error:
                raise _damaged(error) from error
        raise AssertionError  # the last attempt returns or raises

    def _opened(self) -> Snapshot:
        contents = TOC.read(self._storage, _NAME)
        segments = []
        for segment in contents.segments:
            files = self._open_files(self._storage, contents.schema, segment)
            segments.append(Segment(files, frozenset(segment.deleted_docs())))
        generation = int(contents.generation)
        with self._lock:
            names = {segment.files.name for segment in segments}
            self._files = {name: files for name, files in self._files.items() if name in names}
        try:
            words = vocabulary.read(self._folder, generation)
        except DamagedWords:
            lexicon = (item for segment in segments for item in segment.files.lexicon())
            words = vocabulary.of_lexicon(lexicon)
        return Snapshot(generation, segments, words)

    def _open_files(self, storage: Any, index_schema: Any, segment: Any) -> SegmentFiles:
        name = segment.segment_id()
        with self._lock:
            files = self._files.get(name)
            if files is None:
                files = self._files[name] = SegmentFiles(storage, index_schema, segment)
            return files


def _damaged(error: Exception) -> Exception:
    """What to raise in place of an error; that a disk is full says nothing against what is on it."""
    if isinstance(error, GlossatorError) or (isinstance(error, OSError) and error.errno in _FULL):
        return error
    if isinstance(error, DamagedWords):
        return DamagedIndex(f"The index cannot be read ({error}).")
    kind = "no index" if isinstance(error, EmptyIndexError) else type(error).__name__
    return DamagedIndex(f"The index cannot be read ({kind}: {error}).")
