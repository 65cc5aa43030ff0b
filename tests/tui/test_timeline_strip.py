"""The strip above the timeline."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.asking.moments import days_of
from tui.screens.timeline_strip import drawn_strip, strip_of


def spread(*values: tuple[str, int]):
    return [(days_of(value), count) for value, count in values]


def test_months_where_there_is_room_and_years_where_not() -> None:
    strip = strip_of(spread(("2031", 3), ("2031-08-04", 2), ("2031-10", 8)), 40)
    assert strip is not None and (strip.unit, strip.counts, strip.coarse) == (1, (2, 0, 8), 3)
    bars, axis = drawn_strip(strip, 40, 2)
    assert "".join(text for text, _ in bars) == "▂▂▂···███"
    assert axis[0][0] == "       ▴2031-10", "the names of the ends give way"
    assert "3 wider than a bar" in axis[1][0] or not axis[1][0]
    assert drawn_strip(strip, 40, None)[1][0][0] == "2031-08 to 2031-10"
    strip = strip_of(spread(("2001-08-04", 2), ("2010", 3), ("2031-10", 8)), 40)
    assert strip is not None and strip.unit == 12 and len(strip.counts) == 31 and sum(strip.counts) == 13


def test_a_few_far_away_do_not_press_the_rest_together() -> None:
    strip = strip_of(spread(("1066", 1), *((f"20{year}-01-01", 40) for year in range(10, 32))), 60)
    assert strip is not None and (strip.unit, strip.before, strip.label(0)) == (12, 1, "2010")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(1, 9)), min_size=1), st.integers(1, 120))
def test_it_fits_and_loses_nothing(years: list[tuple[int, int]], width: int) -> None:
    by_year = dict(years)
    strip = strip_of(spread(*((f"{year:04d}", by_year[year]) for year in sorted(by_year))), width)
    if strip is None:
        return
    assert sum(strip.counts) + strip.before + strip.after + strip.coarse == sum(by_year.values())
    for here in (None, 0, len(strip.counts) - 1):
        row, axis = drawn_strip(strip, width, here)
        assert sum(len(text) for text, _ in row) <= width and ("▴" in axis[0][0]) == (here is not None)
