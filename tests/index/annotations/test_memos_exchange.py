"""Memos out and in: on documents, codes and the collection, each format within what it carries."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.choice import Choice
from index.annotations.interchange import FORMATS, ImportedMemo
from index.annotations.interchange.guids import guid
from index.collection import Collection
from index.config import load_settings
from index.document import Block, Document, Metadata
from index.memos.memo import Memo
from index.visible import visible_lines

from .taking_in import source_of

if TYPE_CHECKING:
    from conftest import Desk

SHARED = Path(__file__).parents[4] / "shared" / "annotations"
W3C = SHARED / "w3c"
CARRY = ("w3c", "jsonl", "csv", "markdown", "refi-qda")
PATHS = ("a.txt", "b/ü – 1.md", "gone.txt")
TEXTS = dict.fromkeys(PATHS[:2], "Some words, said twice.")
NOTES = st.text(st.sampled_from("ab é漢\U0001f600\n\n#>-—·*\\;,=\x07\u202e<&"), min_size=1, max_size=30).filter(
    str.strip
)
IMPOSSIBLE = re.compile("[\x07]")


def memos() -> st.SearchStrategy[list[Memo]]:
    on = st.one_of(
        st.just(("collection", "")),
        st.tuples(st.just("document"), st.sampled_from(PATHS)),
        st.tuples(st.just("code"), st.sampled_from(["claim", "claim/a b", "é; * [x]", "kind"])),
    )

    def made(each: tuple[tuple[str, str], str, str], number: int) -> Memo:
        (about, subject), note, author = each
        id = f"urn:uuid:0000000a-0000-4000-8000-{number:012d}"
        sha = "f" * 64 if about == "document" else ""
        times = "2031-09-10T12:00:00.000Z", "2031-09-11T12:00:00.000Z"
        return Memo(id, cast(Any, about), subject, sha, note, author, *times)

    some = st.lists(st.tuples(on, NOTES, st.sampled_from(["ann", "ben"])), min_size=1, max_size=4)
    return some.map(lambda all_of_them: [made(each, number) for number, each in enumerate(all_of_them, start=1)])


def written(format: str, kept: list[Memo], marks: list[Annotation] | None = None) -> bytes:
    def document(path: str) -> Document | None:
        text = TEXTS.get(path)
        if text is None:
            return None
        return Document(path, text, (Block(0, len(text), "prose", "x"),), Metadata(), "0", "1", "text/1", 1)

    source = replace(source_of(TEXTS), memos=tuple(kept), document=document)
    placed = [PlacedAnnotation(each, "exact", each.start, each.end) for each in marks or []]
    return b"".join(interchange.export(format, placed, source))


def carried(memo: Memo, loses: tuple[str, ...], *, xml: bool) -> dict[str, Any]:
    note: Any = IMPOSSIBLE.sub("\ufffd", memo.note) if xml else memo.note
    note = visible_lines(note) if "control characters" in loses and not xml else note
    if "white space" in loses:
        note = re.sub(r"\(U\+\w+\)|[\x07\u202e]", "", memo.note).split()
    said = {"id": memo.id, "note": note, "layer": memo.author, "times": (memo.created, memo.updated)}
    said |= {"hashes": memo.file_sha256}
    return {key: value for key, value in said.items() if key not in loses} | {"about": memo.about}


@pytest.mark.parametrize("format", CARRY)
@settings(max_examples=25, deadline=None)
@given(memos(), st.booleans())
def test_what_went_out_comes_back(
    mark_any: Callable[..., Annotation], format: str, kept: list[Memo], bare: bool
) -> None:
    kept = [each for each in kept if format != "refi-qda" or each.subject in TEXTS or each.about != "document"]
    marks = [] if bare or not kept else [mark_any(TEXTS["a.txt"], 5, 10)]
    data = written(format, kept, marks)
    one_line = format == "jsonl" and len(kept) + len(marks) == 1  # which is JSON as a whole
    assert not kept or interchange.detect(data) == ("w3c" if one_line else format)
    items = list(interchange.parse(format, data))
    back = [each for each in items if isinstance(each, ImportedMemo)]
    assert len(items) - len(back) == len(marks)
    loses, xml = interchange.known(format).loses, format == "refi-qda"
    found = []
    for each in back:
        note: Any = each.memo.note
        said = carried(each.memo, (), xml=False) | {"note": note}
        if "white space" in loses:
            said["note"] = re.sub(r"\(U\+\w+\)", "", note).split()
        found.append((*_on(each), {key: value for key, value in said.items() if key not in loses}))
    wanted = [(each.about, each.subject, carried(each, loses, xml=xml)) for each in kept]
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))


def _on(item: ImportedMemo) -> tuple[str, str]:
    """What it is on; in a project a text is known by its number."""
    numbers = {guid("document", path): path for path in PATHS}
    return item.memo.about, item.memo.subject if item.text is None else numbers[item.text.number]


def test_what_has_no_place_for_memos_says_so_and_has_none_in_it() -> None:
    memo = Memo("urn:uuid:" + guid("x"), "document", "a.txt", "", "a word of its own", "ann", "", "")
    for format in FORMATS:
        if "out" not in format.ways.split():
            continue
        data = written(format.name, [memo])
        if format.binary:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        assert (b"a word of its own" in data) == ("memos" not in format.loses), format.name


@pytest.fixture(scope="session")
def schemas() -> tuple[Any, list[Draft4Validator]]:
    """Of a project of REFI-QDA, and of what an annotation must be."""
    xmlschema = pytest.importorskip("xmlschema")
    if not SHARED.is_dir():
        pytest.skip("the schemas of W3C and REFI-QDA are not at hand (../shared/annotations)")
    registry: Registry[Any] = Registry().with_resources(
        [(file.name, DRAFT4.create_resource(json.loads(file.read_text()))) for file in W3C.glob("definitions/*.json")]
    )
    listed = json.loads((W3C / "annotations" / "annotationMusts.test").read_text("utf-8"))["assertions"]
    musts = [Draft4Validator(json.loads((W3C / name).read_text("utf-8")), registry=registry) for name in listed]
    return xmlschema.XMLSchema(str(SHARED / "refi" / "schema.xsd")), musts


@settings(max_examples=10, deadline=None)
@given(memos())
def test_they_are_valid_by_the_schemas_of_others(schemas: tuple[Any, list[Draft4Validator]], kept: list[Memo]) -> None:
    project, musts = schemas
    with zipfile.ZipFile(io.BytesIO(written("refi-qda", kept))) as archive:
        project.validate(io.BytesIO(archive.read("project.qde")))
    for record in json.loads(written("w3c", kept)):
        assert [must.schema["errorMessage"] for must in musts if not must.is_valid(record)] == []


@pytest.fixture
def collection(harbour: Desk) -> Iterator[Collection]:
    opened = Collection.open(harbour.folder, load_settings(None).settings)
    yield opened
    opened.close()


def test_they_leave_with_what_is_chosen_and_come_in_once(collection: Collection, tmp_path: Path) -> None:
    memos, exchange = collection.coding.memos, collection.exchange
    collection.annotate("ferry.txt", 0, 5, codes=("claim",))
    for about, subject in (("collection", ""), ("document", "ferry.txt"), ("code", "claim"), ("code", "secret/x")):
        memos.write(cast(Any, about), subject, f"on {subject or 'all'}")
    notes = {memo.note for memo in memos.all()}

    def leaving(**choice: Any) -> set[str]:
        lines = b"".join(exchange.export("jsonl", Choice(**choice))).splitlines()
        return {record["note"] for line in lines if "note" in (record := json.loads(line))}

    assert leaving() == notes
    assert leaving(codes=("claim",)) == {"on claim"}
    assert leaving(without=("secret",)) == notes - {"on secret/x"}
    assert leaving(documents=frozenset({"ferry.txt"})) == {"on ferry.txt"}
    assert leaving(layer="nobody") == set() == leaving(query="code:claim")
    for format in CARRY:
        file = tmp_path / f"out-{format}"
        file.write_bytes(b"".join(exchange.export(format)))
        assert (report := exchange.import_file(file)).imported == report.memos == 0, format
        assert sum("memo" in each.reason for each in report.unplaced) == 4, format
        for memo in memos.all():
            memos.delete(memo.id)
        assert exchange.import_file(file).memos == 4, format
        assert {memo.note for memo in memos.all()} == notes, format
        assert {memo.subject for memo in memos.all()} == {"", "ferry.txt", "claim", "secret/x"}
        collection.undo()
        assert memos.all() == [], format
        collection.redo()
    page = b"".join(exchange.export("html")).decode()
    assert "<h3>the document ferry.txt</h3>" in page
    assert "ABOUT: collection" in b"".join(exchange.export("org")).decode()
