"""Each format that is read as well: what went out comes back, but for what the format says that it loses."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybrat.parser import BratParser

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange import FORMATS, LOSSES, ImportedAnnotation, Source, Unplaced
from index.annotations.interchange.brat import packed
from index.annotations.record import to_record
from index.document import Block, Document, Metadata
from index.errors import GlossatorError
from index.spreadsheet import csv_row, guarded, unguarded
from index.visible import visible_lines

EXCHANGE = Path(__file__).parents[3] / "docs" / "exchange.md"
BRAT = Path(__file__).parents[4] / "shared" / "annotations" / "brat" / "example-data" / "corpora"
LETTERS = "ab é漢\U0001f600\u0301\n\n\t=+-@'\"\\;,#*_|>·—<&\x07\u2028\u202e\x85"
TEXTS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=40)
CODES = st.lists(st.text(st.sampled_from("ab/ é;\\=·*\U0001f600"), max_size=8), max_size=3)
KINDS = st.sampled_from([None, "claim", "=1+1", "a · b", "**"])


def document(text: str, path: str = "a.txt") -> Document:
    return Document(path, text, (Block(0, len(text), "prose", "x"),), Metadata(), "0" * 64, "1" * 64, "text/1", 1)


def source(*documents: Document) -> Source:
    return Source(lambda path: None, to_record, {each.path: each for each in documents}.get)


def written(format: str, annotations: list[Annotation], *documents: Document) -> bytes:
    placed = [PlacedAnnotation(each, "exact", each.start, each.end) for each in annotations]
    return b"".join(interchange.export(format, placed, source(*documents)))


def read(format: str, data: bytes) -> tuple[list[ImportedAnnotation], list[Unplaced]]:
    items = list(interchange.parse(format, data))
    return (
        [each for each in items if isinstance(each, ImportedAnnotation)],
        [each for each in items if isinstance(each, Unplaced)],
    )


def carried(annotation: Annotation, loses: tuple[str, ...]) -> dict[str, Any]:
    """What must come back."""

    def plain(text: str) -> str:
        return visible_lines(text) if "control characters" in loses else text

    note: Any = plain(annotation.note)
    if "white space" in loses:
        note = re.sub(r"\(U\+\w+\)|[\x07\u202e]", "", annotation.note).split()
    all_of_it = {
        "id": annotation.id,
        "note": note,
        "codes": annotation.codes,
        "kind": annotation.kind,
        "layer": annotation.layer,
        "times": (annotation.created, annotation.updated),
        "offsets": (annotation.start, annotation.end),
        "passage": annotation.exact,
        "words around": (plain(annotation.prefix), plain(annotation.suffix)),
        "hashes": (annotation.text_sha256, annotation.file_sha256),
    }
    return {key: value for key, value in all_of_it.items() if key not in loses}


def came_back(item: ImportedAnnotation, text: str, loses: tuple[str, ...]) -> dict[str, Any]:
    parts = item.parts
    exact = parts.exact
    if item.shown is not None and parts.start is not None:
        here = text[parts.start : parts.end]
        exact = here if item.shown(here) == exact else exact
    note: Any = parts.note
    if "white space" in loses:
        note = re.sub(r"\(U\+\w+\)", "", note).split()
    all_of_it = {
        "id": parts.id,
        "note": note,
        "codes": parts.codes,
        "kind": parts.kind,
        "layer": item.record["creator"]["name"],
        "times": (parts.created, parts.updated),
        "offsets": (parts.start, parts.end),
        "passage": exact,
        "words around": (parts.prefix, parts.suffix),
        "hashes": (parts.text_sha256, parts.file_sha256),
    }
    return {key: value for key, value in all_of_it.items() if key not in loses}


@pytest.mark.parametrize("format", ["w3c", "jsonl", "csv", "markdown", "brat"])
@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS, CODES, KINDS, st.data())
def test_what_went_out_comes_back(
    mark_any: Callable[..., Annotation],
    format: str,
    text: str,
    note: str,
    codes: list[str],
    kind: str | None,
    data: st.DataObject,
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    clean = tuple(dict.fromkeys(" ".join(code.split()) for code in codes if code.strip()))
    one = mark_any(text, start, end, note=note, codes=clean, kind=kind)
    other = mark_any(text, 0, len(text), id="urn:uuid:00000000-0000-4000-8000-000000000002")
    loses = interchange.known(format).loses
    items, unplaced = read(format, written(format, [one, other], document(text)))
    assert unplaced == []
    expected = [one, other]
    if format == "brat":  # has no place for a passage without a word
        expected = [each for each in expected if each.exact.strip()]
    if format == "markdown":  # nor has a page
        pairs = [(i, e) for i, e in zip(items, expected, strict=True) if e.exact.strip()]
        items, expected = [i for i, _ in pairs], [e for _, e in pairs]
    assert [came_back(item, text, loses) for item in items] == [carried(each, loses) for each in expected]


def test_the_manual_names_what_each_format_loses() -> None:
    page = EXCHANGE.read_text(encoding="utf-8")
    for format in FORMATS:
        assert set(format.loses) <= set(LOSSES)
        assert f"`{format.name}`" in page, format.name
    for format in ("brat", "csv", "markdown", "html", "org", "bibtex", "csl-json"):
        row = re.findall(rf"(?m)^\| `{format}` \|.*$", page)[-1]
        assert [each for each in interchange.known(format).loses if each not in row] == [], format


# -- the table ----------------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("'=+-@\t ＝a\n"), max_size=8))
def test_no_cell_is_a_formula_and_each_can_be_had_back(cell: str) -> None:
    shown = guarded(cell, lines=True)
    assert not shown.lstrip().startswith(tuple("=+-@＝"))
    assert unguarded(shown) == cell
    assert csv_row([cell], lines=True).decode().strip("\r\n\"'") == cell.strip("\r\n\"'")


def test_a_table_that_a_spreadsheet_saved_again_is_read(mark_any: Callable[..., Annotation]) -> None:
    text = "He said\nthat 5,000 prisoners"
    one = mark_any(text, 3, 12, codes=("a; b", "c"), note="x")
    table = written("csv", [one], document(text)).decode()
    rows = list(csv.reader(io.StringIO(table, newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([row[::-1] for row in rows])
    ((item,), unplaced) = read("csv", b"\xef\xbb\xbf" + out.getvalue().encode())
    assert unplaced == [] and item.parts.exact == "said\nthat" and item.parts.codes == ("a; b", "c")
    ((), told) = read("csv", b"document,passage,start,end\r\n,words,1,2\r\n")
    assert told == [Unplaced("line 2: no document or no passage", "words")]


def test_a_privilege_log_has_no_word_of_the_passages(mark_any: Callable[..., Annotation]) -> None:
    text = "Dear Counsel, the secret is out."
    lost = replace(mark_any(text, 18, 24), exact="secret", document="gone.txt")
    one = mark_any(text, 18, 24, note="the secret, advice", codes=("privileged/advice",))
    placed = [
        PlacedAnnotation(one, "exact", 18, 24),
        PlacedAnnotation(lost, "orphan", None, None, "its words are gone"),
    ]
    titled = replace(document(text), metadata=Metadata(title="The secret", authors=("Ann", "Bo"), date="2031-09"))
    log = b"".join(interchange.export("privilege", placed, source(titled))).decode()
    assert "secret" not in log and "Counsel" not in log
    assert f"a.txt,2031-09,Ann; Bo,,,1,18,24,privileged/advice,{'1' * 64}" in log and "gone.txt,,,,,,,,," in log
    assert "the secret, advice" in b"".join(interchange.export("privilege-reasons", placed, source(titled))).decode()


# -- brat ---------------------------------------------------------------------------------------------------------


def zipped(**files: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return held.getvalue()


def test_brat_is_read_by_another_program(mark_any: Callable[..., Annotation], tmp_path: Path) -> None:
    text = "He said\n\tthat 𝐛 5,000 prisoners were free."
    some = [
        mark_any(text, 3, 16, note="two\nlines", codes=("claim/prisoners", "claim prisoners")),
        mark_any(text, 17, 22, id="urn:uuid:00000000-0000-4000-8000-000000000002", kind="quote to use"),
        mark_any("x\n", 1, 2, id="urn:uuid:00000000-0000-4000-8000-000000000003", document="../b|.md"),
    ]
    documents = (document(text), document("x\n", "../b|.md"))
    data = written("brat", some, *documents)
    assert data == written("brat", some, *documents), "the same bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        *("NOT-CARRIED.md", "a.ann", "a.txt", "annotation.conf", "visual.conf"),
    ]
    (tmp_path / "NOT-CARRIED.md").unlink()
    (example,) = BratParser(error="ignore").parse(tmp_path)
    assert example.text == text
    found = sorted((each.type, [(s.start, s.end) for s in each.spans], each.mention) for each in example.entities)
    whole = [(3, 7), (9, 16)]
    assert found == [
        ("claim-prisoners", whole, "said that 𝐛"),
        ("claim-prisoners-2", whole, "said that 𝐛"),
        ("quote-to-use", [(17, 22)], text[17:22].strip()),
    ]
    items, unplaced = read("brat", packed(tmp_path, 1_000_000))
    assert unplaced == [] and [each.parts.codes for each in items] == [("claim/prisoners", "claim prisoners"), ()]
    with pytest.raises(GlossatorError, match="more than"):
        packed(tmp_path, 10)


@pytest.mark.parametrize(
    "ends, mark, counted", [("\n", "", 1), ("\r\n", "\ufeff", 2), ("\r\n", "", 2), ("\r\n", "", 1)]
)
def test_brat_of_others_is_verified_and_what_is_not_carried_told(ends: str, mark: str, counted: int) -> None:
    """`counted`: as how many characters the program took a line end."""
    text = f"{mark}The ferry{ends}left Aldermouth and sank."
    said = len(mark) + 4
    at = said + 5 + counted
    lines = [
        f"T1\tShip {said} {said + 5};{at} {at + 4}\tferry left",
        f"T2\tEvent {said} {said + 5};{at + 20} {at + 24}\tferry sank",
        "T3\tPlace 0 3\tBoat",
        "R1\tPartOf Arg1:T1 Arg2:T2",
        "E1\tEvent:T2 Who:T1",
        "E2\tEvent:T2",
        "#1\tAnnotatorNotes T1\twhich one?",
        "#2\tAnnotatorNotes E1\ton an event",
        "nonsense",
        f"T4\tWord {len(mark)} {len(mark) + 3}\tThe",
    ]
    items, unplaced = read("brat", zipped(x__txt=text, x__ann=ends.join(lines), y__ann="T1\tA 0 1\tx"))
    plain = text.removeprefix(mark).replace("\r\n", "\n")
    assert [(each.parts.exact, each.parts.codes, each.parts.note) for each in items] == [
        ("ferry\nleft", ("Ship",), "which one?"),
        ("ferry", ("Event",), ""),
        ("sank", ("Event",), ""),
        ("The", ("Word",), ""),
    ]
    assert all(plain[each.parts.start : each.parts.end] == each.parts.exact for each in items)
    assert [each.reason for each in unplaced] == [
        "x.ann:3: its words are not at its offsets",
        "x.ann:9: not a line of brat's",
        "x.ann: 1 relation not carried over",
        "x.ann: 2 events not carried over",
        "x.ann: 1 note on something else not carried over",
        "y.ann: there is no text beside it",
    ]


def test_what_was_changed_in_brat_comes_in_as_it_is_now(mark_any: Callable[..., Annotation]) -> None:
    text = "He said that"
    data = written("brat", [mark_any(text, 3, 7, codes=("a/b", "c"), note="n")], document(text))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lines = archive.read("a.ann").decode()
    moved = lines.replace("\tc 3 7\tsaid", "\tc 8 12\tthat").replace("\ta-b 3 7", "\tnew 3 7")
    items, _ = read("brat", zipped(a__txt=text, a__ann=moved))
    assert [(each.parts.exact, each.parts.codes, each.parts.note) for each in items] == [
        ("said", ("new",), "n"),
        ("that", ("c",), ""),
    ]
    assert items[1].parts.id is None


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 cut",
        zipped(a__ann=b"T1\tA 0 1\tx")[:-30],
        zipped(a__txt=b"\xff\xfe", a__ann=b"\xff\tT1\x00"),
        zipped(a__txt="x", a__ann="T1\tA 0 99999999999\tx\nT2\tA 5 2\ty\n#1\tGlossatorMark T1\t[[[\nT3\tA 0 1 2\tz"),
    ],
)
def test_broken_zips_are_told(data: bytes) -> None:
    items, unplaced = read("brat", data)
    assert items == [] and unplaced


@pytest.mark.skipif(not BRAT.is_dir(), reason="brat's examples are not at hand (../shared/annotations/brat)")
def test_brats_own_examples_are_read() -> None:
    folder = BRAT / "BioNLP-ST_2011" / "BioNLP-ST_2011_EPI"
    items, unplaced = read("brat", packed(folder, 10_000_000))
    files = sorted(folder.glob("*.ann"))
    marks = sum(line.startswith("T") for file in files for line in file.read_text("utf-8").split("\n"))
    assert len(items) == marks > 100
    assert {re.sub(r"\d[\d,]*|s\b", "", each.reason.split(": ")[1]).split()[0] for each in unplaced} <= {
        *("event", "attribute", "equivalence", "relation"),
    }


def test_pages_that_lie_elsewhere_are_told() -> None:
    page = {"type": "AnnotationPage", "items": [], "next": "https://x.example/2"}
    ((), (told,)) = read("w3c", json.dumps(page).encode())
    assert told == Unplaced("its annotations lie elsewhere; nothing is fetched", "https://x.example/2")
