"""Saved searches: the file against a plain dict, names in queries, and what is new since one looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.place import MarksPlace
from index.annotations.undo import UndoLog
from index.errors import GlossatorError, QueryError, ReadOnlyError
from index.search.parser import EmptyQuery, parse
from index.search.printer import print_query
from index.searches.saved import KIND, SavedSearches
from index.searches.searches_file import is_name
from index.searches.standing_for import Expansion

NAMES = st.sampled_from(["prisoners", "a.b", "x-1", "_", "on", "1", "null", "1.5"])
QUERIES = st.one_of(
    st.sampled_from(["prisoner* OR x", '"a: b" # no', "- a", "~", "yes", "'", "@x-1 é", "{a}", "12:30", "null"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), NAMES, QUERIES),
        st.tuples(st.just("delete"), NAMES, st.just("")),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("undo"), st.just(""), st.just("")),
    ),
    max_size=12,
)


def searches_in(folder: Path) -> tuple[SavedSearches, UndoLog]:
    log = UndoLog(folder / "state" / "undo.jsonl")
    return SavedSearches(MarksPlace(folder / ".glossator", None, private=False), log), log


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_the_file_is_a_dict_that_can_be_undone(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    folder = tmp_path_factory.mktemp("searches")
    saved, log = searches_in(folder)
    model: dict[str, str] = {}
    earlier: list[dict[str, str]] = []
    for what, name, value in steps:
        before = dict(model)
        try:
            if what == "save":
                saved.save(name, value)
                model[name] = " ".join(value.split())
            elif what == "delete":
                saved.delete(name)
                del model[name]
            elif what == "rename":
                saved.rename(name, value)
                model = {value if each == name else each: query for each, query in model.items()}
            elif log.undo({KIND: saved}) is not None:
                model = before = earlier.pop()
        except GlossatorError:
            refused = (what == "save" and not value.split()) or what in ("delete", "rename")
            assert refused and (what != "delete" or name not in model)
        if model != before:
            earlier.append(before)
        assert saved.all() == model
        assert searches_in(folder)[0].all() == model


def test_comments_and_hand_written_entries_stay(tmp_path: Path) -> None:
    file = tmp_path / ".glossator" / "searches.yaml"
    file.parent.mkdir()
    file.write_text(
        "# mine\nversion: 1\nsearches:\n  one: a OR b  # why\n  two:\n    query: c\n    about: kept\n"
        "  bad name: x\n  three: [1]\n"
    )
    saved, _ = searches_in(tmp_path)
    assert saved.all() == {"one": "a OR b", "two": "c"}
    assert [fault.partition("searches.yaml:")[2][:4] for fault in saved.faults()] == ["8:3:", "9:10"]
    saved.save("two", "d")
    saved.save("four", "e f")
    saved.rename("one", "uno")
    text = file.read_text()
    assert "# mine" in text and "uno: a OR b  # why" in text and "query: d" in text and "about: kept" in text
    file.write_text("version: 2\nsearches:\n  one: a\n")
    assert saved.all() == {"one": "a"}
    with pytest.raises(ReadOnlyError):
        saved.delete("one")


@pytest.mark.parametrize("name", ["", "a b", "é", "a/b", "x" * 101, "@"])
def test_what_cannot_be_a_name(tmp_path: Path, name: str) -> None:
    assert not is_name(name)
    with pytest.raises(GlossatorError):
        searches_in(tmp_path)[0].save(name, "a")


# -- names in queries ------------------------------------------------------------------------------------------------

SEARCHES = {"p": "a OR b", "q": "@p c", "loop": "x @ring", "ring": "@loop", "wrong": "a AND", "deaf": "@gone"}


def expanded(query: str, searches: dict[str, str] = SEARCHES, *, as_typed: bool = False) -> str:
    tree = parse(query, as_typed=as_typed)
    return print_query(Expansion(query, lambda: searches, as_typed=as_typed).expanded(tree))


@pytest.mark.parametrize(
    ("query", "stands_for"),
    [("@p", "a OR b"), ("@q -d", "((a OR b) c) NOT d"), ("-@p x", "NOT (a OR b) x"), ("x@p.org", '"x p org"')],
)
def test_a_name_stands_for_its_query(query: str, stands_for: str) -> None:
    assert expanded(query) == expanded(stands_for)


def test_names_are_printed_as_names() -> None:
    assert print_query(parse("(@p OR @x-1.b) -@q")) == "(@p OR @x-1.b) NOT @q"
    assert parse(print_query(parse("@p NOT @q"))) == parse("@p -@q")


@pytest.mark.parametrize(
    ("query", "words", "place", "suggestion"),
    [
        ("a @pp", "no saved search @pp", (2, 5), "@p"),
        ("@loop", "cannot hold itself: @loop in @ring in @loop", (0, 5), None),
        ("x (@wrong)", "@wrong has a mistake", (3, 9), None),
        ("@deaf", "no saved search @gone, of which @deaf speaks", (0, 5), None),
        ("a @é", "After @ stands the name", (2, 4), None),
        ("title:@p", "cannot hold another field", (6, 8), None),
    ],
)
def test_a_name_that_stands_for_nothing(query: str, words: str, place: tuple[int, int], suggestion: str | None) -> None:
    with pytest.raises(QueryError, match=words) as raised:
        expanded(query)
    assert (raised.value.start, raised.value.end) == place
    assert suggestion is None or raised.value.suggestion == suggestion


def test_a_name_still_being_typed_is_no_mistake() -> None:
    assert expanded("a @lo", as_typed=True) == "a path:*"
    with pytest.raises(QueryError):
        expanded("a @zz", as_typed=True)


def test_names_within_names_are_bounded() -> None:
    many = {f"n{at}": f"@n{at - 1} @n{at - 1}" for at in range(1, 40)} | {"n0": "a b"}
    with pytest.raises(QueryError, match="too often"):
        expanded("@n39", many)


@given(
    st.dictionaries(st.sampled_from("pqrs"), st.text('@pqrs ()ORa-"', max_size=12)), st.text("@pqrs ()ORa", max_size=12)
)
def test_any_searches_give_a_tree_or_a_message(searches: dict[str, str], query: str) -> None:
    try:
        assert "@" not in expanded(query, searches)
    except QueryError as error:
        assert isinstance(error, EmptyQuery) or 0 <= error.start <= error.end <= len(query)


# -- new since one looked --------------------------------------------------------------------------------------------


def test_what_is_new_since_one_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.collection import Collection
    from index.config import load_settings

    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"The ferry {name}.\n")
    collection = Collection.open(folder, load_settings(folder).settings)
    collection.update()
    queries = collection.queries
    with pytest.raises(QueryError, match="cannot hold itself"):
        queries.save("mine", "ferry @mine")
    assert queries.saved() == {}
    queries.save("boats", "ferry")
    assert (queries.standing("boats").documents, queries.standing("boats").new) == (2, 0)
    (folder / "one.txt").rename(folder / "moved.txt")
    (folder / "two.txt").write_text("The ferry two, edited.\n")
    (folder / "three.txt").write_text("The ferry three.\n")
    collection.update()
    assert (queries.standing("boats").documents, queries.standing("boats").new) == (3, 1)
    queries.rename("boats", "ships")
    assert queries.standing("ships").new == 1
    queries.seen("ships")
    assert queries.standing("ships").new == 0
    (folder / ".glossator" / "searches.yaml").write_text("searches:\n  by-hand: two\n")
    assert (queries.standing("by-hand").documents, queries.standing("by-hand").new) == (1, None)
    collection.close()
