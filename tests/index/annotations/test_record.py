"""Annotation <-> one line of JSON that is a W3C Web Annotation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, dump, dump_line, parse_line
from index.annotations.paths import iri_from_path, path_from_iri, path_of_absolute
from index.annotations.record import as_utc, from_record, read_parts, same_content, to_record

Mark = Callable[..., Annotation]

W3C = Path(__file__).parents[4] / "shared" / "annotations" / "w3c"

# A pair of lone surrogates reads back as the character they encode; decoded text holds low ones only.
any_text = st.text(st.characters(exclude_categories=["Cs"]) | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF))
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
times = st.datetimes().map(lambda time: time.isoformat() + "Z")


@st.composite
def paths(draw: st.DrawFn) -> str:
    raw = draw(st.binary(min_size=1, max_size=30).filter(lambda raw: b"\0" not in raw and raw[:1] != b"/"))
    path = raw.decode("utf-8", "surrogateescape")
    return path if ".." not in path.split("/") else "a" + path.replace("..", ".")


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    start = draw(st.integers(0, 10**9))
    created = draw(times)
    return Annotation(
        id="urn:uuid:" + str(draw(st.uuids())),
        document=draw(paths()),
        text_sha256=draw(hashes),
        file_sha256=draw(hashes),
        start=start,
        end=start + draw(st.integers(0, 1000)),
        exact=draw(any_text),
        prefix=draw(any_text),
        suffix=draw(any_text),
        note=draw(any_text),
        codes=tuple(draw(st.lists(any_text.filter(bool), unique=True, max_size=4))),
        kind=draw(st.none() | any_text.filter(bool)),
        layer="ann",
        created=created,
        updated=draw(times),
        deleted=draw(st.booleans()),
    )


@given(annotations())
def test_a_line_gives_back_the_annotation(annotation: Annotation) -> None:
    line = dump_line(to_record(annotation))
    assert from_record(parse_line(line.rstrip(b"\n")), "ann") == annotation


@given(annotations())
def test_a_line_is_one_line_that_nothing_takes_for_more(annotation: Annotation) -> None:
    text = dump_line(to_record(annotation)).decode("utf-8")
    assert text.endswith("\n") and len(text.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)


@given(annotations(), annotations())
def test_rewriting_changes_what_changed_and_keeps_the_rest(old: Annotation, new: Annotation) -> None:
    base = to_record(old)
    base["seen:by"] = ["another tool"]
    base["target"]["scope"] = "https://example.org/page"
    base["target"]["selector"].append({"type": "FragmentSelector", "value": "para5"})
    base["body"] = [*base.get("body", []), "https://example.org/picture", {"type": "Image", "id": "urn:x:1"}]
    again = to_record(new, base)
    assert from_record(parse_line(dump_line(again).rstrip(b"\n")), "ann") == new
    assert again["seen:by"] == ["another tool"]
    assert again["target"]["scope"] == "https://example.org/page"
    assert {"type": "FragmentSelector", "value": "para5"} in again["target"]["selector"]
    assert "https://example.org/picture" in again["body"]
    assert {"type": "Image", "id": "urn:x:1"} in again["body"]


@given(annotations())
def test_rewriting_with_nothing_changed_changes_nothing(annotation: Annotation) -> None:
    record = to_record(annotation)
    assert dump(to_record(annotation, record)) == dump(record)


@given(paths())
def test_a_path_is_an_iri_and_comes_back(path: str) -> None:
    iri = iri_from_path(path)
    assert re.fullmatch(r"[A-Za-z0-9/._~!$&'()*+,;=@%-]+", iri)
    assert unquote_to_bytes(iri) == path.encode("utf-8", "surrogateescape")
    assert path_from_iri(iri) == path


def test_iris_that_lead_out_of_the_collection_are_no_paths() -> None:
    for iri in ("../secret", "a/%2E%2E/b", "/etc/passwd", "file:///etc/passwd", "", "a%00b", "http://example.org/a"):
        assert path_from_iri(iri) is None, iri
    assert path_from_iri("mail%3A1.txt?x#y") == "mail:1.txt"
    halved = path_from_iri("a\ud800.txt")
    assert halved is not None and iri_from_path(halved) == "a%ED%A0%80.txt", "half of a character stands for bytes"
    assert path_of_absolute("http://example.org/press/a%20b.txt?x=1") == "press/a b.txt"
    assert path_of_absolute("file:///home/ann/press/a.txt") == "home/ann/press/a.txt"
    assert path_of_absolute("a.txt") is None


def test_bodies_of_other_tools_are_read(mark: Mark) -> None:
    record = to_record(mark("some words here", "words"))

    def read(**changes: Any) -> tuple[str, tuple[str, ...], str | None]:
        parts = read_parts({**record, **changes})
        return parts.note, parts.codes, parts.kind

    assert read(bodyValue="plain") == ("plain", (), None)
    assert read(motivation="tagging", body={"type": "TextualBody", "value": "x"}) == ("", ("x",), None)
    assert read(motivation="commenting", body={"type": "TextualBody", "value": "x"}) == ("x", (), None)
    assert read(body=[{"value": "a"}, {"value": "b", "purpose": "describing"}]) == ("a\n\nb", (), None)
    assert read(body=[{"value": "t", "purpose": ["tagging"]}, {"value": "l", "purpose": "linking"}]) == (
        "",
        ("t",),
        None,
    )


def test_a_body_without_purpose_keeps_its_sense_when_another_joins_it(mark: Mark) -> None:
    base = to_record(mark("some words here", "words"))
    base |= {"motivation": "tagging", "body": {"type": "TextualBody", "value": "urgent"}}
    old = from_record(base, "ann")
    assert old.codes == ("urgent",)
    noted = mark("some words here", "words", codes=("urgent",), note="why?")
    assert from_record(to_record(noted, base), "ann") == noted


def test_a_plain_body_value_gives_way_to_bodies(mark: Mark) -> None:
    base = {**to_record(mark("some words here", "words")), "bodyValue": "first"}
    coded = mark("some words here", "words", note="first", codes=("c",))
    record = to_record(coded, base)
    assert "bodyValue" not in record
    assert from_record(record, "ann") == coded


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "Note"}, "not an annotation"),
        ({"id": None}, "without an id"),
        ({"target": None}, "no target"),
        ({"target": ["a", "b"]}, "several targets"),
        ({"target": {"source": "../a.txt"}}, "not a path"),
        ({"target": {"source": "a.txt"}}, "TextQuoteSelector"),
        ({"target": {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "x"}}}, "TextPosition"),
    ],
)
def test_what_lacks_something_says_what(mark: Mark, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadLine, match=reason):
        from_record({**to_record(mark("some words here", "words")), **change}, "ann")


@pytest.mark.parametrize("start", [-1, True, "3", 1.5, None])
def test_offsets_are_numbers_that_can_be(mark: Mark, start: object) -> None:
    record = to_record(mark("some words here", "words"))
    record["target"]["selector"][1]["start"] = start
    with pytest.raises(BadLine, match="TextPositionSelector"):
        from_record(record, "ann")


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"[]", b"{", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": "\xff"}', b"1" * 5000, b"<<<<<<< HEAD"),
        *(b"[" * 100_000, b'{"a":' * 101 + b"1" + b"}" * 101, b'{"a":' + b"[" * 600 + b"]" * 600 + b"}"),
    ],
)
def test_a_bad_line_is_told_and_not_raised_as_anything_else(line: bytes) -> None:
    with pytest.raises(BadLine):
        parse_line(line)


def test_what_is_nested_as_deep_as_may_be_is_kept(mark: Mark) -> None:
    line = b'{"a":' * 100 + b"1" + b"}" * 100
    kept = to_record(mark("some words here", "words"), {**to_record(mark("some", "some")), "deep": parse_line(line)})
    assert kept["deep"] == parse_line(line)


def test_two_records_say_the_same_whenever_they_were_written(mark: Mark) -> None:
    one = to_record(mark("some words here", "words"))
    assert same_content(one, {**one, "modified": "2040-01-01T00:00:00Z"})
    assert not same_content(one, {**one, "seen:by": 1})
    assert same_content(None, {**one, "glossator:deleted": True})
    assert not same_content(one, None)


def test_times_of_other_tools() -> None:
    assert as_utc("2031-09-10T12:00:00Z") == "2031-09-10T12:00:00Z"
    assert as_utc("2031-09-10T14:00:00.5+02:00") == "2031-09-10T12:00:00.500000Z"
    assert as_utc("yesterday") is None


# -- the schemas of the W3C ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def musts() -> list[Draft4Validator]:
    """Validators of every assertion that an annotation must meet."""
    if not W3C.is_dir():
        pytest.skip("the W3C's annotation schemas are not at hand (../shared/annotations/w3c)")
    registry: Registry[Any] = Registry().with_resources(
        [
            (file.name, DRAFT4.create_resource(json.loads(file.read_text("utf-8"))))
            for file in W3C.glob("definitions/*.json")
        ]
    )
    listed = json.loads((W3C / "annotations" / "annotationMusts.test").read_text("utf-8"))["assertions"]
    schemas = [json.loads((W3C / name).read_text("utf-8")) for name in listed]
    assert len(schemas) > 40
    return [Draft4Validator(schema, registry=registry) for schema in schemas]


def complaints(musts: list[Draft4Validator], record: Any) -> list[str]:
    return [must.schema["errorMessage"] for must in musts if not must.is_valid(record)]


def test_records_meet_every_must_of_the_w3c(musts: list[Draft4Validator], mark: Mark) -> None:
    text = "He said that 5,000 prisoners were to be set free."
    for changes in (
        {},
        {"note": "how many?"},
        {"codes": ("claim/prisoners", "number")},
        {"note": "n", "codes": ("c",), "kind": "claim", "deleted": True},
        {"document": "press/mail:1 – \udcff.txt", "note": "\udcff"},
    ):
        line = dump_line(to_record(mark(text, "5,000 prisoners", **changes)))
        assert complaints(musts, json.loads(line)) == []


def test_the_schemas_do_complain(musts: list[Draft4Validator], mark: Mark) -> None:
    record = json.loads(dump_line(to_record(mark("some words here", "words"))))
    for key in ("@context", "id", "type", "target"):
        assert complaints(musts, {name: value for name, value in record.items() if name != key}), key
    del record["target"]["selector"][0]["exact"]
    assert complaints(musts, record)


def test_the_terms_are_those_of_the_w3c_and_ours(mark: Mark) -> None:
    """Every key is a term of the W3C's context or has our prefix, so that the record expands with nothing lost."""
    if not W3C.is_dir():
        pytest.skip("the W3C's annotation context is not at hand (../shared/annotations/w3c)")
    known = set(json.loads((W3C / "anno.jsonld").read_text("utf-8"))["@context"])
    record = to_record(mark("some words here", "words", note="n", codes=("c",), kind="k", deleted=True))
    assert record["@context"] == ["http://www.w3.org/ns/anno.jsonld", {"glossator": "urn:glossator:terms:"}]

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for each in value.values() for key in keys(each)}
        return {key for each in value for key in keys(each)} if isinstance(value, list) else set()

    used = keys({key: value for key, value in record.items() if key != "@context"})
    assert {key for key in used if key not in known} == {
        "glossator:version",
        "glossator:deleted",
        "glossator:textSha256",
        "glossator:fileSha256",
    }
