"""Near copies: texts that share most of their runs of words, put into groups.

Candidates are those whose sketches agree in a band (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
chapter 3); each is then compared by the runs themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from index.alike_texts.shingles import SKETCH, mixed, resemblance, shingles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.alike_texts.shingles import Hashes, Words

ROWS: Final = 4
"""Numbers of a sketch in a band. With 32 bands two texts of which 0.5 is the same are missed once in 8 times, of which
0.7 is the same once in 5,000."""
ALL_PAIRS: Final = 24
"""Texts in a band of which each is compared with each; of more, each with the first and with the one before it."""
_ERROR: Final = 0.16
"""Four times what a sketch may be off."""
_KEPT: Final = 4_000


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of which each resembles another one."""

    texts: tuple[int, ...]
    """The longest first, then the most like it."""
    alike: tuple[float, ...]
    """How much of each is the same as the first, 0 to 1."""


class Grouping:
    """Puts texts into groups. For one thread."""

    def __init__(
        self, ids: Sequence[int], sketches: NDArray[np.uint32], words: Callable[[int], Words], least: float
    ) -> None:
        """`words`: those of a text by its number. `least`: the resemblance from which two are near copies."""
        self._ids = ids
        self._sketches = sketches
        self._words = words
        self._least = least
        self._above = list(range(len(ids)))
        self._apart: set[tuple[int, int]] = set()
        self._shingles: OrderedDict[int, Hashes] = OrderedDict()
        self.steps = SKETCH // ROWS
        """How many steps `find` has."""

    def find(self) -> Iterator[None]:
        """Compare; a step is a band."""
        for band in range(self.steps):
            part = self._sketches[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
            keys = np.zeros(len(part), np.uint64)
            for column in range(ROWS):
                keys = mixed(keys ^ part[:, column])
            order = np.argsort(keys, kind="stable")
            ends = np.flatnonzero(np.diff(keys[order])) + 1
            for some in np.split(order, ends):
                if len(some) > 1:
                    self._compare(some.tolist())
            yield

    def groups(self) -> list[Group]:
        """Those found, the largest first."""
        together: dict[int, list[int]] = {}
        for at in range(len(self._ids)):
            together.setdefault(self._top(at), []).append(at)
        return sorted(
            (self._group(some) for some in together.values() if len(some) > 1), key=lambda g: (-len(g.texts), g.texts)
        )

    def _group(self, some: list[int]) -> Group:
        first = max(some, key=lambda at: (len(self._runs(at)), -self._ids[at]))
        alike = {at: 1.0 if at == first else resemblance(self._runs(first), self._runs(at)) for at in some}
        order = sorted(some, key=lambda at: (at != first, -alike[at], self._ids[at]))
        return Group(tuple(self._ids[at] for at in order), tuple(alike[at] for at in order))

    def _compare(self, some: list[int]) -> None:
        for number, one in enumerate(some):
            for other in some[:number] if len(some) <= ALL_PAIRS else {some[0], some[number - 1]} - {one}:
                self._compare_two(min(one, other), max(one, other))

    def _compare_two(self, one: int, other: int) -> None:
        above, below = self._top(one), self._top(other)
        if above == below or (one, other) in self._apart:
            return
        sketched = float(np.mean(self._sketches[one] == self._sketches[other]))
        if sketched >= self._least - _ERROR and resemblance(self._runs(one), self._runs(other)) >= self._least:
            self._above[max(above, below)] = min(above, below)
        else:
            self._apart.add((one, other))

    def _top(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = at = self._above[self._above[at]]
        return at

    def _runs(self, at: int) -> Hashes:
        found = self._shingles.get(at)
        if found is None:
            found = self._shingles[at] = shingles(self._words(self._ids[at]))
            if len(self._shingles) > _KEPT:
                self._shingles.popitem(last=False)
        return found
