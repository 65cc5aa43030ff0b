"""Dated statements in the order of time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.asking.chronology import Chronology, Heading, Row, View, chronology
from index.asking.moments import order_of, period_of
from index.asking.timeline import Origin, Statement
from index.errors import Cancelled
from index.understanding.date_values import DateValue

VALUES = ["2031", "2031-08", "2031-08-04", "2031-08-05", "2032-01-01", "199X", "2031-08-03/2031-08-09"]


def statement(
    value: str | None,
    path: str = "a",
    start: int = 0,
    *,
    source: str | None = None,
    either: tuple[str, ...] = (),
    aside=False,
) -> Statement:
    date = DateValue(start, start + 1, value, None, either, None, aside)
    return Statement(Origin(path, path, source), "x", date, f"said in {path}", 0)


def placed(rows: Chronology) -> list[tuple[str, str, int]]:
    return [(row.value, *row.statement.place) for row in rows.rows()]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*VALUES, None, ("2031-02-09", "2031-09-02")]), st.sampled_from("abc")), max_size=12
    )
)
def test_every_statement_stands_at_each_value_that_it_may_have(made: list[tuple[object, str]]) -> None:
    told = [
        statement(None, path, at, either=value) if isinstance(value, tuple) else statement(value, path, at)
        for at, (value, path) in enumerate(made)
    ]
    rows = chronology(told, View())
    expected = [(v, *s.place) for s in told for v in ([s.date.value] if s.date.value else s.date.alternatives)]
    assert placed(rows) == sorted(expected, key=lambda each: (order_of(each[0]), *each[1:]))
    assert all(rows.place_of(row) == at for at, row in enumerate(rows) if isinstance(row, Row))
    assert rows.dated == rows.statements == len({each[1:] for each in expected})
    assert rows.open == sum(each.date.value is None for each in told)
    open_rows = chronology(told, View(open=True))
    assert placed(open_rows) == sorted(("", *each.place) for each in told if each.date.value is None)
    assert all(open_rows.place_of(row) == at for at, row in enumerate(open_rows) if isinstance(row, Row))


def test_a_heading_counts_documents_and_stated_sources() -> None:
    told = [
        statement("2031-08-04", "a", 1, source="Herald"),
        statement("2031-08-04", "a", 9, source="Herald"),
        statement("2031-08-04", "b", 2, source="Lantern"),
        statement("2031-08-04", "c", 3),
        statement(None, "d", 4, source="Standard", either=("2031-04-08", "2031-08-04")),
        statement("2031-08", "a", 20, source="Herald"),
        statement("2031-08", "b", 20, source="Lantern"),
    ]
    rows = chronology(told, View())
    assert [row[:4] for row in rows if isinstance(row, Heading)] == [
        ("2031-04-08", 1, 1, 0),
        ("2031-08", 2, 2, 2),
        ("2031-08-04", 5, 4, 2),
    ]
    several = chronology(told, View(several=True))
    assert {row.value for row in several.rows()} == {"2031-08-04"}, "a month is no day"
    alone = chronology([each for each in told if each.origin.source != "Lantern"], View(several=True))
    assert list(alone) == [], "one whose date is open to two readings is no witness"


def test_a_period_holds_what_begins_or_ends_in_it() -> None:
    period = period_of("2031-08")
    rows = chronology([statement(value, value) for value in VALUES], View(period=period))
    assert {row.value for row in rows.rows()} == {"2031-08", "2031-08-04", "2031-08-05", "2031-08-03/2031-08-09"}


def test_captions_and_words() -> None:
    told = [statement("2031", "a"), statement("2032", "b", aside=True), statement(None, "c", aside=True)]
    assert [row.value for row in chronology(told, View()).rows()] == ["2031"]
    assert chronology(told, View()).open == 0
    assert chronology(told, View(aside=True)).open == 1
    assert [row.value for row in chronology(told, View(aside=True, words="SAID b")).rows()] == ["2032"]


def test_years_are_gone_to_and_through() -> None:
    rows = chronology([statement(value, value) for value in ("1990", "2031", "2031-08", "2035-01-01")], View())
    at = [rows.year_at(year) for year in (1, 1990, 2000, 2031, 2032, 2036)]
    assert at == [0, 0, 2, 2, 6, None]
    assert [rows.years_from(place, 1) for place in (0, 1, 2, 5, 6)] == [2, 2, 6, 6, None]
    assert [rows.years_from(place, -1) for place in (7, 3, 1)] == [2, 0, None]
    assert rows.years_from(1, 9) == 6


def test_it_is_given_up_when_another_is_wanted() -> None:
    with pytest.raises(Cancelled):
        chronology([statement("2031")], View(), lambda: True)
