"""Which documents hold a word or a phrase, and how much that says of them: whole posting lists at a time.

A matcher called once a posting, as Whoosh has it, is what makes a Python engine slow. Here the lists of a segment are
arrays, and what is done to them is done by loops in C or by comprehensions.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, repeat
from operator import add

from whoosh.util.numeric import byte_to_length

from index.search.codec import Postings
from index.search.engine import DamagedIndex
from index.search.scoring import K1, WEIGHTS, B, Cache, Check, Found, rarity
from index.search.segments import FIELDS, Segment, SegmentFiles
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words, words_of
from index.search.standing import Places, standing
from index.search.vocabulary import MARK, Vocabulary

_DAMAGE = (EOFError, IndexError, KeyError, ValueError, struct.error, zlib.error)


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

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every document."""
        with reading():
            return frozenset(key for segment in self.segments for key in segment.live_keys())

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check) -> Found:
        """Documents in any of whose fields something of that shape stands, with their weights."""
        key = (shape, *fields)
        answer = self._cache.get(key)
        if answer is None:
            with reading():
                by_field = [self._in_field(shape, field, check) for field in fields]
            answer = self._weighted(by_field)
            self._cache.put(key, answer)
        return answer

    def _weighted(self, by_field: list[Found]) -> Found:
        """The fields put together, made to count less the more there is already, times the rarity of the word."""
        ids, frequencies = by_field[0]
        if len(by_field) > 1 and by_field[1].ids:
            together = dict(zip(ids, frequencies, strict=True))
            get = together.get
            for id, frequency in zip(*by_field[1], strict=True):
                together[id] = get(id, 0.0) + frequency
            ids, frequencies = array("Q", together.keys()), array("f", together.values())
        scale = (K1 + 1) * rarity(len(ids), self.doc_count)
        return Found(ids, array("f", [scale * frequency / (frequency + K1) for frequency in frequencies]))

    def _in_field(self, shape: Shape, field: str, check: Check) -> Found:
        """Documents with their frequencies, as they count for the length and the weight of the field."""
        ids, counting = array("Q"), array("f")
        table = self._counting[field]
        for segment in self.segments:
            check()
            documents, frequencies = _in_segment(segment, shape, field, check)
            if segment.deleted:
                kept = [(d, f) for d, f in zip(documents, frequencies, strict=True) if d not in segment.deleted]
                documents, frequencies = [d for d, _ in kept], [f for _, f in kept]
            lengths = segment.files.lengths(field)
            ids.extend(map(segment.files.keys.__getitem__, documents))
            counting.extend([f * table[lengths[d]] for d, f in zip(documents, frequencies, strict=True)])
        return Found(ids, counting)

    @cached_property
    def _counting(self) -> dict[str, list[float]]:
        """For each field and each byte of length, what one occurrence of a word counts."""
        return {field: self._counting_of(field) for field in FIELDS}

    def _counting_of(self, field: str) -> list[float]:
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
        return [WEIGHTS[field] / (1 - B + B * byte_to_length(byte) / average) for byte in range(256)]


def _in_segment(segment: Segment, shape: Shape, field: str, check: Check) -> tuple[Sequence[int], Sequence[int]]:
    """Numbers and frequencies of the documents of one segment, deleted ones among them."""
    if isinstance(shape, Row) and len(shape.parts) == 1:
        lists = _lists(segment.files, field, shape.parts[0], check)
        if len(lists) == 1:
            return lists[0]
        together = _together(lists, check)
        return list(together), list(together.values())
    if isinstance(shape, Row):
        found = _phrase(segment.files, field, shape.parts, check)
    else:
        found = _near(segment.files, field, shape, check)
    return list(found), list(found.values())


def _lists(files: SegmentFiles, field: str, words: Words, check: Check) -> list[Postings]:
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


def _phrase(files: SegmentFiles, field: str, parts: tuple[Words, ...], check: Check) -> dict[int, int]:
    """Document -> how often the phrase stands in it."""
    if any(word[:1] == MARK for words in parts for word in words):
        return _near(files, field, Row(parts), check)
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
    files: SegmentFiles, field: str, words: Words, candidates: set[int], offset: int, check: Check
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


def _near(files: SegmentFiles, field: str, shape: Shape, check: Check) -> dict[int, int]:
    """Document -> how often something of that shape stands in it.

    Places of all documents are compared at once: those of two documents are too far apart to be near.
    """
    candidates = _holding(files, field, shape, check)
    if not candidates:
        return {}
    places: dict[Words, Places] = {}
    for words in words_of(shape):
        if words not in places:
            single = tuple(word for word in words if word[:1] != MARK)
            joined = tuple(word for word in words if word[:1] == MARK)
            places[words] = Places(
                sorted(_places(files, field, single, candidates, 0, check)),
                sorted(_places(files, field, joined, candidates, 0, check)),
            )
            check()
    found = standing(shape, places, check)
    begins = {first for first, _ in found}
    return dict(sorted(Counter(first >> _DOCUMENT for first in begins).items()))


def _holding(files: SegmentFiles, field: str, shape: Shape, check: Check) -> set[int]:
    """Documents that hold the words of a shape, wherever they stand."""
    match shape:
        case Row(parts=parts) | Spread(parts=parts):
            holding = []
            for words in parts:
                documents: set[int] = set()
                for postings in _lists(files, field, words, check):
                    documents.update(postings.documents)
                holding.append(documents)
            return set.intersection(*sorted(holding, key=len))
        case Pair(left=left, right=right):
            return _holding(files, field, left, check) & _holding(files, field, right, check)
        case Either(children=children):
            return set().union(*(_holding(files, field, child, check) for child in children))
