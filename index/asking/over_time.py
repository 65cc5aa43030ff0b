"""How often a query matches in each year, month or day of the documents, and how much there is to match in.

A document counts where `date:` finds it: a period's condition finds the documents that are counted in it, and no
others. A date that does not say the month stands in no month, and one without a day on no day, but in rows of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from index.asking.concordances import Concordance

By = Literal["year", "month", "day"]
UNITS: Final[tuple[By, ...]] = ("year", "month", "day")
_PARTS: Final[dict[By, int]] = {"year": 1, "month": 2, "day": 3}
_LENGTHS: Final = (0, 4, 7, 10)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", re.ASCII)
_ROWS: Final = 40
"""Periods up to which a finer unit is chosen, where nobody has said which."""
LONGEST_GAP: Final = 24
"""So many periods without any document stand as a row each; of more, one row says from when to when."""


class Sum(NamedTuple):
    """What documents hold together."""

    documents: int = 0
    words: int = 0
    """Of all texts, as they are matched in."""

    def plus(self, words: int) -> Sum:
        """With one document more."""
        return Sum(self.documents + 1, self.words + words)


class Found(NamedTuple):
    """What a query finds."""

    documents: int = 0
    """That answer."""
    matches: int = 0

    def plus(self, matches: int) -> Found:
        """With one document more."""
        return Found(self.documents + 1, self.matches + matches)


@dataclass(frozen=True, slots=True)
class Period:
    """A row of the plot."""

    name: str
    """`2031`, `2031-08`, `2031-08-30`; "" for documents whose year is not known."""
    kind: Literal["known", "month unknown", "day unknown", "undated", "gap"]
    last: str = ""
    """Of a gap, the last period in it; `name` is the first."""

    @property
    def label(self) -> str:
        """As it is shown."""
        if self.kind == "gap":
            return f"{self.name} to {self.last}"
        if self.kind == "undated":
            return "undated"
        return self.name if self.kind == "known" else f"{self.name}, {self.kind}"

    @property
    def condition(self) -> str:
        """What finds its documents in a query."""
        if self.kind == "gap":
            return f"date:{self.name}..{self.last}"
        if self.kind == "undated":
            return "-date:0000..9999"
        if self.kind == "known":
            return f"date:{self.name}"
        last = 12 if self.kind == "month unknown" else 31
        return f"date:{self.name} -date:{self.name}-01..{self.name}-{last}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A period, what there is in it, and what each query finds in it."""

    period: Period
    all: Sum
    found: tuple[Found, ...]
    """By query, in their order."""


class Measure(NamedTuple):
    """What a bar shows."""

    documents: bool = False
    """Documents that answer, in place of matches."""
    relative: bool = False
    """Matches to a million words, or documents to a hundred."""

    @property
    def name(self) -> str:
        """In words."""
        what = "documents" if self.documents else "matches"
        of = "100 documents" if self.documents else "1,000,000 words"
        return f"{what} to {of}" if self.relative else what

    def of(self, found: Found, all: Sum) -> float | None:
        """How much that is; None where there is nothing that it could be relative to."""
        number = found.documents if self.documents else found.matches
        if not self.relative:
            return float(number)
        if self.documents:
            return 100 * number / all.documents if all.documents else None
        return 1_000_000 * number / all.words if all.words else None


@dataclass(frozen=True, slots=True)
class Dated:
    """What there is and what was found, by the dates of documents as they stand; None for those without."""

    all: Mapping[str | None, Sum]
    found: list[dict[str | None, Found]]
    """By query, in their order."""


class OverTime:
    """Counts one query after the other while one goes through it, once. For one thread."""

    def __init__(self, queries: Sequence[Concordance], all: Mapping[str | None, Sum]) -> None:
        self.documents = sum(query.documents for query in queries)
        """How many documents are looked at, those of each query."""
        self.notices = tuple(dict.fromkeys(notice for query in queries for notice in query.notices))
        self._dated = Dated(all, [{} for _ in queries])
        self._queries = queries

    def count(self) -> Iterator[None]:
        """Count one document after the other. Raises Cancelled."""
        for query, found in zip(self._queries, self._dated.found, strict=True):
            for row, _, matches in query.in_texts():
                found[row.date] = found.get(row.date, Found()).plus(len(matches))
                yield

    def counted(self) -> Dated:
        """What was counted by now."""
        return Dated(self._dated.all, [dict(each) for each in self._dated.found])


def sums(dates: Iterable[tuple[int, str | None]], lengths: Mapping[int, int]) -> dict[str | None, Sum]:
    """What there is of each date, from the documents' numbers with their dates, and the words of each."""
    all: dict[str | None, Sum] = {}
    for number, stated in dates:
        all[stated] = all.get(stated, Sum()).plus(lengths.get(number, 0))
    return all


def queries_in(typed: str) -> list[str]:
    """Queries with commas between them; a comma within a word, quotation marks, brackets or slashes parts nothing."""
    found, depth, within = [""], 0, ""
    for at, character in enumerate(typed):
        if within:
            within = "" if character == within else within
        elif character in '"/' and (character == '"' or not typed[at - 1 : at].strip("( ,:")):
            within = character
        else:
            depth += (character == "(") - (character == ")")
        if character == "," and not within and depth <= 0 and not typed[at + 1 : at + 2].isdigit():
            found.append("")
        else:
            found[-1] += character
    return [query.strip() for query in found if query.strip()]


def query_of(query: str, period: Period, *, as_typed: bool = False) -> str:
    """What finds the documents that a query has in a period. Raises QueryError."""
    from index.asking.narrowing import narrowed

    for condition in period.condition.split():
        query, as_typed = narrowed(query, condition, as_typed=as_typed), False
    return query


# -- periods -----------------------------------------------------------------------------------------------------------


def chosen_unit(dated: Dated) -> By:
    """The finest unit that most dates know and that makes a plot of some forty rows: of the documents that answer, or
    where none does, of all."""
    counts: dict[str | None, int] = {}
    for found in dated.found:
        for stated, each in found.items():
            counts[stated] = counts.get(stated, 0) + each.documents
    if not any(stated is not None and _parts(stated) for stated in counts):
        counts = {stated: each.documents for stated, each in dated.all.items()}
    known = {stated: number for stated, number in counts.items() if stated is not None and _parts(stated)}
    for unit in ("day", "month"):
        fine = [period_of(stated, unit) for stated in known]
        named = sum(known[stated] for stated, at in zip(known, fine, strict=True) if at.kind == "known")
        names = [at.name for at in fine if at.kind == "known"]
        if named * 2 >= sum(known.values()) and names and _distance(min(names), max(names), unit) < _ROWS:
            return unit
    return "year"


def period_of(stated: str | None, unit: By) -> Period:
    """Where a date belongs."""
    parts = _parts(stated) if stated is not None else 0
    if stated is None or not parts:
        return Period("", "undated")
    if parts >= _PARTS[unit]:
        return Period(stated[: _LENGTHS[_PARTS[unit]]], "known")
    return Period(stated[: _LENGTHS[parts]], "month unknown" if parts == 1 else "day unknown")


def bars(dated: Dated, unit: By) -> list[Bar]:
    """Every period from the first to the last that has a document, in order, those that have none among them; then what
    has no date."""
    all: dict[Period, Sum] = {}
    for stated, each in dated.all.items():
        period = period_of(stated, unit)
        known = all.get(period, Sum())
        all[period] = Sum(known.documents + each.documents, known.words + each.words)
    found: list[dict[Period, Found]] = [{} for _ in dated.found]
    for counted, by_period in zip(dated.found, found, strict=True):
        for stated, here in counted.items():
            period = period_of(stated, unit)
            before = by_period.get(period, Found())
            by_period[period] = Found(before.documents + here.documents, before.matches + here.matches)
    periods = {*all, *(period for by_period in found for period in by_period)}
    names = sorted(period.name for period in periods if period.kind == "known")
    others = [period for period in periods if period.kind != "known"]
    rows = sorted([*_with_gaps(names, unit), *others], key=_place)
    return [
        Bar(period, all.get(period, Sum()), tuple(by_period.get(period, Found()) for by_period in found))
        for period in rows
    ]


def _with_gaps(names: Sequence[str], unit: By) -> Iterator[Period]:
    """Periods in order with those between them of which there is no document."""
    for at, name in enumerate(names):
        if at:
            yield from _between(names[at - 1], name, unit)
        yield Period(name, "known")


def _between(before: str, name: str, unit: By) -> Iterator[Period]:
    missing = _distance(before, name, unit) - 1
    if missing > LONGEST_GAP:
        yield Period(_moved(before, 1, unit), "gap", _moved(name, -1, unit))
        return
    for step in range(1, missing + 1):
        yield Period(_moved(before, step, unit), "known")


def _place(period: Period) -> str:
    """In order of time, what is not known behind what is, undated last."""
    if period.kind == "undated":
        return "~"
    return period.name if period.kind in ("known", "gap") else f"{period.name}-99"


def _parts(stated: str) -> int:
    """How much of a date is known: 1 the year, 2 the month, 3 the day. 0 where it is no date of these."""
    found = _DATE.match(stated)
    if found is None:
        return 0
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None or not 1 <= month <= 12 or not year:
        return 1
    try:
        date(year, month, day or 1)
    except ValueError:
        return 2
    return 3 if day else 2


def _ordinal(name: str, unit: By) -> int:
    year, month, day = (int(part) for part in (*name.split("-"), "1", "1")[:3])
    if unit == "year":
        return year
    return year * 12 + month - 1 if unit == "month" else date(year, month, day).toordinal()


def _distance(first: str, last: str, unit: By) -> int:
    return _ordinal(last, unit) - _ordinal(first, unit)


def _moved(name: str, step: int, unit: By) -> str:
    number = _ordinal(name, unit) + step
    if unit == "year":
        return f"{number:04}"
    if unit == "month":
        return f"{number // 12:04}-{number % 12 + 1:02}"
    return (date.min + timedelta(number - 1)).isoformat()
