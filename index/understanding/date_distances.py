"""Dates that lie so far from another that stands beside them: `the day before last Tuesday`, `the week of March 6`."""

from __future__ import annotations

from typing import Final

from index.understanding.date_context import FITTING, counted_from
from index.understanding.date_holidays import HOLIDAYS
from index.understanding.date_neighbours import Pair
from index.understanding.date_periods import Period
from index.understanding.date_told import count
from index.understanding.gazetteer import word_set
from index.understanding.tokens import CALENDAR, NUMBER, Tokens

_UNITS: Final = word_set("day week month year days weeks months years")
_BESIDE: Final = word_set("the last next this early late")
_LINKS: Final = word_set("before after of")
_JOINTS: Final = ("", "the")


def distance_at(tokens: Tokens, index: int, free: int) -> Period | None:
    """`the day before`, `two weeks after`, `the week of` at its noun, where a date seems to follow."""
    joint = tokens.word(index + 1)
    if joint not in _LINKS or index <= free or (word := tokens.lower(index)) not in _UNITS:
        return None
    before = tokens.lower(index - 1)
    framed = before == "the" and not word.endswith("s")
    if joint == "of" and not (framed and word == "week"):
        return None
    if not framed and not count(before):
        return None
    at = index + 2
    while at < index + 4 and tokens.lower(at) in _BESIDE:
        at += 1
    if not tokens.flag(at) & (CALENDAR | NUMBER) and tokens.word(at) not in HOLIDAYS:
        return None
    return Period(index - 1, index + 2, None, "date:distance")


def distance_form(words: list[str]) -> str:
    """The step that the words state: `day-1`, `week+2`, `week+0`."""
    unit, joint = words[-2].removesuffix("s"), words[-1]
    if joint == "of":
        return f"{unit}+0"
    number = 1 if words[0] == "the" else count(words[0])
    return f"{unit}{number if joint == 'after' else -number:+d}"


def with_distances(dates: list[Pair], text: str) -> list[Pair]:
    """The dates, those that lie so far from their neighbour in one with it. A distance from no date goes."""
    found: list[Pair] = []
    ahead: Pair | None = None
    for seen, near in dates:
        if ahead is not None:
            step = ahead[0]
            beside = step.block == seen.block and text[step.end : seen.start].strip().casefold() in _JOINTS
            if beside and seen.lean != "named" and FITTING[step.form.rstrip("+-0123456789")].fullmatch(seen.form):
                seen, near = counted_from(seen._replace(start=step.start), seen, step.form)
            ahead = None
        if seen.rule == "date:distance":
            ahead = seen, near
        else:
            found.append((seen, near))
    return found
