"""Lists and annotations written to a file: what stands in them, and where they may lie."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.annotations.choice import Choice
from index.annotations.interchange import EXPORT_FORMATS, PRESET_NAMES
from index.document import DocumentRow
from index.errors import GlossatorError
from index.spreadsheet import unguarded
from index.visible import visible
from tui.session.completing import beginning, candidates, last_part, written
from tui.session.marking import exporting
from tui.session.marking.exporting import KINDS


def row(path: str, title: str | None = None) -> DocumentRow:
    return DocumentRow(1, path, title, ("Ann", "Bo"), None, None, 3, False, 9, tags=("a", "b"))


def collection(root: Path) -> Any:
    return SimpleNamespace(root=root, name="papers", row=lambda path: row(path, "=1+1") if path != "gone" else None)


@given(st.lists(st.text(min_size=1), max_size=5))
@example(["＝cmd()", " =1+1", "\x1b[2J"])
def test_a_table_holds_every_title_as_it_is_but_no_formula(titles: list[str]) -> None:
    rows = {f"{at}.txt": row(f"{at}.txt", title) for at, title in enumerate(titles)}
    data = b"".join(exporting.table(rows.get, [*rows, "gone"]))
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    assert [each["path"] for each in read] == list(rows)
    for each, title in zip(read, titles, strict=True):
        assert unguarded(each["title"]) == visible(title)
        assert not each["title"].lstrip().startswith(("=", "+", "-", "@", "＝", "＋"))
        assert (each["authors"], each["tags"], each["read"]) == ("Ann; Bo", "a; b", "no")


def test_a_file_is_offered_where_the_reader_works_but_never_among_the_documents(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "box").mkdir(parents=True)
    assert exporting.default_file(collection(papers), KINDS[0], tmp_path) == tmp_path / "papers-documents.csv"
    for inside in (papers, papers / "box"):
        assert exporting.default_file(collection(papers), KINDS[1], inside).parent == Path.home()


def test_what_is_no_file_is_refused_and_no_document_replaced(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("a document")
    for text, reason in (
        ("", "missing"),
        (str(tmp_path), "a folder"),
        ("no/such/x", "no folder"),
        ("~nobody!/x", "no"),
    ):
        with pytest.raises(GlossatorError, match=reason):
            exporting.resolved(text, tmp_path)
    assert exporting.resolved("list.csv", tmp_path) == tmp_path / "list.csv"
    with pytest.raises(GlossatorError, match="never changed"):
        exporting.write(collection(tmp_path), KINDS[0], ["a"], tmp_path / "one.txt")
    assert (tmp_path / "one.txt").read_text() == "a document"
    words = exporting.write(collection(tmp_path), KINDS[1], ["a\udcff.txt", "b"], tmp_path / "paths.txt")
    assert (tmp_path / "paths.txt").read_bytes() == b"a\xff.txt\nb\n" and "2 documents" in words


def test_what_is_being_typed_at_the_end_of_a_filter() -> None:
    assert last_part("") == ("", None, "")
    assert last_part("ferry so") == ("ferry ", None, "so")
    assert last_part("ferry -source:her") == ("ferry -", "source", "her")
    assert last_part('source:"Plumb L') == ("", "source", "Plumb L")
    assert candidates("he", ["The Herald", "Herald", "hexagon"]) == ["Herald", "hexagon"]
    assert candidates("ald", ["The Herald", "Wire"]) == ["The Herald"]
    assert (written("Wire"), written("Plumb Line")) == ("Wire", '"Plumb Line"')
    assert beginning(["unread", "under", "un"]) == "un"


def test_what_is_typed_of_which_annotations() -> None:
    assert exporting.chosen("") == Choice()
    assert exporting.chosen('code:claim/* -code:"two words" ferry  layer:ann -is:read code:x') == Choice(
        codes=("claim/*", "x"), without=("two words",), layer="ann", query="ferry -is:read"
    )
    for search in ("(code:a OR -code:b) c", "code:a OR b"):
        assert exporting.chosen(search, frozenset("d")) == Choice(query=search, documents=frozenset("d"))
    assert exporting.chosen('code:"a') == Choice(query='code:"a')
    for wrong in ("layer:a layer:b", "-layer:a"):
        with pytest.raises(GlossatorError, match="one layer"):
            exporting.chosen(wrong)


def test_every_format_is_offered_once() -> None:
    formats = [kind.format for kind in KINDS if kind.format]
    assert sorted(formats) == sorted(EXPORT_FORMATS + PRESET_NAMES)
