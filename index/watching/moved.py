"""Where a place of a text is after the text has changed: at its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from index.annotations.anchoring import Placer, make_selector
from index.annotations.annotation import Annotation

_WORDS: Final = 120
"""Characters that say which place is meant, at most,"""
_FEW: Final = 12
"""and at least: fewer stand in too many places."""
_CONTEXT: Final = 32
_LINES: Final = 24
"""Lines before and after a place that is gone, in which it is looked for one that is still there."""
_LONG: Final = 1_000_000
"""Characters of a text in which words that were changed are looked for."""


class Moved:
    """A text before and after it was changed. Not for the screen's thread: words are looked for in the whole text."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before
        self._after = after
        shorter = min(len(before), len(after))
        self._head = _common(shorter, lambda n: before[:n] == after[:n])
        """Characters that are the same at the beginning,"""
        rest = shorter - self._head
        self._tail = _common(rest, lambda n: n == 0 or before[-n:] == after[-n:])
        """and at the end."""
        self._placer = Placer(after, "", alike=False)
        self._alike: Placer | None = None

    def place(self, offset: int) -> int:
        """Where what stood at an offset stands now; where that is gone, what is left of its surroundings."""
        before, after = self._before, self._after
        offset = max(0, min(offset, len(before)))
        if offset < self._head:
            return offset
        if offset >= len(before) - self._tail:
            return offset + len(after) - len(before)
        return self._by_words(offset)

    def _by_words(self, offset: int) -> int:
        found = self._find(self._placer, offset)
        if found is not None:
            return found
        if len(self._after) <= _LONG:
            self._alike = self._alike or Placer(self._after, "")
            found = self._find(self._alike, offset)
            if found is not None:
                return found
        return self._beside(offset)

    def _beside(self, offset: int) -> int:
        """Where the words would stand that are gone: behind the line before them, or at the line after them."""
        for line in self._lines(offset, up=True):
            place = self._strictly(line)
            if place is not None:
                end = self._after.find("\n", place)
                return self._first_letter(end) if end >= 0 else place
        for line in self._lines(offset, up=False):
            place = self._strictly(line)
            if place is not None:
                return place
        return min(max(offset, self._head), len(self._after) - self._tail)

    def _strictly(self, line: int) -> int | None:
        if line < self._head:
            return line
        if line >= len(self._before) - self._tail:
            return line + len(self._after) - len(self._before)
        return self._find(self._placer, line)

    def _first_letter(self, offset: int) -> int:
        rest = self._after[offset : offset + _WORDS]
        return offset + len(rest) - len(rest.lstrip())

    def _find(self, placer: Placer, offset: int) -> int | None:
        """The place of the words that stood at an offset; None where they are gone or might be in two places."""
        text = self._before
        end = text.find("\n", offset + _FEW, offset + _WORDS)
        end = end if end >= 0 else min(len(text), offset + _WORDS)
        if not text[offset:end].strip():
            return None
        if text.count(words := text[offset:end]) == 1 == self._after.count(words):
            return self._after.index(words)
        exact, prefix, suffix = make_selector(text, offset, end, _CONTEXT)
        placed = placer.place(
            Annotation("", "", "before", "", offset, end, exact, prefix, suffix, "", (), None, "", "", "")
        )
        return placed.start if placed.status != "uncertain" else None

    def _lines(self, offset: int, *, up: bool) -> Iterator[int]:
        """Where lines with words begin, before a place or behind it, the nearest first."""
        text, at = self._before, offset
        if up:
            at = text.rfind("\n", 0, offset) + 1
        for _ in range(_LINES):
            if up and at == 0:
                return
            at = text.rfind("\n", 0, at - 1) + 1 if up else text.find("\n", at) + 1
            if not up and not 0 < at < len(text):
                return
            if text[at] != "\n":
                yield at


def _common(most: int, same: Callable[[int], bool]) -> int:
    """The largest number up to `most` for which it is the same; compared in halves, as memory compares."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(middle):
            low = middle
        else:
            high = middle - 1
    return low
