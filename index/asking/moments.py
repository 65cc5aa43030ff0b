"""Which days a value of a date stands for: values lie in time as the days that they begin and end with."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEARS: Final = re.compile(r"\d{4}|\d{3}X|\d\dXX", re.ASCII)
_PERIOD: Final = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:\s*(?:\.\.|/)\s*(\d{4}(?:-\d\d){0,2})?)?", re.ASCII)
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_BEYOND: Final = 4_000_000
"""More than any day's number."""


class Days(NamedTuple):
    """The first and the last day of a value, both within, as the calendar numbers them from the year 1."""

    first: int
    last: int

    def within(self, other: Days) -> bool:
        """True where it lies in another stretch as a whole."""
        return other.first <= self.first and self.last <= other.last

    def reaches(self, other: Days) -> bool:
        """True where it begins or ends in another stretch. A year does not reach a month: it may be of any."""
        return other.first <= self.first <= other.last or other.first <= self.last <= other.last


@lru_cache(65_536)
def days_of(value: str) -> Days | None:
    """The days of an EDTF value as this program writes them; None where it is none, or of no calendar.

    A season lies where it does north of the equator: `2031-21` is March to May, `2031-24` December to February.
    """
    if "/" in value:
        first, _, last = value.partition("/")
        begins, ends = days_of(first), days_of(last)
        return Days(begins.first, ends.last) if begins and ends and begins.first <= ends.last else None
    try:
        return _days_of(value)
    except ValueError:
        return None


def _days_of(value: str) -> Days | None:
    if found := _DAY.fullmatch(value):
        day = date(*map(int, found.groups())).toordinal()
        return Days(day, day)
    if found := _MONTH.fullmatch(value):
        year, month = map(int, found.groups())
        first, last = _SEASONS.get(month, (month, month))
        end = year + (last < first)
        return Days(date(year, first, 1).toordinal(), date(end, last, monthrange(end, last)[1]).toordinal())
    if _YEARS.fullmatch(value):
        first, last = int(value.replace("X", "0")), int(value.replace("X", "9"))
        return Days(date(max(1, first), 1, 1).toordinal(), date(last, 12, 31).toordinal())
    return None


def order_of(value: str) -> tuple[int, str]:
    """By this values are sorted: by the first day, and what lasts longer first: a year before its months."""
    days = days_of(value)
    return (days.first * _BEYOND + _BEYOND - days.last if days is not None else 0, value)


def period_of(text: str) -> Days | None:
    """A stretch as it is typed: `2031`, `2031-08`, `2031-08..2031-10`, `2031..` from then on; None where it is none."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    begins = days_of(found[1])
    if begins is None:
        return None
    if found[0] == found[1]:
        return begins
    if found[2] is None:
        return Days(begins.first, date.max.toordinal())
    ends = days_of(found[2])
    return Days(begins.first, ends.last) if ends is not None and ends.last >= begins.first else None


def year_of(day: int) -> int:
    """The year of a day."""
    return date.fromordinal(day).year
