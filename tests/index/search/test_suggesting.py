"""What is offered for words that the collection does not have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.search.parser import parse
from index.search.suggesting import meant, nearest
from index.search.vocabulary import of_counts

WORDS = {"prisoner": 40, "prisoners": 9, "harbour": 12, "harbor": 2, "boom": 5, "boon": 900, "letter": 30, "42": 3}
VOCABULARY = of_counts(WORDS, ("en",))


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("prisnoer", "prisoner"),
        ("=Prisnoer,", "=prisoner,"),
        ('"the leter" -harbuor', None),  # `the` is nowhere, and too far from any word
        ('"leter boom"', '"letter boom"'),
        ("title:(harbuor OR letter)", "title:(harbour OR letter)"),
        ("harbuor NEAR/3 leter", "harbour NEAR/3 letter"),
        ("boo", "boon"),  # the commoner of two that are as near
        ("zzzzzz", None),
        ("43", None),
        ("prison*", None),
        ("date:2031 letter", None),
        ("-harbuor", None),
        ("prisoner", None),
        ("@leter", None),
    ],
)
def test_the_query_that_was_meant(query: str, instead: str | None) -> None:
    found = meant(query, parse(query), VOCABULARY)
    assert (found.query if found is not None else None) == instead


def test_a_word_still_being_typed_is_a_beginning() -> None:
    found = meant("boom prisn", parse("boom prisn", as_typed=True), VOCABULARY)
    assert found is None
    found = meant("prisnoe", parse("prisnoe", as_typed=True), VOCABULARY)
    assert found is not None and found.query == "prisoner"


@given(st.text('abehlmnoprtsu "()-=~', max_size=25))
def test_what_is_offered_is_a_query_of_words_that_there_are(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError:
        return
    found = meant(query, tree, VOCABULARY)
    if found is not None:
        parse(found.query)
        assert all(other in WORDS and typed != other for typed, other in found.words)


def test_short_words_differ_by_one_letter() -> None:
    assert nearest("boam", VOCABULARY) == "boom"
    assert nearest("baam", VOCABULARY) is None
