"""Dates to values: by an anchor that is stated, and nothing without one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, Evidence, Metadata, Span
from index.understanding.anchors import anchor_of, common_ordering, own_ordering, resolved
from index.understanding.date_forms import Expression, stated_dates
from index.understanding.date_values import Anchor, DateValue, Ordering, resolve
from index.understanding.entities import RulesExtractor
from index.understanding.publication import Order

SUNDAY = "2021-08-15"


def values(text: str, anchor: str | None = SUNDAY) -> list[DateValue]:
    """The dates of a text of one block, counted from an anchor."""
    blocks = [Block(0, len(text), "prose", "test")]
    stated = stated_dates(text, blocks, RulesExtractor().extract(text, blocks, None))
    return resolved(stated, Metadata(date=anchor))


def shown(text: str, anchor: str | None = SUNDAY) -> list[tuple[str, str | None]]:
    return [(text[each.start : each.end], each.value) for each in values(text, anchor)]


BY_ANCHOR = [
    ("They met on Monday.", "2021-08-09"),
    ("They met on Sunday.", "2021-08-15"),
    ("The talks will resume on Monday.", "2021-08-16"),
    ("He said on Monday it would end.", "2021-08-09"),
    ("She was due to arrive on Friday.", "2021-08-20"),
    ("The commission opens on Monday.", "2021-08-16"),
    ("They came this Friday to say they will go next Tuesday, next Friday.", "2021-08-20"),
    ("It began last Sunday.", "2021-08-08"),
    ("He came in July last year.", "2020-07"),
    ("It will end on 10 May next year.", "2022-05-10"),
    ("It arrived on Saturday last week.", "2021-08-07"),
    ("Schools were closed due to snow on Monday.", "2021-08-09"),
    ("It ended yesterday.", "2021-08-14"),
    ("It ends tomorrow.", "2021-08-16"),
    ("It ended last week.", "2021-08-02/2021-08-08"),
    ("It began this month.", "2021-08"),
    ("It ended last year.", "2020"),
    ("It began two years ago.", "2019"),
    ("It began a month ago.", "2021-07"),
    ("It began three days ago.", "2021-08-12"),
    ("It ended last weekend.", "2021-08-07/2021-08-08"),
    ("The deal was signed on 29 February.", "2020-02-29"),
    ("The fleet left on 1 May.", "2021-05-01"),
    ("The exit will be complete by September 11.", "2021-09-11"),
    ("The fleet could sail as soon as Tuesday.", "2021-08-17"),
    ("The court gave them until 9 a.m. Tuesday to leave.", "2021-08-17"),
    ("They agreed to leave the port on Tuesday.", "2021-08-17"),
    ("He told a news conference on Tuesday that the fleet will sail.", "2021-08-10"),
    ("The ruling, they said, must stand despite Tuesday's protest.", "2021-08-10"),
    ("On Friday, when she set aside her travel plans, it rained.", "2021-08-13"),
    ("A dividend is payable Oct. 4.", "2021-10-04"),
    ("They sail to Rome next month, to Oslo in November, to Riga in December.", "2021-12"),
    ("It had been due to expire on Friday.", "2021-08-13"),
    ("He says the boats should be home by Aug. 24.", "2021-08-24"),
    ("The company reported a first-quarter loss.", "2021-01/2021-03"),
    ("It expects to report a second-quarter profit.", "2021-04/2021-06"),
    ("It sank in the fourth quarter.", "2020-10/2020-12"),
    ("It sank in late Q4.", "2020-10/2020-12"),
    ("It sank in mid-Q4.", "2020-10/2020-12"),
    ("It will sail in the fourth quarter.", "2021-10/2021-12"),
    ("It was so even back in the sixties.", "196X"),
    ("It rang this morning.", "2021-08-15"),
    ("He won the vote on November 3.", "2020-11-03"),
    ("It will start on January 10.", "2022-01-10"),
    ("It fell on August 20.", "2020-08-20"),
    ("The festival of August 20", "2021-08-20"),
    ("They met on Monday, August 9.", "2021-08-09"),
    ("The riots broke out in March.", "2021-03"),
    ("The vote will be held in November.", "2021-11"),
    ("It closed last March.", "2021-03"),
    ("It stood between March and June.", "2021-03/2021-06"),
    ("It ran from November to March.", "2020-11/2021-03"),
    ("Il est venu lundi.", "2021-08-09"),
    ("Il viendra lundi prochain.", "2021-08-16"),
    ("Les obsèques auront lieu samedi.", "2021-08-21"),
    ("La marine est arrivée le 6 août.", "2021-08-06"),
    ("Er kam am Montag.", "2021-08-09"),
    ("Llegó el 6 de agosto.", "2021-08-06"),
    ("Es begann im März.", "2021-03"),
]


@pytest.mark.parametrize(("text", "value"), BY_ANCHOR)
def test_by_an_anchor(text: str, value: str) -> None:
    last = values(text)[-1]
    assert last.value == value
    assert last.anchor is not None and last.anchor.value == SUNDAY


@pytest.mark.parametrize("text", [text for text, _ in BY_ANCHOR])
def test_nothing_without_one(text: str) -> None:
    for each in values(text, None):
        assert (each.value, each.alternatives, each.anchor) == (None, (), None)


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("from 29 February 2020 to 1 May 2021", "29 February 2020 to 1 May 2021", "2020-02-29/2021-05-01"),
        ("It ran between March and June 2021.", "March and June 2021", "2021-03/2021-06"),
        ("It ran from November to March 2021.", "November to March 2021", "2020-11/2021-03"),
        ("on 10-12 May 2021", "10-12 May 2021", "2021-05-10/2021-05-12"),
        ("from 10 to 12 May 2021", "10 to 12 May 2021", "2021-05-10/2021-05-12"),
        ("du 3 au 7 mai 2021", "3 au 7 mai 2021", "2021-05-03/2021-05-07"),
        ("vom 3. bis 7. Mai 2021", "3. bis 7. Mai 2021", "2021-05-03/2021-05-07"),
        ("del 3 al 7 de mayo de 2021", "3 al 7 de mayo de 2021", "2021-05-03/2021-05-07"),
        ("May 10-12, 2021", "May 10-12, 2021", "2021-05-10/2021-05-12"),
        ("January 23 through March 9, 2014", "January 23 through March 9, 2014", "2014-01-23/2014-03-09"),
        ("from 2001 to 2021", "2001 to 2021", "2001/2021"),
        ("in the 1990s", "1990s", "199X"),
        ("in the early 1990s", "early 1990s", "199X"),
        ("in the 1990's", "1990's", "199X"),
        ("in the 19th century", "19th century", "18XX"),
        ("in the summer of 2012", "summer of 2012", "2012-22"),
        ("in mid-August 2021", "mid-August 2021", "2021-08"),
        ("in early 2021", "early 2021", "2021"),
    ],
)
def test_what_needs_no_anchor(text: str, surface: str, value: str) -> None:
    assert shown(text, None) == [(surface, value)]


def test_a_change_from_one_day_to_another_is_no_stretch_of_time() -> None:
    found = shown("The exit was moved from 1 May 2021 to 11 September 2021.", None)
    assert found == [("1 May 2021", "2021-05-01"), ("11 September 2021", "2021-09-11")]


def test_a_year_that_stands_beside_counts() -> None:
    first, second = values("on August 30 and September 2, 2031", None)
    assert (first.value, second.value) == ("2031-08-30", "2031-09-02")
    assert first.anchor == Anchor("text", "2031-09-02", 17, 34)
    found = values("In 2010, aid came. It came back in 2012.", None)
    assert [each.value for each in found] == ["2010", "2012"]
    assert values("In 2010 they met on September 4.")[1].value == "2010-09-04"
    assert values("In 2010 they met. He left on September 4.")[1].value == "2020-09-04"


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("on September 11", "XXXX-09-11"),
        ("in September", "XXXX-09"),
        ("on 10-12 May", "XXXX-05-10/XXXX-05-12"),
        ("on Monday", "XXXX-WXX-1"),
        ("on Sunday, 7 September", "XXXX-09-07"),
        ("last week", None),
        ("1. August 31, to the Herald", "XXXX-08-31"),
    ],
)
def test_what_is_stated_is_kept(text: str, partial: str | None) -> None:
    (only,) = values(text, None)
    assert (only.value, only.partial) == (None, partial)


@pytest.mark.parametrize(
    ("text", "anchor", "alternatives"),
    [
        ("the meeting of February 10", SUNDAY, ()),
        ("the meeting of January 10", "2021-07-31", ("2021-01-10", "2022-01-10")),
        ("the fair in January", SUNDAY, ("2021-01", "2022-01")),
        ("10.09.2031", SUNDAY, ("2031-09-10", "2031-10-09")),
        ("09/10/2031", None, ("2031-09-10", "2031-10-09")),
    ],
)
def test_what_stays_open(text: str, anchor: str | None, alternatives: tuple[str, ...]) -> None:
    (only,) = values(text, anchor)
    assert only.alternatives == alternatives
    assert (only.value is None) == bool(alternatives)


def test_a_weekday_decides_the_year() -> None:
    assert values("It was Sunday, 15 November.", SUNDAY)[0].value == "2020-11-15"
    assert values("It was Monday, 15 November.", SUNDAY)[0].value == "2021-11-15"
    assert values("It was Wednesday, 15 November.", SUNDAY)[0].value is None


@pytest.mark.parametrize(
    ("text", "anchor", "value"),
    [
        ("on Monday", "2021-08", None),
        ("on Monday", "2021", None),
        ("in March", "2021-08", "2021-03"),
        ("in March", "2021", None),
        ("on 3 March", "2021-08", "2021-03-03"),
        ("last month", "2021-08", "2021-07"),
        ("last month", "2021", None),
        ("last year", "2021", "2020"),
        ("yesterday", "2021-08", None),
        ("yesterday", "2021-03-01", "2021-02-28"),
        ("yesterday", "2021/2022", None),
        ("last year", "2021/2022", None),
        ("tomorrow", "9999-12-31", "9999-12-31"),
        ("on 3 March", "0000-05", None),
        ("on 3 March", "2031-13", None),
    ],
)
def test_an_anchor_gives_no_more_than_it_has(text: str, anchor: str, value: str | None) -> None:
    assert values(text, anchor)[0].value == value


@pytest.mark.parametrize(
    "text", ["a few years ago", "decades ago", "the following week", "over the last year", "in the past decade"]
)
def test_too_little_for_any_anchor(text: str) -> None:
    assert [(each.value, each.partial) for each in values(text)] in ([], [(None, None)])


def test_the_name_of_an_event_is_not_of_this_year() -> None:
    (only,) = values("They remember the September 11 attacks.")
    assert (only.value, only.partial) == (None, "XXXX-09-11")


def test_the_order_of_another_date_settles() -> None:
    text = "Stamped 02.09.2031. The other was stamped 18.09.2031."
    first, second = values(text, None)
    assert (first.value, second.value) == ("2031-09-02", "2031-09-18")
    assert first.anchor == Anchor("order", "2031-09-18", 42, 52)
    assert first.alternatives == ("2031-02-09", "2031-09-02")


def test_dates_that_contradict_each_other_settle_nothing() -> None:
    assert values("02.09.2031, 18.09.2031 and 09/18/2031", None)[0].value is None


def test_the_documents_of_a_source_settle_where_they_agree() -> None:
    day, month = Ordering(Order(True, 0, 10), "2031-08-30"), Ordering(Order(False, 5, 15), "2031-08-31")
    common = common_ordering([("b", day), ("a", day)])
    assert common == Ordering(day.order, "2031-08-30", "a")
    assert common_ordering([("a", day), ("b", month)]) is None
    assert common_ordering([]) is None
    metadata = Metadata(
        date_text="10.09.2031",
        date_alternatives=("2031-09-10", "2031-10-09"),
        evidence=(Evidence("date", "date-line", Span(0, 10)),),
    )
    assert anchor_of(metadata, None) is None
    assert anchor_of(metadata, common) == Anchor("dateline", "2031-09-10", 0, 10)
    assert anchor_of(metadata, month) == Anchor("dateline", "2031-10-09", 0, 10)
    found = resolve(Expression(0, 10, "2031-09-10|2031-10-09", "", False), None, common)
    assert (found.value, found.anchor) == ("2031-09-10", Anchor("other-document", "2031-08-30", None, None, "a"))


def test_the_kind_of_anchor_is_told() -> None:
    def kind(rule: str, span: Span | None) -> str:
        anchor = anchor_of(Metadata(date=SUNDAY, evidence=(Evidence("date", rule, span),)), None)
        return anchor.kind if anchor is not None else ""

    assert kind("reader", None) == "reader"
    assert kind("date-line", Span(0, 4)) == "dateline"
    assert kind("front-matter", Span(0, 4)) == "metadata"
    assert kind("path", None) == "metadata"
    assert anchor_of(Metadata(), None) is None


PIECES = (
    "on Monday",
    "in March",
    "and",
    "to",
    "from",
    "between",
    "10",
    "May",
    "2021",
    "30",
    "September",
    "Sunday,",
    "10.09.2031",
    "18/09/2031",
    "29 February",
    "last",
    "next",
    "week",
    "will",
    "ago",
    "two years",
    "1990s",
    "early",
    "mid-",
    "'s",
    ".",
    "-",
    "\n",
    "In",
    "summer of",
)
EDTF = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?|\d{3}X|\d\dXX)(/\d{4}(-\d\d(-\d\d)?)?)?")


@settings(max_examples=60)
@given(
    st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), st.text(max_size=60)),
    st.sampled_from([None, SUNDAY, "2024-02-29", "2021", "2021-08", "0001-01-01", "9999-12-31"]),
)
def test_any_text(text: str, anchor: str | None) -> None:
    found = values(text, anchor)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        for value in (each.value, *each.alternatives):
            assert value is None or EDTF.fullmatch(value)
        first, _, second = (each.value or "").partition("/")
        assert not second or first <= second
        assert each.value is None or not each.partial or each.anchor is not None


def test_own_ordering_needs_a_proof() -> None:
    text = "Stamped 02.09.2031."
    blocks = [Block(0, len(text), "prose", "test")]
    stated = stated_dates(text, blocks, RulesExtractor().extract(text, blocks, None))
    assert own_ordering(stated) is None
