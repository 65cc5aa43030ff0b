"""Values of dates: calendar arithmetic from an anchor that is given, never from the day of reading.

What the anchor is too coarse for, or what stays open between two readings, has no value; nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from index.understanding.date_forms import Expression
from index.understanding.date_holidays import holidays_near
from index.understanding.date_steps import date_of, day_from, day_of, exists, month_from, so_many_from, stepped
from index.understanding.publication import Order

_NIGHT = "night+0"
"""`overnight`: of the day of writing, or of the one before."""

SOON = 20
"""Days after the anchor up to which a day and month without a year are taken for the coming one."""
AHEAD = 200
"""The same where the words speak of the future; also how far back is near enough to leave no doubt."""

LONG = 300
"""Days back from which on a day without a year, of which no verb tells, is taken for the coming one."""

_VALUE = re.compile(
    r"\d{4}(-\d\d(-\d\d)?)?|\d{3}X|\d\dXX|\d{4}(-\d\d){0,2}/\d{4}(-\d\d){0,2}",
)
_RELATIVE = re.compile(r"(day|week|weekend|month|quarter|year|decade|century|season\d\d)([+-]\d{1,3})")


class Anchor(NamedTuple):
    """A stated date that others are counted from."""

    kind: str
    """dateline, metadata or reader; text for words close by; order and other-document for what settles an order."""
    value: str
    """EDTF."""
    start: int | None
    end: int | None
    document: str | None = None
    """The document that the evidence stands in, where it is another."""


class Ordering(NamedTuple):
    """What settles day and month of numeric dates."""

    order: Order
    proof: str
    document: str | None = None
    """None: the same document."""


class DateValue(NamedTuple):
    """A date with all that is known of it. `text[start:end]` are its words."""

    start: int
    end: int
    value: str | None
    """EDTF, None where it would be a guess."""
    partial: str | None
    """What is stated of a date that leaves its year open."""
    alternatives: tuple[str, ...]
    """Readings between which nothing decides, in order of time; of a numeric date both that the words allow, even
    where another date settled the order."""
    anchor: Anchor | None
    """What the value was counted from, or what settled it; None for a date that needs none."""
    aside: bool = False
    """In a caption, a credit or a footer."""


def resolve(expression: Expression, anchor: Anchor | None, ordering: Ordering | None) -> DateValue:
    """The value of a date, as far as it can be told."""
    start, end, form, lean, aside, near = expression
    if form.startswith("'"):
        form = _in_century(form, anchor.value) if anchor is not None else ""
        expression = expression._replace(form=form)
        if "|" not in form:
            return DateValue(start, end, form or None, None, (), anchor if form else None, aside)
    if "|" in form:
        return _settled(expression, ordering)
    if form == _NIGHT:
        night = [value for step in (-1, 0) if anchor is not None and (value := so_many_from("day", step, anchor.value))]
        return DateValue(start, end, night[-1] if night else None, None, tuple(night), anchor if night else None, aside)
    if near is not None:
        return DateValue(start, end, form, None, (), Anchor("text", *near), aside)
    if _VALUE.fullmatch(form):
        return DateValue(start, end, form, None, (), None, aside)
    partial = form.partition("@")[0] if form.startswith("XXXX") and "~" not in form else None
    readings = _readings(form, lean, anchor.value) if anchor is not None and form else []
    value = readings[0] if len(readings) == 1 else None
    used = anchor if readings else None
    return DateValue(start, end, value, partial, () if value else tuple(sorted(readings)), used, aside)


def _in_century(form: str, anchor: str) -> str:
    """The readings of a numeric date whose year has two figures, with all four; days that no calendar has go."""
    year = _of_two_figures(int(form[1:3]), anchor)
    return "|".join(each for part in form.split("|") if year and exists(each := f"{year:04d}{part[3:]}"))


def _of_two_figures(number: int, anchor: str) -> int:
    """Of the hundred years that end nine after that of the document; 0 where that is not known."""
    year = int(anchor[:4]) if re.match(r"\d{4}", anchor) else 0
    return year + 9 - (year + 9 - number) % 100 if 99 < year < 9990 else 0


def _settled(expression: Expression, ordering: Ordering | None) -> DateValue:
    """A numeric date with two readings, and what decides between them."""
    start, end, form, _, aside, _ = expression
    day_first, _, month_first = form.partition("|")
    both = tuple(sorted((day_first, month_first)))
    if ordering is None:
        return DateValue(start, end, None, None, both, None, aside)
    order, proof, document = ordering
    first, last = (order.start, order.end) if document is None else (None, None)
    evidence = Anchor("order" if document is None else "other-document", proof, first, last, document)
    value = day_first if order.day_first else month_first
    return DateValue(start, end, value, None, both, evidence, aside)


def _readings(form: str, lean: str, anchor: str) -> list[str]:
    """Every value that a form may have by an anchor; none where the anchor is too coarse."""
    form, _, steps = form.partition("~")
    if steps:
        found = [form] if _VALUE.fullmatch(form) else _readings(form, lean, anchor)
        for step in steps.split("~"):
            found = [value for each in found if (value := stepped(each, step))]
        return list(dict.fromkeys(found))
    relative = _RELATIVE.fullmatch(form)
    if relative is not None:
        value = so_many_from(relative[1], int(relative[2]), anchor)
        return [value] if value else []
    if lean == "named":
        return []
    if "@" in form and not form.startswith("XXXX"):
        return _of_period(form, lean, anchor)
    if lean.startswith(("year", "week")):
        value = _counted(form, lean, anchor)
        return [value] if value else []
    first, _, second = form.partition("/")
    if second:
        ends = _partial(second, lean, anchor)
        return [span for end in ends if (span := _before(first, end))]
    return _partial(form, lean, anchor)


def _of_period(form: str, lean: str, anchor: str) -> list[str]:
    """`decade@6`, the latest such decade; `quarter@3`, the latest that is over, the coming one where it is to come."""
    unit, _, number = form.partition("@")
    if unit == "weekend":
        value = _weekend(lean, anchor)
        return [value] if value else []
    if not re.match(r"\d{4}(-\d\d)?", anchor) or "/" in anchor:
        return []
    year = int(anchor[:4])
    if unit == "decade":
        first = year // 100 * 100 + 10 * int(number)
        return [f"{(first if first <= year else first - 100) // 10:03d}X"]
    if unit == "year":
        return [f"{found:04d}"] if (found := _of_two_figures(int(number), anchor)) else []
    if unit == "holiday":
        day = day_of(anchor)
        return [each.isoformat() for each in _likely(holidays_near(number, year), lean, day)] if day else []
    month = int(anchor[5:7]) if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", anchor) else 0
    if not 1 <= month <= 12:
        return []
    if unit == "season":
        return _of_season(int(number), lean, year, month)
    now = (month + 2) // 3
    over, coming = year - (int(number) >= now), year + (int(number) < now)
    reported = int(number) % 4 + 1 == now  # the one before this: figures of it are still to come
    awaited = lean == "future" and not reported
    years = [coming] if awaited else [over] if int(number) != now else [over, coming]
    return [f"{each:04d}-{3 * int(number) - 2:02d}/{each:04d}-{3 * int(number):02d}" for each in years]


def _weekend(lean: str, anchor: str) -> str | None:
    """`over the weekend`: the one before this week, this one on its own days or where it is to come."""
    day = day_of(anchor)
    here = lean == "future" or (day is not None and day.isoweekday() >= 6)
    return so_many_from("weekend", 0 if here else -1, anchor)


def _of_season(season: int, lean: str, year: int, month: int) -> list[str]:
    """`over the summer`: the last that has begun, the next that is not over; a winter lies in two years."""
    begins = 3 * (season - 20)
    if season == 24 or lean not in ("past", "future"):
        return []
    found = year - (month < begins) if lean == "past" else year + (month > begins + 2)
    return [f"{found:04d}-{season}"]


def _counted(form: str, lean: str, anchor: str) -> str | None:
    """A day or a month in the year, or a weekday in the week, that lies so many from the anchor."""
    holder = so_many_from(lean[:4], int(lean[4:]), anchor)
    if holder is None:
        return None
    if lean.startswith("week"):
        monday = day_of(holder.partition("/")[0])
        return day_from(monday, int(form[-1]) - 1) if monday else None
    value = form.replace("XXXX", holder)
    return value if exists(value) else None


def _before(first: str, end: str) -> str | None:
    """The interval that ends with a value and begins with the latest such day or month before it."""
    year = int(end[:4])
    for candidate in (year, year - 1):
        start = first.replace("XXXX", f"{candidate:04d}")
        if start < end and exists(start):
            return f"{start}/{end}"
    return None


def _partial(form: str, lean: str, anchor: str) -> list[str]:
    """Values of `XXXX-09-10`, `XXXX-09` and weekdays."""
    day = day_of(anchor)
    if not form.startswith("XXXX-"):
        return []
    if form.startswith("XXXX-W"):
        return [_weekday(int(form[-1]), lean, day)] if day else []
    form, _, weekday = form.partition("@")
    if len(form) == 7:
        return _months(int(form[-2:]), lean, anchor) if len(anchor) in (7, 10) and anchor[:4].isdigit() else []
    if day is None:
        first = date_of(int(anchor[:4]), int(anchor[5:]), 1) if re.fullmatch(r"\d{4}-\d\d", anchor) else None
        if first is None:
            return []
        day = first.replace(day=monthrange(first.year, first.month)[1])
    month, number = int(form[5:7]), int(form[8:10])
    days = [found for year in (day.year - 1, day.year, day.year + 1) if (found := date_of(year, month, number))]
    if weekday:
        days = [each for each in days if each.isoweekday() == int(weekday)]
        return [days[0].isoformat()] if len(days) == 1 else []
    return [each.isoformat() for each in _likely(days, lean, day)]


def _likely(days: list[date], lean: str, anchor: date) -> list[date]:
    """Of the same day of several years the one that is meant, or those between which nothing decides."""
    past = max((each for each in days if each <= anchor), default=None)
    future = min((each for each in days if each > anchor), default=None)
    if past is None or future is None:
        return [each for each in (past, future) if each is not None]
    ahead, back = (future - anchor).days, (anchor - past).days
    if lean in ("last", "next"):
        return [past if lean == "last" else future]
    if lean == "this":
        return [each for each in (past, future) if each.year == anchor.year]
    if lean == "future":
        # `was due on 10 March` speaks of the past all the same
        return [future] if ahead <= AHEAD else [past, future]
    if ahead <= SOON and lean != "past":
        return [future]
    if lean == "past" or back <= AHEAD:
        return [past]
    if back > LONG:
        return [future]
    return [past, future] if ahead <= AHEAD else [past]


def _months(month: int, lean: str, anchor: str) -> list[str]:
    year, now = int(anchor[:4]), int(anchor[5:7])
    if not 1 <= now <= 12:
        return []
    back = (now - month) % 12
    ahead = (month - now) % 12
    if lean == "this":
        return [f"{year:04d}-{month:02d}"]
    if lean == "last":
        back = back or 12
        if back == 1:
            return [month_from(year, now, -13), month_from(year, now, -1)]  # in March, `last February` may be either
        return [month_from(year, now, -back)]
    if lean == "next":
        return [month_from(year, now, ahead or 12)]
    if lean == "future" and ahead <= 7:
        return [month_from(year, now, ahead)]
    if lean == "future":
        return sorted((month_from(year, now, -back), month_from(year, now, ahead)))
    if lean == "past" or back <= 6:
        return [month_from(year, now, -back)]
    return sorted((month_from(year, now, -back), month_from(year, now, ahead)))


def _weekday(number: int, lean: str, day: date) -> str:
    back = (day.isoweekday() - number) % 7
    ahead = (number - day.isoweekday()) % 7
    if lean == "last":
        return day_from(day, -(back or 7))
    if lean == "next":
        return day_from(day, ahead or 7)
    if lean in ("this", "future"):
        return day_from(day, ahead)
    return day_from(day, -back)
