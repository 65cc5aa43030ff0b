"""Where shapes stand in all documents at once, against what `proximity` says of each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search import standing as at_once
from index.search.proximity import Stretch, chain, near, window
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words, words_of
from index.search.standing import DOCUMENT, Numbers, Places, runs, standing
from index.search.vocabulary import MARK

WORDS: list[Words] = [("a",), ("b",), ("c",), ("a", "b"), ("b", "c"), ("d",), ("a", MARK + "a"), (MARK + "c",)]
Document = Mapping[str, list[int]]
"""Where each word stands."""

documents = st.lists(
    st.fixed_dictionaries(
        {word: st.sets(st.integers(0, 14), max_size=6).map(sorted) for word in ["a", "b", "c", "d", "-a", "-c"]}
    ),
    min_size=1,
    max_size=4,
)
words = st.sampled_from(WORDS)
rows = st.builds(Row, st.lists(words, min_size=1, max_size=3).map(tuple))
spreads = st.builds(Spread, st.lists(words, min_size=2, max_size=7).map(tuple), st.integers(0, 4))


def _pairs(child: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    either = st.builds(Either, st.lists(child, min_size=2, max_size=3).map(tuple))
    return st.builds(Pair, child | either, child | either, st.integers(0, 3))


shapes: st.SearchStrategy[Shape] = spreads | st.recursive(rows, _pairs, max_leaves=4)


def single(words: Words, document: Document) -> list[int]:
    return sorted({place for word in words if word[:1] != MARK for place in document[word]})


def joined(words: Words, document: Document) -> list[int]:
    return sorted({place for word in words if word[:1] == MARK for place in document[word]})


def plainly(shape: Shape, document: Document) -> list[Stretch]:
    """Every stretch of a shape in one document."""
    match shape:
        case Row(parts=parts):
            return chain(
                [
                    [(place, place) for place in single(words, document)]
                    + [(place, place + 1) for place in joined(words, document)]
                    for words in parts
                ]
            )
        case Spread(parts=parts, distance=distance):
            cut = [joined(words, document) for words in parts]
            either = [
                sorted({*single(words, document), *here, *(place + 1 for place in here)})
                for words, here in zip(parts, cut, strict=True)
            ]
            return window(either, distance)
        case Pair(left=left, right=right, distance=distance):
            return near(plainly(left, document), plainly(right, document), distance)
        case Either(children=children):
            return [stretch for child in children for stretch in plainly(child, document)]


def begins(shape: Shape, document: Document) -> set[int]:
    if isinstance(shape, Pair):
        left, right = plainly(shape.left, document), plainly(shape.right, document)
        return {first for first, last in left if near([(first, last)], right, shape.distance)}
    return {first for first, _ in plainly(shape, document)}


@settings(deadline=None, max_examples=80)
@given(documents, shapes, st.sampled_from([1, 5, 1_000]), st.booleans())
def test_every_document_at_once_is_each_by_itself(held: list[Document], shape: Shape, pairs: int, long: bool) -> None:
    def numbers(of: list[list[int]]) -> Numbers:
        return np.array([place + (at << DOCUMENT) for at, places in enumerate(of) for place in places], np.int64)

    places = {
        words: Places(numbers([single(words, d) for d in held]), numbers([joined(words, d) for d in held]))
        for words in words_of(shape)
    }
    with patch.object(at_once, "_PAIRS_AT_ONCE", pairs), patch.object(at_once, "_WIDTH", 1 if long else 14):
        found = standing(shape, places, lambda: None)
    expected = sorted(first + (at << DOCUMENT) for at, document in enumerate(held) for first in begins(shape, document))
    assert found.tolist() == expected
    numbers_found, frequencies = runs(found >> DOCUMENT)
    counts = {at: len(begins(shape, document)) for at, document in enumerate(held)}
    assert dict(zip(numbers_found.tolist(), frequencies.tolist(), strict=True)) == {
        a: n for a, n in counts.items() if n
    }


def test_one_text_makes_no_more_than_so_many_pairs() -> None:
    many = Places(np.arange(0, 4_000, 2, dtype=np.int64), np.zeros(0, np.int64))
    other = Places(np.arange(1, 4_000, 2, dtype=np.int64), np.zeros(0, np.int64))
    shape = Pair(Pair(Row((("a",),)), Row((("b",),)), 100), Row((("a",),)), 1)
    with patch.object(at_once, "MOST_PAIRS", 500):
        assert 0 < len(standing(shape, {("a",): many, ("b",): other}, lambda: None)) < 20
