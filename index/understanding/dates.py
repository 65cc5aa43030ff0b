"""Dates in running text: found by a scan over tokens, valued only where no guess is needed.

A value is EDTF: `2031-09-10`, `2031-09`, `2031`, or an interval `2031/2033`. Weekdays, days without a year, relative
words and numeric dates that can be read two ways are dates without a value.
"""

from __future__ import annotations

from typing import NamedTuple

from index.understanding.bare_years import YEAR_FRAMES, means_year
from index.understanding.date_distances import distance_at
from index.understanding.date_holidays import HOLIDAYS, holiday_at
from index.understanding.date_hours import CLOCK, hour_at, noon_at
from index.understanding.date_numbers import FIRST_YEAR, LAST_YEAR, iso, number_in, numeric_at
from index.understanding.date_periods import (
    FOREIGN_DAYS,
    Period,
    period_at,
    quarter_of,
    short_decade,
    short_period,
    spelled_year,
)
from index.understanding.date_told import NOUNS, told_at
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import CALENDAR, CAPITAL, LOWER, NUMBER, PREPOSITION, STOP, Tokens

_NOUNS = NOUNS | HOLIDAYS | CLOCK

_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "º", "ª", "°"})
_OF = frozenset({"of", "de", "del"})
_DASHES = frozenset({"-", "–", "—"})
_SPANNING = {
    "from": word_set("to until till through"),
    "between": word_set("and"),
    "du": word_set("au"),
    "vom": word_set("bis"),
    "zwischen": word_set("und"),
    "del": word_set("al"),
    "entre": word_set("et y"),
}
"""Words before the first of two days, and those between them."""
_FOREIGN_MONTH_CUES = word_set("en im seit depuis desde fin début")
_FOREIGN_WEEKDAYS = word_set(
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado "
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"
)
"""Weekdays that stand alone in no other sense, written as their languages write them."""
_SHIFTS = word_set("last next this past previous coming following")
_PERIODS = word_set("week month year decade century quarter weekend summer winter spring autumn fall night")
_UNITS = word_set(
    "second seconds minute minutes hour hours day days week weeks month months year years decade decades century "
    "centuries generation generations"
)
_FEW = frozenset({"a", "an", "few", "several", "some", "many"})
_DAYS = frozenset({"today", "yesterday", "tomorrow", "tonight"})
_PARTS = frozenset({"early", "late", "mid"})
_MAY_CUES = word_set("in since until till by during before after last next this early late mid of from through between")
_NOT_DAYS = frozenset({"black", "good", "ash", "bloody", "casual"})
_BESIDE_TOLD = frozenset({"previous", "preceding", "following"})
_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_NAMES_TOO = frozenset({4, 5, 6, 8})
"""April, May, June and August are first names as well; before another capital they are taken for one."""


class Dated(NamedTuple):
    """A date over tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    value: str | None
    rule: str


def find_dates(tokens: Tokens) -> list[Dated]:
    """The dates of a block, in order, not overlapping."""
    found: list[Dated] = []
    free = 0
    wanted = CALENDAR | NUMBER
    nouns = _NOUNS
    for index, (flag, word) in enumerate(zip(tokens.flags, tokens.words, strict=True)):
        if (not flag & wanted and word not in nouns) or index < free:
            continue
        date = _date_at(tokens, index, free)
        if date is not None:
            found.append(date)
            free = date.last
    return found


def _date_at(tokens: Tokens, index: int, free: int) -> Dated | None:
    """The date that begins at (or, for `ago` and `mid-`, ends at) token `index`; nothing before `free` is touched."""
    word = tokens.words[index]
    if word[0].isdigit():
        date = _numeric(tokens, index) or _day_first(tokens, index)
        if date is None and (hour := hour_at(tokens, index)) is not None:
            return Dated(*hour)
        if date is None and len(word) == 4 and (quarter := quarter_of(tokens, index)) is not None:
            return Dated(*quarter)
        date = date or _year_alone(tokens, index)
        if date is None and (short := short_decade(tokens, index) or short_period(tokens, index)) is not None:
            date = Dated(*short) if short.first >= free else None
        return _widened(tokens, date, free) if date else None
    if word in _NOUNS and (told := _at_noun(tokens, index, free)) is not None:
        return Dated(*told)
    if not tokens.flags[index] & CALENDAR:
        return None
    period = period_at(tokens, index, free)
    if period is not None:
        return Dated(*period)
    month, alone = _month(tokens, index)
    if month:
        date = _month_first(tokens, index, month, alone)
        return _widened(tokens, date, free) if date else None
    return _weekday(tokens, index) or _relative(tokens, index, free)


def _at_noun(tokens: Tokens, index: int, free: int) -> Period | None:
    word = tokens.words[index]
    if word in HOLIDAYS:
        return holiday_at(tokens, index, free)
    if word in CLOCK:
        return noon_at(tokens, index)
    return distance_at(tokens, index, free) or told_at(tokens, index, free)


def _month(tokens: Tokens, index: int) -> tuple[int, bool]:
    """Number of the month that token `index` names (0: none), and whether it may stand without a day or a year."""
    calendar = gazetteer().calendar
    word = tokens.lower(index)
    number = calendar["months"].get(word, 0)
    if number:
        return number, bool(tokens.flag(index) & CAPITAL)
    return calendar["other_months"].get(word, 0), False


def _year(tokens: Tokens, index: int) -> int:
    """The year at token `index`, 0 if there is none: four digits that do not go on as `2,001` or `2031st`."""
    word = tokens.word(index)
    if len(word) != 4:
        return 0
    return number_in(word, FIRST_YEAR, LAST_YEAR)


def _skip_dot(tokens: Tokens, index: int) -> int:
    """The index after a full stop that touches what stands before it (`Sept.`)."""
    return index + 1 if tokens.word(index) == "." and tokens.glued(index) else index


def _numeric(tokens: Tokens, index: int) -> Dated | None:
    numeric = numeric_at(tokens, index)
    return Dated(*numeric) if numeric is not None else None


def _day_first(tokens: Tokens, index: int) -> Dated | None:
    """`10 September 2031`, `10th of September`, `10-12 September 2031`, `10. September 2031`, `10 de mayo de 2031`."""
    day = number_in(tokens.words[index], 1, 31)
    if not day:
        return None
    at, until = _second_day(tokens, index, _skip_ordinal(tokens, index + 1), day)
    at = _skip_ordinal(tokens, at)
    if tokens.lower(at) in _OF:
        at += 1
    if not tokens.flag(at) & CALENDAR:
        return None
    month, _ = _month(tokens, at)
    if not month or (tokens.word(at - 1) == "." and number_in(tokens.word(at + 1), 1, 31)):
        return None  # `1. August 31` is an item of a list
    last = _skip_dot(tokens, at + 1) if tokens.lower(at) not in gazetteer().calendar["months"] else at + 1
    year_at = last
    if tokens.word(year_at) == "," or tokens.lower(year_at) in _OF:
        year_at += 1
    year = _year(tokens, year_at)
    if year:
        return Dated(index, year_at + 1, _range(year, month, day, until), "date:day-month-year")
    if last == at + 2 and not tokens.flag(last) and not tokens.word(last):
        last = at + 1  # the full stop ends the block, not the month
    return Dated(index, last, None, "date:day-month")


def _skip_ordinal(tokens: Tokens, at: int, stop: str = ".") -> int:
    """The index after `th` or a full stop that touches a number."""
    return at + 1 if tokens.glued(at) and (tokens.lower(at) in _ORDINALS or tokens.word(at) == stop) else at


def _second_day(tokens: Tokens, index: int, at: int, day: int) -> tuple[int, int]:
    """The second day of `10-12 May`, `from 10 to 12 May`, 0 if there is none, and the index after it."""
    between = tokens.lower(at)
    spans = between in _DASHES or between in _SPANNING.get(tokens.lower(index - 1), ())
    if spans or between in ("and", "und", "et", "y"):
        # `24 and 25 April` are two days on end; `24 and 28 April` are no stretch of time.
        until = number_in(tokens.word(at + 1), day + 1, 31 if spans else day + 1)
        if until and not (tokens.lower(at + 2) in gazetteer().figures["units"] and not spans):
            return at + 2, until
    return at, 0


def _range(year: int, month: int, day: int, until: int) -> str | None:
    value = iso(year, month, day)
    if not until or value is None:
        return value
    end = iso(year, month, until)
    return f"{value}/{end}" if end else None


def _month_first(tokens: Tokens, index: int, month: int, alone: bool) -> Dated | None:
    """`September 10, 2031`, `Sept. 8`, `September 2031`, `September`."""
    at = index + 1 if alone else _skip_dot(tokens, index + 1)
    day = number_in(tokens.word(at), 1, 31) if len(tokens.word(at)) <= 2 else 0
    if day and tokens.flag(index) & CAPITAL:
        return _month_day(tokens, index, at, month, day)
    year_at = at
    if tokens.word(year_at) == "," or tokens.lower(year_at) in _OF:
        year_at += 1
    year = _year(tokens, year_at)
    if year:
        return Dated(index, year_at + 1, iso(year, month), "date:month-year")
    spelled = spelled_year(tokens, year_at)
    if spelled is not None:
        return Dated(index, spelled.last, f"{spelled.value}-{month:02d}", "date:month-year")
    if not alone:
        alone = tokens.lower(index - 1) in _FOREIGN_MONTH_CUES and len(tokens.words[index]) > 2
        return Dated(index, index + 1, None, "date:month") if alone else None
    return Dated(index, index + 1, None, "date:month") if _is_month(tokens, index, month) else None


def _month_day(tokens: Tokens, index: int, at: int, month: int, day: int) -> Dated | None:
    """The rest of `September 10…`."""
    last, until = _second_day(tokens, index, _skip_ordinal(tokens, at + 1, "th"), day)
    last = _skip_ordinal(tokens, last, "th")
    mark = tokens.word(last)[:1] if tokens.glued(last) else ""
    if mark and (mark in "%°" or (mark == ":" and tokens.glued(last + 1))):
        return None
    year_at = last + 1 if tokens.word(last) == "," else last
    year = _year(tokens, year_at)
    if year:
        return Dated(index, year_at + 1, _range(year, month, day, until), "date:month-day-year")
    return Dated(index, last, None, "date:month-day")


def _is_month(tokens: Tokens, index: int, month: int) -> bool:
    """True if a month's name that stands alone means the month and not a person, a verb or a march."""
    before = tokens.lower(index - 1)
    if month in (3, 5):
        stretch = before in ("and", "to") and tokens.lower(index - 2) in gazetteer().calendar["months"]
        if before in _MAY_CUES or stretch:
            return not tokens.flag(index + 1) & CAPITAL
        noun = bool(tokens.flag(index + 1) & LOWER) and not tokens.flag(index + 1) & (STOP | PREPOSITION)
        return month == 3 and noun and before in YEAR_FRAMES  # `the March accession`, not `the March on Rome`
    if before in _MAY_CUES or before in _PARTS:
        return True
    follower, after_capital = tokens.flag(index + 1), bool(tokens.flag(index - 1) & CAPITAL) and index > 1
    if month in _NAMES_TOO and (follower & CAPITAL or tokens.word(index + 1) == "'" or after_capital):
        return False
    return not (follower & CAPITAL and tokens.flag(index - 1) & CAPITAL)


def _weekday(tokens: Tokens, index: int) -> Dated | None:
    """`Monday`, and `Monday, 10 September 2031` in one."""
    calendar = gazetteer().calendar
    word = tokens.lower(index)
    full = word in calendar["weekdays"]
    if not full and word not in calendar["other_weekdays"]:
        return None
    at = index + 1 if full else _skip_dot(tokens, index + 1)
    in_a_week = full and tokens.lower(at) == "week"
    at += in_a_week
    if tokens.word(at) == ",":
        at += 1
    following = None
    if tokens.flag(at) & (CALENDAR | NUMBER):
        digit = tokens.word(at)[0].isdigit()
        month, alone = _month(tokens, at)
        if digit:
            following = _numeric(tokens, at) or _day_first(tokens, at)
        elif month:
            following = _month_first(tokens, at, month, alone)
    if following is not None and following.rule != "date:month":
        return following._replace(first=index)
    if tokens.words[index] in _FOREIGN_WEEKDAYS:
        return Dated(index, index + 1, None, "date:weekday")
    before = tokens.lower(index - 1)
    if not full or not tokens.flag(index) & CAPITAL or before in _NOT_DAYS:
        return None
    first = index
    if before in ("last", "next", "this") or (before in _BESIDE_TOLD and tokens.lower(index - 2) == "the"):
        first = index - 1
    elif before in ("coming", "past") and tokens.lower(index - 2) == "this":
        first = index - 2
    return Dated(first, index + 1 + in_a_week, None, "date:weekday")


def _relative(tokens: Tokens, index: int, free: int) -> Dated | None:
    """`yesterday`, `last week`, `two years ago`, `summer of 2031`."""
    word = tokens.lower(index)
    if word in _DAYS or (word in FOREIGN_DAYS and (tokens.flags[index] & LOWER or word not in ("hoy", "ayer"))):
        return Dated(index, index + (3 if word == "aujourd" else 1), None, "date:relative")
    if word == "ago":
        counted = tokens.flag(index - 2) & NUMBER or tokens.lower(index - 2) in _FEW
        if index - 2 >= free and counted and tokens.lower(index - 1) in _UNITS:
            first = index - 3 if tokens.lower(index - 3) == "a" and index - 3 >= free else index - 2
            return Dated(first, index + 1, None, "date:relative")
        return None
    if word in _SEASONS:
        at = index + 2 if tokens.lower(index + 1) == "of" else index + 1
        year = _year(tokens, at)
        if not year and (spelled := spelled_year(tokens, at)) is not None:
            return Dated(index, spelled.last, spelled.value, "date:season")
        return Dated(index, at + 1, str(year), "date:season") if year else None
    if word in _SHIFTS:
        following = tokens.lower(index + 1)
        months = gazetteer().calendar["months"]
        if following in _PERIODS or (following in months and tokens.flag(index + 1) & CAPITAL):
            year_after = _year(tokens, index + 2) if following in months else 0
            first = index - (word == "past" and following in _SEASONS and tokens.lower(index - 1) == "this")
            return None if year_after else Dated(first, index + 2, None, "date:relative")
    return None


def _year_alone(tokens: Tokens, index: int) -> Dated | None:
    """A year, a range of years, a decade or a century that stands without day and month."""
    word = tokens.words[index]
    if tokens.glued(index + 1) and tokens.lower(index + 1) in _ORDINALS:
        if number_in(word, 1, 30) and tokens.lower(index + 2) in ("century", "centuries"):
            return Dated(index, index + 3, None, "date:century")
        return None
    year = _year(tokens, index)
    if not year or (tokens.glued(index) and tokens.word(index - 1) not in ("(", "[", "'", '"', "“", "-", "–", "/")):
        return None
    if tokens.glued(index + 1):
        if tokens.lower(index + 1) == "s" and year % 10 == 0:
            return Dated(index, index + 2, None, "date:decade")
        if tokens.word(index + 1) == "'" and tokens.lower(index + 2) == "s" and year % 10 == 0:
            return Dated(index, index + 3, None, "date:decade")
        after = tokens.word(index + 1)
        if after in _DASHES or after == "/":
            return _years(tokens, index, year)
        if after[0].isalnum() or after in ("%", ":", "°"):
            return None
    return Dated(index, index + 1, str(year), "date:year") if means_year(tokens, index, year) else None


def _years(tokens: Tokens, index: int, year: int) -> Dated | None:
    """`2031-2034`, `2031–34`; also the first year of something hyphenated (`1914-born`)."""
    other = tokens.word(index + 2)
    if not tokens.glued(index + 2):
        return None
    end = number_in(other, FIRST_YEAR, LAST_YEAR) if len(other) == 4 else 0
    if not end and len(other) == 2 and other.isdigit() and other.isascii():
        end = year // 100 * 100 + int(other)
    if year < end <= year + 150:
        return Dated(index, index + 3, f"{year}/{end}", "date:years")
    return Dated(index, index + 1, str(year), "date:year") if means_year(tokens, index, year) else None


def _widened(tokens: Tokens, date: Dated, free: int) -> Dated:
    """Take in `early`, `late`, `mid-` and a weekday's comma before a date."""
    first = date.first
    if tokens.word(first - 1) == "-" and tokens.lower(first - 2) == "mid" and first - 2 >= free:
        return date._replace(first=first - 2)
    if first - 1 >= free and tokens.lower(first - 1) in _PARTS:
        return date._replace(first=first - 1)
    return date
