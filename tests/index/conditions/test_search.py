"""Conditions in a search: what is said of values that nothing has, and who else shows the places of those there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from index.collection import Collection
from index.config import load_settings
from index.errors import QueryError

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def opened(harbour: Desk) -> Iterator[Collection]:
    collection = Collection.open(harbour.folder, load_settings(None).settings)
    yield collection
    collection.close()


def test_the_nearest_name_is_offered_where_nobody_has_it(opened: Collection) -> None:
    page = opened.search("boom entity:halam")
    assert (page.total, page.instead) == (0, 'boom entity:"Josef Hallam"')
    page = opened.search('entity:"Jose Halam" letter')
    assert page.instead == 'entity:"Josef Hallam" letter'
    assert page.notices[-1] == "no name Jose Halam in these documents; did you mean Josef Hallam?"
    assert opened.search("entity:xqzw").notices == ("no name xqzw in these documents",)
    assert opened.search("zebra OR entity:xqzw").total == 1


def test_a_code_that_no_passage_has_is_told_with_the_one_that_may_be_meant(opened: Collection) -> None:
    opened.annotate("letter.txt", 0, 8, codes=["claim/boom"])
    for typed, meant in (("claim", "claim/*"), ("claim/bom", "claim/boom")):
        page = opened.search(f"code:{typed}")
        assert page.instead == f'code:"{meant}"'
        assert opened.search(page.instead).total == 1


def test_what_is_still_typed_is_a_beginning_until_its_quotation_mark_is_closed(opened: Collection) -> None:
    assert opened.search('entity:"josef h', as_typed=True).total == 2
    assert opened.search('entity:"josef h"', as_typed=True).total == 0
    assert opened.search("has:an", as_typed=True).total == 4
    assert opened.matches("entity:jos", "inquiry.md", as_typed=True) == opened.matches("entity:hallam", "inquiry.md")


def test_a_mistake_is_told_even_where_nothing_else_answers(opened: Collection) -> None:
    with pytest.raises(QueryError, match="no is:foo"):
        opened.search("xqzw is:foo")


def test_concordance_and_lists_of_queries_have_the_places_too(opened: Collection) -> None:
    lines = list(opened.concordance("entity:hallam -zebra OR lantern"))
    assert [line.match for line in lines] == ["Josef Hallam", "Josef Hallam", "lantern", "Josef Hallam"]
    (counted,) = opened.queries.batch(["entity:hallam"])
    assert (counted.documents, counted.matches) == (2, 3)


def test_what_a_field_may_be_is_known(opened: Collection) -> None:
    opened.annotate("letter.txt", 0, 8, codes=["claim"])
    values = opened.queries.values
    assert "Josef Hallam" in values("entity") and values("code") == ["claim"]
    assert (values("lang"), values("format"), values("source")) == (["en"], ["txt", "md"], ["Plumb Line"])
    assert values("date") == ["2031"] and values("author") == ["Ines Haldane"] and values("subject") == []
