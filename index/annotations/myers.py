"""How far a text is from what is looked for, counted in letters put in, left out or replaced.

Myers' bit-parallel algorithm (Journal of the ACM 46, 1999), with one whole number of Python as the column of the table:
no limit to the length of a word of the machine, and any alphabet.
"""

from __future__ import annotations

from collections.abc import Sequence


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
        self._words = words
        self.length = len(words)
        self._effort = effort
        masks: dict[str, int] = {}
        bit = 1
        for letter in words:
            masks[letter] = masks.get(letter, 0) | bit
            bit <<= 1
        self._masks = masks

    def beginning(self, text: str) -> tuple[int, int]:
        """(errors, length) of the beginning of `text` that is nearest to the pattern; of equals the most as long."""
        same = self._same(text)
        if same == self.length:
            return 0, same
        spare = self.length // 8
        found = self._beginning(text[: self.length + spare], same)
        # What is longer by more letters than that has more errors than that.
        return found if found[0] <= spare else self._beginning(text, same)

    def _beginning(self, text: str, same: int) -> tuple[int, int]:
        best = (self.length - same, same)
        shortest = self.length - same
        for length, errors in enumerate(self._columns(text[same:], 1, same), same + 1):
            if errors > best[0]:
                continue
            apart = abs(length - self.length)
            if (errors, apart) < (best[0], shortest):
                best, shortest = (errors, length), apart
        return best

    def distance(self, text: str) -> int:
        """Errors between the pattern and the whole of `text`."""
        same = self._same(text)
        return self._columns(text[same:], 1, same)[-1] if len(text) > same else self.length - same

    def _same(self, text: str) -> int:
        """How many letters both begin with: these are no errors in whatever way the rest is counted."""
        words = self._words
        if text.startswith(words):
            return self.length
        known, unknown = 0, min(self.length, len(text))
        while known < unknown:
            middle = (known + unknown + 1) // 2
            known, unknown = (middle, unknown) if text.startswith(words[known:middle], known) else (known, middle - 1)
        return known

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

    def _columns(self, text: str, from_start: int, beyond: int = 0) -> Sequence[int]:
        """Errors of the pattern up to each letter of `text`; counted from its beginning if `from_start` is 1. `beyond`:
        letters of the pattern that are left out."""
        length = self.length - beyond
        if not length:
            return range(1, len(text) + 1) if from_start else [0] * len(text)
        self._effort.spend(length, len(text))
        all_bits, last = (1 << length) - 1, length - 1
        masks = self._masks if not beyond else {letter: mask >> beyond for letter, mask in self._masks.items()}
        mask_of, found = masks.get, []
        plus, minus, errors = all_bits, 0, length
        for letter in text:
            equal = mask_of(letter, 0)
            vertical = equal | minus
            horizontal = (((equal & plus) + plus) ^ plus) | equal
            more = minus | ~(horizontal | plus) & all_bits
            less = plus & horizontal
            if more >> last & 1:
                errors += 1
            elif less >> last & 1:
                errors -= 1
            more = more << 1 | from_start
            less <<= 1
            plus = (less | ~(vertical | more)) & all_bits
            minus = more & vertical
            found.append(errors)
        return found
