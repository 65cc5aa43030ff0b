"""Which words stand around the matches of a query, how often, and how much oftener than chance would have it.

Nothing here opens anything: it works on a text, the spans found in it and where its paragraphs begin.

A word is counted once however many windows it lies in, as standing beside the match that is nearest (of two as near,
the one before it). Words that are part of a match are not counted, but take up their place in a window.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf, log, log2
from typing import Final, NamedTuple

from index.document import Span
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.tokens import spans as places_of
from index.search.tokens import words as words_of

_PIECE: Final = 1 << 13
"""Characters looked at in one go, so that a long text takes no more memory than a short one."""
_REACH: Final = 16
"""Characters that a word and what parts it from the next take, at a guess."""
_SPACE: Final = re.compile(r"\s")


class Window(NamedTuple):
    """How many words on each side of a match are looked at."""

    left: int
    right: int
    across: bool = False
    """Whether it goes on beyond the paragraph of the match."""


class Beside(NamedTuple):
    """A word beside a match."""

    word: str
    """Folded."""
    span: Span
    match: Span
    """The nearest."""
    before: bool
    """Whether it stands before the match."""

    @property
    def both(self) -> Span:
        """From the one to the other, with both."""
        return Span(min(self.span.start, self.match.start), max(self.span.end, self.match.end))


class Around(NamedTuple):
    """What stands in and around the matches in a stretch of a text."""

    beside: list[Beside]
    """In the windows, in order of position."""
    within: list[str]
    """The words that are part of a match."""


def around(
    text: str, matches: Sequence[Span], paragraphs: Sequence[int], window: Window, cancelled: Asked | None = None
) -> Iterator[Around]:
    """What stands around the matches of a text, stretch by stretch. Raises Cancelled.

    `matches` in order; `paragraphs`: where they begin, in order.
    """
    matches = [match for at, match in enumerate(matches) if not at or match.end > matches[at - 1].end]
    widest = max(window.left, window.right)
    for first, last, here in _groups(text, matches, widest):
        cuts = _cuts(text, first, last)
        lasts, firsts = [match.end for match in here], [match.start for match in here]
        for start, end in pairwise(cuts):
            if cancelled is not None and cancelled():
                raise Cancelled("The count was given up.")
            before, after = _before(text, start, widest, first), _after(text, end, widest, last)
            near = here[bisect_right(lasts, before) : bisect_left(firsts, after)]
            if near:
                yield _Stretch(text, before, after, paragraphs, window).around(near, start, end)


def _groups(text: str, matches: Sequence[Span], words: int) -> Iterator[tuple[int, int, Sequence[Span]]]:
    """Stretches of the text that hold at least so many words around each match, and the matches in them. What lies
    between is not looked at."""
    guess = 2 * _REACH * (words + 1)
    at, end = 0, 0
    while at < len(matches):
        first = at
        start = _before(text, matches[at].start, words, end)
        while True:
            at += 1
            if at < len(matches) and matches[at].start - matches[at - 1].end <= guess:
                continue
            end = _after(text, matches[at - 1].end, words, len(text))
            if at == len(matches) or _before(text, matches[at].start, words, end) > end:
                break
        yield start, end, matches[first:at]


def _cuts(text: str, first: int, last: int) -> list[int]:
    """Where a stretch is cut into pieces: before white space, so that no word is."""
    cuts = [first]
    while cuts[-1] < last:
        space = _SPACE.search(text, cuts[-1] + _PIECE, last)
        cuts.append(space.start() if space else last)
    return cuts


def _before(text: str, at: int, words: int, least: int) -> int:
    """A place before another with more than so many words between them, at white space; else `least`."""
    reach = _REACH * (words + 1)
    while at - reach > least:
        limit = at - reach
        start = max(text.rfind(space, max(least, limit - reach), limit) for space in " \n")
        if start > least and len(places_of(text[start:at])) > words:
            return start
        reach *= 4
    return min(at, least)


def _after(text: str, at: int, words: int, most: int) -> int:
    """A place behind another, in the same way; else `most`."""
    reach = _REACH * (words + 1)
    while at + reach < most:
        space = _SPACE.search(text, at + reach, min(most, at + 2 * reach))
        if space and len(places_of(text[at : space.start()])) > words:
            return space.start()
        reach *= 4
    return max(at, most)


class _Stretch:
    """The words of a stretch of a text by number, which begins and ends where no word is cut."""

    def __init__(self, text: str, start: int, end: int, paragraphs: Sequence[int], window: Window) -> None:
        self._words = words_of(text[start:end])
        places = places_of(text[start:end])
        self._starts = [start + first for first, _ in places]
        self._ends = [start + last for _, last in places]
        self._paragraphs = paragraphs
        self._window = window

    def around(self, matches: Sequence[Span], first: int, last: int) -> Around:
        """What stands around matches, of the words that begin from offset `first` up to `last`."""
        numbers = [self._numbers(match) for match in matches]
        within = {number for taken in numbers for number in taken}
        nearest = self._nearest(numbers, within)
        own = range(bisect_left(self._starts, first), bisect_left(self._starts, last))
        words, starts, ends = self._words, self._starts, self._ends
        beside = []
        for number in sorted(nearest):
            if number in own:
                match, start = matches[nearest[number][1]], starts[number]
                beside.append(Beside(words[number], Span(start, ends[number]), match, start < match.start))
        return Around(beside, [words[number] for number in sorted(within) if number in own])

    def _numbers(self, match: Span) -> range:
        """The words of a match."""
        return range(bisect_right(self._ends, match.start), bisect_left(self._starts, match.end))

    def _nearest(self, numbers: list[range], within: set[int]) -> dict[int, tuple[int, int]]:
        """Of each word in a window, how far the nearest match is, and which it is."""
        nearest: dict[int, tuple[int, int]] = {}
        far = (1 << 60, 0)
        sides: list[tuple[int, range]] = []
        for at, taken in enumerate(numbers):
            sides.append((at, range(taken.stop, min(taken.stop + self._window.right, self._to(taken)))))
        for at, taken in enumerate(numbers):
            sides.append((at, range(taken.start - 1, max(taken.start - self._window.left, self._from(taken)) - 1, -1)))
        for at, side in sides:
            for distance, number in enumerate(side, 1):
                if number not in within and nearest.get(number, far)[0] > distance:
                    nearest[number] = (distance, at)
        return nearest

    def _from(self, taken: range) -> int:
        """The first word that may be in the window of a match."""
        if self._window.across or not self._paragraphs or not taken:
            return 0
        at = bisect_right(self._paragraphs, self._starts[taken.start])
        return bisect_left(self._starts, self._paragraphs[at - 1]) if at else 0

    def _to(self, taken: range) -> int:
        """Behind the last one."""
        if self._window.across or not self._paragraphs or not taken:
            return len(self._starts)
        at = bisect_right(self._paragraphs, self._starts[taken.stop - 1])
        return bisect_left(self._starts, self._paragraphs[at]) if at < len(self._paragraphs) else len(self._starts)


# -- how much that says ------------------------------------------------------------------------------------------------


class Table(NamedTuple):
    """The words of the texts but for those of the matches: beside a match or elsewhere, this word or another."""

    here: int
    """This word beside matches."""
    beside: int
    """All words beside matches."""
    word: int
    """This word anywhere."""
    all: int
    """All words."""

    @property
    def expected(self) -> float:
        """How often the word would stand beside matches by chance."""
        return self.word * self.beside / self.all if self.all else 0.0

    @property
    def log_likelihood(self) -> float:
        """Dunning's G2, negative where the word is rarer beside matches than elsewhere.

        T. Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19/1
        (1993), 61-74: twice the sum over the four cells of observed x ln(observed / expected). That the words of the
        node are left out of the table is as in S. Evert, "Corpora and collocations" (2008), for surface cooccurrence.
        Above 3.84, 6.63, 10.83 and 15.13 chance would do as much in 5, 1, 0.1 and 0.01 % of tests of one word.
        """
        rows, columns = (self.beside, self.all - self.beside), (self.word, self.all - self.word)
        cells = (
            (self.here, rows[0], columns[0]),
            (self.beside - self.here, rows[0], columns[1]),
            (self.word - self.here, rows[1], columns[0]),
            (self.all - self.beside - self.word + self.here, rows[1], columns[1]),
        )
        total = sum(seen * log(seen * self.all / (row * column)) for seen, row, column in cells if seen > 0)
        return max(0.0, 2 * total) * (1 if self.here >= self.expected else -1)

    @property
    def log_ratio(self) -> float:
        """The binary logarithm of how many times as frequent the word is beside matches as elsewhere: 1 is twice, 2
        four times, -1 half (A. Hardie, "Log Ratio", 2014). A word that stands nowhere else is taken to do so half a
        time.
        """
        elsewhere = self.all - self.beside
        if not self.here or elsewhere <= 0:
            return -inf if not self.here else inf
        return log2((self.here / self.beside) / (max(0.5, self.word - self.here) / elsewhere))
