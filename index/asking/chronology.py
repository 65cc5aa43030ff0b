"""Dated statements in the order of time: those of one value together, with how many documents and sources state it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from index.asking.moments import Days, days_of, order_of, year_of
from index.errors import Cancelled

if TYPE_CHECKING:
    from index.asking.timeline import Statement

_LOOK: Final = 256
"""After so many statements it is asked whether all this is still wanted."""
SEVERAL: Final = 2
"""Sources from which on several speak of a day."""


class Heading(NamedTuple):
    """Above the statements of one value, or of one document."""

    value: str
    """EDTF; "" above the dates of a document that have none."""
    statements: int
    documents: int
    sources: int
    """Stated ones, of dates without a second reading."""
    first: Statement

    @property
    def order(self) -> tuple[int | str, str]:
        """By this it stands before its rows."""
        return order_of(self.value) if self.value else (self.first.origin.path, "")


class Row(NamedTuple):
    """A statement at one value that it has, or may have."""

    value: str
    """Where it stands; "" among those without a value."""
    statement: Statement

    @property
    def order(self) -> tuple[int | str, str]:
        """By this rows are sorted, those of one value by document and position."""
        return order_of(self.value) if self.value else (self.statement.origin.path, "")

    @property
    def possible(self) -> bool:
        """True where the date may as well be another one."""
        return self.statement.date.value is None


class Chronology(list["Heading | Row"]):
    """Rows with the headings above them, and what is to be said of all of them."""

    def __init__(self, items: Iterable[Heading | Row] = ()) -> None:
        super().__init__(items)
        self.dated = 0
        """Statements with a value, and with two readings."""
        self.open = 0
        """Statements without a value; those with two readings are among them."""
        self.two_readings = 0
        self.documents = 0
        """That these statements stand in."""
        self.spread: list[tuple[Days, int]] = []
        """How many statements have which days, in order of time."""
        self.years: list[tuple[int, int]] = []
        """Each year in which a value begins, and the place of its first heading."""

    @property
    def statements(self) -> int:
        """How many are listed, one with two readings once."""
        return len({row.statement.place for row in self.rows()})

    def rows(self) -> Iterator[Row]:
        """Without the headings."""
        return (item for item in self if isinstance(item, Row))

    def place_of(self, row: Row) -> int | None:
        """Where a row stands now, by its statement and its value; None where it is not here."""
        place, order = row.statement.place, row.order
        at = bisect_left(self, order, key=lambda item: item.order)
        while at < len(self) and self[at].order == order:
            item = self[at]
            if isinstance(item, Row) and item.statement.place == place:
                return at
            at += 1
        return None

    def year_at(self, year: int) -> int | None:
        """The place of the first heading of a year, or of the first year after it; None where there is none."""
        at = bisect_left(self.years, (year, -1))
        return self.years[at][1] if at < len(self.years) else None

    def years_from(self, at: int, steps: int) -> int | None:
        """The place of the first heading of the year so many years with rows on from a place, or back."""
        here = bisect_left(self.years, at + 1, key=lambda pair: pair[1]) - 1
        wanted = max(0, min(here + steps, len(self.years) - 1))
        return self.years[wanted][1] if self.years and wanted != here else None


class View(NamedTuple):
    """What of the statements is shown."""

    open: bool = False
    """Those without a value, by document, in place of those with one."""
    aside: bool = False
    """Those of captions, credits and footers too."""
    several: bool = False
    """Only days that several sources speak of."""
    period: Days | None = None
    """Only values that lie in it, or begin or end there."""
    words: str = ""
    """Only statements that hold these words."""


def chronology(
    statements: Iterable[Statement], view: View, cancelled: Callable[[], bool] = lambda: False
) -> Chronology:
    """Statements as they are to be shown. Raises Cancelled."""
    shown = Chronology()
    groups: dict[str, list[Statement]] = {}
    documents: set[str] = set()
    for statement in _kept(statements, view, cancelled):
        date = statement.date
        shown.open += date.value is None
        if view.open:
            if date.value is None:
                groups.setdefault(statement.origin.path, []).append(statement)
                documents.add(statement.origin.path)
            continue
        values = [date.value] if date.value is not None else date.alternatives
        kept = [value for value in values if view.period is None or _in_period(value, view.period)]
        for value in kept:
            groups.setdefault(value, []).append(statement)
        if kept:
            shown.dated += 1
            shown.two_readings += date.value is None
            documents.add(statement.origin.path)
    shown.documents = len(documents)
    keys = sorted(groups) if view.open else sorted(groups, key=order_of)
    for number, key in enumerate(keys):
        if number % _LOOK == 0 and cancelled():
            raise Cancelled("Another order is wanted.")
        _add(shown, "" if view.open else key, sorted(groups[key], key=lambda each: each.place), view)
    return shown


def _kept(statements: Iterable[Statement], view: View, cancelled: Callable[[], bool]) -> Iterator[Statement]:
    words = view.words.casefold().split()
    for number, statement in enumerate(statements):
        if number % _LOOK == 0 and cancelled():
            raise Cancelled("Another order is wanted.")
        if statement.date.aside and not view.aside:
            continue
        if not words or _holds(statement, words):
            yield statement


def _holds(statement: Statement, words: list[str]) -> bool:
    origin, date = statement.origin, statement.date
    value = date.value or " ".join(date.alternatives) or date.partial or ""
    text = f"{statement.sentence} {origin.title} {origin.path} {origin.source or ''} {value}".casefold()
    return all(word in text for word in words)


def _in_period(value: str, period: Days) -> bool:
    days = days_of(value)
    return days is not None and days.reaches(period)


def _add(shown: Chronology, value: str, statements: list[Statement], view: View) -> None:
    """A heading and its rows, unless too few sources speak of it."""
    certain = [each for each in statements if each.date.value is not None]
    sources = {each.origin.source for each in certain} - {None}
    days = days_of(value) if value else None
    if view.several and not view.open and (len(sources) < SEVERAL or days is None or days.first != days.last):
        return
    if days is not None:
        year = year_of(days.first)
        if not shown.years or shown.years[-1][0] != year:
            shown.years.append((year, len(shown)))
        if certain:
            shown.spread.append((days, len(certain)))
    documents = len({each.origin.path for each in statements})
    shown.append(Heading(value, len(statements), documents, len(sources), statements[0]))
    shown.extend(Row(value, each) for each in statements)
