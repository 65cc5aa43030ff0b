"""What the postings of a segment say of a shape: which documents hold it, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.blocks import KINDS
from index.search.codec import Block, Numbers, Postings
from index.search.query import Kinds
from index.search.scoring import Check
from index.search.segments import BLOCKS, SegmentFiles
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words, words_of
from index.search.standing import DOCUMENT, Areas, Places, in_order, runs, standing
from index.search.vocabulary import MARK

_AT_ONCE = 100_000
"""Places that are compared together: as many as the processor has at hand, and a few milliseconds' work."""

Truths = NDArray[np.bool_]


def in_segment(files: SegmentFiles, shape: Shape, field: str, kinds: Kinds | None, check: Check) -> Postings:
    """Numbers and frequencies of the documents of one segment, deleted ones among them. `kinds`: in blocks of these."""
    gathering = _Gathering(files, field, kinds, check)
    if isinstance(shape, Row) and len(shape.parts) == 1 and kinds is None:
        return gathering.any_of(shape.parts[0])
    return gathering.standing(shape)


def having_block(files: SegmentFiles, kind: str) -> Numbers:
    """Numbers of the documents that have a block of a kind, deleted ones among them."""
    postings = files.postings(BLOCKS, kind.encode())
    return _nothing().documents if postings is None else postings.documents


class _Gathering:
    """One shape in one field of one segment."""

    def __init__(self, files: SegmentFiles, field: str, kinds: Kinds | None, check: Check) -> None:
        self._files = files
        self._field = field
        self._kinds = kinds
        self._check = check
        self._read: dict[str, list[Block]] = {}

    def any_of(self, words: Words) -> Postings:
        """How often any of the words stands, wherever."""
        lists: list[Postings] = []
        for word in words:
            self._check()
            postings = self._files.postings(self._field, word.encode("utf-8", "surrogatepass"))
            if postings is not None:
                lists.append(postings)
        if len(lists) == 1:
            return lists[0]
        if not lists:
            return _nothing()
        documents = np.concatenate([postings.documents for postings in lists])
        frequencies = np.concatenate([postings.frequencies for postings in lists])
        if 8 * len(documents) < self._files.size:
            order = np.argsort(documents)
            found, number = runs(documents[order])
            return Postings(found, np.add.reduceat(frequencies[order], np.cumsum(number) - number))
        self._check()
        together = np.bincount(documents, frequencies, self._files.size).astype(np.int64)
        found = np.flatnonzero(together)
        return Postings(found, together[found])

    def standing(self, shape: Shape) -> Postings:
        """How often something of a shape stands, by where it begins."""
        candidates = self._holding(shape)
        # Of many kinds it is quicker told where the others are.
        without = self._kinds is not None and 2 * len(self._kinds) > len(KINDS)
        if self._kinds is not None and not without:
            candidates &= self._having_blocks(self._kinds)
        if not candidates.any():
            return _nothing()
        places = {words: self._places(words, candidates) for words in set(words_of(shape))}
        if self._kinds is not None:
            areas = self._areas(KINDS - self._kinds if without else self._kinds, candidates)
            places = {words: areas.only(part, without=without) for words, part in places.items()}
        found: list[Numbers] = []
        for low, high in self._pieces(places.values()):
            here = {words: part.part(low, high) for words, part in places.items()}
            found.append(standing(shape, here, self._check) >> DOCUMENT)
        return Postings(*runs(np.concatenate(found)))

    def _pieces(self, places: Iterable[Places]) -> Iterator[tuple[int, int]]:
        """The documents in turn, as many as are compared at once, as the places that bound them."""
        total = sum(len(part.single) + len(part.joined) for part in places)
        bounds = np.linspace(0, self._files.size, total // _AT_ONCE + 2).astype(np.int64) << DOCUMENT
        return pairwise(bounds.tolist())

    # -- documents ----------------------------------------------------------------------------------------------

    def _holding(self, shape: Shape) -> Truths:
        """Of each document, whether it holds the words of a shape, wherever they stand."""
        match shape:
            case Row(parts=parts) | Spread(parts=parts):
                return reduce(np.logical_and, [self._having(words) for words in parts])
            case Pair(left=left, right=right):
                return self._holding(left) & self._holding(right)
            case Either(children=children):
                return reduce(np.logical_or, [self._holding(child) for child in children])

    def _having(self, words: Words) -> Truths:
        """Of each document, whether it has one of the words."""
        having = np.zeros(self._files.size, np.bool_)
        for word in words:
            for block in self._blocks(word):
                having[block.documents] = True
        return having

    def _having_blocks(self, kinds: Kinds) -> Truths:
        """Of each document, whether it has a block of one of the kinds."""
        having = np.zeros(self._files.size, np.bool_)
        for kind in kinds:
            having[having_block(self._files, kind)] = True
        return having

    def _blocks(self, word: str) -> list[Block]:
        blocks = self._read.get(word)
        if blocks is None:
            self._check()
            packed = self._files.blocks(self._field, word.encode("utf-8", "surrogatepass"))
            blocks = self._read[word] = list(packed)
        return blocks

    # -- places -------------------------------------------------------------------------------------------------

    def _places(self, words: Words, candidates: Truths) -> Places:
        """Where one of the words stands in the candidates."""
        single = [place for word in words if word[:1] != MARK for place in self._places_of(word, candidates)]
        joined = [place for word in words if word[:1] == MARK for place in self._places_of(word, candidates)]
        self._check()
        return Places(_together(single), _together(joined))

    def _areas(self, kinds: Kinds, candidates: Truths) -> Areas:
        """Where the blocks of some kinds lie in the candidates."""
        bounds: list[Numbers] = []
        for kind in kinds:
            bounds += self._unpacked(self._files.blocks(BLOCKS, kind.encode()), candidates)
        return Areas.of(np.concatenate(bounds) if bounds else np.zeros(0, np.int64))

    def _places_of(self, word: str, candidates: Truths) -> Iterator[Numbers]:
        """In order, block by block."""
        return self._unpacked(self._blocks(word), candidates)

    def _unpacked(self, blocks: Iterable[Block], candidates: Truths) -> Iterator[Numbers]:
        """The places of the candidates in blocks of postings."""
        for block in blocks:
            wanted = candidates[block.documents]
            if not wanted.any():
                continue
            self._check()
            places = block.places(block.documents << DOCUMENT)
            yield places if wanted.all() else places[np.repeat(wanted, block.frequencies)]


def _together(lists: Sequence[Numbers]) -> Numbers:
    return in_order(np.concatenate(lists)) if lists else np.zeros(0, np.int64)


def _nothing() -> Postings:
    return Postings(np.zeros(0, np.int64), np.zeros(0, np.int64))
