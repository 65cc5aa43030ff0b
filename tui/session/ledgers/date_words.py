"""Values of dates, and what they were counted from, in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.asking.timeline import DateValue

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DATE: Final = re.compile(r"(\d{4}|XXXX|\d{3}X|\d\dXX)(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_ANCHORS: Final = {
    "dateline": "from the date line, {value}",
    "metadata": "from the metadata, {value}",
    "reader": "from the date set by you, {value}",
    "text": "from the words beside it",
    "order": "day and month as in {value}",
    "other-document": "day and month as in {value} in {document}",
}


@lru_cache(8_192)
def readable(value: str) -> str:
    """An EDTF value, or what is stated of one, as it is read: "4 August 2031", "the 1990s", "3 to 9 May 2031"."""
    if "/" in value:
        first, _, last = value.partition("/")
        return _stretch(first, last)
    if value.startswith("XXXX-WXX-") and value[-1:] in "1234567":
        return f"a {WEEKDAYS[int(value[-1]) - 1]}"
    found = _DATE.fullmatch(value)
    if found is None:
        return value
    year, month, day = found.groups()
    if year == "XXXX":
        year = ""
    elif year.endswith("XX"):
        year = f"the {_ordinal(int(year[:2]) + 1)} century"
    elif year.endswith("X"):
        year = f"the {year[:3]}0s"
    if month is None:
        return year or value
    name = SEASONS.get(month) or (MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else "")
    if not name:
        return value
    return " ".join(filter(None, (str(int(day)) if day else "", name, year)))


def _stretch(first: str, last: str) -> str:
    """Both ends, without what they have in common twice."""
    begins, ends = readable(first), readable(last)
    for length in (8, 5):
        if len(first) == len(last) == 10 and first[:length] == last[:length]:
            begins = begins.rsplit(" ", 2 if length == 8 else 1)[0]
            break
    return f"{begins} to {ends}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def counted_from(date: DateValue, *, brief: bool = False) -> str:
    """What a value was counted from or settled by; "" for a date that needs nothing. `brief`: without that date."""
    anchor = date.anchor
    if anchor is None:
        return ""
    form = _ANCHORS.get(anchor.kind, anchor.kind)
    if brief:
        return "settled by another date" if " as in " in form else form.partition(", {value}")[0]
    return form.format(value=" ".join(anchor.value.split()), document=anchor.document or "another document")


def either(date: DateValue) -> str:
    """The readings between which nothing decides: "9 October or 10 September 2031"."""
    return " or ".join(map(readable, date.alternatives))
