"""Dates that are counted from what was told before, times of day, and stretches of time that a noun alone names."""

from __future__ import annotations

import pytest

from index.document import Block, Metadata
from index.understanding.anchors import resolved
from index.understanding.date_forms import stated_dates
from index.understanding.date_steps import stepped
from index.understanding.date_values import DateValue
from index.understanding.entities import RulesExtractor

TUESDAY = "2031-10-28"


def values(text: str, anchor: str | None = TUESDAY) -> list[DateValue]:
    """The dates of a text, a block a line."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), "prose", "test"))
        start += len(line) + 1
    stated = stated_dates(text, blocks, RulesExtractor().extract(text, blocks, None))
    return resolved(stated, Metadata(date=anchor))


def shown(text: str, anchor: str | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(text[each.start : each.end], each.value) for each in values(text, anchor)]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("They met on 5 May 2012. The next day he left.", "next day", "2012-05-06"),
        ("They met on 5 May 2012. He left the following night.", "following night", "2012-05-06"),
        ("They met on 5 May 2012. Two days later he left.", "Two days later", "2012-05-07"),
        ("They met on 5 May 2012. Two weeks later he left.", "Two weeks later", "2012-05-14/2012-05-20"),
        ("They met on 2 May 2012. That weekend he left.", "That weekend", "2012-05-05/2012-05-06"),
        ("They met on 2 May 2012. He had left the previous weekend.", "previous weekend", "2012-04-28/2012-04-29"),
        ("They met in May 2012. He left the following month.", "following month", "2012-06"),
        ("It sank in 2012 and was raised the following year.", "following year", "2013"),
        ("It sank in 2012 and was raised three years later.", "three years later", "2015"),
        ("It sank in 2012. In that year nobody sailed.", "that year", "2012"),
        ("It sank in 2012 and was built the year before.", "year before", "2011"),
        ("It sank on Friday. A day earlier it had left.", "A day earlier", "2031-10-23"),
        ("It sank on Friday, and he left later that day.", "that day", "2031-10-24"),
        ("It sank on Friday.\nHe left later in the day.", "day", "2031-10-24"),
        ("It sank in July last year. It was raised the next month.", "next month", "2030-08"),
        ("It sank on 5 May 2012. The next day, and the next day, they dived.", "next day", "2012-05-07"),
        ("Third-quarter net rose. In the quarter, it sold a ship.", "quarter", "2031-07/2031-09"),
        ("Third-quarter net rose from a year earlier.", "a year earlier", "2030-07/2030-09"),
        ("Third-quarter net rose 19% from a year ago.", "a year ago", "2030-07/2030-09"),
        ("Third-quarter net rose. It began a year ago.", "a year ago", "2030"),
        ("Third-quarter net rose.\nThe latest period had a loss.", "latest period", "2031-07/2031-09"),
        ("Third-quarter net rose.\nThe year-ago quarter had a loss.", "year-ago quarter", "2030-07/2030-09"),
        ("Third-quarter net rose from the same period last year.", "same period last year", "2030-07/2030-09"),
        ("Third-quarter net rose. For the nine months it fell from a year earlier.", "a year earlier", "2030"),
        ("In the third quarter of 2029 it rose from a year earlier.", "a year earlier", "2028-07/2028-09"),
        ("In the quarter ended July 31, it fell.", "quarter", "2031-05/2031-07"),
        ("It fell over the weekend.", "weekend", "2031-10-25/2031-10-26"),
        ("They will meet over the weekend.", "weekend", "2031-11-01/2031-11-02"),
        ("It fell over the summer.", "summer", "2031-22"),
        ("The deal will close by year-end.", "year-end", "2031"),
        ("It was to close by the end of the year.", "year", "2031"),
        ("In May 2012 it was to close by the end of the year.", "year", "2012"),
        ("They expect more in the current year.", "current year", "2031"),
    ],
)
def test_what_was_told_before_counts(text: str, surface: str, value: str) -> None:
    assert shown(text)[-1] == (surface, value) or (surface, value) in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The next day he left.",
        "A year earlier it had sunk.",
        "It sank in a year, and the year before.",
        "The ship sank on Friday.\nNothing stirred.\nThe next day he left.",
        "5 May 2012\nThe next day he left.",
        "They met on 5 May 2012, he said on Friday in a speech. " + "It was long. " * 40 + "The next day he left.",
    ],
)
def test_nothing_is_counted_from_what_is_far_or_missing(text: str) -> None:
    assert values(text)[-1].value is None


def test_not_counted_from_the_day_on_which_it_was_said() -> None:
    text = "He was shot on 5 May 2012, police said on Monday. He died the next day."
    assert shown(text)[-1] == ("next day", "2012-05-06")


@pytest.mark.parametrize(
    "text",
    [
        "In the quarter, it sold a ship.",
        "They sold it for the latest period.",
        "In that day care centre they sang.",
        "He knew that year after year they came.",
        "It came a year earlier than planned.",
        "The man of the year spoke.",
        "It is not the same day-to-day work.",
    ],
)
def test_no_date_of_what_tells_none(text: str) -> None:
    assert values(text) == []


def test_what_a_value_was_counted_from_is_named() -> None:
    told = values("They met on 5 May 2012. The next day he left.", None)[-1]
    assert told.value == "2012-05-06" and told.anchor is not None
    assert (told.anchor.kind, told.anchor.value, told.anchor.start) == ("text", "2012-05-05", 12)
    told = values("It sank on Friday. The next day he left.")[-1]
    assert told.anchor is not None and told.anchor.value == TUESDAY
    assert values("It sank on Friday. The next day he left.", None)[-1].value is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It sank at 10:35 a.m. (0735 GMT) Friday.", [("10:35 a.m. (0735 GMT) Friday", "2031-10-24")]),
        ("It sank on Friday at 9 p.m. EST, they say.", [("Friday at 9 p.m. EST", "2031-10-24")]),
        ("On Friday the polls closed at 22:30.", [("Friday", "2031-10-24"), ("22:30", "2031-10-24")]),
        ("By 9 a.m. the port was shut on Friday.", [("9 a.m.", "2031-10-24"), ("Friday", "2031-10-24")]),
        ("The polls closed at 22:30.", []),
        ("Corinthians 9:25, a score of 3:15, 13 pm, 20 to 24, at 25:30 and at 1:02:03.", []),
    ],
)
def test_times_of_day(text: str, dates: list[tuple[str, str]]) -> None:
    assert shown(text) == dates


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("He spoke at Wikimania 2009.", "2009", "2009"),
        ("It was on Christmas Day 2009.", "Christmas Day 2009", "2009-12-25"),
        ("INTEX 2006 will be held in Oslo.", "2006", "2006"),
        ("In fiscal 2030 sales fell.", "2030", "2030"),
        ("It rose in Q3 2031.", "Q3 2031", "2031-07/2031-09"),
        ("It rose in Q3.", "Q3", "2031-07/2031-09"),
        ("It rose in FY2030.", "FY2030", "2030"),
        ("It sank in '98.", "'98", "1998"),
        ("It sank in '31.", "'31", "2031"),
        ("It took us from '74 to '94.", "'94", "1994"),
        ("Third-quarter net rose from the 2028 quarter.", "2028 quarter", "2028-07/2028-09"),
        ("Third-quarter net rose from last year's quarter.", "last year's quarter", "2030-07/2030-09"),
        ("It sank on Friday. He left at 2:30 the next day.", "2:30 the next day", "2031-10-25"),
        ("It posted a loss for the third quarter of $2 million.", "third quarter", "2031-07/2031-09"),
        ("It sank in May and July last year.", "May", "2030-05"),
        ("Er kam gestern.", "gestern", "2031-10-27"),
        ("Il est venu aujourd'hui.", "aujourd'hui", TUESDAY),
        ("Llegó ayer.", "ayer", "2031-10-27"),
        ("Trading is to resume in Paris Friday.", "Friday", "2031-10-31"),
    ],
)
def test_other_forms(text: str, surface: str, value: str) -> None:
    assert (surface, value) in shown(text)


@pytest.mark.parametrize("text", ["They use Windows 2000.", "He took Flight 2012.", "About 2009 men", "Hoy Ltd. came."])
def test_numbers_behind_names_that_are_no_years(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hallam and Verin meet on Friday.", "2031-10-31"),
        ("The council decided to admit them on Friday.", "2031-10-31"),
        ("He said it will be told when the case is heard on Friday.", "2031-10-31"),
        ("The fair is on Friday.", "2031-10-31"),
        ("On Friday, when Hallam set aside her plans to travel, it rained.", "2031-10-24"),
        ("He will succeed Daniel P. Davison on Friday.", "2031-10-31"),
    ],
)
def test_the_direction(text: str, value: str) -> None:
    assert values(text)[0].value == value


def test_last_month_by_its_name_may_be_a_year_ago() -> None:
    (only,) = values("It crashed last September.")
    assert (only.value, only.alternatives) == (None, ("2030-09", "2031-09"))


def test_the_same_words_elsewhere_decide() -> None:
    text = "A part in plans for the summit in March.\nThey are expected to join in March."
    assert [each.value for each in values(text)] == ["2032-03", "2032-03"]
    assert values("A part in plans for the summit in March.")[0].value is None


@pytest.mark.parametrize(
    ("value", "step", "found"),
    [
        ("2031-05-31", "day+1", "2031-06-01"),
        ("2031-05/2031-06", "month+1", "2031-07"),
        ("2031-05/2031-06", "month-1", "2031-04"),
        ("2032-02-29", "kept-1", "2031-02-28"),
        ("2031-02", "ending+0", "2030-12/2031-02"),
        ("2031", "day+1", None),
        ("2031", "ending+0", None),
        ("0001", "kept-1", None),
        ("2031", "nonsense", None),
    ],
)
def test_steps(value: str, step: str, found: str | None) -> None:
    assert stepped(value, step) == found


def test_a_chain_of_dates_comes_to_an_end() -> None:
    text = "He came on Monday." + " A day later he left." * 2000
    found = values(text)
    assert len(found) == 2001 and found[3].value == "2031-10-30" and found[-1].value is None


def test_the_following_weekend_may_be_the_coming_one_or_that_after_it() -> None:
    assert shown("They met on 2 May 2012. He left the following weekend.")[-1] == ("following weekend", None)
