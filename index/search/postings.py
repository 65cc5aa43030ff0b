"""Which documents hold a word or a phrase, and how much that says of them: whole posting lists at a time.

A matcher called once a posting, as Whoosh has it, is what makes a Python engine slow. Here the lists of a segment are
arrays, and what is done to them is done by loops in C or by comprehensions.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, repeat
from math import log
from operator import add
from threading import Lock
from typing import NamedTuple

from whoosh.util.numeric import byte_to_length

from index.search.codec import Postings
from index.search.engine import DamagedIndex
from index.search.segments import FIELDS, Segment, SegmentFiles
from index.search.vocabulary import Vocabulary

K1, B = 1.2, 0.75
TITLE_WEIGHT = 0.3
"""What a word in the title adds to the same word in the body (measured on two judged collections)."""

Check = Callable[[], None]
"""Raises Cancelled where the asker no longer waits; called in every loop over postings."""

_DAMAGE = (EOFError, IndexError, KeyError, ValueError, struct.error, zlib.error)


@contextmanager
def reading() -> Iterator[None]:
    """What goes wrong in reading postings, told as a damaged index."""
    try:
        yield
    except _DAMAGE as error:
        raise DamagedIndex(f"The index cannot be read ({type(error).__name__}: {error}).") from error


class Found(NamedTuple):
    """Documents that hold something, each with its weight (before or after the rarity of the word is put in)."""

    ids: array[int]
    weights: array[float]


class Cache:
    """What was found of late, the least used given up; bounded by the postings it holds."""

    def __init__(self, most: int = 2_000_000) -> None:
        self._most = most
        self._size = 0
        self._entries: OrderedDict[Hashable, Found] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Found | None:
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Hashable, found: Found) -> None:
        with self._lock:
            if key not in self._entries and len(found.ids) <= self._most:
                self._entries[key] = found
                self._size += len(found.ids) + 10
            while self._size > self._most:
                _, dropped = self._entries.popitem(last=False)
                self._size -= len(dropped.ids) + 10


class Snapshot:
    """One generation of an index. Never changes."""

    def __init__(self, generation: int, segments: Sequence[Segment], vocabulary: Vocabulary) -> None:
        self.generation = generation
        self.segments = segments
        self.vocabulary = vocabulary
        self.doc_count = sum(segment.live for segment in segments)
        self._cache = Cache()

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every document."""
        with reading():
            return frozenset(key for segment in self.segments for key in segment.live_keys())

    def leaf(self, parts: tuple[tuple[str, ...], ...], fields: Sequence[str], check: Check) -> Found:
        """Documents that hold the parts one after the other, in any of the fields, with their weights.

        A part is one word or several, each as good as the others. A single part is a word, several are a phrase.
        """
        key = (parts, *fields)
        answer = self._cache.get(key)
        if answer is None:
            with reading():
                by_field = [self._in_field(parts, field, check) for field in fields]
            answer = self._weighted(by_field)
            self._cache.put(key, answer)
        return answer

    def _weighted(self, by_field: list[Found]) -> Found:
        """The fields put together, times the rarity of the word."""
        ids, weights = by_field[0]
        if len(by_field) > 1 and by_field[1].ids:
            together = dict(zip(ids, weights, strict=True))
            for id, weight in zip(*by_field[1], strict=True):
                together[id] = together.get(id, 0.0) + TITLE_WEIGHT * weight
            ids, weights = array("Q", together.keys()), array("f", together.values())
        rarity = log(1 + (self.doc_count - len(ids) + 0.5) / (len(ids) + 0.5))
        return Found(ids, array("f", [rarity * weight for weight in weights]))

    def _in_field(self, parts: tuple[tuple[str, ...], ...], field: str, check: Check) -> Found:
        ids, weights = array("Q"), array("f")
        table = self._lengthening[field]
        for segment in self.segments:
            check()
            documents, frequencies = _in_segment(segment, parts, field, check)
            if segment.deleted:
                kept = [(d, f) for d, f in zip(documents, frequencies, strict=True) if d not in segment.deleted]
                documents, frequencies = [d for d, _ in kept], [f for _, f in kept]
            lengths = segment.files.lengths(field)
            ids.extend(map(segment.files.keys.__getitem__, documents))
            weights.extend(
                [f * (K1 + 1) / (f + table[lengths[d]]) for d, f in zip(documents, frequencies, strict=True)]
            )
        return Found(ids, weights)

    @cached_property
    def _lengthening(self) -> dict[str, list[float]]:
        """For each field and each byte of length, what BM25 sets against the frequency of a word."""
        return {field: self._lengthening_of(field) for field in FIELDS}

    def _lengthening_of(self, field: str) -> list[float]:
        counts = [0] * 256
        for segment in self.segments:
            lengths = segment.files.lengths(field)
            for byte in range(256):
                counts[byte] += lengths.count(byte)
            for number in segment.deleted:
                counts[lengths[number]] -= 1
        # A document without such a field (a title) would make the others look long.
        documents = sum(counts[1:]) or 1
        average = sum(count * byte_to_length(byte) for byte, count in enumerate(counts)) / documents or 1.0
        return [K1 * (1 - B + B * byte_to_length(byte) / average) for byte in range(256)]


def _in_segment(
    segment: Segment, parts: tuple[tuple[str, ...], ...], field: str, check: Check
) -> tuple[Sequence[int], Sequence[int]]:
    """Numbers and frequencies of the documents of one segment, deleted ones among them."""
    if len(parts) == 1:
        lists = _lists(segment.files, field, parts[0], check)
        if len(lists) == 1:
            return lists[0]
        together = _together(lists, check)
        return list(together), list(together.values())
    phrase = _phrase(segment.files, field, parts, check)
    return list(phrase), list(phrase.values())


def _lists(files: SegmentFiles, field: str, words: tuple[str, ...], check: Check) -> list[Postings]:
    lists = []
    for word in words:
        check()
        postings = files.postings(field, word.encode("utf-8", "surrogatepass"))
        if postings is not None:
            lists.append(postings)
    return lists


def _together(lists: list[Postings], check: Check) -> dict[int, int]:
    """Document -> frequency over several words."""
    together: dict[int, int] = {}
    for documents, frequencies in lists:
        check()
        if not together:
            together = dict(zip(documents, frequencies, strict=True))
            continue
        get = together.get
        for document, frequency in zip(documents, frequencies, strict=True):
            together[document] = get(document, 0) + frequency
    return together


def _phrase(files: SegmentFiles, field: str, parts: tuple[tuple[str, ...], ...], check: Check) -> dict[int, int]:
    """Document -> how often the phrase stands in it."""
    holding: list[set[int]] = []
    for words in parts:
        documents: set[int] = set()
        for postings in _lists(files, field, words, check):
            documents.update(postings.documents)
        if not documents:
            return {}
        holding.append(documents)
    candidates = set.intersection(*sorted(holding, key=len))
    # The rarest part first: it leaves the fewest documents and places for the others.
    order = sorted(range(len(parts)), key=lambda at: len(holding[at]))
    begins: set[int] | None = None
    for at in order:
        places = _places(files, field, parts[at], candidates, at, check)
        check()
        begins = set(places) if begins is None else begins.intersection(places)
        if not begins:
            return {}
        candidates = {place >> _DOCUMENT for place in begins}
    return dict(sorted(Counter(place >> _DOCUMENT for place in begins or ()).items()))


_DOCUMENT = 32
"""A place in a segment is one number, the document above these bits and the position in it below: places of many
documents are then compared by one operation on sets."""


def _places(
    files: SegmentFiles, field: str, words: tuple[str, ...], candidates: set[int], offset: int, check: Check
) -> list[int]:
    """Where one of the words stands in the candidates (others may be among them), less `offset`: where a phrase
    would begin. A place before the beginning of its document is no beginning of the first part and so falls out."""
    found: list[int] = []
    for word in words:
        for block in files.blocks(field, word.encode("utf-8", "surrogatepass")):
            check()
            wanted = candidates.intersection(block.documents)
            if not wanted:
                continue
            positions = block.positions()
            if 4 * len(wanted) > len(block.documents):
                firsts = [(number << _DOCUMENT) - offset for number in block.documents]
                found.extend(map(add, chain.from_iterable(map(repeat, firsts, block.frequencies)), positions))
                continue
            starts = block.starts()
            for at, number in enumerate(block.documents):
                if number in wanted:
                    first = (number << _DOCUMENT) - offset
                    found.extend([first + place for place in positions[starts[at] : starts[at + 1]]])
    return found
