"""Times of day in running text. Their value is the day that the words beside them or before them tell."""

from __future__ import annotations

import re
from typing import Final

from index.understanding.date_neighbours import Pair, Seen
from index.understanding.date_periods import Period
from index.understanding.gazetteer import word_set
from index.understanding.tokens import CALENDAR, Tokens

_HALVES: Final = word_set("a.m. p.m. a.m p.m am pm")
_ZONES: Final = word_set("gmt utc est edt cst cdt mst mdt pst pdt bst cet cest ist jst aest aedt sast msk")
_AT: Final = word_set("at around about approximately by until till before after since from to between and")
_DAY: Final = re.compile(r"told:day[+-]\d+|XXXX-\d\d-\d\d(@\d)?|XXXX-WXX-\d|day[+-]\d+|\d{4}-\d\d-\d\d")
_OPENING: Final = frozenset('("“[')
_ON: Final = frozenset(("", "on", ",", ", on", "the", "on the"))
_HOUR_OF: Final = frozenset(("", ",", "at", "at about", "at around", "around", ", at", "at approximately", ", around"))
_NEAR: Final = 60
"""Characters between a time and the day that stands behind it."""


CLOCK: Final = frozenset({"noon", "midnight", "midday"})


def noon_at(tokens: Tokens, index: int) -> Period | None:
    """`at noon`, `midnight Friday`."""
    framed = tokens.lower(index - 1) in _AT or tokens.flag(index + 1) & CALENDAR
    return Period(index, index + 1, None, "date:time") if framed and not tokens.glued(index + 1) else None


def hour_at(tokens: Tokens, index: int) -> Period | None:
    """`10:35 a.m.`, `at 22:30 local time`, `9 p.m. EST`, `0735 GMT` at its first figure, with a second in brackets."""
    if tokens.glued(index) and tokens.word(index - 1) not in _OPENING:
        return None
    last = _hour(tokens, index)
    if not last:
        return None
    if tokens.word(last) == "(" and (second := _hour(tokens, last + 1)) and tokens.word(second) == ")":
        last = second + 1
    return Period(index, last, None, "date:time")


def _hour(tokens: Tokens, index: int) -> int:
    """The index after a time of day that begins at token `index`, 0 if there is none."""
    word = tokens.word(index)
    if not word.isascii() or not word.isdigit() or len(word) not in (1, 2, 4):
        return 0
    last = index + 1
    minutes = tokens.word(last) == ":" and tokens.glued(last) and tokens.glued(last + 1)
    if minutes:
        if len(word) == 4 or not _is_minute(tokens.word(last + 1)):
            return 0
        last += 2
        if tokens.word(last) == ":" and tokens.glued(last):
            return 0  # so long a time, or a verse
    if len(word) == 4 and not (int(word[:2]) < 24 and _is_minute(word[2:]) and tokens.lower(last) in _ZONES):
        return 0
    halved = tokens.lower(last) in _HALVES and int(word) <= 12
    last += halved or (minutes and tokens.lower(last) in ("hours", "hrs"))
    zoned = tokens.lower(last) in _ZONES
    local = tokens.lower(last) == "local" and tokens.lower(last + 1) == "time"
    if not halved and len(word) < 4:
        framed = zoned or local or tokens.lower(index - 1) in _AT
        if not minutes or not framed or int(word) > 24:
            return 0
    return last + zoned + 2 * local


def _is_minute(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdigit() and int(word) < 60


def with_hours(dates: list[Pair], hours: list[Seen], text: str) -> list[Pair]:
    """The dates with the times of day: in one with the day beside them, or of the day told before."""
    if not hours:
        return dates
    found: list[Pair] = []
    ahead = iter([*dates, None])
    day = next(ahead)
    for hour in hours:
        while day is not None and day[0].start < hour.start:
            found.append(day)
            day = next(ahead)
        before = found[-1] if found else None
        if before is not None and _are_one(before[0], hour, text, _HOUR_OF):
            found[-1] = before[0]._replace(end=hour.end), before[1]
        elif day is not None and _are_one(hour, day[0], text, _ON):
            day = day[0]._replace(start=hour.start), day[1]
        elif day is not None and day[0].block == hour.block and _is_close(hour, day[0], text):
            found.append((hour._replace(form=day[0].form, lean=day[0].lean), day[1]))
        else:
            found.append((hour._replace(form="told:day+0"), None))
    while day is not None:
        found.append(day)
        day = next(ahead)
    return found


def _are_one(first: Seen, second: Seen, text: str, joints: frozenset[str]) -> bool:
    """Whether a day and a time stand beside each other: `10:35 a.m. (0735 GMT) Friday`, `Friday at 9`."""
    day = second if first.rule == "date:time" else first
    if first.block != second.block or second.start - first.end > _NEAR or not _DAY.fullmatch(day.form):
        return False
    return text[first.end : second.start].strip().casefold() in joints


def _is_close(hour: Seen, day: Seen, text: str) -> bool:
    """Whether a day stands behind a time in its sentence."""
    near = day.start - hour.end < _NEAR and _DAY.fullmatch(day.form) is not None
    return near and not any(mark in text[hour.end : day.start] for mark in ".!?;")
