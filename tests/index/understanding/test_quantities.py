"""Quantities: what they cover, and what is none."""

from __future__ import annotations

import pytest

from index.understanding.quantities import find_quantities
from index.understanding.tokens import tokeniser


def quantities(text: str) -> list[str]:
    """The surfaces."""
    tokens = tokeniser().cut(text, 0, len(text))
    taken = bytearray(len(tokens.words) + 4)
    return [text[tokens.starts[each.first] : tokens.ends[each.last - 1]] for each in find_quantities(tokens, taken)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They freed 5,000 prisoners.", ["5,000 prisoners"]),
        ("They freed 5,000 Varnian prisoners.", ["5,000"]),
        ("after nearly 20 years of war", ["nearly 20 years"]),
        (
            "more than 5,000 men, at least 13 military personnel",
            ["more than 5,000 men", "at least 13 military personnel"],
        ),
        ("$2.3 billion, US$40 and €5m", ["$2.3 billion", "US$40", "€5m"]),
        ("12 percent, 40 per cent, 58% and 3.5 %", ["12 percent", "40 per cent", "58%", "3.5 %"]),
        ("from 13,000 to 8,600 within 135 days", ["13,000", "8,600", "135 days"]),
        ("twenty-five thousand barrels", ["twenty-five thousand barrels"]),
        ("two hundred and six children", ["two hundred and six children"]),
        ("tens of thousands of people", ["tens of thousands of people"]),
        ("several hundred billion dollars", ["several hundred billion dollars"]),
        ("the 19-year conflict of a 70-year-old", ["19-year", "70-year-old"]),
        ("aged 45", ["aged 45"]),
        ("10-12 boats", ["10-12 boats"]),
        ("an eight-page paper", ["eight-page"]),
        ("one of them, two of us", []),
        ("Article 5, Route 66, page 12, COVID-19, F-16, 10:30, [12]", []),
        ("won 3-1", []),
        ("1. The first item", []),
        ("the 60th meeting", []),
        ("call 0170-555-0199-1", []),
    ],
)
def test_quantities(text: str, expected: list[str]) -> None:
    assert quantities(text) == expected


def test_nothing_on_taken_tokens() -> None:
    text = "in 2031 people"
    tokens = tokeniser().cut(text, 0, len(text))
    assert find_quantities(tokens, bytearray(b"\1" * (len(tokens.words) + 4))) == []
