"""Dates that stand beside each other: a year that they share, two that bound a stretch of time."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from index.understanding.gazetteer import word_set

_PARTIAL_DAY = re.compile(r"XXXX-\d\d(-\d\d)?")
_YEARLY = re.compile(r"[12]\d{3}(-\d\d){0,2}")
_FROM = word_set("from between du vom von entre zwischen de del desde")
_TO = word_set("to until till through au bis al hasta - – —")
_AND = word_set("and und et y")
_CHANGED = word_set(
    "moved postponed delayed extended changed shifted brought pushed rescheduled deferred revised put advanced"
)
"""Verbs after which `from … to …` is no stretch of time."""
_COUNTED = re.compile(r"(?:year|week)[+-]\d")
_BESIDE = word_set(", and or & to until - – —")
Near = tuple[str, int, int]
"""EDTF value and span of the words that gave a year."""
Pair = tuple["Seen", Near | None]


class Seen(NamedTuple):
    """A date mention with the tokens around it."""

    start: int
    end: int
    rule: str
    form: str
    lean: str
    block: int
    aside: bool
    before: tuple[str, ...]
    """The words before it in its sentence, the nearest last."""
    between: str
    """The text between the date before it in the same block and this, empty where that is long."""


def with_years(seen: list[Seen]) -> list[Pair]:
    """Give the year of a date to those beside it that share it: `March and May 2021`, `In 2010 … on September 4`."""
    found: list[Pair] = [(each, None) for each in seen]
    for at, (this, following) in enumerate(pairwise(seen)):
        if this.block != following.block or not following.between or following.between.strip(" ") not in _BESIDE:
            continue
        if _PARTIAL_DAY.fullmatch(this.form) and _YEARLY.fullmatch(following.form) and len(following.form) > 4:
            year, other = following.form[:4], following
            form, place = this.form.replace("XXXX", year), at
            fits = form <= following.form
        elif _YEARLY.fullmatch(this.form) and len(this.form) > 4 and _PARTIAL_DAY.fullmatch(following.form):
            year, other = this.form[:4], this
            form, place = following.form.replace("XXXX", year), at + 1
            fits = form > this.form
        else:
            continue
        if fits:
            found[place] = (found[place][0]._replace(form=form), (other.form, other.start, other.end))
    frame: Seen | None = None
    for at, (each, near) in enumerate(found):
        if each.rule == "date:year" and each.before in (("in",), ("back", "in"), ("en",)):
            frame = each
        elif frame is not None and (frame.block != each.block or frame.form not in each.before):
            frame = None
        elif frame is not None and near is None and _PARTIAL_DAY.fullmatch(each.form) and each.lean in ("", "past"):
            form = each.form.replace("XXXX", frame.form)
            found[at] = (each._replace(form=form), (frame.form, frame.start, frame.end))
    return found


def joined(seen: list[Pair]) -> list[Pair]:
    """Two dates that bound a stretch of time are one."""
    found: list[Pair] = []
    at = 0
    while at < len(seen):
        this, near = seen[at]
        following = seen[at + 1][0] if at + 1 < len(seen) else None
        if following is not None and (form := _span_form(this, following)):
            found.append((this._replace(end=following.end, form=form, lean=this.lean or following.lean), None))
            at += 2
        elif following is not None and _counted(this, following):  # `in July last year`, `on Saturday last week`
            if found and _shares_its_year(found[-1][0], this):  # `in May and July last year`
                found[-1] = found[-1][0]._replace(lean=following.form), None
            found.append((this._replace(end=following.end, lean=following.form), None))
            at += 2
        else:
            found.append((this, near))
            at += 1
    return found


def _counted(first: Seen, second: Seen) -> bool:
    """Whether a day or a month is followed by the year or week that it lies in."""
    close = second.between.strip(" ,") in ("", "of") and bool(second.between) and first.block == second.block
    if not close or not _COUNTED.fullmatch(second.form):
        return False
    if second.form.startswith("week"):
        return re.fullmatch(r"XXXX-WXX-\d", first.form) is not None
    return _PARTIAL_DAY.fullmatch(first.form) is not None


def _shares_its_year(first: Seen, second: Seen) -> bool:
    """Whether two days or months stand beside each other, the earlier first."""
    beside = first.block == second.block and second.between.strip(" ") in _BESIDE and bool(second.between)
    partial = _PARTIAL_DAY.fullmatch(first.form) and _PARTIAL_DAY.fullmatch(second.form)
    return beside and partial is not None and first.form < second.form


def _span_form(first: Seen, second: Seen) -> str:
    """The interval that two neighbouring dates bound, empty where they bound none."""
    between = second.between.strip().casefold()
    if first.block != second.block or not between:
        return ""
    opening = first.before[-1] if first.before else ""
    if first.before[-2:-1] and opening == "the":
        opening = first.before[-2]
    if between in _AND:
        if opening not in ("between", "zwischen", "entre"):
            return ""
    elif between not in _TO or (opening not in _FROM and between in ("to", "al", "au")):
        return ""
    if any(word in _CHANGED for word in first.before[-5:]):
        return ""
    start, end = first.form.partition("@")[0], second.form.partition("@")[0]
    if _YEARLY.fullmatch(end) and _PARTIAL_DAY.fullmatch(start):
        year = int(end[:4])
        start = start.replace("XXXX", end[:4]) if start[5:] <= end[5:] else start.replace("XXXX", f"{year - 1:04d}")
    elif _YEARLY.fullmatch(start) and _PARTIAL_DAY.fullmatch(end) and len(start) > 4:
        if end[5:] < start[5:]:
            return ""
        end = end.replace("XXXX", start[:4])
    elif not (_YEARLY.fullmatch(start) and _YEARLY.fullmatch(end)) and not (
        _PARTIAL_DAY.fullmatch(start) and _PARTIAL_DAY.fullmatch(end)
    ):
        return ""
    if start >= end and "X" not in start:
        return ""
    return f"{start}/{end}"
