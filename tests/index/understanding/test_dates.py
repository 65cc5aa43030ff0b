"""Dates in running text and the values they need no guess for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.understanding.dates import find_dates
from index.understanding.tokens import tokeniser


def dates(text: str) -> list[tuple[str, str | None]]:
    """Surface and value of every date."""
    tokens = tokeniser().cut(text, 0, len(text))
    return [(text[tokens.starts[date.first] : tokens.ends[date.last - 1]], date.value) for date in find_dates(tokens)]


VALUED = [
    ("on 10 September 2031.", "10 September 2031", "2031-09-10"),
    ("the 10th of September 2031", "10th of September 2031", "2031-09-10"),
    ("September 10, 2031", "September 10, 2031", "2031-09-10"),
    ("Sept. 8, 2031", "Sept. 8, 2031", "2031-09-08"),
    ("Friday, 5 March 2027", "Friday, 5 March 2027", "2027-03-05"),
    ("Saturday, June 16, 2018", "Saturday, June 16, 2018", "2018-06-16"),
    ("2031-09-10", "2031-09-10", "2031-09-10"),
    ("25.09.2031", "25.09.2031", "2031-09-25"),
    ("09/25/2031", "09/25/2031", "2031-09-25"),
    ("10/10/2031", "10/10/2031", "2031-10-10"),
    ("in September 2031", "September 2031", "2031-09"),
    ("in early 2032", "early 2032", "2032"),
    ("mid-August 2021", "mid-August 2021", "2021-08"),
    ("in 2001 troops came", "2001", "2001"),
    ("the 2031 election", "2031", "2031"),
    ("(2031)", "2031", "2031"),
    ("2031-2034", "2031-2034", "2031/2034"),
    ("the fall of 2031", "fall of 2031", "2031"),
    ("10-12 September 2031", "10-12 September 2031", "2031-09-10/2031-09-12"),
    ("le 1er mai 2031", "1er mai 2031", "2031-05-01"),
    ("el 5 de mayo de 2031", "5 de mayo de 2031", "2031-05-05"),
    ("am 10. September 2031", "10. September 2031", "2031-09-10"),
    ("le 10 août 2031", "10 août 2031", "2031-08-10"),
    ("the grain pact of nineteen ninety-six", "nineteen ninety-six", "1996"),
    ("January nineteen ninety-seven came", "January nineteen ninety-seven", "1997-01"),
    ("That 1978 resolution stands.", "1978", "1978"),
    ("after his unsuccessful 1996 campaign", "1996", "1996"),
    ("the port's 1989 profit", "1989", "1989"),
    ("bonds due 1993.", "1993", "1993"),
    ("the third quarter of 2031", "third quarter of 2031", "2031-07/2031-09"),
    ("on May 24 and 25, 2031", "May 24 and 25, 2031", "2031-05-24/2031-05-25"),
    ("Sept. 8, 2031: the ferry sank", "Sept. 8, 2031", "2031-09-08"),
]
UNVALUED = [
    ("on Monday", "Monday"),
    ("ON MONDAY", "MONDAY"),
    ("on 10.09.2031", "10.09.2031"),
    ("on 09/10/2031", "09/10/2031"),
    ("on Sept. 8", "Sept. 8"),
    ("by March 10", "March 10"),
    ("before September 11th", "September 11th"),
    ("in May", "May"),
    ("since March", "March"),
    ("until September", "September"),
    ("last week", "last week"),
    ("this Friday", "this Friday"),
    ("yesterday", "yesterday"),
    ("two years ago", "two years ago"),
    ("a few days ago", "a few days ago"),
    ("the 1990s", "1990s"),
    ("the 21st century", "21st century"),
    ("31 June 2031", "31 June 2031"),
    ("a third-quarter loss", "third-quarter"),
    ("back in the sixties", "sixties"),
    ("songs of the '60s", "'60s"),
    ("it came this morning", "this morning"),
    ("after the March accession", "March"),
    ("Sept. 8: the ferry sank", "Sept. 8"),
]
NOTHING = [
    "They may march on. March! May we?",
    "May Dunleavy left.",
    "April Ryland and June Carter spoke.",
    "Good Friday",
    "2,031 prisoners and 2031 metres",
    "1999 prisoners were there",
    "10:30 and 3-1 and 192.168.10.12 and 1/2",
    "the second of the two",
    "a fall in spring",
    "He was dec. of sun and mon.",
    "She is in her sixties.",
    "Temperatures will reach the eighties.",
    "Twenty thirty-year-olds came.",
    "Nineteen boats and twenty women",
    "some armed 1996 men",
    "in the third quarter of the match",
    "the March on Rome",
]


@pytest.mark.parametrize(("text", "surface", "value"), VALUED)
def test_a_value_where_no_guess_is_needed(text: str, surface: str, value: str) -> None:
    assert dates(text) == [(surface, value)]


@pytest.mark.parametrize(("text", "surface"), UNVALUED)
def test_no_value_where_one_would_be_guessed(text: str, surface: str) -> None:
    assert dates(text) == [(surface, None)]


@pytest.mark.parametrize("text", NOTHING)
def test_no_date(text: str) -> None:
    assert dates(text) == []


def test_the_two_ends_of_a_stretch_of_years_are_dates() -> None:
    assert dates("between 1994 and 1997") == [("1994", "1994"), ("1997", "1997")]
    assert dates("songs of the 1960s and 70s") == [("1960s", None), ("70s", None)]


def test_a_full_stop_after_an_abbreviation_is_the_sentence_s() -> None:
    assert dates("He came on 8 Sept.")[0][0] in ("8 Sept", "8 Sept.")


WORDS = [
    "1",
    "31",
    "2031",
    "1999",
    ".",
    ",",
    "/",
    "-",
    "May",
    "Sept",
    "September",
    "of",
    "Monday",
    "the",
    "in",
    "ago",
    "mid",
]
EDTF = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_values_are_edtf(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        for _, value in dates(text):
            assert value is None or EDTF.fullmatch(value)
