"""Things that are put together two by two."""

from __future__ import annotations


class Joined:
    """Things that are joined two by two: the smallest number of a set stands for it. Order-free."""

    def __init__(self, number: int) -> None:
        self._above = list(range(number))

    def of(self, one: int) -> int:
        """What stands for its set."""
        above = self._above
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put two sets together."""
        one, other = self.of(one), self.of(other)
        self._above[max(one, other)] = min(one, other)
