"""Two texts compared word by word, however long they are.

Runs of words that stand once in each are what they are laid side by side by (patience, after Bram Cohen); what lies
between is compared word with word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from index.annotations.difference import Part, difference

RUN: Final = 4
"""Words of a run that stands once in each."""
AROUND: Final = 400
"""Characters on either side of a change that are kept to be shown."""


class Change(NamedTuple):
    """Where two texts differ: what stood there and what stands there now, with what is the same around it."""

    before: str
    was: str
    now: str
    behind: str
    was_start: int
    """Offset in the first text,"""
    now_start: int
    """and in the second."""


def compared(was: str, now: str) -> list[Part]:
    """The parts, in order: joined they are both texts."""
    from index.search.tokens import spans, words

    parts: list[Part] = []
    old, new = spans(was), spans(now)
    at_old = at_new = 0
    for one, other in _anchors(words(was), words(now)):
        start, end = old[one]
        first, last = new[other]
        if start < at_old or first < at_new:
            continue
        parts += difference(was[at_old:start], now[at_new:first])
        parts.append(Part(was[start:end], now[first:last]))
        at_old, at_new = end, last
    parts += difference(was[at_old:], now[at_new:])
    return list(_together(parts))


def changes(parts: Iterable[Part], around: int = AROUND) -> list[Change]:
    """Where they differ, with at most so many characters of what is the same on either side.

    What differs in nothing but how much white space there is counts as the same.
    """
    found: list[Change] = []
    before = ""
    at_was = at_now = 0
    for part in parts:
        if part.was.split() == part.now.split():
            before = (before + part.now)[-around:]
            if found and len(found[-1].behind) < around:
                found[-1] = found[-1]._replace(behind=(found[-1].behind + part.now)[:around])
        else:
            found.append(Change(before, part.was, part.now, "", at_was, at_now))
            before = ""
        at_was += len(part.was)
        at_now += len(part.now)
    return found


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Words that are the same in both: those of runs that stand once in each, as many as are in order in both."""
    once = _once(old), _once(new)
    pairs = sorted((at, once[1][run]) for run, at in once[0].items() if run in once[1])
    # The longest sequence that rises in both.
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        ends[at : at + 1] = [other]
        tops[at : at + 1] = [number]
        before.append(tops[at - 1] if at else -1)
    chosen: list[tuple[int, int]] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return [(one + step, other + step) for one, other in reversed(chosen) for step in range(RUN)]


def _once(words: list[str]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - RUN + 1):
        run = tuple(words[at : at + RUN])
        found[run] = -1 if run in found else at
    return {run: at for run, at in found.items() if at >= 0}


def _together(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbours that are the same, or that both differ, as one."""
    last: Part | None = None
    for part in parts:
        if last is not None and last.same == part.same:
            last = Part(last.was + part.was, last.now + part.now)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last
