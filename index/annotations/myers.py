"""How far a text is from what is looked for, counted in letters put in, left out or replaced.

Myers' bit-parallel algorithm (Journal of the ACM 46, 1999), with one whole number of Python as the column of the table:
no limit to the length of a word of the machine, and any alphabet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


class Effort:
    """What was spent on a search, in steps of about the same cost: bounded, and the same on every machine."""

    _WIDTH = 256
    """Bits that a whole number takes on at about the cost of one."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.steps = 0

    def spend(self, pattern: int, text: int) -> None:
        """A pattern of so many letters went over a text of so many."""
        self.steps += text * (1 + pattern // self._WIDTH)

    def allows(self, pattern: int, text: int) -> bool:
        """True where that may still be done."""
        return self.steps + text * (1 + pattern // self._WIDTH) <= self.most


class Pattern:
    """Words that are looked for."""

    def __init__(self, words: str, effort: Effort) -> None:
        self.length = len(words)
        self._effort = effort
        self._masks: dict[str, int] = {}
        bit = 1
        for letter in words:
            self._masks[letter] = self._masks.get(letter, 0) | bit
            bit <<= 1

    def beginning(self, text: str) -> tuple[int, int]:
        """(errors, length) of the beginning of `text` that is nearest to the pattern; of equals the most as long."""
        best = (self.length, 0)
        shortest = self.length
        for length, errors in enumerate(self._columns(text, 1), 1):
            apart = abs(length - self.length)
            if (errors, apart) < (best[0], shortest):
                best, shortest = (errors, length), apart
        return best

    def distance(self, text: str) -> int:
        """Errors between the pattern and the whole of `text`."""
        return deque(self._columns(text, 1), maxlen=1)[0] if text else self.length

    def ends(self, text: str, most: int, apart: int) -> list[tuple[int, int]]:
        """(errors, end) of the places in `text` with at most so many errors, the best of those not `apart`."""
        found: list[tuple[int, int]] = []
        for end, errors in enumerate(self._columns(text, 0), 1):
            if errors > most:
                continue
            if not found or end - found[-1][1] > apart:
                found.append((errors, end))
            elif errors < found[-1][0]:
                found[-1] = (errors, end)
        return sorted(found)

    def _columns(self, text: str, from_start: int) -> Iterable[int]:
        """Errors of the whole pattern up to each letter of `text`; counted from its beginning if `from_start` is 1."""
        if not self.length:
            yield from (range(1, len(text) + 1) if from_start else (0 for _ in text))
            return
        self._effort.spend(self.length, len(text))
        mask_of, all_bits, last = self._masks.get, (1 << self.length) - 1, self.length - 1
        plus, minus, errors = all_bits, 0, self.length
        for letter in text:
            equal = mask_of(letter, 0)
            vertical = equal | minus
            horizontal = (((equal & plus) + plus) ^ plus) | equal
            more = minus | ~(horizontal | plus) & all_bits
            less = plus & horizontal
            errors += (more >> last & 1) - (less >> last & 1)
            more = more << 1 | from_start
            less <<= 1
            plus = (less | ~(vertical | more)) & all_bits
            minus = more & vertical & all_bits
            yield errors
