"""The words of a text as numbers, the hashes of every run of them, and a sketch by which alike texts are found.

Runs are hashed one after the other over a whole text, as fingerprints of documents are (Schleimer, Wilkerson and Aiken,
"Winnowing", SIGMOD 2003); here none is left out, so that the shortest run counts. A sketch is the least of many hashes
of the runs (Broder, "On the resemblance and containment of documents", SEQUENCES 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from index.search.tokens import spans, words

if TYPE_CHECKING:
    Words = NDArray[np.uint32]
    Hashes = NDArray[np.uint64]

SHINGLE: Final = 5
"""Words in a row by which near copies are compared."""
SKETCH: Final = 128
"""Numbers in a sketch; the share of them in which two agree is off by 0.04 mostly."""
PIECE: Final = 2_000_000
"""Characters that are divided into words at a time."""
_SPACE: Final = re.compile(r"\s")
_ROWS: Final = 2048
"""Runs that are hashed for a sketch at a time."""
_KEPT: Final = 300_000
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_SHIFTS: Final = (np.uint64(30), np.uint64(27), np.uint64(31))
_HALF: Final = np.uint64(32)


class _Numbers(dict[str, int]):
    """The number of each word seen so far; the same on every machine."""

    def __missing__(self, word: str) -> int:
        number = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")
        if len(self) >= _KEPT:
            self.clear()
        self[word] = number
        return number


_numbers = _Numbers()


def numbered(text: str) -> Words:
    """The words of a text, folded in case and accents and without punctuation, each as a number."""
    parts = []
    for _, piece in _pieces(text):
        found = words(piece)
        parts.append(np.fromiter(map(_numbers.__getitem__, found), np.uint32, len(found)))
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)


def places(text: str) -> NDArray[np.int64]:
    """Where each of these words begins and ends: a row a word."""
    parts = [np.array(spans(piece), np.int64).reshape(-1, 2) + at for at, piece in _pieces(text)]
    return np.concatenate(parts) if parts else np.zeros((0, 2), np.int64)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces that end with white space, which is in no word: what is made of one takes 50 times its room."""
    at = 0
    while at < len(text):
        cut = _SPACE.search(text, at + PIECE)
        end = cut.end() if cut is not None else len(text)
        yield at, text[at:end]
        at = end


def runs(numbers: Words, size: int) -> Hashes:
    """The hash of every run of `size` words, by the place of its first."""
    number = len(numbers) - size + 1
    if number <= 0:
        return np.zeros(0, np.uint64)
    spread = mixed(numbers.astype(np.uint64))
    found = spread[:number].copy()
    for at in range(1, size):
        found *= _STEP
        found += spread[at : at + number]
    return mixed(found)


def shingles(numbers: Words) -> Hashes:
    """What a text is compared by: its runs, each once, in order of size. A shorter text is one run."""
    if 0 < len(numbers) < SHINGLE:
        return runs(numbers, len(numbers))
    return np.unique(runs(numbers, SHINGLE))


def sketch(numbers: Words) -> Words:
    """The least of each of many hashes of the runs; of a text without words all alike."""
    found = np.full(SKETCH, 0xFFFFFFFF, np.uint32)
    runs_of_it = shingles(numbers)
    for at in range(0, len(runs_of_it), _ROWS):
        part = runs_of_it[at : at + _ROWS, None]
        np.minimum(found, ((part * _FACTORS) >> _HALF).astype(np.uint32).min(axis=0), out=found)
    return found


def resemblance(one: Hashes, other: Hashes) -> float:
    """The share of the runs of two texts that both have (Jaccard): 1 = all."""
    if not len(one) or not len(other):
        return 0.0
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def mixed(found: Hashes) -> Hashes:
    """Each number with its bits stirred (splitmix64); changes what it is given."""
    found ^= found >> _SHIFTS[0]
    found *= _FIRST
    found ^= found >> _SHIFTS[1]
    found *= _SECOND
    found ^= found >> _SHIFTS[2]
    return found


_FACTORS: Final = mixed(np.arange(1, SKETCH + 1, dtype=np.uint64) * _STEP) | np.uint64(1)
