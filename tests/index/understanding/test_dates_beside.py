"""Holidays, dates counted from one that stands beside them, and dates in figures with a year of two."""

from __future__ import annotations

import pytest

from index.document import Block, Metadata
from index.understanding.anchors import resolved
from index.understanding.date_forms import stated_dates
from index.understanding.date_values import DateValue
from index.understanding.entities import RulesExtractor

WEDNESDAY = "1998-08-12"


def values(text: str, anchor: str | None = WEDNESDAY) -> list[DateValue]:
    blocks = [Block(0, len(text), "prose", "test")]
    stated = stated_dates(text, blocks, RulesExtractor().extract(text, blocks, None))
    return resolved(stated, Metadata(date=anchor))


def shown(text: str, anchor: str | None = WEDNESDAY) -> list[tuple[str, str | None]]:
    return [(text[each.start : each.end], each.value) for each in values(text, anchor)]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("He left on Christmas Eve 2012.", "Christmas Eve 2012", "2012-12-24"),
        ("He left last Christmas.", "last Christmas", "1997-12-25"),
        ("On Thanksgiving's eve he left.", "Thanksgiving", "1997-11-27"),
        ("They will sing on Christmas Day.", "Christmas Day", "1998-12-25"),
        ("He was found on Thanksgiving Day.", "Thanksgiving Day", "1997-11-27"),
        ("They left the day after Thanksgiving.", "the day after Thanksgiving", "1997-11-28"),
        ("They march on Labor Day.", "Labor Day", "1998-09-07"),
        ("Memorial Day was wet.", "Memorial Day", "1998-05-25"),
        ("New Year's Eve 1999 was loud.", "New Year's Eve 1999", "1999-12-31"),
        ("It was Good Friday 2012.", "Good Friday 2012", "2012-04-06"),
        ("It began on Easter Sunday 2024.", "Easter Sunday 2024", "2024-03-31"),
        ("They sang on the Fourth of July.", "Fourth of July", "1998-07-04"),
        ("A hearing is set for the week of Aug. 18.", "the week of Aug. 18", "1998-08-17/1998-08-23"),
        ("He left two days before last Tuesday.", "two days before last Tuesday", "1998-08-09"),
        ("It fell two weeks after May 5, 2012.", "two weeks after May 5, 2012", "2012-05-14/2012-05-20"),
        ("They met on 5 May 2012. He left the following Monday.", "following Monday", "2012-05-07"),
        ("It is held this coming Sunday.", "this coming Sunday", "1998-08-16"),
        ("It closed this past spring.", "this past spring", "1998-21"),
        ("It sank in the winter of nineteen ninety-four.", "winter of nineteen ninety-four", "1994-24"),
        ("It fell in the 1988 third quarter.", "1988 third quarter", "1988-07/1988-09"),
        ("Last year's third quarter was good.", "Last year's third quarter", "1997-07/1997-09"),
        ("It rose in the fiscal first quarter ended June 30.", "fiscal first quarter", "1998-04/1998-06"),
        ("For the year ended June 30 it rose.", "the year", "1998"),
        ("The current quarter is good.", "current quarter", "1998-07/1998-09"),
        ("Second-quarter net rose. It expects a third-quarter loss.", "third-quarter", "1998-07/1998-09"),
        ("It is 3% higher than a year earlier.", "a year earlier", "1997"),
        ("It rose 3% since year-end.", "since year-end", "1997"),
        ("The post-1959 politics changed.", "1959", "1959"),
        ("The company's 1989 operating results rose.", "1989", "1989"),
        ("It had been due to expire Aug. 20.", "Aug. 20", "1998-08-20"),
        ("By setting an Aug. 20 return date, it won.", "Aug. 20", "1998-08-20"),
        ("It calls for redemption on Oct. 2.", "Oct. 2", "1998-10-02"),
        ("It leaves at noon Friday.", "noon Friday", "1998-08-07"),
        ("President Bill Clinton Tuesday vowed to fight.", "Tuesday", "1998-08-11"),
        ("They agreed on 8/23/97.", "8/23/97", "1997-08-23"),
    ],
)
def test_values(text: str, surface: str, value: str) -> None:
    assert (surface, value) in shown(text)


def test_a_report_goes_back_to_its_quarter_in_another_paragraph() -> None:
    paragraphs = ("Second-quarter net rose.", "It expects a fourth-quarter charge.", "In the latest quarter it fell.")
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), "prose", "test"))
        start += len(paragraph) + 1
    text = "\n".join(paragraphs)
    stated = stated_dates(text, blocks, RulesExtractor().extract(text, blocks, None))
    assert resolved(stated, Metadata(date=WEDNESDAY))[-1].value == "1998-04/1998-06"


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("They met on 8/3/97.", ("1997-03-08", "1997-08-03")),
        ("They met on 9/11/01.", ("2001-09-11", "2001-11-09")),
    ],
)
def test_figures_that_can_be_read_two_ways_stay_open(text: str, alternatives: tuple[str, ...]) -> None:
    (found,) = values(text)
    assert (found.value, found.alternatives) == (None, alternatives)
    assert values(text, None)[0].alternatives == ()


def test_no_season_lies_beyond_the_calendar() -> None:
    assert [each.value for each in values("They meet next summer.", "9999-12-31")] == [None]


def test_overnight_is_of_the_day_with_its_doubt_told() -> None:
    (found,) = values("Two were killed overnight, police said.")
    assert (found.value, found.alternatives) == (WEDNESDAY, ("1998-08-11", WEDNESDAY))
    assert values("Two were killed overnight.", None)[0].value is None
    assert not values("It was an overnight success.")


@pytest.mark.parametrize(
    "text",
    ["A Christmas tree fell.", "Easter was cold.", "Labour Day came.", "ten days before the murder", "31.02.2021"],
)
def test_no_value(text: str) -> None:
    assert all(value is None for _, value in shown(text))
