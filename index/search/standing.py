"""Where something of a shape stands, once the places of its words are known: all documents at once, as arrays.

A place is one number, the document above the lowest 32 bits and the word's position in it below. So places of many
documents are compared together: those of two documents are too far apart to be near. `proximity` says the same of the
words of a single text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.proximity import MOST_PAIRS, matched
from index.search.scoring import Check
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

DOCUMENT = 32
"""Bits of a place below its document."""
_PAIRS_AT_ONCE = 1_000_000
"""Stretches made before the asker may give up."""
_WIDTH = 14
"""Bits for the length of a stretch where beginnings and lengths are sorted as one number."""
_FEW = 4
"""Parts besides the first of which every choice is tried for whether there are places enough."""


class Places(NamedTuple):
    """Where one of some words stands, in order and each once."""

    single: Numbers
    joined: Numbers
    """First places of those that a line's end cuts: they cover the next place as well."""

    def either(self) -> Numbers:
        """Every place, both of those that are joined."""
        if not len(self.joined):
            return self.single
        return distinct(np.concatenate((self.single, self.joined, self.joined + 1)))

    def part(self, low: int, high: int) -> Places:
        """Those from one place to before another."""
        return Places(*(numbers[slice(*np.searchsorted(numbers, (low, high)))] for numbers in self))


class Areas(NamedTuple):
    """Stretches of texts, such as the blocks of a kind: where each begins, in order, and the first place behind it."""

    begins: Numbers
    ends: Numbers

    @classmethod
    def of(cls, bounds: Numbers) -> Areas:
        """From beginnings and ends in turn; they do not overlap. Those that hold no word are left out."""
        begins, ends = bounds[::2], bounds[1::2]
        some = begins < ends
        begins, ends = begins[some], ends[some]
        order = np.argsort(begins)
        return cls(begins[order], ends[order])

    def holding(self, places: Numbers) -> Truths:
        """Which of some places lie inside."""
        if not len(self.begins):
            return np.zeros(len(places), np.bool_)
        at = np.searchsorted(self.begins, places, "right")
        return (at > 0) & (places < self.ends[np.maximum(at - 1, 0)])

    def only(self, places: Places, *, without: bool = False) -> Places:
        """The places inside, or `without` them."""
        both = self.holding(places.joined), self.holding(places.joined + 1)
        if without:
            return Places(places.single[~self.holding(places.single)], places.joined[~both[0] & ~both[1]])
        return Places(places.single[self.holding(places.single)], places.joined[both[0] & both[1]])


class Stretches(NamedTuple):
    """Places covered, in no order; some may come twice."""

    first: Numbers
    last: Numbers

    def only(self, chosen: Truths | Numbers | slice) -> Stretches:
        return Stretches(self.first[chosen], self.last[chosen])


def standing(shape: Shape, places: Mapping[Words, Places], check: Check) -> Numbers:
    """Where something of a shape begins: of what is near something else, where the left begins. In order, each once."""
    if isinstance(shape, Pair):
        left, right = stretches(shape.left, places, check), stretches(shape.right, places, check)
        return distinct(partnered(left, right, shape.distance).first)
    return distinct(stretches(shape, places, check).first)


def stretches(shape: Shape, places: Mapping[Words, Places], check: Check) -> Stretches:
    """Every stretch that a shape covers; of words in any order, those that begin somewhere as one of no length."""
    check()
    match shape:
        case Row(parts=parts):
            return row([places[words] for words in parts])
        case Spread(parts=parts, distance=distance):
            apart = len({word for words in parts for word in words}) == sum(map(len, parts)) and not any(
                len(places[words].joined) for words in parts
            )
            begins = window([places[words].either() for words in parts], distance, check, apart=apart)
            return Stretches(begins, begins)
        case Pair(left=left, right=right, distance=distance):
            return near(stretches(left, places, check), stretches(right, places, check), distance, check)
        case Either(children=children):
            found = [stretches(child, places, check) for child in children]
            return Stretches(
                np.concatenate([each.first for each in found]), np.concatenate([each.last for each in found])
            )


def row(parts: Sequence[Places]) -> Stretches:
    """Each part right behind the one before."""
    if any(len(part.joined) for part in parts):
        return _chain(parts)
    rarest, *others = sorted(range(len(parts)), key=lambda at: len(parts[at].single))
    begins = parts[rarest].single - rarest
    for at in others:
        begins = begins[_among(begins + at, parts[at].single)]
    return Stretches(begins, begins + (len(parts) - 1))


def _chain(parts: Sequence[Places]) -> Stretches:
    """The same where some are wider than a word."""
    first = np.concatenate((parts[0].single, parts[0].joined))
    last = np.concatenate((parts[0].single, parts[0].joined + 1))
    for part in parts[1:]:
        one, two = _among(last + 1, part.single), _among(last + 1, part.joined)
        first, last = np.concatenate((first[one], first[two])), np.concatenate((last[one] + 1, last[two] + 2))
    return Stretches(first, last)


def partnered(left: Stretches, right: Stretches, distance: int) -> Stretches:
    """Those on the left that have one on the right with at most so many words between; the two do not overlap."""
    kept = _behind(left.last, in_order(right.first), distance + 1)
    rest = np.flatnonzero(~kept)
    kept[rest] = _before(left.first[rest], in_order(right.last), distance + 1)
    return left.only(kept)


def near(left: Stretches, right: Stretches, distance: int, check: Check) -> Stretches:
    """What covers one of each, with at most so many words between the two, which do not overlap."""
    left = left.only(np.argsort(left.first, kind="stable"))
    by_first, by_last = right.only(np.argsort(right.first)), right.only(np.argsort(right.last))
    behind = _within(by_first.first, left.last, distance)
    before = _within(by_last.last, left.first - (distance + 2), distance)
    found = [Stretches(left.first[:0], left.last[:0])]
    for some in _at_once(left.first >> DOCUMENT, behind.number + before.number):
        check()
        first, last = left.only(some)
        ends = by_first.last[_ranges(behind.first[some], behind.number[some])]
        begins = by_last.first[_ranges(before.first[some], before.number[some])]
        firsts = np.concatenate((np.repeat(first, behind.number[some]), begins))
        found.append(_distinct(firsts, np.concatenate((ends, np.repeat(last, before.number[some])))))
    return Stretches(np.concatenate([each.first for each in found]), np.concatenate([each.last for each in found]))


class _Within(NamedTuple):
    """Which of some numbers are meant: from which one on, and how many."""

    first: Numbers
    number: Numbers


def _within(numbers: Numbers, after: Numbers, distance: int) -> _Within:
    """Those of the numbers, which are in order, that come after each, as far as `distance` and one more."""
    first = np.searchsorted(numbers, after, "right")
    return _Within(first, np.searchsorted(numbers, after + (distance + 1), "right") - first)


def _at_once(documents: Numbers, many: Numbers) -> Iterator[Numbers]:
    """Which stretches have partners, a million pairs at a time; in one document no more than MOST_PAIRS.

    `documents`: that of each stretch, in order; `many`: how many partners it has.
    """
    chosen = np.flatnonzero(many)
    total = np.cumsum(many[chosen])
    if len(total) and total[-1] > MOST_PAIRS:
        here = documents[chosen]
        begins = np.searchsorted(here, here)
        before = np.where(begins > 0, total[begins - 1], 0)
        chosen = chosen[total - many[chosen] - before < MOST_PAIRS]
        total = np.cumsum(many[chosen])
    at = 0
    while at < len(total):
        done = int(total[at - 1]) if at else 0
        to = max(int(np.searchsorted(total, done + _PAIRS_AT_ONCE, "right")), at + 1)
        yield chosen[at:to]
        at = to


def window(parts: Sequence[Numbers], distance: int, check: Check, *, apart: bool) -> Numbers:
    """Where a stretch begins that holds a place of each part, each its own, with at most `distance` other words among
    them. `apart`: no place belongs to two parts."""
    reach = len(parts) + distance - 1
    parts = _around(min(parts, key=len), parts, reach)
    if not all(map(len, parts)):
        return parts[0][:0]
    begins = []
    for at, mine in enumerate(parts):
        rest = [*parts[:at], *parts[at + 1 :]]
        found = mine
        for other in sorted(rest, key=len):
            check()
            found = found[_behind(found, other, reach)]
        if not apart and len(rest) > 1 and len(found):
            found = found[_own_places(rest, found, reach, check)]
        begins.append(found)
    return distinct(np.concatenate(begins))


def _around(rarest: Numbers, parts: Sequence[Numbers], reach: int) -> list[Numbers]:
    """The places of each part that are no farther from one of the rarest, where that leaves out many."""
    around = []
    for part in parts:
        if len(part) > 8 * len(rarest):
            low = np.searchsorted(part, rarest - reach)
            number = np.searchsorted(part, rarest + reach, "right") - low
            around.append(distinct(part[_ranges(low, number)]))
        else:
            around.append(part)
    return around


def _own_places(rest: Sequence[Numbers], begins: Numbers, reach: int, check: Check) -> Truths:
    """Behind which beginnings each of the parts has a place of its own within reach."""
    if len(rest) > _FEW:
        return _matched(rest, begins, reach, check)
    # So it is where any of them together have as many places as they are (Hall's theorem).
    enough = np.ones(len(begins), np.bool_)
    for size in range(2, len(rest) + 1):
        for some in combinations(rest, size):
            check()
            enough &= _within(distinct(np.concatenate(some)), begins, reach - 1).number >= size
    return enough


def _matched(rest: Sequence[Numbers], begins: Numbers, reach: int, check: Check) -> Truths:
    """The same for many parts, one beginning after the other."""
    lows = [np.searchsorted(part, begins, "right").tolist() for part in rest]
    highs = [np.searchsorted(part, begins + reach, "right").tolist() for part in rest]
    answers = np.zeros(len(begins), np.bool_)
    for at in range(len(begins)):
        if at % 256 == 0:
            check()
        here: dict[int, list[int]] = {}
        for number, part in enumerate(rest):
            for place in part[lows[number][at] : highs[number][at]].tolist():
                here.setdefault(place, []).append(number)
        answers[at] = matched(range(len(rest)), sorted(here), here)
    return answers


def _among(sought: Numbers, places: Numbers) -> Truths:
    """Which of the numbers are among the places, which are in order."""
    if not len(places):
        return np.zeros(len(sought), np.bool_)
    return np.equal(places[np.minimum(np.searchsorted(places, sought), len(places) - 1)], sought)


def _behind(after: Numbers, places: Numbers, reach: int) -> Truths:
    """Behind which of the numbers comes one of the places, which are in order, within reach."""
    if not len(places):
        return np.zeros(len(after), np.bool_)
    at = np.searchsorted(places, after, "right")
    return (at < len(places)) & (places[np.minimum(at, len(places) - 1)] - after <= reach)


def _before(numbers: Numbers, places: Numbers, reach: int) -> Truths:
    """Before which of the numbers comes one of the places, which are in order, within reach."""
    if not len(places):
        return np.zeros(len(numbers), np.bool_)
    at = np.searchsorted(places, numbers)
    return (at > 0) & (numbers - places[np.maximum(at - 1, 0)] <= reach)


def _ranges(low: Numbers, number: Numbers) -> Numbers:
    """The numbers from each of `low` on, so many of each, one range after the other."""
    before = np.cumsum(number) - number
    return np.repeat(low - before, number) + np.arange(int(number.sum()))


def _distinct(first: Numbers, last: Numbers) -> Stretches:
    """Each stretch once, where they can be compared as one number; otherwise as they are."""
    if not len(first):
        return Stretches(first, last)
    least, width = int(first.min()), last - first
    if int(width.max()) >> _WIDTH or (int(first.max()) - least) >> (63 - _WIDTH):
        return Stretches(first, last)
    both = distinct((first - least << _WIDTH) | width)
    first = (both >> _WIDTH) + least
    return Stretches(first, first + (both & ((1 << _WIDTH) - 1)))


def distinct(numbers: Numbers) -> Numbers:
    """In order, each once. (np.unique goes by a table of hashes, which takes ten times as long.)"""
    numbers = in_order(numbers)
    return numbers[_changes(numbers)]


def in_order(numbers: Numbers) -> Numbers:
    """Sorted; most are, and to see that costs little."""
    return numbers if (numbers[1:] >= numbers[:-1]).all() else np.sort(numbers)


def runs(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Of numbers in order, each once, and how often it comes."""
    begins = np.flatnonzero(_changes(numbers))
    return numbers[begins], np.diff(begins, append=len(numbers))


def _changes(numbers: Numbers) -> Truths:
    """Which of the numbers, which are in order, is not the one before."""
    changes = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=changes[1:])
    return changes
