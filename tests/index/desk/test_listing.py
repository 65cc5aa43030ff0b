"""Lists of documents against a plain reference: every order, filter and grouping, with what the reader decided."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.collection import Collection
from index.config import load_settings
from index.document import DocumentRow, Metadata
from index.errors import Cancelled, QueryError
from index.keys import fold, fold_path, format_of, natural
from index.listing import COLUMNS, GROUPINGS, ListQuery


def _beside(name: str) -> Any:
    """A module that lies beside this one; tests are no package."""
    found = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


reference = _beside("reference")
put = _beside("conftest").put

TITLES = [None, "The ferry", "the Ferry 2", "the ferry 10", "Über uns", "inquiry", "Ça alors"]
SOURCES = [None, "Harbour Herald", "harbour herald", "Lantern", "Épée"]
DATES = [None, "2030", "2031-09", "2031-09-10", "2031-10-01"]
TAGS = ["prisoners", "to read", "Å"]
FOLDERS = ["", "a/", "a b/", "a/b/", "B/"]

metadata = st.builds(
    Metadata,
    title=st.sampled_from(TITLES),
    authors=st.sampled_from([(), ("Ines Haldane",), ("Ines Haldane", "Ödön"), ("zed",)]),
    source=st.sampled_from(SOURCES),
    date=st.sampled_from(DATES),
    language=st.sampled_from([None, "en", "fr"]),
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
)
paths = st.builds(
    lambda folder, name, suffix: folder + name + suffix,
    st.sampled_from(FOLDERS),
    st.sampled_from(["letter 2", "letter 10", "Letter", "ferry", "é", "caf\udce9"]),
    st.sampled_from([".txt", ".md", ".TXT", ""]),
)
documents = st.lists(
    st.tuples(paths, metadata, st.integers(0, 5), st.integers(0, 5)), max_size=12, unique_by=lambda made: made[0]
)
own = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(TITLES[1:]),
        "source": st.sampled_from(SOURCES[1:]),
        "date": st.sampled_from(DATES[1:]),
        "tags": st.lists(st.sampled_from(TAGS), min_size=1, unique=True),
        "starred": st.just(True),
        "read": st.just(True),
    },
)

leaf = st.sampled_from(
    [
        "ferry", "FERRY", "er", "caf", '"the ferry"', "uber", "title:ferry", "source:herald", "author:odon", "path:a/",
        "path:*.md", "lang:en", "format:txt", "format:.md", "date:2031", "date:2031-09..2031-10", "date:..2030",
        "is:read", "is:unread", "is:starred", "has:tag", "tag:prisoners", 'tag:"to read"', "tag:pris*", "tag:a",
    ]
)  # fmt: skip
filters = st.recursive(
    leaf,
    lambda inner: st.one_of(
        inner.map(lambda it: f"-({it})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})"),
    ),
    max_leaves=4,
)
queries = st.builds(
    ListQuery,
    words=st.just("") | filters.map(lambda it: f"({it})"),
    sort=st.sampled_from(COLUMNS),
    descending=st.booleans(),
    group=st.sampled_from(GROUPINGS),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents, st.lists(own, min_size=12, max_size=12), st.lists(queries, min_size=1, max_size=12))
def test_a_listing_is_what_the_reference_says(
    catalogued: Any, made: list[Any], decided: list[dict[str, Any]], asked: list[ListQuery]
) -> None:
    collection: Collection = catalogued(made)
    rows = []
    for number, ((path, stated, words, size), told) in enumerate(zip(made, decided, strict=False), 1):
        _decide(collection, path, told)
        row = DocumentRow(number, path, stated.title, stated.authors, stated.source, stated.date, words, False, size)
        tags = tuple(sorted({*stated.tags, *told.get("tags", ())}))
        row = replace(row, language=stated.language, tags=tags, read="read" in told, starred="starred" in told)
        rows.append(replace(row, **{key: told[key] for key in ("title", "source", "date") if key in told}))
    for query in asked:
        expected = reference.PlainListing(query, [row for row in rows if holds(row, query.words)], True)
        listing = collection.list_documents(query)
        assert listing.rows(0, len(listing)) == expected.rows(0, len(expected)), query
        assert [(g.name, g.first, g.count) for g in listing.groups] == [
            (g.name, g.first, g.count) for g in expected.groups
        ]
        for row in rows:
            assert listing.position_of(row.path) == expected.position_of(row.path)
            assert collection.row(row.path) == row
    counts = collection.document_counts()
    assert (counts.documents, counts.read) == (len(rows), sum(row.read for row in rows))


def _decide(collection: Collection, path: str, told: dict[str, Any]) -> None:
    collection.tag([path], add=told.get("tags", ()))
    collection.star([path], told.get("starred", False))
    collection.describe([path], **{key: told[key] for key in ("title", "source", "date") if key in told})
    collection.set_read([path], told.get("read", False))


def holds(row: DocumentRow, words: str) -> bool:
    """Does a row pass a filter? By Python's own parser, the filter being made a Python expression."""
    from index.search.parser import EmptyQuery, parse
    from index.search.query import And, Condition, Field, Not, Or

    try:
        tree = parse(words)
    except EmptyQuery:
        return True

    def test(node: Any, parts: tuple[str, ...]) -> bool:
        match node:
            case And(children=children):
                return all(test(child, parts) for child in children)
            case Or(children=children):
                return any(test(child, parts) for child in children)
            case Not(child=child):
                return not test(child, parts)
            case Field(child=child):
                return test(child, ("title",))
            case Condition():
                return _meets(row, node.name, node.value)
        text = fold(words[node.span.start : node.span.end].strip('"'))
        return any(text in _part(row, part) for part in parts)

    return test(tree, ("title", "author", "source", "path"))


def _part(row: DocumentRow, part: str) -> str:
    if part == "path":
        return fold_path(row.path)
    return fold({"title": row.title, "author": ", ".join(row.authors), "source": row.source}[part] or "")


def _meets(row: DocumentRow, name: str, value: str) -> bool:
    match name:
        case "is":
            return {"read": row.read, "unread": not row.read, "starred": row.starred}[value]
        case "has":
            return bool(row.tags)
        case "tag":
            wanted = fold(value)
            return any(fold(t).startswith(wanted[:-1]) if wanted.endswith("*") else fold(t) == wanted for t in row.tags)
        case "lang":
            return row.language == value
        case "format":
            return format_of(row.path) == value.lstrip(".")
        case "date":
            low, dots, high = value.partition("..")
            high = (high if dots else low) or "9999"
            return row.date is not None and low <= row.date[: len(low)] and row.date[: len(high)] <= high
    if name == "path" and "*" in value:
        return fold_path(row.path).endswith(".md")
    return fold(value) in _part(row, name)


# -- as typed ---------------------------------------------------------------------------------------------------------

TWO = [
    ("one.txt", Metadata(title="One", date="2030", language="en", tags=("alpha",)), 1, 1),
    ("two.md", Metadata(title="Two"), 1, 1),
]


UNFINISHED = [
    "", "  ", "is:", "is:un", "has:ann", "date:", "date:20", "date:2031-", "date:..", "date:2031-1", "(", "-", '"',
    "title:", "~",
]  # fmt: skip


@pytest.mark.parametrize("words", UNFINISHED)
def test_what_is_unfinished_filters_nothing(catalogued: Any, words: str) -> None:
    assert len(catalogued(TWO).list_documents(ListQuery(words))) == 2


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("is:lost", "is:lost"),
        ("is:un x", "is:un"),
        ("date:soon", "date:soon"),
        ("x colour:red", "colour:"),
        ("has:nothing", "has:nothing"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(catalogued: Any, words: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        catalogued(TWO).list_documents(ListQuery(words))
    assert words[caught.value.start : caught.value.end] == place
    assert caught.value.suggestion


@pytest.mark.parametrize("words", ["tag:al", "lang:e", "format:t", "one", "date:2030", "-two"])
def test_the_word_being_typed_is_a_beginning(catalogued: Any, words: str) -> None:
    assert catalogued(TWO).list_documents(ListQuery(words)).paths(0, 9) == ["one.txt"]


def test_a_listing_stops_when_asked(catalogued: Any) -> None:
    collection = catalogued(TWO)
    with pytest.raises(Cancelled):
        collection.list_documents(ListQuery(sort="size"), cancelled=lambda: True)
    assert len(collection.list_documents(ListQuery(sort="size"))) == 2


def test_documents_that_come_and_go_between_two_questions_break_no_list(
    catalogued: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.catalogue.listing import ListedReader

    collection = catalogued([*TWO, ("three.txt", Metadata(), 1, 1)])
    collection.describe(["one.txt"], title="middle")
    by_folder = collection.list_documents(ListQuery(group="folder", sort="words"))
    assert [group.count for group in by_folder.groups] == [3]
    orders = ListedReader.order

    def with_another(self: Any, *asked: Any) -> Any:
        named, nameless = orders(self, *asked)
        return named, nameless + type(named)("i", [4])

    monkeypatch.setattr(ListedReader, "order", with_another)
    assert [g.count for g in collection.list_documents(ListQuery(group="folder", sort="size")).groups] == [4]

    def gone(self: Any, column: str, number: int) -> Any:
        if number != 1:
            raise ValueError("no such row")
        return "one", "one.txt", 1

    monkeypatch.setattr(ListedReader, "key", gone)
    monkeypatch.setattr(ListedReader, "order", orders)
    assert len(collection.list_documents(ListQuery(sort="title"))) == 3


def test_files_that_wait_stay_in_the_list_while_documents_come_in(homes_here: Path) -> None:
    from index.catalogue.writer import CatalogueWriter
    from index.indexing.generations import Generations
    from index.paths import collection_folders

    root = homes_here / "papers"
    (root / "b").mkdir(parents=True)
    for name in ("a.txt", "b/c.txt", "d.md", "e.txt"):
        (root / name).write_text("text")
    collection = Collection.open(root, load_settings(None).settings)
    everything = ["a.txt", "b/c.txt", "d.md", "e.txt"]
    assert collection.list_documents(ListQuery()).paths(0, 9) == everything

    generations = Generations(collection_folders(root).cache)
    generation = generations.start("made up")
    writer = CatalogueWriter(generation / "catalogue.sqlite")
    with writer.batch():
        put(writer, 1, ("b/c.txt", Metadata(title="Read"), 1, 4))
    generations.switch(generation)
    collection.refresh()
    listing = collection.list_documents(ListQuery())
    assert not listing.complete and listing.paths(0, 9) == everything
    assert [row.title for row in listing.rows(0, 9)] == [None, "Read", None, None]
    assert [listing.position_of(path) for path in everything] == [0, 1, 2, 3]
    assert collection.list_documents(ListQuery(descending=True)).paths(0, 9) == everything[::-1]
    assert collection.list_documents(ListQuery(sort="title")).paths(0, 9) == ["b/c.txt", "a.txt", "d.md", "e.txt"]
    grouped = collection.list_documents(ListQuery(group="folder"))
    assert [(g.name, g.count) for g in grouped.groups] == [("b", 1), ("", 3)]
    assert collection.list_documents(ListQuery("format:txt -read")).paths(0, 9) == ["a.txt", "e.txt"]
    assert collection.document_counts().documents == 4

    with writer.batch():
        put(writer, 2, ("a.txt", Metadata(), 1, 4))
        writer.set_meta("walked", "1")
    writer.close()
    collection.refresh()
    listing = collection.list_documents(ListQuery())
    assert listing.complete and listing.paths(0, 9) == ["a.txt", "b/c.txt"], "the others are no documents"
    collection.close()


@given(st.lists(st.text("ab0129 ", max_size=8), min_size=2, max_size=6))
def test_numbers_sort_by_their_size(names: list[str]) -> None:
    import re

    def parts(text: str) -> list[tuple[int, Any]]:
        # Digits stand where digits stand among characters: after space, before letters.
        cut = re.findall(r"\d+|\D", text)
        return [(ord("0"), int(part)) if part.isdigit() else (ord(part), 0) for part in cut]

    assert [parts(n) for n in sorted(names, key=natural)] == [parts(n) for n in sorted(names, key=parts)]
