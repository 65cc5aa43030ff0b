"""Where a query matches in a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.errors import Cancelled
from index.search.languages import read_as
from index.search.matching import CHUNK, matches
from index.search.parser import parse
from index.search.query import Node
from index.search.tokens import tokens

from .strategies import Text, leaves, stretches, texts


def marked(query: str, text: str, title: Span | None = None) -> list[str]:
    spans = matches(parse(query), text, title=title, stemming=("en",))
    assert spans == sorted(spans)
    return [text[span.start : span.end] for span in spans]


TEXT = "Peace talks\n\nThe U.S. envoy's peace deal: “peace deals” reported, report by the state-owned agency."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("us", ["U.S"]),
        ("envoy", ["envoy"]),
        ("reports", ["reported", "report"]),
        ("=report", ["report"]),
        ("repor*", ["reported", "report"]),
        ('"peace deal"', ["peace deal"]),
        ('"peace de*"', ["peace deal", "peace deals"]),
        ("peace", ["Peace", "peace", "peace"]),
        ('peace OR "peace deal"', ["Peace", "peace deal", "peace"]),
        ("state-owned", ["state-owned"]),
        ("envoy -peace", ["envoy"]),
        ("NOT envoy", []),
        ("envoy date:2020", ["envoy"]),
        ('"envoy peace"', ["envoy's peace"]),
        ("title:peace", []),
    ],
)
def test_matches(query: str, expected: list[str]) -> None:
    assert marked(query, TEXT) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("government", ["govern-\nment"]),
        ("governments", ["govern-\nment"]),
        ("=government", ["govern-\nment"]),
        ("govern*", ["govern-\nment"]),
        ("=govern", ["govern"]),
        ("ment", ["ment"]),
        ('"the government of"', ["The govern-\nment of"]),
        ('"the govern ment"', ["The govern-\nment"]),
        ("state-owned", ["state-\nowned"]),
        ("stateowned", ["state-\nowned"]),
        ("well-intentioned", ["well-inten-\n  tioned"]),
        ('"of government"~0', ["govern-\nment of"]),
        ('"of government"~0', ["govern-\nment of"]),
        ("Jean-Pierre", ["Jean-\nPierre"]),
        ("JeanPierre", []),
    ],
)
def test_words_cut_by_the_end_of_a_line(query: str, expected: list[str]) -> None:
    text = "The govern-\nment of a state-\nowned, well-inten-\n  tioned firm. Jean-\nPierre -\nand"
    assert marked(query, text) == expected


@pytest.mark.parametrize("shift", range(12))
def test_words_cut_by_the_end_of_a_line_where_a_text_is_read_in_chunks(shift: int) -> None:
    text = "x" * (CHUNK - shift) + " govern-\n  ment fell. " + "y " * CHUNK
    assert marked('"government fell"', text) == ["govern-\n  ment fell"]


@pytest.mark.parametrize(("query", "expected"), [("letters", ["letter"]), ("=letters", []), ("letter", ["letter"])])
def test_a_word_still_being_typed_is_marked_in_its_other_endings_too(query: str, expected: list[str]) -> None:
    text = "a letter of hers"
    found = matches(parse(query, as_typed=True), text, stemming=("en",))
    assert [text[start:end] for start, end in found] == expected


def test_title_matches_lie_inside_the_title() -> None:
    assert marked("title:peace", TEXT, Span(0, 11)) == ["Peace"]
    assert marked("title:peace agency", TEXT, Span(0, 11)) == ["Peace", "agency"]
    assert marked("title:envoy", TEXT, Span(0, 11)) == []


@given(leaves, texts, st.sampled_from(["en", "de", "fr", "pl"]))
def test_every_place_is_marked(leaf: Node, text: str, language: str) -> None:
    """Every stretch that the plain evaluator finds; those inside a longer one are left out."""
    found = list(tokens(text))
    all_of_them = {Span(found[first].start, found[last].end) for first, last in stretches(leaf, Text(text, language))}
    expected = sorted(
        span
        for span in all_of_them
        if not any(o != span and o.start <= span.start and span.end <= o.end for o in all_of_them)
    )
    assert matches(leaf, text, stemming=read_as(language)) == expected


@given(st.integers(-30, 30), st.sampled_from([" ", "\n", " — "]))
def test_phrases_across_the_chunks_that_a_text_is_read_in(shift: int, space: str) -> None:
    filler = "word " * ((CHUNK + shift) // 5) + "x" * (shift % 5)
    text = f"{filler} peace{space}deal {filler} peace{space}deal"
    assert [text[s.start : s.end] for s in matches(parse('"peace deal"'), text)] == [f"peace{space}deal"] * 2


def test_a_large_text() -> None:
    text = "It was said that the word was kept.\n" * 20_000 + "Peace."
    (last,) = matches(parse("peace"), text)
    assert last == Span(len(text) - 6, len(text) - 1)
    assert len(matches(parse("=word"), text)) == len(re.findall("word", text))


def test_cancelled() -> None:
    with pytest.raises(Cancelled):
        matches(parse("peace"), "peace " * CHUNK, cancelled=lambda: True)
