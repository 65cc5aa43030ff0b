"""Names looked for all at once, held against the queries that find them one by one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search.matching import matches
from index.search.names import Names, orders, query_of_name
from index.search.parser import parse
from index.search.printer import print_query
from index.search.tokens import words

WORD = st.sampled_from(["ada", "ida", "adam", "bell", "ball", "bel", "O'Neil", "U.S.", "Zoë", "de", "3.5", "Ç'0"])
NAME = st.one_of(
    st.lists(WORD, min_size=1, max_size=3).map(" ".join),
    st.tuples(WORD, st.lists(WORD, min_size=1, max_size=2).map(" ".join)).map(", ".join),
)
TEXT = st.lists(st.one_of(WORD, st.sampled_from([",", ".", "-\n", "\n\n", "ada-\nm", "be-\nll", "and"])), max_size=30)


@given(st.lists(NAME, max_size=6), TEXT.map(" ".join), st.integers(0, 2))
@settings(max_examples=150)
def test_names_have_the_matches_of_their_queries(names: list[str], text: str, fuzzy: int) -> None:
    expected = {}
    for number, name in enumerate(names):
        query = query_of_name(name, fuzzy)
        assert query is not None and parse(print_query(query)) == query
        if found := matches(query, text):
            expected[number] = len(found)
    numbered = dict(enumerate(names))
    assert Names(numbered, fuzzy).counts(text) == expected
    assert Names(numbered, fuzzy, sorted(set(words(text)))).counts(text) == expected


@given(st.lists(st.sampled_from(["ada", "bell", "moss"]), min_size=2, max_size=3), TEXT.map(" ".join))
def test_last_first_is_found_both_ways(parts: list[str], text: str) -> None:
    last, *first = parts
    simple = " ".join(re.findall(r"[a-z]+", text)) if text.isascii() and "-" not in text and "'" not in text else ""
    either = {" ".join(parts), " ".join([*first, last])}
    found = set()
    for way in either:
        found.update((m.start(), m.start() + len(way)) for m in re.finditer(rf"(?=\b{way}\b)", simple))
    inner = {a for a in found for b in found if a != b and b[0] <= a[0] and a[1] <= b[1]}
    line = f"{last}, {' '.join(first)}"
    assert Names({7: line}).counts(simple).get(7, 0) == len(found - inner)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Baradar, Abdul Ghani", [("baradar", "abdul", "ghani"), ("abdul", "ghani", "baradar")]),
        ("Baradar,Abdul", [("baradar", "abdul"), ("abdul", "baradar")]),
        ("Smith, John, Jr.", [("smith", "john", "jr"), ("john", "smith", "jr")]),
        ("Abdul Ghani Baradar", [("abdul", "ghani", "baradar")]),
        ("AND (x* OR", [("and", "x", "or")]),
        ("5,000 men", [("5000", "men")]),
        (", ,", []),
    ],
)
def test_the_orders_of_a_name(line: str, found: list[tuple[str, ...]]) -> None:
    assert orders(line) == found


def test_a_name_over_two_lines_is_found() -> None:
    assert Names({1: "Vessarin Moss", 2: "moss"}).counts("A letter of Vessa-\nrin Moss.") == {1: 1, 2: 1}
