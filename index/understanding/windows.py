"""The tokens around places of a text. Where places stand close, as in a table of figures, their surroundings overlap:
what several of them share is cut into tokens once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from index.understanding.tokens import Tokens, tokeniser

_MOST = 20_000
"""Characters cut at a time."""


class Place(NamedTuple):
    """A stretch whose surroundings are asked for, and the block in which it stands."""

    start: int
    end: int
    block_start: int
    block_end: int


def windows(text: str, places: Iterable[Place], before: int, after: int) -> Iterator[Tokens]:
    """The tokens from `before` characters before to `after` behind each place, cut at white space so that no word is
    halved; never beyond its block. Places come in order, and are taken a few ahead."""
    waiting: list[tuple[int, int]] = []
    for place in places:
        start, end = _bounds(text, place, before, after)
        if waiting and (start > waiting[-1][1] or start < waiting[0][0] or end - waiting[0][0] > _MOST):
            yield from _cut(text, waiting)
            waiting = []
        waiting.append((start, end))
    yield from _cut(text, waiting)


def _bounds(text: str, place: Place, before: int, after: int) -> tuple[int, int]:
    start = max(place.block_start, place.start - before)
    while place.block_start < start < place.start and not text[start - 1].isspace():
        start += 1
    end = min(place.block_end, place.end + after)
    while place.end < end < place.block_end and not text[end].isspace():
        end -= 1
    return start, end


def _cut(text: str, waiting: list[tuple[int, int]]) -> Iterator[Tokens]:
    """The tokens of each, of stretches that overlap."""
    if len(waiting) < 2:
        for start, end in waiting:
            yield tokeniser().cut(text, start, end)
        return
    whole = tokeniser().cut(text, waiting[0][0], max(end for _, end in waiting))
    for start, end in waiting:
        first, last = bisect_left(whole.starts, start), bisect_left(whole.starts, end)
        if (first and whole.ends[first - 1] > start) or (last and whole.ends[last - 1] > end):
            yield tokeniser().cut(text, start, end)  # it begins or ends inside a word too long to be kept whole
        else:
            yield Tokens(
                whole.words[first:last], whole.starts[first:last], whole.ends[first:last], whole.flags[first:last]
            )
