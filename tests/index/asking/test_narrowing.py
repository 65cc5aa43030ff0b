"""Conditions put behind a query and taken off again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.asking.facets import condition
from index.asking.narrowing import conditions_of, narrowed, negated, widened
from index.errors import QueryError
from index.search.parser import parse
from index.search.query import And, Condition, Not

QUERIES = [
    "letter",
    "Tréhan boom",
    "lamp OR light",
    "(lamp OR light)",
    "a (b OR c) -d",
    '"steel boom"~5 OR =released',
    "title:(a OR b)",
    "lamp OR source:herald",
    "-ferry",
    "date:2031 letter",
    "(a b) OR (c d)",
    '(a OR "b)")',
    "@prisoners",
]
values = st.text(st.sampled_from('ab "”“„()-:*é漢@/'), min_size=1, max_size=8).filter(lambda text: text.strip() == text)
conditions = st.builds(
    lambda name, value, out: ("-" if out else "") + condition(name, value),
    st.sampled_from(["source", "tag", "code", "entity"]),
    values,
    st.booleans(),
)


@given(values)
def test_any_value_can_be_written_and_read_again(value: str) -> None:
    assert parse(condition("source", value)) == Condition("source", value)
    assert parse(f"-{condition('tag', value)}") == Not(Condition("tag", value))


@given(st.sampled_from(QUERIES), st.lists(conditions, min_size=1, max_size=3, unique=True), st.booleans())
def test_narrowing_adds_a_condition_to_what_was_asked_and_widening_takes_it_off(
    query: str, several: list[str], as_typed: bool
) -> None:
    before = conditions_of(query, as_typed=as_typed)
    new = [each for each in several if each not in before]
    tree = parse(query, as_typed=as_typed)
    parts = tree.children if isinstance(tree, And) else (tree,)
    asked, typed = query, as_typed
    for each in new:
        asked, typed = narrowed(asked, each, as_typed=typed), False
    if new:
        assert parse(asked) == And((*parts, *map(parse, new)))
        assert conditions_of(asked) == (*before, *new)
    for each in reversed(new):
        left = widened(asked, each)
        assert left is not None
        asked = left
    assert parse(asked) == tree or asked == query


@pytest.mark.parametrize(
    ("query", "as_typed", "expected"),
    [
        ("Tréhan boom", False, "Tréhan boom source:x"),
        ("lamp OR light", False, "(lamp OR light) source:x"),
        ("(lamp OR light)", False, "(lamp OR light) source:x"),
        ("lett", True, "lett* source:x"),
        ("(lamp OR lig", True, "(lamp OR lig*) source:x"),
    ],
)
def test_what_was_written_stays_as_it_was_where_it_can(query: str, as_typed: bool, expected: str) -> None:
    assert narrowed(query, "source:x", as_typed=as_typed) == expected


def test_of_a_condition_alone_nothing_is_left() -> None:
    assert widened("source:x", "source:x") is None
    assert widened("lamp OR light", "source:x") == "lamp OR light"
    assert widened("(lamp OR light) source:x", "source:x") == "lamp OR light"
    assert negated(negated("source:x")) == "source:x"
    assert conditions_of('"not closed') == ()
    with pytest.raises(QueryError):
        narrowed('"not closed', "source:x")
