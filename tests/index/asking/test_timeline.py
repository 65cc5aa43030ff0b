"""The dated statements of a collection: all of them, what is said of somebody, and nothing read twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from index.asking import timeline as room
from index.asking.timeline import Dated, Wanted, stated
from index.collection import Collection
from index.document import Block
from index.understanding.date_values import DateValue

if TYPE_CHECKING:
    from conftest import Desk


ANYTHING = Wanted()


@pytest.fixture
def collection(dated: Desk) -> Iterator[Collection]:
    from index.config import load_settings

    opened = Collection.open(dated.folder, load_settings(None).settings)
    yield opened
    opened.close()


def read(collection: Collection, wanted: Wanted = ANYTHING, before: Dated | None = None) -> Dated:
    def answering(query: str, as_typed: bool) -> list[str]:
        return [hit.document.path for hit in collection.search(query, limit=0, as_typed=as_typed).hits]

    timeline = collection.ledgers.timeline(wanted, answering, before=before)
    assert sum(1 for _ in timeline.count()) == timeline.documents
    return timeline.counted()


def said(dated: Dated) -> list[tuple[str, str]]:
    return [(each.origin.path, each.words) for each in dated.statements()]


def test_they_are_the_dates_of_the_ledger_with_their_sentences(collection: Collection) -> None:
    found = read(collection)
    assert [(each.origin.path, each.words, each.date) for each in found.statements()] == [
        tuple(each) for each in collection.ledgers.dates(aside=True)
    ]
    texts = {path: collection.document(path).text for path in {each.origin.path for each in found.statements()}}
    for each in found.statements():
        begin = each.date.start - each.at
        assert texts[each.origin.path][begin : begin + len(each.sentence)] == each.sentence
        assert each.sentence[each.at : each.at + len(each.words)] == each.words
    monday = next(each for each in found.statements() if each.words == "Monday")
    assert monday.sentence == "Josef Hallam wrote on Monday."
    assert (monday.origin.title, monday.origin.source) == ("A boom in the channel", "Plumb Line")


def test_only_of_a_document_a_search_or_a_name(collection: Collection) -> None:
    assert {path for path, _ in said(read(collection, Wanted(path="other.md")))} == {"other.md"}
    assert {path for path, _ in said(read(collection, Wanted(query="dredged OR slept")))} == {"days.md", "undated.txt"}
    assert said(read(collection, Wanted(query="dredged", path="other.md"))) == []
    of_name = read(collection, Wanted(name="hallam"))
    assert {each.words: each.beside for each in of_name.statements() if each.origin.path == "days.md"} == {
        "4 August 2031": True,
        "Monday": False,
        "2019": True,
        "July 2031": True,
        "02.03.2031": True,
    }
    entity = next(each.id for each in collection.entities() if each.name == "Josef Hallam")
    assert said(read(collection, Wanted(entity=entity))) == said(of_name)
    nobody = collection.ledgers.timeline(Wanted(name="josef halam"), lambda query, as_typed: [])
    assert "did you mean Josef Hallam" in nobody.notices[0] and nobody.documents == 0


def test_a_date_that_is_set_counts_and_nothing_else_is_read_again(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(collection)
    opened: list[str] = []
    whole = room.stated
    monkeypatch.setattr(room, "stated", lambda origin, *rest: opened.append(origin.path) or whole(origin, *rest))
    collection.describe(["undated.txt"], date="2031-09-10")
    second = read(collection, before=first)
    assert set(opened) == {"undated.txt", "days.md"}, "days.md has a date with two readings: others may settle it"
    values = {each.words: each.date.value for each in second.statements() if each.origin.path == "undated.txt"}
    assert values == {"7 September": "2031-09-07", "Monday": "2031-09-08"}
    collection.undo()
    assert [each.date for each in read(collection, before=second).statements()] == [
        each.date for each in first.statements()
    ]


def test_what_was_read_before_stands_until_it_is_read_anew(collection: Collection) -> None:
    first = read(collection)
    again = collection.ledgers.timeline(Wanted(), lambda query, as_typed: [], before=first)
    steps = again.count()
    next(steps)
    assert said(again.counted()) == said(first)


def test_a_document_without_blocks_is_one_paragraph() -> None:
    text = "In 2031 he came. He left."
    date = DateValue(3, 7, "2031", None, (), None)
    origin = room.Origin("a", "a", None)
    (found,) = stated(origin, text, (), [(date, "2031")])
    assert found.sentence == "In 2031 he came."
    blocks = (Block(0, 16, "prose", "plain"), Block(17, 25, "prose", "plain"))
    assert list(stated(origin, text, blocks, [(date, "2031")], [17])) == []
    assert [each.beside for each in stated(origin, text, (), [(date, "2031")], [17])] == [True]
