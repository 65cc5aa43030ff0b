"""Figures: number, bounds, qualifier, unit noun and subject."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block
from index.understanding.entities import RulesExtractor
from index.understanding.figures import Figure, figures_of
from index.understanding.numbers import count, plain_number


def figures(text: str, language: str | None = "en", kind: str = "prose") -> list[Figure]:
    blocks = [Block(0, len(text), kind, "test")]  # type: ignore[arg-type]
    return figures_of(text, blocks, RulesExtractor().extract(text, blocks, language), language)


Row = tuple[str, float | None, float | None, float | None, str | None, str | None, str | None]


def shown(text: str, language: str | None = "en") -> list[Row]:
    return [(text[each.start : each.end], *each[2:8]) for each in figures(text, language)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("They swapped 5,000 Taliban prisoners.", ("5,000", 5000, 5000, 5000, None, "prisoners", "Taliban")),
        ("more than 5,000 were freed", ("more than 5,000", 5000, 5000, None, "more than", None, None)),
        ("up to 400 US troops", ("up to 400", 400, None, 400, "up to", "troops", "US")),
        ("nearly 20 years of war", ("nearly 20 years", 20, None, 20, "nearly", "years", "war")),
        ("about 600 metres", ("about 600 metres", 600, None, None, "about", "metres", None)),
        ("at least 13 tall men", ("at least 13 tall men", 13, 13, None, "at least", "men", "tall")),
        ("fewer than 10 of the hostages", ("fewer than 10", 10, None, 10, "fewer than", "hostages", None)),
        ("as many as 300 boats", ("as many as 300 boats", 300, None, 300, "as many as", "boats", None)),
        ("between 20 and 30 people died", ("20 and 30 people", None, 20, 30, "between", "people", None)),
        ("its troops from 13,000 to 8,600", ("13,000 to 8,600", None, 8600, 13000, "from", "troops", None)),
        ("It cost 200 to 250 pounds.", ("200 to 250 pounds", None, 200, 250, "to", "pounds", None)),
        ("six to seven percent", ("six to seven percent", None, 6, 7, "to", "percent", None)),
        ("eleven or twelve boats", ("eleven or twelve boats", None, 11, 12, "or", "boats", None)),
        ("20-30 boats", ("20-30 boats", None, 20, 30, "-", "boats", None)),
        ("several thousand soldiers", ("several thousand soldiers", None, None, None, "several", "soldiers", None)),
        ("dozens of people", ("dozens of people", None, None, None, "dozens", "people", None)),
        ("tens of thousands of Afghans", ("tens of thousands", None, None, None, "tens of thousands", "Afghans", None)),
        ("$2.3 billion in aid", ("$2.3 billion", 2_300_000_000, 2_300_000_000, 2_300_000_000, None, "dollars", "aid")),
        ("The fund is €6.8 million.", ("€6.8 million", 6_800_000, 6_800_000, 6_800_000, None, "euros", "fund")),
        ("They paid $40m.", ("$40m", 40_000_000, 40_000_000, 40_000_000, None, "dollars", None)),
        ("They paid USD 5 million.", ("USD 5 million", 5_000_000, 5_000_000, 5_000_000, None, "dollars", None)),
        ("They paid about Rs. 3 crore.", ("3 crore", 30_000_000, 30_000_000, 30_000_000, None, "rupees", None)),
        ("They paid CHF 2m.", ("CHF 2m", 2_000_000, 2_000_000, 2_000_000, None, "francs", None)),
        ("They paid $US 40m.", ("40m", 40_000_000, 40_000_000, 40_000_000, None, "dollars", None)),
        ("They paid nineteen cents.", ("nineteen cents", 19, 19, 19, None, "cents", None)),
        ("12 percent of the budget", ("12 percent", 12, 12, 12, None, "percent", "budget")),
        ("it rose by 3.5%", ("3.5%", 3.5, 3.5, 3.5, None, "percent", None)),
        ("the 19-year conflict", ("19-year", 19, 19, 19, None, "years", "conflict")),
        ("the 70-year-old envoy spent years", ("70-year-old", 70, 70, 70, None, "years old", "envoy")),
        ("a 70-year-old man", ("70-year-old", 70, 70, 70, None, "years old", "man")),
        ("Edda Ostrander, 71, came.", ("71", 71, 71, 71, None, "years old", "Ostrander")),
        ("two hundred and six children", ("two hundred and six children", 206, 206, 206, None, "children", None)),
        ("a hundred and forty steps", ("a hundred and forty steps", 140, 140, 140, None, "steps", None)),
        ("half a dozen men", ("half a dozen men", 6, 6, 6, None, "men", None)),
        ("half a million people", ("half a million people", 500_000, 500_000, 500_000, None, "people", None)),
        ("Thirty-one people died.", ("Thirty-one people", 31, 31, 31, None, "people", None)),
        ("nine customs officers", ("nine customs", 9, 9, 9, None, "officers", "customs")),
        ("The toll of the sinking rose to 47.", ("47", 47, 47, 47, None, None, "toll")),
        ("2.5 million Syrian refugees", ("2.5 million", 2_500_000, 2_500_000, 2_500_000, None, "refugees", "Syrian")),
        ("about 40 km off the coast", ("about 40 km", 40, None, None, "about", "kilometres", None)),
        ("no more than four votes", ("no more than four votes", 4, None, 4, "no more than", "votes", None)),
        ("Seventy-one of our people", ("Seventy-one", 71, 71, 71, None, "people", None)),
    ],
)  # fmt: skip
def test_a_figure(text: str, row: Row) -> None:
    assert shown(text) == [row]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("from 5 cities to 3 countries", ["5 cities", "3 countries"]),
        ("between 5 cities and 3 countries", ["5 cities", "3 countries"]),
        ("killing 12 and wounding 30", ["12", "30"]),
        ("million and six? four million and six", ["four million", "six"]),
        ("In 2021, from 2001 to 2021, on 5 May 2021", []),
        ("the directory for 2031", []),
        ("the first, the 60th and the third", []),
        ("at 21.45, at 9.15, 00.12 and 6.40 a.m.", []),
        ("Clause 7 gives them time; Article 5", []),
        ("1.25 metres at 4.50 euros", ["1.25 metres", "4.50 euros"]),
    ],
)
def test_which_stand_there(text: str, rows: list[str]) -> None:
    found = [row[0] for row in shown(text)]
    assert [each for each in found if each != "six"] == [each for each in rows if each != "six"]


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("Le fonds de 4,2 millions d'euros", "fr", 4_200_000, "euros"),
        ("13 000 personnes", "fr", 13_000, "personnes"),
        ("12.500 Menschen", "de", 12_500, "menschen"),
        ("rund 3,5 Prozent", "de", 3.5, "percent"),
    ],
)
def test_other_languages(text: str, language: str, number: float, unit: str) -> None:
    (only,) = figures(text, language)
    assert (only.number, only.unit) == (number, unit)


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("5,000", "en", "5000"),
        ("1,234,567", "en", "1234567"),
        ("1.234.567", "en", "1234567"),
        ("2.345", "en", "2.345"),
        ("2.345", "de", "2345"),
        ("4,2", "en", "4.2"),
        ("1.234,5", "de", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("1,00,000", "en", "100000"),
        ("000", "en", "0"),
    ],
)
def test_separators(word: str, language: str, number: str) -> None:
    assert plain_number(word, language) == Decimal(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ninety thousand", 90_000),
        ("two hundred and fifty - five thousand", 255_000),
        ("three million two hundred thousand", 3_200_000),
        ("2.3 million", 2_300_000),
        ("two dozen", 24),
        ("four score", 80),
        ("0.1 million", 100_000),
    ],
)
def test_spelled_out(words: str, number: float) -> None:
    assert count(words.split()).number == number


@pytest.mark.parametrize("text", ["Anna Verin, ²³, who came", "They sank.²³ ①② were lost.", "There were ²⁰³¹ and"])
def test_the_sign_of_a_note_is_no_number(text: str) -> None:
    assert figures(text) == []


def test_captions_are_marked() -> None:
    assert [each.aside for each in figures("34 vessels lie there", kind="caption")] == [True]
    assert [each.aside for each in figures("34 vessels lie there")] == [False]


PIECES = (
    "5,000",
    "20",
    "-",
    "30",
    "and",
    "to",
    "from",
    "between",
    "more than",
    "nearly",
    "$",
    "€4.2",
    "million",
    "m",
    "dozens",
    "of",
    "people",
    "a",
    "half",
    "hundred",
    "twenty",
    "year-old",
    "%",
    "per cent",
    ",",
    "toll was",
    "Taliban prisoners",
    ".",
    "d'euros",
    "km",
)


@settings(max_examples=60)
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
        st.text(max_size=60),
    )
)
def test_any_text(text: str) -> None:
    found = figures(text, None)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.low is None or each.high is None or each.low <= each.high
        assert each.number is None or each.low in (None, each.number)
        json.dumps(each, allow_nan=False)
