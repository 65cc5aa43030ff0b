"""What stands near what: phrases, words in a window, things at a distance, over the places of one text.

A place is the number of a word in its text; a stretch is (first, last), both included. The highlighting asks it of the
words of a text; `standing` says the same of the places that an index keeps, of all its documents at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from math import inf
from typing import Final

Stretch = tuple[int, int]
MOST_PAIRS: Final = 200_000
"""Stretches that one NEAR may make in one text; a text of millions of common words is cut short there."""


def chain(parts: Sequence[Iterable[Stretch]]) -> list[Stretch]:
    """Stretches in which each part stands right behind the one before."""
    begun: dict[int, set[int]] = {}
    for first, last in parts[0]:
        begun.setdefault(last, set()).add(first)
    for part in parts[1:]:
        on: dict[int, set[int]] = {}
        for first, last in part:
            if first - 1 in begun:
                on.setdefault(last, set()).update(begun[first - 1])
        begun = on
    return sorted((first, last) for last, firsts in begun.items() for first in firsts)


def near(left: Sequence[Stretch], right: Sequence[Stretch], distance: int) -> list[Stretch]:
    """What covers one of each, with at most so many words between the two, which do not overlap; in order."""
    if not left or not right:
        return []
    found: set[Stretch] = set()
    by_first = sorted(right)
    firsts = [first for first, _ in by_first]
    by_last = sorted(right, key=lambda stretch: stretch[1])
    lasts = [last for _, last in by_last]
    for first, last in left:
        after = range(bisect_right(firsts, last), bisect_right(firsts, last + distance + 1))
        found.update((first, by_first[at][1]) for at in after)
        before = range(bisect_left(lasts, first - distance - 1), bisect_left(lasts, first))
        found.update((by_last[at][0], last) for at in before)
        if len(found) >= MOST_PAIRS:
            break
    return sorted(found)


def window(parts: Sequence[Sequence[int]], distance: int) -> list[Stretch]:
    """Stretches that hold a place of each part, each its own, with at most `distance` other words among them.

    Only the widest from each beginning, in order.
    """
    if not all(parts):
        return []
    wanted = len(parts)
    standing: dict[int, list[int]] = {}
    for number, places in enumerate(parts):
        for place in places:
            standing.setdefault(place, []).append(number)
    places = sorted(standing)
    shared = any(len(numbers) > 1 for numbers in standing.values())
    found: list[Stretch] = []
    for at, first in enumerate(places):
        reach = first + wanted + distance - 1
        # Of words that stand everywhere most stretches lack a rare one: to look into each would take minutes.
        if any(_next(part, first) > reach for part in parts):
            continue
        here = places[at : bisect_right(places, reach)]
        if not shared or matched(range(wanted), here, standing):
            last = _widest(here, standing, wanted)
            if last is not None:
                found.append((first, last))
    return found


def _next(places: Sequence[int], at: int) -> float:
    """The first place from there on."""
    number = bisect_left(places, at)
    return places[number] if number < len(places) else inf


def _widest(here: Sequence[int], standing: dict[int, list[int]], wanted: int) -> int | None:
    """The last place up to which every part can be given a place of its own, the first and this one among those."""
    if wanted == 1:
        return here[0]
    for to in range(len(here) - 1, wanted - 2, -1):
        for first in standing[here[0]]:
            for last in standing[here[to]]:
                rest = [part for part in range(wanted) if part not in (first, last)]
                if first != last and (not rest or matched(rest, here[1:to], standing)):
                    return here[to]
    return None


def matched(parts: Sequence[int], places: Sequence[int], standing: dict[int, list[int]]) -> bool:
    """Can these parts be given places of their own? By augmenting paths."""
    taken: dict[int, int] = {}

    def give(part: int, tried: set[int]) -> bool:
        for place in places:
            if part in standing[place] and place not in tried:
                tried.add(place)
                if place not in taken or give(taken[place], tried):
                    taken[place] = part
                    return True
        return False

    return all(give(part, set()) for part in parts)
