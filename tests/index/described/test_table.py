"""The table that lies with the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.described import table as module
from index.described.table import Table, _read, read_table


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_columns_in_any_order_with_any_delimiter_in_any_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [
        ["Date", "notes", "AUTHOR", "path", "title"],
        ["2031-09-10", "the first of all", "Max Müller", "sub/a.txt", '"Déjà vu; again, and more"'],
        ["10 September 2031", "", '"A. Lee; B. Roe"', "./b.txt", ""],
    ]
    (tmp_path / "m.csv").write_text("\r\n".join(map(delimiter.join, lines)), encoding=encoding, newline="")
    found = read_table(tmp_path, "m.csv")
    assert found.faults == () and found.lines == {"sub/a.txt": 2, "b.txt": 3}
    first, second = found.rows["sub/a.txt"], found.rows["b.txt"]
    assert (first.title, first.authors, first.date) == ("Déjà vu; again, and more", ("Max Müller",), "2031-09-10")
    assert (second.title, second.authors, second.date) == (None, ("A. Lee", "B. Roe"), "2031-09-10")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title,date\nx,2031\n", "m.csv:1: no column path"),
        ("path,colour\na.txt,red\n", "m.csv:1: no column but path"),
        ("path,title,headline\na.txt,b,c\n", "m.csv:1: two columns title"),
        ("path,date\na.txt,soon\n", "m.csv:2: soon is no date"),
        ("path,date\n\na.txt,2031-02-30\n", "m.csv:3: 2031-02-30 is no date"),
        ("path,title\na.txt,b\na.txt,c\n", "m.csv:3: a.txt stood in line 2"),
        ("path,title\n,b\n", "m.csv:2: no path"),
        ("path,title\na.txt,b,c\n", "m.csv:2: more cells than columns"),
        ("path,title\na.txt,b\x07c\n", "m.csv:2: a title is one line"),
        ('path,title\na.txt,"b\n' + "x" * 10_001, "a quotation mark left open"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_rest_counts(text: str, fault: str) -> None:
    found = _read("m.csv", text)
    assert len(found.faults) == 1 and fault in found.faults[0]


def test_rows_of_documents_that_are_not_there_are_told_in_a_line() -> None:
    found = _read("m.csv", "path,title\n" + "".join(f"{n}.txt,t\n" for n in range(6)))
    assert found.unknown({f"{n}.txt" for n in range(6)}) is None
    assert found.unknown({"0.txt"}) == (
        "m.csv:3: 5 rows speak of documents that are not there:"
        " 1.txt (line 3), 2.txt (line 4), 3.txt (line 5) and 2 more"
    )


def test_never_through_a_link_and_never_more_than_there_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "m.csv").write_text("path,title\na.txt,secret\n")
    (inside / "m.csv").symlink_to(outside / "m.csv")
    (inside / "sub").symlink_to(outside)
    (inside / "folder.csv").mkdir()
    for name in ("m.csv", "sub/m.csv", "folder.csv"):
        found = read_table(inside, name)
        assert found.rows == {} and name in found.faults[0], name
    assert read_table(inside, "none.csv") == Table("none.csv")
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert "a table may have" in read_table(outside, "m.csv").faults[0]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('path,title;\t"\n\r\0a.2031-/\\\ud800'), max_size=80))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for start in ("", "path,title,date\n"):
        found = _read("m.csv", start + text)
        assert all(found.rows) and found.rows.keys() == found.lines.keys()
        assert all(fault.startswith("m.csv") for fault in found.faults)
