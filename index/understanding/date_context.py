"""What `told:` dates are counted from: a date that the text stated before, in the same paragraph or the one above.

A date of a report (`the quarter`, `a year earlier`) is counted from the quarter that the report stated last.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from index.understanding.date_neighbours import Pair, Seen
from index.understanding.date_steps import stepped
from index.understanding.gazetteer import word_set

_TOLD: Final = re.compile(r"told([:?])(\w+)([+-]\d+)")
_YEAR_BESIDE: Final = re.compile(r"year[+-]\d")
_FAR: Final = 400
"""Characters back to a date that another is counted from."""
_SAYING: Final = word_set("said told added announced reported stated confirmed declared")
_DAY: Final = re.compile(
    r"XXXX-\d\d-\d\d(@\d)?|XXXX-WXX-\d|day[+-]\d+|\d{4}-\d\d-\d\d|.*~w?day\d?[+-]\d+|holiday@[a-z ]+"
)
_MONTH: Final = re.compile(r"XXXX-\d\d(-\d\d)?(@\d)?|month[+-]\d+|\d{4}-\d\d(-\d\d)?|.*~(day|month)[+-]\d+")
_YEAR: Final = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}-\d\d)?|year[+-]\d+|.*~year[+-]\d+")
FITTING: Final = {"day": _DAY, "week": _DAY, "weekend": _DAY, "month": _MONTH, "year": _YEAR}
"""What a day, week, month or year can be counted from."""
_EXPLICIT: Final = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?")
_STEPS: Final = 3
"""Dates counted from dates that were counted, at most."""
_LONGER: Final = re.compile(
    r"\b(?:six|nine|twelve|12) months\b|\bhalf\b|\b(?:full|fiscal|whole) year\b|"
    r"\b(?:for|in|all of|fiscal) (?:all of )?(?:the year\b(?!-)|((?:19|20)\d\d)\b)",
    re.IGNORECASE,
)
"""What a report goes on to when it speaks of more than a quarter."""
_LOOKED_THROUGH: Final = 600
"""Characters before a date of a report in which that is looked for."""
_COMPARED: Final = re.compile(
    r"(?:a share,?|million,?|billion,?|cents,?|from|with|than|quarter|\d%?)\s*", re.IGNORECASE
)
_QUARTER_MONTHS: Final = {
    f"quarter@{number}": f"{{0}}-{3 * number - 2:02d}/{{0}}-{3 * number:02d}" for number in (1, 2, 3, 4)
}
_ENDED: Final = ("ended", "ending")


class _Report(NamedTuple):
    """The quarter that a report is of, the one that it stated last, and where one was last spoken of."""

    main: Seen
    stated: Seen
    end: int

    def spoken_of(self, block: int) -> Seen:
        """The quarter that is meant: in another paragraph than that which stated another, the main one."""
        return self.stated if self.stated.block == block else self.main

    def stating(self, quarter: Seen) -> _Report:
        """The report after it stated a quarter. The first is what it is of, unless that is still to come, or another
        is told by its last day."""
        ended = "~ending" in quarter.form and "~ending" not in self.main.form
        replaced = ended or (self.main.lean == "future" and quarter.lean != "future")
        return _Report(quarter if replaced else self.main, quarter, quarter.end)


def with_told(dates: list[Pair], text: str) -> list[Pair]:
    """The dates with what each `told:` date is counted from. Dates of a report that no quarter stands before go."""
    found: list[Pair] = []
    report: _Report | None = None
    for at, (seen, near) in enumerate(dates):
        pair: Pair | None = (seen, near)
        told = _TOLD.fullmatch(seen.form)
        if seen.rule == "date:quarter" or (told is not None and told[2] == "quarter"):
            following = dates[at + 1][0] if at + 1 < len(dates) else None
            ended = _ended(seen, following, "ending+0", text) if following is not None else None
            if ended is not None or told is None:
                quarter, near = ended or _of_year_beside(found, seen, text) or (seen, near)
                pair = quarter, near
                if quarter.form:
                    report = report.stating(quarter) if report is not None else _Report(quarter, quarter, seen.end)
            elif found and (pair := _of_its_year(found[-1][0], seen, report, text)) is not None:
                found.pop()
            else:
                pair = _of_report(seen, int(told[3]), report, text)
                report = report._replace(end=seen.end) if report is not None and pair is not None else report
        elif told is not None and told[2] == "fullyear":
            pair = _of_full_year(seen, dates[at + 1][0] if at + 1 < len(dates) else None, report, text)
        elif told is not None:
            pair = _counted(seen, told, found, report, text)
            if seen.rule == "date:time" and not pair[0].form:
                pair = None
        elif seen.form == "year-1" and report is not None and _is_compared(seen, text):
            pair = _of_report(seen, -1, report, text) or pair
        if pair is not None:
            found.append(pair)
    return found


def _ended(seen: Seen, following: Seen, step: str, text: str) -> Pair | None:
    """`the quarter ended Sept. 30`: the three months that end with it."""
    if following.block != seen.block or text[seen.end : following.start].strip() not in _ENDED:
        return None
    return counted_from(seen, following, step) if _MONTH.fullmatch(following.form) else None


def _of_full_year(seen: Seen, following: Seen | None, report: _Report | None, text: str) -> Pair | None:
    """`the year ended Sept. 30`: that of its number; `the full year`: that of the quarter which a report is of."""
    ended = _ended(seen, following, "year+0", text) if following is not None else None
    if ended is not None or report is None:
        return ended
    return counted_from(seen, report.main, "year+0")


def _of_year_beside(found: list[Pair], seen: Seen, text: str) -> Pair | None:
    """`last year's third quarter` in one; the year leaves the dates found."""
    year = found[-1][0] if found else None
    if year is None or year.block != seen.block or not seen.form.startswith("quarter@"):
        return None
    if not _YEAR_BESIDE.fullmatch(year.form) or text[year.end : seen.start].strip() not in ("'s", "’s"):
        return None
    found.pop()
    return seen._replace(start=year.start, form=f"{year.form}~inquarter+{seen.form[-1]}", lean=""), None


def _of_report(seen: Seen, step: int, report: _Report | None, text: str) -> Pair | None:
    """`the quarter`, `the period`, and `a year earlier` beside one; None where no quarter is spoken of."""
    if report is None:
        return None
    plain = "quarter" in text[seen.start : seen.end].casefold()
    if not plain and _longer(seen, report, text) is not None:
        return None
    return counted_from(seen, report.spoken_of(seen.block), f"kept{step:+d}")


def _of_its_year(year: Seen, seen: Seen, report: _Report | None, text: str) -> Pair | None:
    """`the 1988 quarter`, `last year's quarter`: that of the report, in the year that stands before it."""
    between = text[year.end : seen.start].strip()
    if report is None or between not in ("", "'s", "’s") or year.block != seen.block:
        return None
    whole = seen._replace(start=year.start)
    if text[seen.start : seen.end].casefold() == "period" and _longer(seen, report, text) is not None:
        return whole._replace(form=year.form), None  # of the nine months
    quarter = report.spoken_of(seen.block)
    stated = quarter.form
    if year.form == "year-1":
        return counted_from(whole, quarter, "kept-1")
    if "~" in stated and year.rule == "date:year":
        return counted_from(whole, quarter, f"set+{year.form}")
    months = _QUARTER_MONTHS.get(stated) or (f"{{0}}{stated[4:7]}/{{0}}{stated[12:]}" if len(stated) == 15 else "")
    if not months or year.rule != "date:year":
        return None
    return whole._replace(form=months.format(year.form)), None


def _longer(seen: Seen, report: _Report | None, text: str) -> re.Match[str] | None:
    """The last words before a date of a report that speak of more than a quarter."""
    start = max(report.end if report is not None else 0, seen.start - _LOOKED_THROUGH)
    return max(_LONGER.finditer(text, start, seen.start), key=lambda match: match.start(), default=None)


def _is_compared(seen: Seen, text: str) -> bool:
    """Whether `a year ago` is the quarter that another is compared with: `19% from a year ago`."""
    if text[seen.start : seen.end].casefold() != "a year ago":
        return False
    words = text[max(0, seen.start - 24) : seen.start]
    return any(match.end() == len(words) for match in _COMPARED.finditer(words))


def _counted(seen: Seen, told: re.Match[str], found: list[Pair], report: _Report | None, text: str) -> Pair:
    unit, step = told[2], int(told[3])
    if report is not None and unit == "year" and step == -1:
        compared = _of_report(seen, step, report, text)
        if compared is not None:
            return compared
        longer = _longer(seen, report, text)
        if longer is not None and longer[1] is None:  # `nine months`: of this year
            return seen._replace(form="year-1"), None
    before = _before(seen, found, unit, text)
    if before is not None:
        return counted_from(seen, before, f"{unit}{step:+d}")
    if (unit, step) == ("year", -1) and text[max(0, seen.start - 8) : seen.start].rstrip().endswith(" than"):
        return seen._replace(form="year-1"), None  # `higher than a year earlier`
    return seen._replace(form=f"{unit}{step:+d}" if told[1] == "?" else ""), None


def _before(seen: Seen, found: list[Pair], unit: str, text: str) -> Seen | None:
    """The date last told that is fine enough; not the day on which somebody said something, nor a date line."""
    for each, _ in reversed(found):
        if seen.start - each.end > _FAR or seen.block - each.block > 1:
            return None
        if each.aside != seen.aside or each.lean == "named" or any(word in _SAYING for word in each.before[-2:]):
            continue
        if text[each.end : each.end + 1] in ("", "\n") and text[each.start - 1 : each.start] in ("", "\n"):
            return None
        if FITTING.get(unit, _DAY).fullmatch(each.form):
            return each
    return None


def counted_from(seen: Seen, stated: Seen, step: str) -> Pair:
    """The date that lies so far from one that is stated."""
    if stated.form.count("~") >= _STEPS:
        return seen._replace(form=""), None
    if not _EXPLICIT.fullmatch(stated.form):
        return seen._replace(form=f"{stated.form}~{step}", lean=stated.lean), None
    value = stepped(stated.form, step)
    near = (stated.form, stated.start, stated.end) if value else None
    return seen._replace(form=value or "", lean=""), near
