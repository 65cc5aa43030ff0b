"""`code:`, `note:`, `mark:` and `has:` against a plain reading of all annotations, right after each of them changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.annotations.annotation import Annotation
from index.document import Span
from index.errors import QueryError
from index.listing import ListQuery
from index.search.tokens import words

from .making import Made

TEXT = "The boom is closed. The U.S. captain's booms, the letter; Café."
CODES = ["claim", "Claim/Boom", "claims", "who", "where is it"]
NOTES = ["", "a letter", "The Letter of the captain", "US copy", "booms, café"]
PASSAGES = ["The boom is closed", "U.S. captain's booms", "letter", "Café"]
QUERIES = [
    "code:claim", "code:CLAIM/*", "code:claim/boom", "code:cl*", "code:claim/", 'code:"where is it"', "code:*",
    "code:none", "note:letter", 'note:"the letter"', "note:l*", "note:us", "note:boom", "note:*", 'note:"letter the"',
    "mark:boom", "mark:boom*", 'mark:"us captain"', "mark:cafe", "mark:*", "has:code", "has:note", "has:mark",
    "has:annotations", "code:who OR note:letter", "code:who -note:letter",
]  # fmt: skip

edits = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "edit", "delete", "undo"]),
        st.integers(0, 3),
        st.sampled_from(PASSAGES),
        st.sampled_from(NOTES),
        st.lists(st.sampled_from(CODES), max_size=2, unique=True),
    ),
    max_size=8,
)


def is_in(wanted: str, text: str) -> bool:
    """Whether the words of a value stand in a text one after the other; with a star the last is a beginning."""
    here, those = words(text), words(wanted)
    if not those:
        return bool(text)
    for at in range(len(here) - len(those) + 1):
        some = here[at : at + len(those)]
        last = some[-1].startswith(those[-1]) if wanted.endswith("*") else some[-1] == those[-1]
        if some[:-1] == those[:-1] and last:
            return True
    return False


def is_coded(wanted: str, code: str) -> bool:
    wanted, code = wanted.lower(), code.lower()
    if wanted.endswith(("/*", "/")):
        return f"{code}/".startswith(wanted.rstrip("*/") + "/")
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


def answers(part: str, annotation: Annotation) -> bool:
    """Whether an annotation is what one condition asks for."""
    name, value = part.split(":", 1)
    value = value.strip('"')
    if name == "has":
        return bool({"code": annotation.codes, "note": annotation.note}.get(value, True))
    if name == "code":
        return any(is_coded(value, code) for code in annotation.codes)
    return is_in(value, annotation.note if name == "note" else annotation.exact)


def meets(query: str, annotations: Sequence[Annotation]) -> bool:
    if " OR " in query:
        return any(meets(part, annotations) for part in query.split(" OR "))
    if " -" in query:
        with_it, without = query.split(" -")
        return meets(with_it, annotations) and not meets(without, annotations)
    return any(answers(query, each) for each in annotations)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, st.lists(st.sampled_from(QUERIES), min_size=4, max_size=5, unique=True))
def test_documents_and_spans_are_those_of_a_plain_reading(
    built: Callable[[], Any], steps: list[Any], queries: list[str]
) -> None:
    made = built()
    made.write([Made(f"{number}.txt", words=TEXT) for number in range(4)])
    collection = made.collection
    for what, number, passage, note, codes in steps:
        path = f"{number}.txt"
        start = collection.document(path).text.index(passage)
        there = [each.annotation for each in collection.annotations(path)]
        if what == "add":
            collection.annotate(path, start, start + len(passage), note=note, codes=codes)
        elif what == "edit" and there:
            collection.edit_annotation(there[0].id, note=note, codes=codes)
        elif what == "delete" and there:
            collection.delete_annotation(there[0].id)
        elif what == "undo":
            collection.undo()
        by_path = {path: collection.annotations(path) for path in made.numbers}
        for query in queries:
            expected = {path for path, those in by_path.items() if meets(query, [each.annotation for each in those])}
            listing = collection.list_documents(ListQuery(words=f"({query})"))
            assert set(listing.paths(0, len(listing))) == expected, query
            parts = query.split(" -")[0].split(" OR ")
            for path, those in by_path.items():
                shown = [p for p in those if any(answers(part, p.annotation) for part in parts)]
                assert collection.matches(query, path) == outermost([(p.start, p.end) for p in shown]), query


def test_an_edited_note_answers_with_its_new_words(built: Callable[[], Any]) -> None:
    made = built()
    made.write([Made("a.txt", words=TEXT)])
    added = made.collection.annotate("a.txt", 1, 4, note="a letter")

    def found(words: str) -> list[str]:
        return made.collection.list_documents(ListQuery(words=words)).paths(0, 9)

    assert (found("(note:letter)"), found("(note:boat)")) == (["a.txt"], [])
    made.collection.edit_annotation(added.annotation.id, note="a boat")
    assert (found("(note:letter)"), found("(note:boat)")) == ([], ["a.txt"])


def outermost(spans: list[tuple[int, int]]) -> list[Span]:
    kept = {a for a in spans if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in spans)}
    return [Span(*span) for span in sorted(kept)]


def test_an_orphan_answers_with_its_document_and_shows_no_passage(built: Callable[[], Any]) -> None:
    made = built()
    made.write([Made("a.txt", words=TEXT)])
    start = made.collection.document("a.txt").text.index("The boom is closed")
    made.collection.annotate("a.txt", start, start + 18, codes=["claim"])
    made.write([Made("a.txt", words="Something else stands here by now, of quite another kind.")])
    made.collection.refresh()
    assert [each.status for each in made.collection.annotations("a.txt")] == ["orphan"]
    listing = made.collection.list_documents(ListQuery(words="(code:claim)"))
    assert listing.paths(0, 9) == ["a.txt"]
    assert made.collection.matches("code:claim", "a.txt") == []


@pytest.mark.parametrize(
    ("query", "message", "marked"),
    [
        ("a note:—", "no word", "note:—"),
        ("mark:l?tter", "at their end alone", "mark:l?tter"),
        ("entity:?", "at their end alone", "entity:?"),
        ("boom speaker:—", "no word", "speaker:—"),
        ("boom is:raed", "no is:raed", "is:raed"),
        ("has:nothing", "no has:nothing", "has:nothing"),
        ("boom date:2031-13", "no month 13", "date:2031-13"),
        ("date:2031-02-29 boom", "no day 29", "date:2031-02-29"),
        ("date:2032..2031-05", "ends before it begins", "date:2032..2031-05"),
    ],
)
def test_a_value_that_makes_no_sense_is_told_with_its_place(
    built: Callable[[], Any], query: str, message: str, marked: str
) -> None:
    made = built()
    made.write([Made("a.txt", words=TEXT)])
    collection = made.collection
    for ask in (lambda: collection.matches(query, "a.txt"), lambda: collection.queries.save("x", query)):
        with pytest.raises(QueryError, match=message) as caught:
            ask()
        assert query[caught.value.start : caught.value.end] == marked
    with pytest.raises(QueryError, match=message):
        collection.list_documents(ListQuery(words=f"({query.removeprefix('boom ').removeprefix('a ')})"))
