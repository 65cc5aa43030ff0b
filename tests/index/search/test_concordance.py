"""Matches in lines: contexts as they stand, orders by words, and where matches stand in a text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.document import DocumentRow, Span
from index.search.concordance import (
    ORDERS,
    date_key,
    dispersion,
    left_key,
    lines,
    ordered,
    part_of,
    right_key,
)
from index.search.matching import Matcher, matches
from index.search.parser import parse

TEXTS = st.text(alphabet="ab é\n.U'-你", max_size=60)


def row(path: str = "a.txt", date: str | None = None) -> DocumentRow:
    return DocumentRow(1, path, None, (), None, date, 3, read=False, size=9)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return text, sorted({Span(min(pair), max(pair)) for pair in draw(st.lists(ends, max_size=6))})


@given(texts_with_spans(), st.integers(0, 20))
def test_a_line_is_a_stretch_of_the_text_as_it_stands(made: tuple[str, list[Span]], width: int) -> None:
    text, spans = made
    found = lines(row(), text, spans, width)
    assert [(line.start, line.end) for line in found] == spans
    for line in found:
        assert line.match == text[line.start : line.end]
        assert line.left == text[max(0, line.start - width) : line.start]
        assert line.right == text[line.end : line.end + width]
        assert line.length == len(text)


@given(st.lists(texts_with_spans(), max_size=4), st.permutations(range(4)))
def test_each_order_keeps_every_line_once_and_is_an_order(made: list[tuple[str, list[Span]]], dates: list[int]) -> None:
    rows = [row(f"{at}.txt", None if dates[at] == 0 else f"203{dates[at]}") for at in range(len(made))]
    found = [line for at, (text, spans) in enumerate(made) for line in lines(rows[at], text, spans, 12)]
    keys = {
        "left": left_key,
        "right": right_key,
        "document": lambda line: (line.document.path, line.start, line.end),
        "date": lambda line: date_key(line.document),
    }
    for order in ORDERS:
        key = keys[order]
        sorted_lines = ordered(found, order)
        assert {id(line) for line in sorted_lines} == {id(line) for line in found}
        assert len(sorted_lines) == len(found)
        places = {id(line): at for at, line in enumerate(found)}
        for one, next_one in pairwise(sorted_lines):
            assert key(one) < key(next_one) or (key(one) == key(next_one) and places[id(one)] < places[id(next_one)])


def test_words_of_the_left_context_are_read_backwards_and_folded() -> None:
    text = "The Old letter. An évil letter. a new letter"
    (old, evil, new) = lines(row(), text, matches(parse("letter"), text), 15)
    assert left_key(old) == ("old", "the")
    assert left_key(evil)[:2] == ("evil", "an")
    assert [line.start for line in ordered([old, evil, new], "left")] == [evil.start, new.start, old.start]


def test_undated_documents_come_last() -> None:
    some = [
        lines(row(path, date), "x", [Span(0, 1)], 3)[0] for path, date in (("b", None), ("c", "2031"), ("a", "2032"))
    ]
    assert [line.document.path for line in ordered(some, "date")] == ["c", "a", "b"]


@given(st.integers(1, 10_000), st.integers(1, 40), st.data())
def test_dispersion_counts_every_match_in_its_part(length: int, parts: int, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, length - 1), max_size=30))
    counts = dispersion(starts, length, parts)
    assert len(counts) == parts and sum(counts) == len(starts)
    for start in starts:
        part = part_of(start, length, parts)
        assert part * length <= start * parts < (part + 1) * length


@given(st.lists(TEXTS, max_size=5), st.sampled_from(["a", "ab OR b", '"a b"', "a*", "title:a", '"a b"~2']))
def test_one_matcher_for_many_texts_finds_what_one_for_each_does(texts: list[str], query: str) -> None:
    tree = parse(query)
    matcher = Matcher(tree, ("en",))
    for text in texts:
        title = Span(0, len(text) // 2)
        assert matcher.matches(text, title=title) == matches(tree, text, title=title, stemming=("en",))
