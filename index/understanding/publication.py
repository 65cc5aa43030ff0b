"""Dates that a document states of its publication, as EDTF, with both readings where there are two.

Only dates that need no anchor: a date without a year is found, so that it is not taken for something else, but has
no value. Nothing is guessed from the language or the place of a document.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = (
    "january jan januar jänner januari janvier janv enero ene gennaio gen janeiro",
    "february feb februar februari février fevrier févr febrero febbraio fevereiro fev",
    "march mar märz maerz mär maart mars marzo março marco mrt",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}

_WEEKDAYS = (
    "monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat sunday sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)


def _any_of(words: str) -> str:
    """The longest first, so that `sept` is not taken for `sep`."""
    return "|".join(map(re.escape, sorted(words.split(), key=lambda word: (-len(word), word))))


_M = f"(?:{_any_of(' '.join(_MONTHS))})"
_DATE = re.compile(
    rf"""(?<![\w/.-])
    (?:(?P<weekday>{_any_of(_WEEKDAYS)})\.?,?\s+(?:(?:the|den|le|el|dia)\s+)?)?
    (?:
      (?P<iso>(?P<y1>[12]\d{{3}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?:(?P=s1)(?P<d1>\d{{1,2}}))?)(?:T[\d:.+Z-]{{2,30}})?
    | (?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+|-)(?:(?:de|of)\s+)?(?P<m2>{_M})\b\.?
        (?:(?:,?\s+(?:(?:de|del|di)\s+)?|-)(?P<y2>[12]\d{{3}}))?
    | (?P<m3>{_M})\b\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y3>[12]\d{{3}}))?
    | (?P<m4>{_M})\b\.?,?\s+(?:de\s+)?(?P<y4>[12]\d{{3}})
    | (?P<a>\d{{1,2}})(?P<s5>[./-])(?P<b>\d{{1,2}})(?P=s5)(?P<y5>[12]\d{{3}})
    )(?![\w/]|[-.]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2([12]\d{3})(?![\w/]|[-.]\d)")
_SETTLES_WITHIN = 400_000
"""Other dates that tell the order of day and month are looked for in so much of a text."""


class StatedDate(NamedTuple):
    """A date as it stands in a string: `text[start:end]`."""

    start: int
    end: int
    values: tuple[str, ...]
    """EDTF: one value, the two of a numeric date, or none where the year is missing or no such day exists."""
    weekday: bool
    day_first_is_earlier: bool = False
    """Of two readings, sorted by time, whether the one with the day first is the earlier."""

    @property
    def full(self) -> bool:
        """Whether it states day, month and year."""
        return bool(self.values) and len(self.values[0]) == 10


class Order(NamedTuple):
    """Which of day and month comes first in the numeric dates of a document, and the date that shows it."""

    day_first: bool
    start: int
    end: int


def find_date(text: str, start: int = 0) -> StatedDate | None:
    """The first date in a line, at `start` or after. Meant for lines: it is slow on whole texts."""
    match = _DATE.search(text, start)
    return _stated(match) if match else None


def match_date(text: str, start: int = 0) -> StatedDate | None:
    """The date that begins at `start`, if there is one."""
    match = _DATE.match(text, start)
    return _stated(match) if match else None


def settled_order(text: str) -> Order | None:
    """The order that other numeric dates of a text prove by a part above 12; None where none does or they disagree."""
    found: Order | None = None
    for match in _NUMERIC.finditer(text, 0, _SETTLES_WITHIN):
        first, second = int(match[1]), int(match[3])
        day_first = first > 12
        if day_first == (second > 12) or not _day(match[4], *((second, first) if day_first else (first, second))):
            continue
        if found is not None and found.day_first != day_first:
            return None
        found = found or Order(day_first, *match.span())
    return found


def chosen(stated: StatedDate, order: Order) -> str:
    """The reading of a date with two that goes with the order of another date."""
    return stated.values[0] if order.day_first == stated.day_first_is_earlier else stated.values[1]


def _stated(match: re.Match[str]) -> StatedDate:
    part = match.groupdict()
    values: tuple[str, ...]
    earlier = False
    if part["iso"]:
        values = _one(part["y1"], int(part["m1"]), part["d1"])
    elif part["m2"]:
        values = _one(part["y2"], _month(part["m2"]), part["d2"])
    elif part["m3"]:
        values = _one(part["y3"], _month(part["m3"]), part["d3"])
    elif part["m4"]:
        values = _one(part["y4"], _month(part["m4"]), None)
    else:
        values, earlier = _numeric(part["y5"], int(part["a"]), int(part["b"]))
    return StatedDate(*match.span(), values, part["weekday"] is not None, earlier)


def _month(word: str) -> int:
    """The number of a month as the pattern finds it, which takes any letter i for one: `APRİL`."""
    return _MONTH[word.casefold().replace("i\u0307", "i").replace("ı", "i")]


def _numeric(year: str, first: int, second: int) -> tuple[tuple[str, ...], bool]:
    """The readings of a numeric date in order of time, and whether the one with the day first is the earlier."""
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    readings = sorted({value for value in (day_first, month_first) if value})
    return tuple(readings), bool(readings) and readings[0] == day_first


def _one(year: str | None, month: int, day: str | None) -> tuple[str, ...]:
    if year is None or not 1 <= month <= 12:
        return ()
    if day is None:
        return (f"{year}-{month:02}",)
    value = _day(year, month, int(day))
    return (value,) if value else ()


def _day(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None
