"""Where something of a shape stands, once the places of its words are known.

Places of several documents may be mixed where those of two are too far apart to be near.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from index.search.proximity import Stretch, chain, near, partnered, phrase, window
from index.search.scoring import Check
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words


class Places(NamedTuple):
    """Where one of some words stands, in order."""

    single: list[int]
    joined: list[int]
    """First places of those that a line's end cuts: they cover the next place as well."""

    def stretches(self) -> list[Stretch]:
        """Each with its first and its last place."""
        found = [(place, place) for place in self.single]
        return sorted(found + [(place, place + 1) for place in self.joined]) if self.joined else found

    def either(self) -> list[int]:
        """Every place, both of those that are joined."""
        if not self.joined:
            return self.single
        return sorted({*self.single, *self.joined, *(place + 1 for place in self.joined)})


def standing(shape: Shape, places: Mapping[Words, Places], check: Check) -> list[Stretch]:
    """Where a shape stands, or at least where it begins: of what is near something else, the left alone."""
    if isinstance(shape, Pair):
        left, right = stretches(shape.left, places, check), stretches(shape.right, places, check)
        return partnered(left, right, shape.distance)
    return stretches(shape, places, check)


def stretches(shape: Shape, places: Mapping[Words, Places], check: Check) -> list[Stretch]:
    """Every stretch of places that a shape covers."""
    check()
    match shape:
        case Row(parts=(words,)):
            return places[words].stretches()
        case Row(parts=parts):
            if any(places[words].joined for words in parts):
                return chain([places[words].stretches() for words in parts])
            return phrase([places[words].single for words in parts])
        case Spread(parts=parts, distance=distance):
            return window(_around_the_rarest([places[words].either() for words in parts], distance), distance)
        case Pair(left=left, right=right, distance=distance):
            return near(stretches(left, places, check), stretches(right, places, check), distance)
        case Either(children=children):
            return sorted({stretch for child in children for stretch in stretches(child, places, check)})


def _around_the_rarest(parts: list[list[int]], distance: int) -> list[list[int]]:
    """The places of each part that a window around one of the rarest part may hold."""
    rarest = min(parts, key=len)
    reach = len(parts) + distance
    around = []
    for places in parts:
        kept: set[int] = set()
        for place in rarest:
            kept.update(places[bisect_left(places, place - reach) : bisect_right(places, place + reach)])
        around.append(sorted(kept))
    return around
