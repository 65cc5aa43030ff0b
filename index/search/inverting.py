"""From documents to the postings of their words: a batch is numbered word by word, and sorted once.

A dictionary of lists, appended to for each word of each document, takes as long as all the rest of indexing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.tokens import joined, words
from index.search.vocabulary import MARK

Numbers = tuple["array[int]", "array[int]", "array[int]"]
"""Documents, frequencies and positions of a word."""


class _Numbering(dict[str, int]):
    """Words numbered as they are met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class _Sorted(NamedTuple):
    """The postings of a batch, word after word."""

    words: list[bytes]
    """In the order of the index."""
    firsts: list[int]
    """Where the postings of each word begin, and where the last ones end."""
    places: list[int]
    """The same for positions."""
    numbers: Numbers


class Inverting:
    """One field of a batch of documents."""

    def __init__(self) -> None:
        self._numbering = _Numbering()
        self._words = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._counts = array("I")
        self._sorted: _Sorted | None = None

    def add(self, document: int, text: str, found: list[str] | None = None) -> int:
        """Take in a document, whose number must be above those before; returns how many words it has. `found`: the
        words, where they are known."""
        found = words(text) if found is None else found
        self._words.extend(map(self._numbering.__getitem__, found))
        self._positions.extend(range(len(found)))
        cuts = joined(text)
        for cut in cuts:
            self._words.append(self._numbering[MARK + cut.word])
            self._positions.append(cut.number)
        count = len(found) + len(cuts)
        if count:
            self._documents.append(document)
            self._counts.append(count)
            self._sorted = None
        return count

    def note(self, document: int, places: Mapping[str, Sequence[int]]) -> None:
        """Take in a document of which it is known where each word stands, in order."""
        for word, where in places.items():
            self._words.extend([self._numbering[word]] * len(where))
            self._positions.extend(where)
        self._documents.append(document)
        self._counts.append(sum(map(len, places.values())))
        self._sorted = None

    def counts(self) -> dict[str, int]:
        """Each word with the number of its documents."""
        held = self._postings()
        named = (word.decode("utf-8", "surrogatepass") for word in held.words)
        return {word: last - first for word, (first, last) in zip(named, pairwise(held.firsts), strict=True)}

    def terms(self) -> Iterator[tuple[bytes, Numbers]]:
        """Every word in the order of the index, with its postings."""
        held = self._postings()
        documents, frequencies, positions = held.numbers
        for at, word in enumerate(held.words):
            first, last = held.firsts[at], held.firsts[at + 1]
            where = positions[held.places[at] : held.places[at + 1]]
            yield word, (documents[first:last], frequencies[first:last], where)

    def _postings(self) -> _Sorted:
        if self._sorted is None:
            self._sorted = self._sort()
        return self._sorted

    def _sort(self) -> _Sorted:
        empty: Numbers = (array("I"), array("I"), array("I"))
        if not self._words:
            return _Sorted([], [0], [0], empty)
        encoded = [word.encode("utf-8", "surrogatepass") for word in self._numbering]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.empty(len(order), np.uint32)
        ranks[order] = np.arange(len(order), dtype=np.uint32)
        of_word = ranks[np.frombuffer(self._words, np.uintc)]
        # Stable: the documents of a word stay in order, and so do its positions in each of them.
        by_word = np.argsort(of_word, kind="stable")
        of_word = of_word[by_word]
        documents = np.repeat(np.frombuffer(self._documents, np.uintc), np.frombuffer(self._counts, np.uintc))[by_word]
        another = (of_word[1:] != of_word[:-1]) | (documents[1:] != documents[:-1])
        begins = np.concatenate(([0], np.flatnonzero(another) + 1))
        frequencies = np.diff(begins, append=len(documents))
        ends = np.arange(len(order) + 1)
        return _Sorted(
            [encoded[number] for number in order],
            np.searchsorted(of_word[begins], ends).tolist(),
            np.searchsorted(of_word, ends).tolist(),
            (
                _array(documents[begins]),
                _array(frequencies),
                _array(np.frombuffer(self._positions, np.uintc)[by_word]),
            ),
        )


def _array(numbers: NDArray[np.integer[Any]]) -> array[int]:
    return array("I", numbers.astype(np.uintc).tobytes())
