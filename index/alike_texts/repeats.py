"""Runs of words that two texts or more share, each as long as it goes, in all texts at once.

1. Every run of ten words is hashed; those that stand in two texts are kept, by sorting, a part of the hashes at a time,
   so that memory grows with what is shared.
2. Runs that follow each other wherever they stand are one stretch (a unitig of the graph of runs).
3. The stretches of all texts, in their order, are sorted by what follows (a suffix array, by doubling: Manber and
   Myers, SIAM Journal on Computing 22, 1993); neighbours that begin alike are the places of one passage. A passage is
   told where not all of its places go on alike to the left, and not all to the right: then two of them agree in it
   and in nothing more.
No pair of texts is ever looked at, so a footer in 20,000 documents costs what 20,000 footers cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from index.alike_texts.shingles import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.alike_texts.shingles import Hashes, Words

    Numbers = NDArray[np.int64]

LEAST: Final = 10
"""Words that two texts must share in a row."""
PART: Final = 4_000_000
"""Runs that are sorted at a time."""

REFRAIN: Final = 64
"""Places of a run in one text that count, from the first on."""


class Batch(NamedTuple):
    """Some texts, one after the other."""

    words: Words
    ends: Numbers
    """Where each of them ends."""


Batches = Callable[[], Iterable[Batch]]
"""All texts, from the first; called more than once."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What is shared. The places of a passage are `texts[first:last]`, `starts[first:last]`."""

    texts: NDArray[np.int32]
    """Number of the text (the first is 0) of every place,"""
    starts: NDArray[np.int32]
    """and of the word at which it begins."""
    first: Numbers
    last: Numbers
    words: Numbers
    """How many words each passage has."""
    number: Numbers
    """In how many texts it stands."""


class Repeats:
    """Finds them. For one thread."""

    def __init__(self, batches: Batches, ends: Numbers, *, part: int = PART) -> None:
        """`ends`: where each text ends, counted in words over all texts."""
        self._batches = batches
        self._ends = ends
        total = int(ends[-1]) if len(ends) else 0
        self._parts = max(1, -(-total // part))
        self.steps = self._parts + 3
        """How many steps `find` has, each of some seconds at most for 40 million words."""
        self.found: Passages

    def find(self) -> Iterator[None]:
        """Fills in `found`."""
        at: list[Numbers] = []
        kind: list[NDArray[np.int32]] = []
        kinds = 0
        for part in range(self._parts):
            some, sort, kinds = self._shared(part, kinds)
            at.append(some)
            kind.append(sort)
            yield
        places, sorts = np.concatenate(at), np.concatenate(kind)
        order = np.argsort(places, kind="stable")
        stretches = _stretches(places[order], sorts[order], kinds)
        del at, kind, places, sorts, order
        yield
        suffixes = _Suffixes(*stretches)
        yield
        self.found = self._told(suffixes)
        yield

    def _shared(self, part: int, kinds: int) -> tuple[Numbers, NDArray[np.int32], int]:
        """Of a part of the hashes: where the shared runs stand, and which of them are the same."""
        hashes, places = [], []
        base = 0
        for words, ends in self._batches():
            found = runs(words, LEAST)
            inside = np.ones(len(found), bool)
            crossing = (ends[:, None] - np.arange(1, LEAST)).ravel()
            inside[crossing[(crossing >= 0) & (crossing < len(found))]] = False
            if self._parts > 1:
                inside &= (found >> np.uint64(40)) % np.uint64(self._parts) == part
            at = np.flatnonzero(inside)
            hashes.append(found[at])
            places.append(at + base)
            base += len(words)
        if not hashes:
            return np.zeros(0, np.int64), np.zeros(0, np.int32), kinds
        joined, where = np.concatenate(hashes), np.concatenate(places)
        del hashes, places
        order = np.argsort(joined, kind="stable")
        joined, where = joined[order], where[order]
        del order
        joined, where = self._without_refrains(joined, where)
        firsts = np.flatnonzero(np.concatenate(([True], joined[1:] != joined[:-1]))) if len(joined) else where
        lasts = np.append(firsts[1:], len(joined))
        shared = self._text_of(where[firsts]) != self._text_of(where[lasts - 1]) if len(joined) else firsts > 0
        sizes = (lasts - firsts)[shared]
        kept = np.repeat(shared, lasts - firsts)
        sorts = np.repeat(np.arange(kinds, kinds + len(sizes), dtype=np.int32), sizes)
        return where[kept], sorts, kinds + len(sizes)

    def _without_refrains(self, hashes: Hashes, where: Numbers) -> tuple[Hashes, Numbers]:
        """Of a run that a text says again and again, such as a row of zeros in a table, only some places: each of them
        would be the beginning of a passage."""
        if len(hashes) <= REFRAIN or not np.any(hashes[REFRAIN:] == hashes[:-REFRAIN]):
            return hashes, where
        texts = self._text_of(where)
        kept = np.ones(len(hashes), bool)
        kept[REFRAIN:] = (hashes[REFRAIN:] != hashes[:-REFRAIN]) | (texts[REFRAIN:] != texts[:-REFRAIN])
        return hashes[kept], where[kept]

    def _text_of(self, places: Numbers) -> Numbers:
        return np.searchsorted(self._ends, places, side="right")

    def _told(self, suffixes: _Suffixes) -> Passages:
        """The passages, without those that stand in one text alone."""
        where = suffixes.places()
        texts = self._text_of(where)
        starts = where - np.where(texts > 0, self._ends[texts - 1], 0) if len(where) else where
        first, last, words = suffixes.repeats()
        number = _distinct(texts, first, last)
        kept = number > 1
        return Passages(
            texts.astype(np.int32), starts.astype(np.int32), first[kept], last[kept], words[kept], number[kept]
        )


def _stretches(at: Numbers, kind: NDArray[np.int32], kinds: int) -> tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """Runs that follow each other wherever they stand, as one: where it begins, how many runs it has, which it is, and
    whether the next one follows at once."""
    if not len(at):
        return at, at, at, np.zeros(0, bool)
    follows = np.append(at[1:] == at[:-1] + 1, False)
    behind = np.where(follows, np.append(kind[1:], -1), -1)
    usual = np.full(kinds, -1, np.int64)
    usual[kind] = behind
    forks = usual == -1
    forks[kind[behind != usual[kind]]] = True
    count = np.bincount(kind, minlength=kinds)
    goes_on = follows & ~forks[kind] & (count[kind] == count[behind])
    begins = np.flatnonzero(~np.concatenate(([False], goes_on[:-1])))
    length = np.diff(np.append(begins, len(at)))
    return at[begins], length, kind[begins].astype(np.int64), follows[begins + length - 1]


class _Suffixes:
    """Stretches in the order of what follows each."""

    def __init__(self, at: Numbers, length: Numbers, kind: Numbers, follows: NDArray[np.bool_]) -> None:
        self._at, self._length, self._kind, self._follows = at, length, kind, follows
        number = len(at)
        chain_ends = np.flatnonzero(~follows)
        self._end = chain_ends[np.searchsorted(chain_ends, np.arange(number))] + 1 if number else at
        """Behind the last stretch of the chain of each."""
        ranks = [_dense(kind)]
        step = 1
        while number:
            beyond = np.arange(number) + step
            inside = beyond < self._end
            second = np.zeros(number, np.int64)
            second[inside] = ranks[-1][beyond[inside]]
            new = _dense(ranks[-1] * (number + 2) + second)
            if new.max() == ranks[-1].max():
                break
            ranks.append(new)
            step *= 2
        self._ranks = ranks
        self._order = np.argsort(ranks[-1], kind="stable")

    def places(self) -> Numbers:
        """Where each begins, in order."""
        return self._at[self._order]

    def _alike(self) -> Numbers:
        """How many stretches each has in common with the one before it in order."""
        one, other = self._order[1:], self._order[:-1]
        found = np.zeros(len(one), np.int64)
        for level in range(len(self._ranks) - 1, -1, -1):
            a, b = one + found, other + found
            inside = np.flatnonzero((a < self._end[one]) & (b < self._end[other]))
            same = inside[self._ranks[level][a[inside]] == self._ranks[level][b[inside]]]
            # Those that no doubling told apart are alike to the end of their chain.
            found[same] += 1 << level if level < len(self._ranks) - 1 else self._end[one[same]] - one[same]
        found = np.minimum(found, np.minimum(self._end[one] - one, self._end[other] - other))
        return np.concatenate(([0], found)) if len(self._order) else found

    def repeats(self) -> tuple[Numbers, Numbers, Numbers]:
        """What stands in two places or more and goes on differently on both sides: first and last place in order, and
        how many words."""
        alike = self._alike()
        first, last, number = _intervals(alike.tolist())
        if not len(first):
            return first, last, number
        before = np.where(np.append(False, self._follows[:-1]), np.append(-1, self._kind[:-1]), -1)
        before = np.where(before < 0, -1 - np.arange(len(before)), before)[self._order]
        changes = np.append(0, np.cumsum(before[1:] != before[:-1]))
        differ = changes[last - 1] > changes[first]
        first, last, number = first[differ], last[differ], number[differ]
        begin = self._order[first]
        end = begin + number - 1
        words = self._at[end] + self._length[end] - self._at[begin] + LEAST - 1
        return first, last, words


def _dense(keys: Numbers) -> Numbers:
    """Numbers from 1 in the order of keys."""
    _, found = np.unique(keys, return_inverse=True)
    return found.astype(np.int64).reshape(-1) + 1


def _intervals(alike: list[int]) -> tuple[Numbers, Numbers, Numbers]:
    """Neighbours that have the same beginning, as many as there are: the first, behind the last, how much."""
    found: list[tuple[int, int, int]] = []
    open_ones: list[tuple[int, int]] = []
    for at, value in enumerate([*alike[1:], 0]):
        begin = at
        while open_ones and open_ones[-1][0] > value:
            size, begin = open_ones.pop()
            found.append((begin, at + 1, size))
        if value and (not open_ones or open_ones[-1][0] < value):
            open_ones.append((value, begin))
    columns: NDArray[Any] = np.array(found, np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]


def _distinct(texts: Numbers, first: Numbers, last: Numbers) -> Numbers:
    """How many texts there are among the places of each passage."""
    found = last - first
    two = found == 2
    found[two] = 1 + (texts[first[two]] != texts[first[two] + 1])
    for at in np.flatnonzero(~two).tolist():
        found[at] = len(np.unique(texts[first[at] : last[at]]))
    return found
