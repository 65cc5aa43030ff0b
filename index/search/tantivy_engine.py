"""The search engine on tantivy (the extra `fast`): its postings and commits; our words, tree and execution.

Words are folded by us and handed over apart by spaces, so that both engines hold the same. What its binding cannot
say is in `tantivy_snapshot`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any

from tantivy import (
    Document,
    Index,
    IndexWriter,
    Schema,
    SchemaBuilder,
    TextAnalyzerBuilder,
    Tokenizer,
)

from index.events import Cancelled as Asked
from index.search.engine import Capabilities, DamagedIndex, IndexBusy, IndexedText, Ranked, Ties
from index.search.execution import Execution
from index.search.languages import Languages
from index.search.query import Node, Resolve
from index.search.scoring import WEIGHTS, Check
from index.search.tantivy_files import Meta, check_file, read_meta, told
from index.search.tantivy_snapshot import TantivySnapshot, kept
from index.search.tokens import joined, words
from index.search.vocabulary import MARK, Vocabulary, no_counts
from index.search.word_counts import WordCounts, checking, of_texts
from index.search.worded import worded

_TOKENIZER = "words"
_MEMORY = 64_000_000
"""Bytes of postings that a batch holds before it writes a segment."""
_TRIES = 5
"""A writer may delete the files of a commit just as they are opened; the newer one is then there."""


class TantivyEngine:
    """See `SearchEngine`."""

    capabilities = Capabilities(name="tantivy", places=False, checksums=True)

    def __init__(self, folder: Path, *, prefix_terms: int) -> None:
        self._folder = folder
        self._prefix_terms = prefix_terms
        self._lock = RLock()
        self._snapshot: TantivySnapshot | _Nothing | None = None
        self._index: Index | None = None
        self._sound: frozenset[str] = frozenset()
        self._writer: IndexWriter | None = None
        self._before: TantivySnapshot | _Nothing | None = None
        self._batch: set[int] = set()
        self._gone: set[int] = set()
        self._changed = False
        self._held: int | None = None

    # -- writing ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        if self._writer is not None:
            raise RuntimeError("a batch was begun already")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._hold()
        try:
            self._before = self._open(to_search=False)
            with told():
                index = _opened(self._folder)
                self._writer = index.writer(heap_size=_MEMORY, num_threads=1)
        except BaseException:
            self.cancel()
            raise
        self._changed = False

    def _hold(self) -> None:
        held = os.open(self._folder / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(held)
            raise IndexBusy("Another process writes the index of this collection.") from error
        self._held = held
        for left in self._folder.glob(".tmp*"):  # of a run that was killed; tantivy lets them lie
            with suppress(OSError):
                left.unlink()

    def add(self, documents: Iterable[IndexedText], *, new: bool = False) -> None:
        writer = self._begun()
        with told():
            for document in documents:
                if not new or document.id in self._batch:
                    writer.delete_documents_by_term("key", document.id)
                writer.add_document(_document(document))
                self._batch.add(document.id)
                self._changed = True

    def delete(self, ids: Iterable[int]) -> int:
        writer = self._begun()
        deleted = 0
        with told():
            for id in ids:
                if self._is_there(id):
                    writer.delete_documents_by_term("key", id)
                    self._batch.discard(id)
                    self._gone.add(id)
                    deleted += 1
        self._changed = self._changed or deleted > 0
        return deleted

    def _is_there(self, id: int) -> bool:
        assert self._before is not None
        return id in self._batch or (id not in self._gone and id in self._before.ids)

    def gather(self, cancelled: Asked | None = None) -> None:
        self._begun()  # it merges by itself, and looks in many segments quickly

    def commit(self) -> int:
        writer = self._begun()
        if self._changed:
            try:
                with told():
                    writer.commit()
            except BaseException:
                self.cancel()
                raise
            self._let_go()
        else:
            self.cancel()
        meta = read_meta(self._folder)
        return meta.generation if meta else 0

    def cancel(self) -> None:
        writer = self._writer
        if writer is not None:
            with suppress(Exception), told():  # with a full disk, giving up fails as well
                writer.rollback()
        self._let_go()

    def _let_go(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            # Also where it is still referred to, as by a traceback, this ends it and opens its own lock.
            with suppress(Exception), told():
                writer.wait_merging_threads()
        self._before = None
        self._batch, self._gone = set(), set()
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def close(self) -> None:
        self.cancel()
        with self._lock:
            self._snapshot = self._index = None

    def _begun(self) -> IndexWriter:
        if self._writer is None:
            raise RuntimeError("begin() comes first")
        return self._writer

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
        for attempt in range(_TRIES):
            meta = read_meta(self._folder)
            try:
                for name in sorted(meta.files) if meta else ():
                    check_file(self._folder / name)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise DamagedIndex(f"The index cannot be read ({error}).") from error
            else:
                return meta.generation if meta else 0
        raise AssertionError  # the last attempt returns or raises

    def refresh(self) -> bool:
        with self._lock:
            before = self._snapshot
            meta = read_meta(self._folder)
            if before is not None and before.generation == (meta.generation if meta else 0):
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

    def _current(self) -> TantivySnapshot | _Nothing:
        with self._lock:
            if self._snapshot is None:
                self._snapshot = self._open()
            return self._snapshot

    def _open(self, *, to_search: bool = True) -> TantivySnapshot | _Nothing:
        """The newest commit. `to_search`: with its words read, so that no keystroke waits for them."""
        for attempt in range(_TRIES):
            meta = read_meta(self._folder)
            if meta is None:
                return _Nothing()
            try:
                self._check(meta)
                with told():
                    snapshot = self._at(meta)
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise DamagedIndex(f"The index cannot be read ({error}).") from error
                continue
            if snapshot is not None:
                if to_search:
                    _ = snapshot.vocabulary
                return snapshot
        raise DamagedIndex("The index changes faster than it can be read.")

    def _check(self, meta: Meta) -> None:
        for name in sorted(meta.files - self._sound):
            check_file(self._folder / name)
        self._sound = meta.files

    def _at(self, meta: Meta) -> TantivySnapshot | None:
        """What that commit holds; None where another came while it was opened."""
        if self._index is None:
            self._index = _opened(self._folder)
        self._index.reload()
        snapshot = TantivySnapshot(self._index, meta)
        if read_meta(self._folder) != meta:
            return None
        return snapshot


class _Nothing:
    """What is found before anything is committed."""

    generation = 0
    doc_count = 0
    ids: frozenset[int] = frozenset()

    def __init__(self) -> None:
        self.vocabulary = Vocabulary([], no_counts())

    def having(self, kind: str) -> set[int]:
        return set()

    def leaf(self, *_: Any) -> Any:
        from index.search.scoring import nothing_found

        return nothing_found()

    def word_counts(self, check: Check) -> WordCounts:
        return of_texts((), self.vocabulary.words, check)


def _schema() -> Schema:
    builder = SchemaBuilder().add_integer_field("key", indexed=True, fast=True)
    for field in WEIGHTS:
        builder.add_text_field(field, tokenizer_name=_TOKENIZER)
        builder.add_integer_field(f"{field}_words", fast=True)
    builder.add_text_field("blocks", tokenizer_name=_TOKENIZER)
    # What is looked up where the index cannot say.
    return builder.add_bytes_field("text", stored=True).build()


def _opened(folder: Path) -> Index:
    """The index in a folder, made where there is none."""
    index = Index(_schema(), os.fspath(folder))
    # Otherwise a thread of its own watches the folder, and opens what it finds there unchecked.
    index.config_reader("manual", 0)
    index.register_tokenizer(_TOKENIZER, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


def _document(text: IndexedText) -> Document:
    document = Document()
    document.add_integer("key", text.id)
    fields: dict[str, list[str]] = {}
    cuts: dict[str, list[tuple[int, str]]] = {}
    body = worded(text.body, text.blocks)
    for field, value, found in (("body", text.body, body.words), ("title", text.title, words(text.title))):
        fields[field] = found
        cut = cuts[field] = [(item.number, item.word) for item in joined(value)]
        # Behind all others: the index is never asked where one that is cut stands.
        document.add_text(field, " ".join(found + [MARK + word for _, word in cut]))
        document.add_integer(f"{field}_words", len(found))
    document.add_text("blocks", " ".join(body.kinds))
    document.add_bytes("text", kept(fields, cuts, body.kinds).encode("utf-8"))
    return document
