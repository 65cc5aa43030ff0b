"""What the grammar refuses, rather than answer another question than was asked."""

from __future__ import annotations

import pytest

from index.errors import QueryError
from index.search.parser import parse


@pytest.mark.parametrize("query", ["goverment~", "goverment~2", "wo?d", "a NEAR/3 b", "/pri.on/", '"a b"~5', "wo*d"])
@pytest.mark.parametrize("as_typed", [False, True])
def test_forms_of_other_engines_are_refused_at_their_place(query: str, as_typed: bool) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, as_typed=as_typed)
    assert query[caught.value.start : caught.value.end].strip()
    assert caught.value.suggestion


@pytest.mark.parametrize("query", ["who?", "really? yes", "and/or", "~", "a ~ b"])
def test_ordinary_punctuation_is_not_taken_for_them(query: str) -> None:
    try:
        parse(query)
    except QueryError as error:
        assert query == "~" and "Nothing" in str(error)
