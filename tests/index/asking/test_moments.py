"""Values of dates as stretches of days, and their order."""

from __future__ import annotations

from datetime import date

import pytest

from index.asking.moments import Days, days_of, order_of, period_of


def days(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031-08-04", "2031-08-04", "2031-08-04"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("18XX", "1800-01-01", "1899-12-31"),
        ("2012-22", "2012-06-01", "2012-08-31"),
        ("2012-24", "2012-12-01", "2013-02-28"),
        ("2020-02-29/2021-05", "2020-02-29", "2021-05-31"),
    ],
)
def test_a_value_is_a_stretch_of_days(value: str, first: str, last: str) -> None:
    assert days_of(value) == days(first, last)


@pytest.mark.parametrize(
    "value", ["", "2031-02-30", "2031-13", "XXXX-09-07", "2031/2030", "٢٠٣١", "2031-09-07x", "0000-00"]
)
def test_what_is_none_has_no_days(value: str) -> None:
    assert days_of(value) is None


def test_a_year_stands_before_its_months_and_a_month_before_its_days() -> None:
    values = [
        "203X",
        "2031",
        "2031-01",
        "2031-01-01/2031-01-07",
        "2031-01-01",
        "2031-01-02",
        "2031-21",
        "2031-03",
        "2032",
    ]
    backwards = values[::-1]
    backwards.sort(key=order_of)
    assert backwards == values


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2031", "2031-01-01", "2031-12-31"),
        (" 2031-08 ", "2031-08-01", "2031-08-31"),
        ("2031-08..2031-10", "2031-08-01", "2031-10-31"),
        ("2031/2032", "2031-01-01", "2032-12-31"),
        ("2031-08-04..", "2031-08-04", "9999-12-31"),
    ],
)
def test_a_stretch_as_it_is_typed(typed: str, first: str, last: str) -> None:
    assert period_of(typed) == days(first, last)


@pytest.mark.parametrize("typed", ["", "soon", "2031-13", "2032..2031", "..", "2031 2032"])
def test_what_is_no_stretch(typed: str) -> None:
    assert period_of(typed) is None
