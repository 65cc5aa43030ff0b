"""Holidays by name: the day that they fall on in a year. Those that lie elsewhere in each country are left out, and
Easter, which no rule of thumb tells, has a day only where its year is stated."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from index.understanding.date_periods import Period, plain_year
from index.understanding.gazetteer import word_set
from index.understanding.tokens import LOWER, PREPOSITION, STOP, Tokens


class _Moving(NamedTuple):
    """The nth weekday of a month (negative: from its end), Monday 1."""

    month: int
    weekday: int
    nth: int


_FIXED: Final = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "valentine's day": (2, 14),
    "fourth of july": (7, 4),
    "halloween": (10, 31),
    "veterans day": (11, 11),
}
_MOVING: Final = {
    "thanksgiving": _Moving(11, 4, 4),
    "thanksgiving day": _Moving(11, 4, 4),
    "labor day": _Moving(9, 1, 1),
    "memorial day": _Moving(5, 1, -1),
}
_FROM_EASTER: Final = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2}
_NAMES: Final = frozenset((*_FIXED, *_MOVING, *_FROM_EASTER))
_WORDS: Final = ("Christmas", "Boxing", "New", "Valentine", "Fourth", "Halloween", "Veterans")
_OTHER_WORDS: Final = ("Thanksgiving", "Labor", "Memorial", "Easter", "Good")
HOLIDAYS: Final = frozenset((*_WORDS, *_OTHER_WORDS))
"""The words at which one is looked for."""
_SHIFTS: Final = word_set("last next this")
_FRAMES: Final = word_set("on at by before after since until till around over during from to through for") | _SHIFTS
_ABROAD: Final = word_set("canadian canada liberian")


def holiday_at(tokens: Tokens, index: int, free: int) -> Period | None:
    """`Christmas Eve`, `last Thanksgiving`, `Easter 2012` at its first word; not `a Christmas tree`."""
    last, name = _named(tokens, index)
    if not name or tokens.lower(index - 1) in _ABROAD:
        return None
    after = last + (tokens.lower(last) == "of") if name != "fourth of july" else last + (tokens.word(last) == ",")
    after += tokens.word(last) == "," and after == last
    year = plain_year(tokens.word(after))
    if year:
        return Period(index, after + 1, _on(name, year), "date:holiday")
    if name in _FROM_EASTER:
        return None
    single = last == index + 1
    if single and tokens.lower(index - 1) not in _FRAMES:
        return None
    flag = tokens.flag(last)
    if single and flag & LOWER and not flag & (STOP | PREPOSITION):
        return None
    first = index - 1 if tokens.lower(index - 1) in _SHIFTS and index > free else index
    return Period(first, last, None, "date:holiday")


def _named(tokens: Tokens, index: int) -> tuple[int, str]:
    """The index after the name that begins at a token, and the name; empty where there is none."""
    word = tokens.lower(index)
    if tokens.word(index + 1) == "'" and tokens.lower(index + 2) == "s":
        name = f"{word}'s {tokens.lower(index + 3)}"
        return (index + 4, name) if name in _NAMES else (index + 1, word if word in _NAMES else "")
    if word == "new":
        year = tokens.word(index + 1) == "Year" and tokens.word(index + 2) == "'" and tokens.lower(index + 3) == "s"
        name = f"new year's {tokens.lower(index + 4)}"
        return (index + 5, name) if year and name in _NAMES else (index, "")
    if word == "fourth":
        july = tokens.lower(index + 1) == "of" and tokens.word(index + 2) == "July"
        return (index + 3, "fourth of july") if july else (index, "")
    longer = f"{word} {tokens.lower(index + 1)}"
    if longer in _NAMES:
        return index + 2, longer
    return (index + 1, word) if word in _NAMES else (index, "")


def holiday_form(words: list[str]) -> tuple[str, str]:
    """What the words of a holiday without a year state, and its direction: `XXXX-12-25`, `holiday@thanksgiving`."""
    lean = words[0] if words[0] in _SHIFTS else ""
    name = " ".join(words[1:] if lean else words).replace(" ' s", "'s")
    if name in _FIXED:
        month, day = _FIXED[name]
        return f"XXXX-{month:02d}-{day:02d}", lean
    return (f"holiday@{name}", lean) if name in _MOVING else ("", lean)


def holidays_near(name: str, year: int) -> list[date]:
    """The day of a holiday that moves in the year, the one before it and the one after."""
    years = range(max(1, year - 1), min(9999, year + 1) + 1)
    return [date.fromisoformat(_on(name, each)) for each in years]


def _on(name: str, year: int) -> str:
    """The day of a holiday in a year."""
    if name in _FIXED:
        month, day = _FIXED[name]
        return f"{year:04d}-{month:02d}-{day:02d}"
    if name in _FROM_EASTER:
        return (_easter(year) + timedelta(_FROM_EASTER[name])).isoformat()
    month, weekday, nth = _MOVING[name]
    if nth < 0:
        end = date(year, month + 1, 1) - timedelta(1)
        return (end - timedelta((end.isoweekday() - weekday) % 7)).isoformat()
    first = date(year, month, 1)
    return (first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))).isoformat()


def _easter(year: int) -> date:
    """Western Easter (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quarter, ones = divmod(rest, 4)
    week = (32 + 2 * left + 2 * quarter - epact - ones) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
