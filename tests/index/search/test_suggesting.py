"""What is offered for words that the collection does not have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.search.parser import parse
from index.search.query import Word
from index.search.suggesting import Meant, meanings, nearest, plain_words
from index.search.vocabulary import of_counts

WORDS = {"prisoner": 40, "prisoners": 9, "harbour": 12, "harbor": 2, "boom": 5, "boon": 900, "letter": 30, "42": 3}
VOCABULARY = of_counts(WORDS)


def finds(word: Word) -> bool:
    return bool(VOCABULARY.of_one_stem(word.word, ("en",)))


def meant(query: str, *, as_typed: bool = False) -> Meant | None:
    return next(meanings(query, parse(query, as_typed=as_typed), VOCABULARY, finds), None)


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
    found = meant(query)
    assert (found.query if found is not None else None) == instead


def test_a_word_still_being_typed_is_a_beginning() -> None:
    found = meant("boom prisn", as_typed=True)
    assert found is None
    found = meant("prisnoe", as_typed=True)
    assert found is not None and found.query == "prisoner"


@given(st.text('abehlmnoprtsu "()-=~', max_size=25))
def test_what_is_offered_is_a_query_of_words_that_there_are(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError:
        return
    for found in meanings(query, tree, VOCABULARY, finds):
        parse(found.query)
        assert all(other in WORDS and typed != other for typed, other in found.words)


def test_short_words_differ_by_one_letter() -> None:
    assert nearest("boam", VOCABULARY) == "boom"
    assert nearest("baam", VOCABULARY) is None


def test_less_likely_words_come_after() -> None:
    query = "harbur boom"
    offered = [each.query for each in meanings(query, parse(query), VOCABULARY, finds)]
    assert offered == ["harbour boom", "harbor boom"]
    query = '"harbur boox"'
    offered = [each.query for each in meanings(query, parse(query), VOCABULARY, finds)]
    assert offered[0] == '"harbour boon"' and set(offered) == {
        f'"{one} {two}"' for one in ("harbour", "harbor") for two in ("boon", "boom")
    }


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Josef Halam", ["josef", "halam"]),
        ('the "Josef Halam"', ["the", "josef", "halam"]),
        ("josef OR halam", []),
        ("title:halam", []),
        ("josef date:2031", []),
        ("josef hala*", []),
        ('"jos* halam"', []),
    ],
)
def test_words_that_may_be_a_name(query: str, words: list[str]) -> None:
    assert plain_words(parse(query)) == words
