"""Days, weeks, months and years that lie so many from a date: EDTF in, EDTF out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_STEP: Final = re.compile(r"([a-z]+\d?)([+-]\d{1,4})")


def so_many_from(unit: str, step: int, anchor: str) -> str | None:
    """A day, week, month… so many from the anchor."""
    if unit.startswith("season"):
        return _season(int(unit[6:]), step, anchor)
    year = int(anchor[:4]) if re.match(r"\d{4}", anchor) else 0
    if not year or "/" in anchor:
        return None
    if unit == "year":
        return _year(year + step)
    if unit == "decade":
        return f"{year // 10:03d}X" if not step else _year(year + 10 * step)
    if unit == "century":
        return f"{year // 100:02d}XX" if not step else None
    month = int(anchor[5:7]) if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", anchor) else 0
    if not 1 <= month <= 12:
        return None
    if unit == "month":
        return month_from(year, month, step)
    if unit == "quarter":
        first = month_from(year, (month - 1) // 3 * 3 + 1, 3 * step)
        return f"{first}/{month_from(int(first[:4]), int(first[5:7]), 2)}"
    day = day_of(anchor)
    if day is None:
        return None
    if unit == "day":
        return day_from(day, step)
    monday = day.toordinal() - day.weekday() + 7 * step
    if unit == "weekend":
        return _interval(monday + 5, monday + 6)
    return _interval(monday, monday + 6)


def _season(season: int, step: int, anchor: str) -> str | None:
    """This, last or next spring, summer or autumn; a winter lies in two years, and no one says which is meant."""
    if season == 24 or not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", anchor):
        return None
    year, month = int(anchor[:4]), int(anchor[5:7])
    over, begins = {21: (6, 3), 22: (9, 6), 23: (12, 9)}[season]
    if step < 0 and month >= over:
        return None
    if step > 0 and month < begins:
        return None
    return f"{year + step:04d}-{season}" if 0 < year + step < 10_000 else None


def day_of(anchor: str) -> date | None:
    """The day that a value is, None if it is no day."""
    return date_of(int(anchor[:4]), int(anchor[5:7]), int(anchor[8:])) if _is_day(anchor) else None


def _is_day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def date_of(year: int, month: int, day: int) -> date | None:
    """That day, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def exists(value: str) -> bool:
    """False for a day that no calendar has."""
    return not _is_day(value) or day_of(value) is not None


def _year(year: int) -> str | None:
    return f"{year:04d}" if 0 < year < 10_000 else None


def month_from(year: int, month: int, step: int) -> str:
    """The month so many from another."""
    months = max(12, min(year * 12 + month - 1 + step, 9999 * 12 + 11))
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def day_from(day: date, step: int) -> str:
    """The day so many from another."""
    ordinal = max(1, min(day.toordinal() + step, date.max.toordinal()))
    return date.fromordinal(ordinal).isoformat()


def _interval(first: int, last: int) -> str | None:
    if first < 1 or last > date.max.toordinal():
        return None
    start = date.fromordinal(first)
    return f"{start.isoformat()}/{(start + timedelta(days=last - first)).isoformat()}"


def _weekday_beside(weekday: int, step: int, value: str) -> str | None:
    """The weekday last before a day, or the first behind it."""
    day = day_of(value)
    if day is None:
        return None
    back = (day.isoweekday() - weekday) % 7
    return day_from(day, -(back or 7) if step < 0 else 7 - back)


def stepped(value: str, step: str) -> str | None:
    """The value that lies `day+1`, `year-1`… from another; None where there is none or the other is too coarse.

    `kept-1` is the same stretch a year before, `set+1988` that of another year, `ending+0` the three months that end
    with the value, `inquarter+3` the third quarter of a year, `wday5-1` the Friday before a day.
    """
    parts = _STEP.fullmatch(step)
    if parts is None:
        return None
    unit, number = parts[1], int(parts[2])
    first, _, last = value.partition("/")
    if unit in ("kept", "set"):
        if unit == "set":
            number -= int((last or first)[:4])
        years = [int(each[:4]) + number for each in value.split("/")]
        ends = [f"{year:04d}{each[4:]}" for year, each in zip(years, value.split("/"), strict=True)]
        return "/".join(each.replace("-02-29", "-02-28") for each in ends) if min(years) > 0 else None
    if unit == "inquarter":
        return f"{first[:4]}-{3 * number - 2:02d}/{first[:4]}-{3 * number:02d}"
    if unit.startswith("wday"):
        return _weekday_beside(int(unit[-1]), number, first)
    if unit != "ending":
        return so_many_from(unit, number, last or first if number > 0 else first)
    end = (last or first)[:7]
    return f"{month_from(int(end[:4]), int(end[5:]), -2)}/{end}" if re.fullmatch(r"\d{4}-\d\d", end) else None
