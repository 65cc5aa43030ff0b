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

from whoosh.writing import SegmentWriter

from index.search.codec import ArrayCodec, blocks
from index.search.engine import IndexedText
from index.search.segments import FIELDS, KEY, KEY_COLUMN, SegmentFiles
from index.search.tokens import joined, words
from index.search.vocabulary import MARK

Numbers = tuple["array[int]", "array[int]", "array[int]"]
"""Documents, frequencies and positions of a word."""

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
        self._inverted: dict[str, dict[str, Numbers]] = {field: {} for field in FIELDS}
        self._merged: list[tuple[SegmentFiles, list[int]]] = []
        self._batch: dict[int, int] = {}
        self._earlier: dict[int, int] | None = None

    # -- the batch ----------------------------------------------------------------------------------------------

    def add_text(self, text: IndexedText) -> None:
        """Add one document. One with the same id must be deleted first."""
        number = self.docnum
        self._batch[text.id] = number
        documents = self.perdocwriter
        documents.start_doc(number)
        for field, value in (("body", text.body), ("title", text.title)):
            length = self._invert(number, self._inverted[field], value)
            documents.add_field(field, self.schema[field], None, length)
        documents.add_column_value(KEY, KEY_COLUMN, text.id)
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    @staticmethod
    def _invert(number: int, terms: dict[str, Numbers], value: str) -> int:
        found = words(value)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(found):
            places[word].append(position)
        cuts = joined(value)
        for cut in cuts:
            places[MARK + cut.word].append(cut.number)
        for word, where in places.items():
            numbers = terms.get(word)
            if numbers is None:
                terms[word] = numbers = (array("I"), array("I"), array("I"))
            numbers[0].append(number)
            numbers[1].append(len(where))
            numbers[2].fromlist(where)
        return len(found) + len(cuts)

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
        counts = {word: len(numbers[0]) for word, numbers in self._inverted["body"].items()}
        for word, numbers in self._inverted["title"].items():
            counts[word] = max(counts.get(word, 0), len(numbers[0]))
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

    def _take_in(self, segment: Any) -> None:
        """Copy the documents of a segment behind those of the batch; its postings follow when the batch is written."""
        files = self._open_files(self.storage, self.schema, segment)
        deleted = set(segment.deleted_docs())
        renumbered = [-1] * files.size
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

    def _flush_segment(self) -> None:
        """Write the segment; Whoosh calls this in a commit."""
        self.perdocwriter.close()
        for field in sorted(FIELDS):
            self.fieldwriter.start_field(field, self.schema[field])
            for word, numbers in self._terms(field):
                self.fieldwriter.write_term(word, *numbers)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _terms(self, field: str) -> Iterator[tuple[bytes, Numbers]]:
        """Every word of a field in order, of the batch and of the segments merged into it."""
        own = {word.encode("utf-8", "surrogatepass"): numbers for word, numbers in self._inverted[field].items()}
        # The batch has the lowest document numbers, then the segments in the order in which they were taken in.
        sources: list[Iterator[tuple[bytes, int, Any]]] = [((word, -1, own[word]) for word in sorted(own))]
        for order, (files, _) in enumerate(self._merged):
            sources.append(_ordered(order, files.terms(field)))
        current: bytes | None = None
        group: list[tuple[int, Any]] = []
        for word, order, part in heapq.merge(*sources, key=_word_and_order):
            if word != current and current is not None:
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


def _append_renumbered(numbers: Numbers, data: bytes, renumbered: list[int]) -> None:
    """Put the packed postings of a segment behind `numbers`, under their new numbers, deleted ones left out."""
    documents, frequencies, positions = numbers
    for block in blocks(data):
        new = [renumbered[number] for number in block.documents]
        if -1 not in new:
            documents.fromlist(new)
            frequencies.extend(iter(block.frequencies))
            positions.extend(iter(block.positions()))
            continue
        places, starts = block.positions(), block.starts()
        for at, number in enumerate(new):
            if number >= 0:
                documents.append(number)
                frequencies.append(block.frequencies[at])
                positions.extend(iter(places[starts[at] : starts[at + 1]]))
