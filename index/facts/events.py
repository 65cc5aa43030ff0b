"""Documents of one event: those that share names which few others have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

SHARED: Final = 2
"""Names that two documents of one event share; 1 where either has next to none."""
APART: Final = 62
"""Days between the first and the last document that are taken for accounts of one event."""
_FEW: Final = 4
_RARE: Final = 60
_FULL: Final = 10
"""Up to so many documents a name counts in full."""
_RARE_PART: Final = 200
_NO_VOWELS: Final = str.maketrans("", "", "aeiouy")
_SOUNDS: Final = (("ph", "f"), ("th", "t"), ("kh", "k"), ("ck", "k"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"))
_DOUBLED: Final = re.compile(r"(.)\1")
_LETTERS: Final = 12
"""Of what is left with the type before it; less than that many names sound like."""


def rare(documents: int) -> int:
    """In how many documents of a collection of so many a name may stand to tell an event."""
    return max(_RARE, documents // _RARE_PART)


def weight(documents: int) -> float:
    """What a name counts for that stands in so many documents."""
    return min(1.0, _FULL / max(1, documents))


def _in_time(day: int | None, span: tuple[int, int] | None) -> bool:
    return day is None or span is None or max(day, span[1]) - min(day, span[0]) <= APART


def heard(entity: str) -> str:
    """What a person's name sounds like, whatever the spelling: `Mathurin Kadec` is `Maturin Cadec`. Enough to tell that
    two documents speak of one event; never that the two are one person."""
    if not entity.startswith("person:"):
        return entity
    letters = entity.translate(_NO_VOWELS)
    for written, sound in _SOUNDS:
        letters = letters.replace(written, sound)
    return _DOUBLED.sub(r"\1", letters) if len(letters) >= _LETTERS else entity


class Events:
    """Which documents go together. The same whatever order they are told in."""

    def __init__(
        self,
        names: Mapping[str, frozenset[int]],
        days: Mapping[str, int] | None = None,
        weights: Sequence[float] | None = None,
    ) -> None:
        """`names`: by path, the names of each document that not too many others have. `days`: when it appeared, where
        that is known. `weights`: what a name counts for, 1 where few have it."""
        self._names = names
        self._weights = weights
        self._days = days or {}

    def shared(self, one: str, other: str) -> float:
        """How many names two documents share; one that many have counts for less."""
        return sum(map(self._weight, sorted(self.of(one) & self.of(other))))

    def _weight(self, name: int) -> float:
        return self._weights[name] if self._weights is not None else 1.0

    def of(self, path: str) -> frozenset[int]:
        """The names of a document that tell its event."""
        return self._names.get(path, frozenset())

    def groups(self, paths: Iterable[str], shared_names: float = SHARED) -> dict[str, int]:
        """Documents put together, by path: each goes to those that it shares most names with, or begins a group.

        `shared_names`: how many two documents of one event share, of those that have a few.
        """
        found: dict[str, int] = {}
        sizes: list[int] = []
        held: list[Counter[int]] = []
        spans: list[tuple[int, int] | None] = []
        holding: dict[int, set[int]] = {}
        for path in sorted(set(paths)):
            names = self.of(path)
            shared: dict[int, float] = {}
            for name in sorted(names):
                for group in holding.get(name, ()):
                    shared[group] = shared.get(group, 0.0) + held[group][name] * self._weight(name)
            wanted = shared_names if len(names) >= _FEW else 1
            best, most = -1, 0.0
            day = self._days.get(path)
            for group in sorted(shared):
                if not _in_time(day, spans[group]):
                    continue
                score = shared[group] / sizes[group]
                if score > most:
                    best, most = group, score
            if best < 0 or most < wanted * 0.6:
                best = len(sizes)
                sizes.append(0)
                held.append(Counter())
                spans.append(None)
            sizes[best] += 1
            if day is not None:
                first, last = spans[best] or (day, day)
                spans[best] = (min(first, day), max(last, day))
            held[best].update(names)
            for name in names:
                holding.setdefault(name, set()).add(best)
            found[path] = best
        return found

    def together(self, one: str, other: str) -> bool:
        """True where two documents share names and appeared at about one time, as far as that is known."""
        return self.at_one_time(one, other) and self.shared(one, other) >= SHARED

    def at_one_time(self, one: str, other: str) -> bool:
        """Whether two documents appeared at about one time, as far as that is known."""
        first, second = self._days.get(one), self._days.get(other)
        return first is None or second is None or abs(first - second) <= APART

    def about(self, paths: Iterable[str]) -> frozenset[int]:
        """The names that two thirds of some documents have, two at least."""
        some = set(paths)
        counts = Counter(name for path in some for name in self.of(path))
        return frozenset(name for name, number in counts.items() if number >= 2 and 3 * number >= 2 * len(some))

    def all_about(self, names: frozenset[int]) -> list[str]:
        """Documents that have two thirds of these names, two at least, or the only one there is."""
        if not names:
            return []
        wanted = max(min(SHARED, len(names)), math.ceil(2 * len(names) / 3))
        return [path for path, own in sorted(self._holding(names).items()) if own >= wanted]

    def _holding(self, names: frozenset[int]) -> Counter[str]:
        if not hasattr(self, "_by_name"):
            by_name: dict[int, list[str]] = {}
            for path, own in self._names.items():
                for name in own:
                    by_name.setdefault(name, []).append(path)
            self._by_name = by_name
        counts: Counter[str] = Counter()
        for name in names:
            counts.update(self._by_name.get(name, ()))
        return counts
