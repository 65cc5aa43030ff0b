"""Which statements of one thing cannot both hold."""

from __future__ import annotations

import pytest

from index.document import Block
from index.facts.cell import Cell, Slot
from index.facts.conflicts import can_both_hold, contradiction, reason
from index.understanding.entities import RulesExtractor
from index.understanding.figures import figures_of


def figure(words: str, path: str = "a.txt") -> Cell:
    text = f"{words} boats"
    blocks = [Block(0, len(text), "prose", "test")]
    (found,) = figures_of(text, blocks, RulesExtractor().extract(text, blocks, "en"), "en")
    bounds = (found.number, found.low, found.high)
    return Cell(path, 0, len(words), words, Slot("figure", "boat"), *bounds)


def date(value: str | None, path: str = "a.txt") -> Cell:
    return Cell(path, 0, 1, "x", Slot("date", "open"), value=value)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("34", "35", False),
        ("34", "34", True),
        ("more than 50", "34", False),
        ("more than 50", "60", True),
        ("up to 400", "60", True),
        ("up to 400", "500", False),
        ("nearly 20", "19", True),
        ("nearly 20", "12", False),
        ("about 600", "640", True),
        ("about 600", "900", False),
        ("between 20 and 30", "25 to 40", True),
        ("between 20 and 30", "34", False),
        ("at least 19", "31", True),
        ("5,000", "4,000", False),
        ("5,000", "5,012", True),
        ("118", "143", False),
        ("dozens of", "7,000", True),
        ("several thousand", "12", True),
    ],
)
def test_figures(one: str, other: str, can: bool) -> None:
    assert can_both_hold(figure(one), figure(other)) is can is can_both_hold(figure(other), figure(one))


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("2031-08-31", "2031-09-01", False),
        ("2031-08-31", "2031-08", True),
        ("2031", "2031-08", True),
        ("2031-08", "2032", False),
        ("2031-08-25/2031-08-31", "2031-08-31", True),
        (None, "2031", True),
    ],
)
def test_dates(one: str | None, other: str | None, can: bool) -> None:
    assert can_both_hold(date(one), date(other)) is can is can_both_hold(date(other), date(one))


def test_a_conflict_is_between_documents_and_told_in_words() -> None:
    cells = [figure("31", "a.txt"), figure("31", "b.txt"), figure("47", "c.txt"), figure("47", "b.txt")]
    pair = contradiction(cells)
    assert pair is not None and {each.words for each in pair} == {"31", "47"}
    assert reason(pair, cells) == "31 in 2 documents, 47 in 2 documents: both cannot hold"
    assert contradiction([figure("31", "a.txt"), figure("47", "a.txt")]) is None, "one document by itself"
    both = [figure(words, path) for words in ("31", "47") for path in ("a.txt", "b.txt")]
    assert contradiction(both) is None, "both documents state both"
