"""Projects of Taguette, read."""

from __future__ import annotations

import json
import sqlite3
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations import interchange
from index.annotations.interchange import ImportedAnnotation, Unplaced, taguette
from index.codebook.code import Code

from .taking_in import taken_in

SAMPLE = Path(__file__).parents[4] / "shared" / "annotations" / "taguette" / "sample_project.sqlite3"

SCHEMA = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT, created TEXT,
    project_id INTEGER, text_direction TEXT, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
    snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, document_id INTEGER,
    payload TEXT);
"""


def database(script: str = SCHEMA, *rows: tuple[str, tuple[object, ...]]) -> bytes:
    made = sqlite3.connect(":memory:")
    made.executescript(script)
    for table, values in rows:
        made.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    made.commit()
    return made.serialize()


def document(number: int, name: str, html: str, description: str = "") -> tuple[str, tuple[object, ...]]:
    return "documents", (number, name, description, name, "", 1, "LEFT_TO_RIGHT", html)


def highlight(
    number: int, start: object, end: object, snippet: str, document: int = 1
) -> tuple[str, tuple[object, ...]]:
    return "highlights", (number, document, start, end, snippet)


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.sampled_from("ab &<é𝐛\u0301"), min_size=1, max_size=8).map(lambda t: f"w{t}w"),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_bytes_become_the_same_words(paragraphs: list[str], data: st.DataObject) -> None:
    whole = "".join(paragraphs)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    html = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    before, words = len(whole[:start].encode()), len(whole[start:end].encode())
    project = database(
        SCHEMA, document(1, "a.txt", html), highlight(1, before, before + words, escape(whole[start:end]))
    )
    (item,) = interchange.parse("taguette", project)
    assert isinstance(item, ImportedAnnotation) and item.parts.exact is not None and item.text is not None
    assert item.text.text == "\n".join(paragraphs)
    assert item.parts.exact.replace("\n", "") == whole[start:end]
    assert item.parts.exact == item.parts.exact.strip("\n")  # it ends where its last paragraph does
    if whole[start:end].strip():
        assert item.parts.start is not None and item.parts.end is not None
        assert item.text.text[item.parts.start : item.parts.end] == item.parts.exact


def test_highlights_are_taken_in_with_their_tags_and_what_is_not_is_told() -> None:
    html = "<h1>Títle</h1><p>He said <i>that</i> &amp; that nobody came back.</p>"
    text = "# Títle\n\nHe said that & that nobody came back.\n"
    project = database(
        SCHEMA,
        ("projects", (1, "p", "", "")),
        document(1, "letter.odt", html, "from the archive"),
        ("tags", (1, 1, "people.officials", "who rules")),
        ("tags", (2, 1, "St. Louis", "")),
        highlight(1, 6, 18, "Hé said that"),  # words that do not fit the offsets, nor the text
        highlight(2, 6, 18, "He said <i>that</i>"),
        highlight(3, 400, 410, ""),
        highlight(4, 1, 2, "x", document=7),
        highlight(5, 1000, 1004, "&amp; that nobody came"),
        ("highlight_tags", (2, 1)),
        ("highlight_tags", (2, 2)),
        ("commands", (1, "2031-01-02 03:04:05", "ann", 1, 1, json.dumps({"type": "highlight_add", "highlight_id": 2}))),
        ("commands", (2, "2031-01-02 03:04:05", "ann", 1, 1, "[" * 10_000)),
    )
    assert interchange.detect(project) == "taguette"
    marks, unplaced = taken_in("taguette", project, {"x/letter.md": text})
    assert [(each.exact, each.start, each.codes, each.created) for each in marks] == [
        ("He said that", 9, ("people/officials", "St. Louis"), "2031-01-02T03:04:05Z"),
        ("& that nobody came", 22, (), marks[1].created),
    ]
    assert [each.reason for each in unplaced] == [
        "letter.odt: a description of the whole document",
        unplaced[1].reason,
        "letter.odt: a highlight outside the text",
        "a highlight in a document that the project does not have",
    ]
    assert unplaced[1].text == "Hé said that"
    assert interchange.codes("taguette", project) == {"St. Louis": Code(), "people/officials": Code("who rules")}
    again, _ = taken_in("taguette", project, {"x/letter.md": text})
    assert [each.id for each in again] == [each.id for each in marks]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample project is not at hand (../shared/annotations/taguette)")
def test_a_project_that_taguette_made() -> None:
    items = list(interchange.parse("taguette", SAMPLE.read_bytes()))
    found = [item.parts for item in items if isinstance(item, ImportedAnnotation)]
    assert [(each.exact, each.codes) for each in found] == [
        ("Afghanistan", ("places",)),
        ("Taliban", ("people/officials",)),
        ("Afghanistan", ("places",)),
        ("Afghanistan", ("places",)),
        ("Kabul", ("places",)),
    ]
    assert all(each.start is not None for each in found) and len(found) == len(items)


# -- hostile files --------------------------------------------------------------------------------------------------

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE documents (id)",
        "; ".join(f"CREATE TABLE {name} (x)" for name in ("documents", "highlights", "tags", "highlight_tags")),
        SCHEMA.replace("CREATE TABLE documents", "CREATE TABLE other")
        + f"CREATE VIEW documents AS {ENDLESS} SELECT i FROM n",
    ],
)
def test_another_database_is_told(script: str) -> None:
    (told,) = interchange.parse("taguette", database(script))
    assert isinstance(told, Unplaced) and told.reason.startswith("no Taguette project")


def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taguette, "_STEPS", 1)
    monkeypatch.setattr(taguette, "_MOST_STEPS", 20)
    (told,) = interchange.parse("taguette", database())
    assert told == Unplaced("no Taguette project that can be read: interrupted", "")


def test_values_of_other_types_are_told() -> None:
    project = database(
        SCHEMA,
        document(1, "a.txt", b"\xff\xfe bytes"),  # type: ignore[arg-type]
        highlight(1, "x", None, b"\xff"),  # type: ignore[arg-type]
        highlight(2, 2**62, 2**63 - 1, "\ud800".encode("utf-8", "replace").decode()),
    )
    items = list(interchange.parse("taguette", project))
    assert len(items) == 2


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_never_raises(at: int, noise: bytes) -> None:
    whole = database(SCHEMA, document(1, "a.txt", "<p>some text</p>"), highlight(1, 0, 4, "some"))
    place = at % len(whole)
    for data in (whole[:place] + noise + whole[place + len(noise) :], whole[:place]):
        interchange.detect(data)
        list(interchange.parse("taguette", data))
