"""Which documents hold a word or a phrase, and how much that says of them: whole posting lists at a time.

A matcher called once a posting, as Whoosh has it, is what makes a Python engine slow. Here the lists of a segment are
arrays, and what is done to them is done by numpy.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from index.search.codec import Numbers
from index.search.engine import DamagedIndex
from index.search.gathering import having_block, in_segment
from index.search.query import Kinds
from index.search.scoring import K1, WEIGHTS, B, Cache, Check, Found, rarity
from index.search.segments import FIELDS, Segment
from index.search.shapes import Shape
from index.search.standing import distinct
from index.search.vocabulary import Vocabulary
from index.search.word_counts import WordCounts, of_segments

_DAMAGE = (EOFError, IndexError, KeyError, ValueError, struct.error, zlib.error)
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
"""Words that each byte of length stands for."""


@contextmanager
def reading() -> Iterator[None]:
    """What goes wrong in reading postings, told as a damaged index."""
    try:
        yield
    except _DAMAGE as error:
        raise DamagedIndex(f"The index cannot be read ({type(error).__name__}: {error}).") from error


class Snapshot:
    """One generation of an index. Never changes."""

    def __init__(self, generation: int, segments: Sequence[Segment], vocabulary: Vocabulary) -> None:
        self.generation = generation
        self.segments = segments
        self.vocabulary = vocabulary
        self.doc_count = sum(segment.live for segment in segments)
        self._cache = Cache()
        self._lock = Lock()
        self._word_counts: WordCounts | None = None

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every document."""
        with reading():
            return frozenset(key for segment in self.segments for key in segment.live_keys())

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check, kinds: Kinds | None = None) -> Found:
        """Documents in any of whose fields something of that shape stands, with their weights. `kinds`: in blocks of
        these, in the body alone."""
        if kinds is not None:
            fields = ("body",)
        key = (shape, kinds, *fields)
        answer = self._cache.get(key)
        if answer is None:
            with reading():
                answer = self._weighted(shape, fields, kinds, check)
            self._cache.put(key, answer)
        return answer

    def word_counts(self, check: Check) -> WordCounts:
        """How often each word stands in the texts."""
        with self._lock:
            if self._word_counts is None:
                with reading():
                    self._word_counts = of_segments(self.segments, self.vocabulary.words, check)
            return self._word_counts

    def having(self, kind: str) -> set[int]:
        """Documents that have a block of a kind."""
        found: set[int] = set()
        with reading():
            for segment in self.segments:
                documents = having_block(segment.files, kind)
                found.update(segment.files.ids[documents[segment.kept[documents]]].tolist())
        return found

    def _weighted(self, shape: Shape, fields: Sequence[str], kinds: Kinds | None, check: Check) -> Found:
        """Documents with what they add to a score: made to count less the more there is already, times the rarity."""
        ids, counting = [np.zeros(0, np.uint64)], [np.zeros(0)]
        for segment in self.segments:
            documents, frequencies = self._counted(segment, shape, fields, kinds, check)
            ids.append(segment.files.ids[documents])
            counting.append(frequencies)
        found, frequency = np.concatenate(ids), np.concatenate(counting)
        weights = (K1 + 1) * rarity(len(found), self.doc_count) * frequency / (frequency + K1)
        return Found(array("Q", found.tobytes()), array("f", weights.astype(np.float32).tobytes()))

    def _counted(
        self, segment: Segment, shape: Shape, fields: Sequence[str], kinds: Kinds | None, check: Check
    ) -> tuple[Numbers, NDArray[np.float64]]:
        """Documents of a segment with their frequencies, as they count for lengths and weights of the fields."""
        found: list[tuple[Numbers, NDArray[np.float64]]] = []
        for field in fields:
            check()
            documents, frequencies = in_segment(segment.files, shape, field, kinds, check)
            if segment.deleted:
                kept = segment.kept[documents]
                documents, frequencies = documents[kept], frequencies[kept]
            worth = self._counting[field][segment.files.lengths(field)[documents]]
            if len(documents) or not found:
                found.append((documents, frequencies * worth))
        if len(found) == 1:
            return found[0]
        together = distinct(np.concatenate((found[0][0], found[1][0])))
        counting = np.zeros(len(together))
        for documents, frequency in found:
            counting[np.searchsorted(together, documents)] += frequency
        return together, counting

    @cached_property
    def _counting(self) -> dict[str, NDArray[np.float64]]:
        """For each field and each byte of length, what one occurrence of a word counts."""
        return {field: self._counting_of(field) for field in FIELDS}

    def _counting_of(self, field: str) -> NDArray[np.float64]:
        counts = np.zeros(256, np.int64)
        for segment in self.segments:
            counts += np.bincount(segment.files.lengths(field)[segment.kept], minlength=256)
        # A document without such a field (a title) would make the others look long.
        documents = counts[1:].sum() or 1
        average = float(counts @ _LENGTHS) / documents or 1.0
        return WEIGHTS[field] / (1 - B + B * _LENGTHS / average)
