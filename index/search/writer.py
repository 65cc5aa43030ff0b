"""Writing a segment in bulk: Whoosh's writer, with its sorting pool of single postings left out.

A batch is inverted in memory as arrays and written word by word. Segments that are merged are read word by word too,
their arrays put behind each other, so that a merge costs about as much as copying the files.
"""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.writing import SegmentWriter

from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.codec import ArrayCodec, blocks, one_place
from index.search.engine import IndexedText
from index.search.inverting import Inverting, Numbers
from index.search.segments import BLOCKS, FIELDS, KEY, KEY_COLUMN, SegmentFiles
from index.search.worded import worded

SEGMENTS_A_TIER = 6
"""As many segments of about one size are merged into one: few enough to search, and each document is written again
only when the index has grown that many times."""

SMALL_BATCH = 100
SMALL_MERGE = 2_000
"""A batch of up to SMALL_BATCH documents, as when the reader edits one, merges up to SMALL_MERGE and no more, so
that it can be searched at once. Larger merges wait for the next large batch."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]
    """A batch of documents to add and delete. `open_files` gives the files of a segment, opened or from a cache."""

    def __init__(self, index: Any, open_files: Callable[[Any, Any, Any], SegmentFiles]) -> None:
        # The engine holds the lock: Whoosh keeps it where opening or giving up a batch fails.
        super().__init__(index, codec=ArrayCodec(), _lk=False)
        self._open_files = open_files
        self._inverted = {field: Inverting() for field in (*FIELDS, BLOCKS)}
        self._merged: list[tuple[SegmentFiles, NDArray[np.int64]]] = []
        self.cancelled: Asked | None = None
        """Asked while segments are merged; a commit that is given up raises Cancelled."""
        self._batch: dict[int, int] = {}
        self._earlier: dict[int, int] | None = None

    # -- the batch ----------------------------------------------------------------------------------------------

    def add_text(self, text: IndexedText) -> None:
        """Add one document. One with the same id must be deleted first."""
        number = self.docnum
        self._batch[text.id] = number
        documents = self.perdocwriter
        documents.start_doc(number)
        body = worded(text.body, text.blocks)
        for field, value, found in (("body", text.body, body.words), ("title", text.title, None)):
            length = self._inverted[field].add(number, value, found)
            documents.add_field(field, self.schema[field], None, length)
        self._inverted[BLOCKS].note(number, body.kinds)
        documents.add_column_value(KEY, KEY_COLUMN, text.id)
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def delete_id(self, id: int, *, earlier: bool = True) -> bool:
        """Delete the document of that id, of this batch or, unless `earlier` is False, of an earlier one."""
        found = False
        number = self._batch.pop(id, None)
        if number is not None:
            self.newsegment.delete_document(number)
            found = True
        if earlier:
            if self._earlier is None:
                self._earlier = self._read_earlier()
            number = self._earlier.pop(id, None)
            if number is not None:
                self.delete_document(number)
                found = True
        return found

    def _read_earlier(self) -> dict[int, int]:
        """Id -> Whoosh's number of every document that was committed."""
        numbers: dict[int, int] = {}
        base = 0
        for segment in self.segments:
            files = self._open_files(self.storage, self.schema, segment)
            deleted = set(segment.deleted_docs())
            numbers.update((key, base + n) for n, key in enumerate(files.keys) if n not in deleted)
            base += files.size
        return numbers

    def counts(self) -> dict[str, int]:
        """Each word of the batch with the number of its documents (in the field that has more of them)."""
        counts = self._inverted["body"].counts()
        for word, count in self._inverted["title"].counts().items():
            counts[word] = max(counts.get(word, 0), count)
        return counts

    # -- merging ------------------------------------------------------------------------------------------------

    def merge_tiers(self, writer: ArrayWriter, segments: list[Any]) -> list[Any]:
        """The merge policy: takes segments into this batch, returns those that stay. Its form is Whoosh's."""
        tiers: defaultdict[int, list[Any]] = defaultdict(list)
        kept = [segment for segment in segments if segment.doc_count() > 0]
        for segment in kept:
            tiers[int(log(segment.doc_count(), SEGMENTS_A_TIER) + 1e-9)].append(segment)
        small = self.docnum <= SMALL_BATCH
        chosen: set[int] = set()
        for _, tier in sorted(tiers.items()):
            # A segment of which more than half is deleted is written anew, whatever its tier.
            picked = tier if len(tier) >= SEGMENTS_A_TIER else [s for s in tier if s.deleted_count() > s.doc_count()]
            if not small or sum(segment.doc_count() for segment in picked) <= SMALL_MERGE:
                chosen.update(map(id, picked))
        for segment in kept:
            if id(segment) in chosen:
                self._take_in(segment)
        return [segment for segment in kept if id(segment) not in chosen]

    def merge_all(self, writer: ArrayWriter, segments: list[Any]) -> list[Any]:
        """The merge policy that leaves one segment."""
        for segment in segments:
            if segment.doc_count() > 0:
                self._take_in(segment)
        return []

    @property
    def is_in_pieces(self) -> bool:
        """True where the index as it is has several segments, or carries deleted documents along."""
        return len(self.segments) > 1 or any(segment.deleted_count() for segment in self.segments)

    def _take_in(self, segment: Any) -> None:
        """Copy the documents of a segment behind those of the batch; its postings follow when the batch is written."""
        files = self._open_files(self.storage, self.schema, segment)
        deleted = set(segment.deleted_docs())
        renumbered = np.full(files.size, -1, np.int64)
        documents = self.perdocwriter
        for number, key in enumerate(files.keys):
            if number in deleted:
                continue
            renumbered[number] = self.docnum
            documents.start_doc(self.docnum)
            for field in FIELDS:
                length = files.reader.doc_field_length(number, field)
                documents.add_field(field, self.schema[field], None, length)
            documents.add_column_value(KEY, KEY_COLUMN, key)
            documents.finish_doc()
            self.docnum += 1
        self._merged.append((files, renumbered))
        self._added = True

    # -- writing ------------------------------------------------------------------------------------------------

    def _assemble_segment(self) -> None:
        """Put the files of the segment into one, and its checksums behind them."""
        super()._assemble_segment()
        segment = self.get_segment()
        self.storage.seal(segment.make_filename(segment.COMPOUND_EXT))

    def _flush_segment(self) -> None:
        """Write the segment; Whoosh calls this in a commit."""
        self.perdocwriter.close()
        for field in sorted((*FIELDS, BLOCKS)):
            self.fieldwriter.start_field(field, self.schema[field])
            for word, numbers in self._terms(field):
                self.fieldwriter.write_term(word, *numbers)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _terms(self, field: str) -> Iterator[tuple[bytes, Numbers]]:
        """Every word of a field in order, of the batch and of the segments merged into it."""
        # The batch has the lowest document numbers, then the segments in the order in which they were taken in.
        own = self._inverted[field].terms()
        if not self._merged:
            yield from own
            return
        sources: list[Iterator[tuple[bytes, int, Any]]] = [((word, -1, numbers) for word, numbers in own)]
        for order, (files, _) in enumerate(self._merged):
            sources.append(_ordered(order, files.terms(field)))
        current: bytes | None = None
        group: list[tuple[int, Any]] = []
        for word, order, part in heapq.merge(*sources, key=_word_and_order):
            if word != current and current is not None:
                if self.cancelled is not None and self.cancelled():
                    raise Cancelled("The batch was given up.")
                yield from self._joined(current, group)
                group = []
            current = word
            group.append((order, part))
        if current is not None:
            yield from self._joined(current, group)

    def _joined(self, word: bytes, group: list[tuple[int, Any]]) -> Iterator[tuple[bytes, Numbers]]:
        """The postings of one word from every source; nothing where all its documents are deleted."""
        if len(group) == 1 and group[0][0] < 0:
            yield word, group[0][1]
            return
        numbers: Numbers = (array("I"), array("I"), array("I"))
        for order, part in group:
            if order < 0:
                for mine, its in zip(numbers, part, strict=True):
                    mine.extend(its)
            else:
                _append_renumbered(numbers, part, self._merged[order][1])
        if numbers[0]:
            yield word, numbers


def _ordered(order: int, terms: Iterator[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, int, Any]]:
    return ((word, order, data) for word, data in terms)


def _word_and_order(item: tuple[bytes, int, Any]) -> tuple[bytes, int]:
    return item[0], item[1]


def _append_renumbered(numbers: Numbers, data: bytes, renumbered: NDArray[np.int64]) -> None:
    """Put the packed postings of a segment behind `numbers`, under their new numbers, deleted ones left out."""
    one = one_place(data)
    if one is not None:
        document = int(renumbered[one[0]])
        if document >= 0:
            for mine, number in zip(numbers, (document, 1, one[1]), strict=True):
                mine.append(number)
        return
    for block in blocks(data):
        new, frequencies, positions = renumbered[block.documents], block.frequencies, block.positions()
        kept = new >= 0
        if not kept.all():
            new, frequencies, positions = new[kept], frequencies[kept], positions[np.repeat(kept, frequencies)]
        for mine, its in zip(numbers, (new, frequencies, positions), strict=True):
            mine.frombytes(its.astype(np.uint32).tobytes())
