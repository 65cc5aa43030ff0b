"""Rows of CSV and JSON: which are documents, what their columns hold, and tables that stay one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import ExtractedText, Skipped
from index.errors import UnreadableFile
from index.readers.contained import Contained, Limits, parts
from index.settings import FormatsSettings, RowsSettings

FORMATS = FormatsSettings(100, 100, 1000, 4, 300)
LIMITS = Limits(1_000_000, FORMATS, False)

Read = Callable[..., dict[str, ExtractedText | str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(
        name: str, data: str | bytes, *rows: RowsSettings, limits: Limits = LIMITS
    ) -> dict[str, ExtractedText | str]:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        found: dict[str, ExtractedText | str] = {}
        try:
            for part in parts(tmp_path, name, replace(limits, formats=replace(limits.formats, rows=rows))):
                if isinstance(part, Contained):
                    found[part.path] = part.result.extracted
                elif isinstance(part, Skipped):
                    found[part.path] = part.reason
        except UnreadableFile as error:
            found["!"] = str(error)
        return found

    return run


def texts(found: dict[str, ExtractedText | str]) -> dict[str, str]:
    return {path: each if isinstance(each, str) else each.text for path, each in found.items()}


NEWS = (
    'id,Title,Body,Date,Author,Source,Lang,Tags,phone\r\na1,"The ""ferry""","It sank, they said.\r\n\r\nAt night.",'
    '2031-09-08T10:15:00Z,Ann Lee; Bob Ray,Plumb Line,en,"sea, ships",031\r\na2,,Nobody read the letter.,1911,,,,,\r\n'
)


def test_a_row_is_a_document(read: Read) -> None:
    found = read("n.csv", NEWS)
    first, second = found["n.csv!/a1"], found["n.csv!/a2"]
    assert isinstance(first, ExtractedText) and isinstance(second, ExtractedText)
    assert first.text == 'The "ferry"\n\nIt sank, they said.\n\nAt night.\n\nDate: 2031-09-08T10:15:00Z\nphone: 031'
    assert [(first.text[b.start : b.end], b.kind) for b in first.blocks] == [
        ('The "ferry"', "headline"),
        ("It sank, they said.", "prose"),
        ("At night.", "prose"),
        ("Date: 2031-09-08T10:15:00Z\nphone: 031", "table"),
    ]
    said = first.metadata
    assert (said.title, said.authors, said.source) == ('The "ferry"', ("Ann Lee", "Bob Ray"), "Plumb Line")
    assert (said.date_text, said.language, said.tags) == ("2031-09-08", "en", ("sea", "ships"))
    assert (second.text, second.metadata.date_text) == ("Nobody read the letter.\n\nDate: 1911", "1911")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_and_encoding_are_found(read: Read, encoding: str, delimiter: str) -> None:
    out = io.StringIO()
    rows = [["key", "text", "n"], ["ä", "Zürich, Genève; Málaga é à", "1,5"], ["b", "three more words", "2"]]
    csv.writer(out, delimiter=delimiter).writerows(rows)
    found = texts(read("n.csv", out.getvalue().encode(encoding)))
    assert found == {"n.csv!/ä": "Zürich, Genève; Málaga é à\n\nn: 1,5", "n.csv!/b": "three more words\n\nn: 2"}


def test_what_stands_late_in_a_file_decides_its_encoding(read: Read) -> None:
    rows = "".join(f"{number},a plain row of words\n" for number in range(4000))
    late = "x,Zürich und Genève und Köln\n".encode("cp1252") + b"y,the end of it\n"
    limits = replace(LIMITS, formats=replace(FORMATS, max_members=10_000))
    found = texts(read("n.csv", b"id,text\n" + rows.encode() + late, limits=limits))
    assert found["n.csv!/x"] == "Zürich und Genève und Köln"


def test_a_cell_may_be_a_piece_of_a_web_page(read: Read) -> None:
    body = "<p>It <b>sank</b> at &quot;night&quot;.</p><p>See <a href='http://example.org/x'>there</a>.</p>"
    found = read("n.jsonl", json.dumps({"title": "T", "body": body, "n": "a < b"}))["n.jsonl!/1"]
    assert isinstance(found, ExtractedText)
    assert found.text == 'T\n\nIt sank at "night".\n\nSee there.\n\nn: a < b'
    assert [(found.text[a:b], target) for a, b, target in found.links] == [("there", "http://example.org/x")]
    assert [found.text[b.start : b.end] for b in found.blocks] == ["T", 'It sank at "night".', "See there.", "n: a < b"]


def test_a_table_of_figures_is_one_document(read: Read) -> None:
    table = "year;town;sum\n1911;Bern;12,50\n1912;Basel;13\n"
    found = read("f.csv", table)
    whole = found["f.csv"]
    assert isinstance(whole, ExtractedText) and [*found] == ["f.csv"]
    assert whole.text == "year | town | sum\n1911 | Bern | 12,50\n1912 | Basel | 13"
    assert [block[:3] for block in whole.blocks] == [(0, len(whole.text), "table")]
    assert texts(read("g.csv", "1,2\n3,4\n")) == {"g.csv": "1 | 2\n3 | 4"}
    assert texts(read("f.jsonl", '{"a":1.10,"b":null}\n\n{"a":[1,2],"c":{"d":true}}\n[3]\n')) == {
        "f.jsonl": "a | b | c.d\n1.10 |  | \n1; 2 |  | true",
        "f.jsonl!/3": "no object, but a value alone",
    }
    assert texts(read("e.csv", "")) == {"e.csv": ""}
    large = replace(LIMITS, max_bytes=30)
    assert texts(read("f.csv", table, limits=large)) == {"!": "more than 0.0 MB (setting documents.max_megabytes)"}


def test_a_column_of_prose_is_a_text_whatever_it_is_called(read: Read) -> None:
    prose = "Many words stand in this column of the table and they are to be read as a text of its own"
    assert texts(read("p.tsv", f"no\tremark\n1\t{prose}\n2\t{prose}\n")) == {
        "p.tsv!/1": f"{prose}\n\nno: 1",
        "p.tsv!/2": f"{prose}\n\nno: 2",
    }


def test_what_the_settings_say_counts(read: Read) -> None:
    table = "nr,b,c,wann,wer,e\n7,one,two,3. Mai 1911,Ann,x\n7,three,,,,\n"
    mapping = RowsSettings("p*.csv", ("c", "b"), title="e", date="wann", author="wer", key="nr")
    found = read("p.csv", table, RowsSettings("other.csv"), mapping)
    first = found["p.csv!/7"]
    assert isinstance(first, ExtractedText)
    assert (first.text, first.metadata.title, first.metadata.date_text) == ("x\n\ntwo\n\none", "x", "3. Mai 1911")
    assert texts(found)["p.csv!/7~2"] == "three"
    # A column that is not there leaves all that is.
    assert texts(read("p.csv", "a,b\n1,2\n", RowsSettings("*.csv", ("text",)))) == {"p.csv!/1": "a: 1\nb: 2"}


def test_a_cell_that_nothing_closes_costs_that_row(read: Read) -> None:
    row = "n,a row of words\n"
    small = replace(LIMITS, max_bytes=3000)
    found = texts(read("n.csv", 'id,text\na,some words here\nb,"never closed\n' + row * 300, limits=small))
    assert found["n.csv!/a"] == "some words here"
    assert "is a quotation mark never closed?" in found["n.csv!/2"]
    assert found["n.csv!/n"] == "a row of words"
    only = texts(read("n.csv", "id,text\n" + "x" * 4000, limits=small))
    assert "a cell of it is too long" in only["n.csv!/1"] and len(only) == 1


def test_a_line_that_is_too_long_costs_that_row(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.rows.rows_csv._LONGEST_CELL", 100)
    monkeypatch.setattr("index.readers.rows.rows_json._LONGEST_LINE", 100)
    table = texts(read("n.csv", f"id,text\na,some words here\nb,{'x' * 350}\nc,three words more\n"))
    assert {"n.csv!/a", "n.csv!/c"} < table.keys() and "too long" in table["n.csv!/2"]
    line = '{{"id": "{}", "text": "{}"}}\n'.format
    objects = texts(
        read("n.jsonl", line("a", "some words here") + line("b", "x" * 350) + line("c", "three words more"))
    )
    assert {"n.jsonl!/a", "n.jsonl!/c"} < objects.keys() and "a line of it is longer" in objects["n.jsonl!/2"]


def test_cells_beyond_the_columns_of_the_first_rows_are_kept(read: Read) -> None:
    rows = "".join(f"{number},three plain words\n" for number in range(250))
    found = texts(read("n.csv", f"id,text\n{rows}wide,it stood there, at night\n"))
    assert found["n.csv!/wide"] == "it stood there\n\ncolumn 3: at night"
    figures = "".join(f"{number},2\n" for number in range(250))
    assert texts(read("n.csv", f"id,sum\n{figures}251,2,7\n"))["n.csv"].endswith("251 | 2 | 7")


def test_a_line_of_json_is_a_document(read: Read) -> None:
    row = {
        "id": "http://x.org/a!/b",
        "headline": "T",
        "text": "some words here",
        "by": {"name": "Ann", "n": 0},
        "url": None,
    }
    lines = [
        json.dumps(row),
        "",
        "{bad",
        "[1]",
        '"words by themselves"',
        '{"id": 5, "text": "\\ud800 and \\u0000 so"}',
    ]
    assert texts(read("n.jsonl", "\ufeff" + "\n".join(lines))) == {
        "n.jsonl!/http://x.org/a!%2Fb": "T\n\nsome words here\n\nby.name: Ann\nby.n: 0",
        "n.jsonl!/2": "not JSON (expecting property name enclosed in double quotes)",
        "n.jsonl!/3": "no object, but a value alone",
        "n.jsonl!/4": "words by themselves",
        "n.jsonl!/5": "\ufffd and \ufffd so",
    }


def test_a_json_file_is_a_list_or_a_document(read: Read) -> None:
    row = {"title": "T", "text": "some words here"}
    told = {"n.json!/1": "T\n\nsome words here", "n.json!/2": "T\n\nsome words here"}
    assert texts(read("n.json", json.dumps([row, row]))) == told
    assert texts(read("n.json", json.dumps({"page": [1], "s": "x", "all": [row, row]}))) == told
    assert texts(read("n.json", json.dumps(row) + "\n" + json.dumps(row))) == told
    assert texts(read("n.json", json.dumps(row))) == {"n.json": "T\n\nsome words here"}
    assert "formats.rows" in texts(read("n.json", '{"name": "glossary", "version": 1}'))["n.json"]
    assert texts(read("n.json", json.dumps([row, row])[:-20])) == {
        "n.json!/1": told["n.json!/1"],
        "!": "not JSON (expecting value)",
    }
    for data in ("3", "[" * 100_000, '{"a":' * 100_000, '{"a": [' * 50_000):
        assert "JSON" in texts(read("n.json", data))["!"]


SEEDS = (
    ("n.csv", NEWS.encode()),
    ("n.tsv", "a\tb\nx\tyü z w\n".encode("utf-16")),
    ("n.jsonl", b'{"id": "1", "text": "some words here", "a": [1, {"b": null}]}\n' * 3),
    ("n.json", b'{"x": 1, "all": [{"id": "1", "text": "some words here"}, {"text": "more of the words"}]}'),
)
EDITS = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from([b"", b'"', b"\n", b"\0", b"\xff", b"{", b"]", b"\\u0007"])),
    max_size=5,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SEEDS), EDITS, st.none() | st.integers(0, 300))
def test_texts_of_rows_hold_together(
    read: Read, seed: tuple[str, bytes], edits: list[tuple[int, bytes]], cut: int | None
) -> None:
    name, data = seed[0], bytearray(seed[1][:cut])
    for at, piece in edits:
        data[at : at + 1] = piece
    found = read(name, bytes(data))
    assert found == read(name, bytes(data))
    for each in found.values():
        if isinstance(each, str):
            assert "fault of Glossator" not in each
            continue
        assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", each.text)
        at = 0
        for block in each.blocks:
            assert at <= block.start < block.end <= len(each.text) and not each.text[at : block.start].strip()
            at = block.end
        assert not each.text[at:].strip()
