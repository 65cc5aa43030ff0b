"""Facets: what documents have in common, and that each number is what is left when a query is narrowed to it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.asking.conditions import documents_meeting
from index.asking.facets import MOST_VALUES, Facets, Value, count_facets
from index.catalogue.calling import write_called
from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.desk.decision import Decision
from index.desk.view import View
from index.desk.waiting import Waiting
from index.document import Document, Entity, ExtractedText, Metadata
from index.errors import Cancelled
from index.search.parser import parse
from index.search.query import Condition, Not

SOURCES = [None, "Herald", "Harbour Herald", "harbour herald", 'The "Lantern"', "Épée (north)", "“x”", "a b*"]
DATES = [None, "2030", "2031-09", "2031-09-10", "2031-10-01"]
TAGS = ["prisoners", "Prisoners", "to read", 'say "no"', "Å"]
PEOPLE = [
    Entity("person:josef-hallam", "Josef Hallam", "PERSON", ("Josef Hallam", "Hallam"), 0, 0),
    Entity("person:greta-hallam", "Greta Hallam", "PERSON", ("Greta Hallam",), 0, 0),
    Entity("person:hallam", "Hallam", "PERSON", ("Hallam",), 0, 0),
    Entity("org:hallam", "Hallam", "ORG", ("Hallam",), 0, 0),
    Entity("place:vigie", "La Vigie", "PLACE", ("La Vigie", "Vigie"), 0, 0),
    Entity("date:2031", "2031", "DATE", ("2031",), 0, 0),
]
NAMED = [(person.id, person.id) for person in PEOPLE] + [("person:hallam", "person:josef-hallam")]
"""(the name's own id in the document, the entity that it was found to be)"""

metadata = st.builds(
    Metadata,
    source=st.sampled_from(SOURCES),
    date=st.sampled_from(DATES),
    language=st.sampled_from([None, "en", "fr"]),
    tags=st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
)
decisions = st.builds(
    Decision,
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
    source=st.sampled_from(SOURCES),
    date=st.sampled_from(DATES),
)
made = st.tuples(
    st.sampled_from(["txt", "md", "TXT", ""]),
    metadata,
    st.none() | decisions,
    st.lists(st.sampled_from(NAMED), max_size=4, unique_by=lambda named: named[0]),
    st.booleans(),
)


@pytest.fixture
def catalogues(tmp_path: Path) -> Iterator[list[CatalogueReader]]:
    opened: list[CatalogueReader] = []
    yield opened
    for reader in opened:
        reader.close()


def catalogued(file: Path, documents: Sequence[tuple[str, Metadata, Sequence[tuple[str, str]]]]) -> CatalogueReader:
    writer = CatalogueWriter(file)
    with writer.batch():
        for number, (suffix, stated, _) in enumerate(documents, 1):
            path = f"letter {number}.{suffix}" if suffix else f"letter {number}"
            document = Document(path, "", (), stated, f"{number}", f"file {number}", "text/1", 0)
            writer.put(number, document, ExtractedText("", (), stated, "text/1"), (), 1, 0)
    writer.close()
    with sqlite3.connect(file) as db:
        for number, (_, _, named) in enumerate(documents, 1):
            rows = [(number, local, entity, entity.partition(":")[0].upper(), "") for local, entity in named]
            db.executemany("INSERT INTO named VALUES (?,?,?,?,?,1,'[]')", rows)
        db.executemany("INSERT INTO entities VALUES (?,?,?,'[]',0,0)", [(p.id, p.name, p.type) for p in PEOPLE])
        write_called(db, {}, PEOPLE)
    db.close()
    return CatalogueReader(file)


def view_of(catalogue: CatalogueReader, decided: dict[int, Decision]) -> View:
    return View(catalogue, Waiting(), decided, {}, {}, frozenset())


def meeting(view: View, condition: str) -> set[int]:
    node = parse(condition)
    if isinstance(node, Not):
        assert isinstance(node.child, Condition)
        return view.catalogue.listed.everything() - documents_meeting(view, node.child)  # type: ignore[union-attr]
    assert isinstance(node, Condition), condition
    return documents_meeting(view, node)


def values(facets: Facets, kind: str) -> list[Value]:
    return [value for facet in facets.facets if facet.kind == kind for value in facet.values]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(made, min_size=1, max_size=10))
def test_a_number_is_what_narrowing_leaves(
    tmp_path: Path, catalogues: list[CatalogueReader], documents: list[object]
) -> None:
    file = tmp_path / f"{len(catalogues)}.sqlite"
    catalogue = catalogued(file, [(d[0], d[1], d[3]) for d in documents])  # type: ignore[index]
    catalogues.append(catalogue)
    decided = {number: d[2] for number, d in enumerate(documents, 1) if d[2]}  # type: ignore[index]
    numbers = {number for number, d in enumerate(documents, 1) if d[4]}  # type: ignore[index]
    view = view_of(catalogue, decided)
    facets = count_facets(numbers, view)
    assert facets.documents == len(numbers)
    for facet in facets.facets:
        counts = [value.documents for value in facet.values]
        assert counts == sorted(counts, reverse=True) and facet.more == 0
        conditions = [value.condition for value in facet.values]
        assert len(conditions) == len(set(conditions))
        for value in facet.values:
            assert value.documents == len(meeting(view, value.condition) & numbers), value
            assert value.documents > 0
    # And nothing is left out of what there is.
    rows = {row.id: row for row in catalogue.rows(numbers)}
    years = Counter((decided.get(n, Decision()).date or rows[n].date or "")[:4] for n in numbers)
    told = {value.label: value.documents for value in values(facets, "date")}
    if set(years) != {""}:
        assert told == {year: number for year, number in years.items() if number}
    named = Counter(
        entity
        for n in numbers
        for entity in {entity for _, entity in documents[n - 1][3]}  # type: ignore[index]
        if not entity.startswith("date")
    )
    labels = {(value.label, kind) for kind in ("person", "org", "place") for value in values(facets, kind)}
    assert labels == {(p.name, p.type.lower()) for p in PEOPLE if named[p.id]}


def test_of_very_many_values_it_is_said_how_many_are_left_out(
    tmp_path: Path, catalogues: list[CatalogueReader]
) -> None:
    number = MOST_VALUES + 7
    made = [("txt", Metadata(source=f"S{at:04d}", tags=(f"t{at}",)), ()) for at in range(number)]
    catalogues.append(catalogued(tmp_path / "many.sqlite", made))
    facets = count_facets(range(1, number + 1), view_of(catalogues[0], {}))
    for kind in ("source", "tag"):
        facet = next(facet for facet in facets.facets if facet.kind == kind)
        assert len(facet.values) == MOST_VALUES and facet.more == 7


def test_months_are_told_of_one_year_alone(tmp_path: Path, catalogues: list[CatalogueReader]) -> None:
    dates = ["2031-09-10", "2031-09-11", "2031-10", "2030-01-01"]
    catalogues.append(catalogued(tmp_path / "dates.sqlite", [("md", Metadata(date=date), ()) for date in dates]))
    view = view_of(catalogues[0], {})
    assert values(count_facets({1, 2, 3, 4}, view), "month") == []
    months = [(v.label, v.documents) for v in values(count_facets({1, 2, 3}, view), "month")]
    assert months == [("2031-09", 2), ("2031-10", 1)]


def test_a_count_is_given_up_when_it_is_overtaken(tmp_path: Path, catalogues: list[CatalogueReader]) -> None:
    many = [("txt", Metadata(source=f"S{at}"), NAMED[:4]) for at in range(3000)]
    catalogues.append(catalogued(tmp_path / "long.sqlite", many))
    asked = count()
    with pytest.raises(Cancelled):
        count_facets(range(1, 3001), view_of(catalogues[0], {}), lambda: next(asked) > 0)


def test_codes_are_those_of_the_layers(tmp_path: Path, homes: object) -> None:
    from index.collection import Collection
    from index.config import load_settings

    folder = tmp_path / "desk"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(f"A letter, number {name}, with some more words in it.\n", encoding="utf-8")
    loaded = load_settings(None).settings
    collection = Collection.open(folder, replace(loaded, search=replace(loaded.search, limit=2)))
    try:
        collection.update()
        for name, code in (("one.txt", 'claim "a"'), ("one.txt", "doubt"), ("two.txt", 'claim "a"')):
            collection.annotate(name, 0, 8, codes=[code])
        found = collection.facets("letter")
        assert found.documents == 3
        assert [(v.label, v.documents) for v in values(found, "code")] == [('claim "a"', 2), ("doubt", 1)]
        for value in values(found, "code"):
            assert collection.search(f"letter {value.condition}").total == value.documents
        collection.tag(["three.txt"], add=["to read"])
        tags = [(v.label, v.documents, v.condition) for v in values(collection.facets("letter"), "tag")]
        assert tags == [("", 2, "-has:tag"), ("to read", 1, 'tag:"to read"')]
    finally:
        collection.close()
