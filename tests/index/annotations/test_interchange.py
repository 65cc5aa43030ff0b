"""Annotations in other formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange import ImportedAnnotation, Source, Unplaced
from index.annotations.record import from_record, to_record
from index.errors import GlossatorError

Mark = Callable[..., Annotation]

W3C = Path(__file__).parents[4] / "shared" / "annotations" / "w3c" / "samples" / "correct"
SOURCE = Source(title=lambda path: None, record=to_record)


def placed(*annotations: Annotation) -> list[PlacedAnnotation]:
    return [PlacedAnnotation(each, "exact", each.start, each.end) for each in annotations]


def export(format: str, annotations: Iterable[PlacedAnnotation], source: Source = SOURCE) -> bytes:
    return b"".join(interchange.export(format, annotations, source))


@pytest.fixture
def some(mark: Mark) -> list[Annotation]:
    text = "He said that 5,000 prisoners were to be set free."
    return [
        mark(text, "He said", id="urn:uuid:00000000-0000-4000-8000-00000000000a", note="who?\u2028\n“sic”"),
        mark(text, "prisoners", id="urn:uuid:00000000-0000-4000-8000-00000000000b", codes=("a/b", "c"), kind="claim"),
        mark(text, "free", document="b/ü 1.txt", id="urn:uuid:00000000-0000-4000-8000-00000000000c"),
    ]


# -- W3C and JSON Lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["w3c", "jsonl"])
def test_what_is_exported_comes_back(some: list[Annotation], format: str) -> None:
    data = export(format, placed(*some))
    assert interchange.detect(data) == format
    back = list(interchange.parse(format, data))
    assert [from_record(item.record, "ann") for item in back if isinstance(item, ImportedAnnotation)] == some


def test_w3c_is_one_array(some: list[Annotation]) -> None:
    assert [each["id"] for each in json.loads(export("w3c", placed(*some)))] == [each.id for each in some]
    assert json.loads(export("w3c", [])) == []


def test_jsonl_is_one_object_a_line_and_takes_the_last_version(some: list[Annotation]) -> None:
    data = export("jsonl", placed(*some, replace(some[0], note="later")))
    assert [json.loads(line)["id"] for line in data.decode().split("\n")[:-1]] == [*[x.id for x in some], some[0].id]
    back = [item for item in interchange.parse("jsonl", data) if isinstance(item, ImportedAnnotation)]
    assert [item.parts.note for item in back] == ["", "", "later"]


def test_lines_that_cannot_be_read_are_reported() -> None:
    data = b'{"type":"Annotation","target":"a.txt"}\nnonsense\n{"type":"Note"}\n'
    items = list(interchange.parse("jsonl", data))
    assert [item.reason for item in items if isinstance(item, Unplaced)] == [
        "line 2: not JSON: Expecting value at character 1",
        "not an annotation: its type is not Annotation",
    ]


def test_single_annotations_pages_and_collections_are_read(some: list[Annotation]) -> None:
    records = [to_record(each) for each in some]
    last = {"type": "AnnotationPage", "items": records[1:]}
    page = {"type": "AnnotationPage", "items": records[:1], "next": last}
    for value, count in (
        (records[0], 1),
        (records, 3),
        (page, 3),
        ({"type": ["AnnotationCollection"], "first": page}, 3),
    ):
        data = b"\xef\xbb\xbf" + json.dumps(value, indent=1).encode()
        assert interchange.detect(data) == "w3c"
        assert sum(isinstance(item, ImportedAnnotation) for item in interchange.parse("w3c", data)) == count


@pytest.mark.parametrize("data", [b"", b"\n", b"# Title", b"\xff\xfe", b"[1,", b"<html>", b"[" * 100_000])
def test_other_files_are_of_no_format(data: bytes) -> None:
    assert interchange.detect(data) is None
    for format in interchange.IMPORT_FORMATS:
        assert not any(isinstance(item, ImportedAnnotation) for item in interchange.parse(format, data))


def test_unknown_formats_are_named() -> None:
    with pytest.raises(GlossatorError, match="w3c, jsonl"):
        interchange.export("papyrus", [], SOURCE)
    with pytest.raises(GlossatorError, match="w3c, jsonl"):
        interchange.parse("html", b"")


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C's samples are not at hand (../shared/annotations/w3c)")
def test_every_sample_of_the_w3c_is_read_or_reported() -> None:
    for sample in sorted(W3C.glob("*.json")):
        data = sample.read_bytes()
        assert interchange.detect(data) == "w3c", sample.name
        items = list(interchange.parse("w3c", data))
        assert items, sample.name
        for item in items:
            if isinstance(item, Unplaced):
                assert "several targets" in item.reason or "elsewhere" in item.reason, (sample.name, item)
    (quoted,) = interchange.parse("w3c", (W3C / "anno26.json").read_bytes())
    assert isinstance(quoted, ImportedAnnotation)
    assert (quoted.parts.prefix, quoted.parts.exact) == ("this is an ", "anotation")


# -- Markdown -----------------------------------------------------------------------------------------------------

NASTY = (
    "<script>alert(1)</script> & *a* _b_ `c` [d](http://e) ![f](g) | h | ~~i~~ $j$ {k} ^l^ http://evil.example www.x.y"
    "\n# heading\n> quote\n- item\n+ item\n* item\n1. item\n2) item\n    code\n\tcode"
    "\n```\nfence\n~~~\n---\n===\n: term\n"
    "<!-- x\n\n\n[a]: http://b\n\u202eabc\u0007 end\\"
)


def words(text: str) -> list[str]:
    return text.split()


def rendered(data: bytes) -> tuple[set[str], list[str]]:
    """Kinds of token that a CommonMark parser sees, with tables, struck text and autolinks on, and the words."""
    parser = MarkdownIt("gfm-like")
    kinds: set[str] = set()
    seen: list[str] = []
    for token in parser.parse(data.decode("utf-8")):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
            seen += words(child.content) if child.type in ("text", "text_special") else []
    return kinds, seen


PLAIN = {
    "heading_open",
    "heading_close",
    "paragraph_open",
    "paragraph_close",
    "blockquote_open",
    "blockquote_close",
    "inline",
    "text",
    "softbreak",
    "hardbreak",
    "strong_open",
    "strong_close",
}


def test_the_page_reads_as_it_should(some: list[Annotation]) -> None:
    titled = replace(SOURCE, title=lambda path: "A *title*" if path == "a.txt" else None)
    gone = PlacedAnnotation(some[2], "orphan", None, None, "its words are gone")
    page = export("markdown", [*placed(*some[:2]), gone], titled).decode("utf-8")
    assert page == (
        "## A \\*title\\*\n\na.txt\n\n"
        "> He said\n\nwho?\n\n“sic”\n\n— characters 0–7 · ann, 2031-09-10\n\n"
        "> prisoners\n\n— **claim** · characters 19–28 · code: a/b · code: c · ann, 2031-09-10\n\n"
        "## b/ü 1.txt\n\n> free\n\n— no longer found: its words are gone · ann, 2031-09-10\n"
    )


@pytest.mark.parametrize("where", ["exact", "note", "title", "document", "code", "kind"])
def test_nothing_in_a_document_or_a_note_becomes_markdown(mark: Mark, where: str) -> None:
    one = mark("Some words here.", "words")
    change = {"codes": (NASTY,)} if where == "code" else {} if where == "title" else {where: NASTY}
    source = replace(SOURCE, title=lambda path: NASTY if where == "title" else None)
    kinds, seen = rendered(export("markdown", placed(replace(one, **change)), source))
    assert kinds <= PLAIN
    text = "".join(seen)
    for part in (
        "<script>alert(1)</script>",
        "[d](http://e)",
        "http://evil.example",
        "www.x.y",
        "1.",
        "2)",
        "===",
        "```",
    ):
        assert part in text, part
    assert "(U+202E)abc(U+0007)" in text


@given(st.text(alphabet=st.sampled_from(list("ab 1.)\n\t#*_`<>[]()!|~$-=+:\\&;{}^@w\u2028\x00\x85")), max_size=60))
def test_no_text_escapes_from_its_place(mark_any: Callable[..., Annotation], text: str) -> None:
    one = replace(mark_any("Some words here.", 5, 10), exact=text, note=text)
    data = export("markdown", placed(one, replace(one, document="b.txt")))
    kinds, seen = rendered(data)
    assert kinds <= PLAIN
    headings = re.findall(r"(?m)^## .*$", data.decode("utf-8"))
    assert headings == ["## a.txt", "## b.txt"]
    plain = re.sub("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text.replace("\x00", "(U+0000)"))
    assert "".join(seen).count("".join(plain.split())) >= 4 or not plain.split()
