"""Frequency over time: a period's condition finds what is counted in it, gaps are shown, nothing is lost or twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.asking.over_time import (
    UNITS,
    By,
    Dated,
    Found,
    Measure,
    Period,
    Sum,
    bars,
    chosen_unit,
    period_of,
    queries_in,
    query_of,
    sums,
)

years = st.integers(2029, 2033).map(str)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
days = st.builds("{}-{:02}".format, months, st.integers(1, 28))
ranges = st.builds("{}/{}".format, years | months | days, months)
dates = st.none() | years | months | days | ranges | st.just("0044") | st.just("soon")


def meets(stated: str | None, condition: str) -> bool:
    """What `date:` means (index/asking/conditions.py), for one condition."""
    low, _, high = condition.removeprefix("-").removeprefix("date:").partition("..")
    high = high or low
    found = stated is not None and low <= stated[: len(low)] and stated[: len(high)] <= high
    return found is not condition.startswith("-")


@given(dates, st.sampled_from(UNITS), dates)
@example("2031-08", "day", "2031-08-30")
@settings(max_examples=150)
def test_a_condition_finds_what_is_counted_in_its_period(stated: str | None, unit: By, other: str | None) -> None:
    if "soon" in (stated, other):
        return
    conditions = period_of(stated, unit).condition.split()
    assert all(meets(stated, each) for each in conditions)
    same = period_of(other, unit) == period_of(stated, unit)
    assert all(meets(other, each) for each in conditions) is same


@given(st.lists(st.tuples(dates, st.integers(0, 9), st.booleans()), max_size=30), st.sampled_from(UNITS))
@settings(max_examples=40)
def test_every_document_is_counted_once_and_periods_are_in_order(
    documents: list[tuple[str | None, int, bool]], unit: By
) -> None:
    totals = sums(((number, date) for number, (date, _, _) in enumerate(documents)), Counter(range(len(documents))))
    found: dict[str | None, Found] = {}
    for date, matches, answers in documents:
        if answers:
            found[date] = found.get(date, Found()).plus(matches)
    rows = bars(Dated(totals, [found]), unit)
    assert sum(row.all.documents for row in rows) == len(documents)
    assert sum(row.all.words for row in rows) == len(documents)
    assert sum(row.found[0].documents for row in rows) == sum(answers for _, _, answers in documents)
    assert sum(row.found[0].matches for row in rows) == sum(n for _, n, answers in documents if answers)
    assert len({row.period for row in rows}) == len(rows)
    names = [row.period.name for row in rows if row.period.kind in ("known", "gap")]
    assert names == sorted(names)
    assert [row.period.kind for row in rows].count("undated") <= 1
    assert all(row.period.kind != "undated" for row in rows[:-1])


def labels(stated: list[str | None], unit: By) -> list[str]:
    return [row.period.label for row in bars(Dated(dict.fromkeys(stated, Sum(1, 1)), []), unit)]


def test_what_is_not_known_is_forced_into_nothing() -> None:
    stated = ["2031-02-03", "2030-12", "2031", "2031-01", None, "2030-11-30"]
    assert labels(stated, "year") == ["2030", "2031", "undated"]
    assert labels(stated, "month") == ["2030-11", "2030-12", "2031-01", "2031-02", "2031, month unknown", "undated"]
    known = labels(["2031-02-27", "2031-03-01", "2031-02", "2031"], "day")
    assert known == [
        "2031-02-27", "2031-02-28", "2031-02, day unknown", "2031-03-01", "2031, month unknown",
    ]  # fmt: skip


def test_a_long_time_without_documents_is_one_row() -> None:
    (first, gap, last) = bars(Dated({"0001": Sum(1, 9), "9999": Sum(1, 9)}, [{}]), "year")
    assert (first.period.name, gap.period.label, last.period.name) == ("0001", "0002 to 9998", "9999")
    assert gap.all == Sum() and gap.period.condition == "date:0002..9998"
    assert labels(["2029-12-31", "2030-03-01"], "day")[1] == "2030-01-01 to 2030-02-28"
    assert labels(["2031-11", "2032-02"], "month") == ["2031-11", "2031-12", "2032-01", "2032-02"]


@pytest.mark.parametrize(
    ("stated", "unit"),
    [
        (["2031-08-01", "2031-08-20"], "day"),
        (["2031-08-01", "2032-08-20"], "month"),
        (["2001-08-01", "2032-08-20"], "year"),
        (["2031", "2030", "2031-08-01"], "year"),
        (["2031-01", "2031-03", "2031-08-01"], "month"),
        ([None], "year"),
    ],
)
def test_the_unit_is_the_finest_that_most_dates_know(stated: list[str | None], unit: By) -> None:
    assert chosen_unit(Dated({}, [{each: Found(1, 1) for each in stated}])) == unit
    assert chosen_unit(Dated(dict.fromkeys(stated, Sum(1, 1)), [{}])) == unit


def test_measures() -> None:
    found, all = Found(documents=3, matches=5), Sum(documents=12, words=2_000)
    assert [Measure(*each).of(found, all) for each in ((False, False), (True, False))] == [5, 3]
    assert Measure(False, True).of(found, all) == 2_500 and Measure(True, True).of(found, all) == 25
    assert Measure(False, True).of(Found(), Sum()) is None and Measure(True, True).of(Found(), Sum()) is None


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("letter, ferry", ["letter", "ferry"]),
        ('"the letter, read", (a OR b, c) , d', ['"the letter, read"', "(a OR b, c)", "d"]),
        ("5,000 prisoners,/a{1,2}/, x", ["5,000 prisoners", "/a{1,2}/", "x"]),
        (" , ,", []),
        ("and/or, letter", ["and/or", "letter"]),
    ],
)
def test_queries_with_commas_between_them(typed: str, queries: list[str]) -> None:
    assert queries_in(typed) == queries


def test_the_query_grows_by_the_condition() -> None:
    assert query_of("a OR b", Period("2031", "known")) == "(a OR b) date:2031"
    assert query_of("pris", Period("", "undated"), as_typed=True) == "pris* NOT date:0000..9999"
    grown = query_of("letter", Period("2031", "month unknown"))
    assert re.fullmatch(r"letter date:2031 -date:2031-01\.\.2031-12", grown)
