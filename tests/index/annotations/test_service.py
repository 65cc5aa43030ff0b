"""Annotations as the collection asks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.annotations.annotation import Annotation
from index.annotations.choice import Choice
from index.annotations.interchange import EXPORT_FORMATS
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.annotations.service import Annotations
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.errors import GlossatorError, OffsetError, UnknownDocument
from index.settings import AnnotationSettings

TEXT = "He said that 5,000 prisoners were to be set free. The ministry declined to comment on the number of prisoners."


class Library:
    """A collection of texts, and the annotations on it."""

    def __init__(self, folder: Path, hashed: Callable[[str], str]) -> None:
        self.folder = folder
        self.hashed = hashed
        self.texts = {"a.txt": TEXT, "b/ü.txt": "Another account of it: 5,000 prisoners, or fewer."}
        self.reads: list[str] = []
        self.hash_known = True
        self.open()

    def open(self, own: str = "ann") -> Annotations:
        self.annotations = Annotations(
            LayerStore(self.folder / ".glossator", own),
            UndoLog(self.folder / "state" / "undo.jsonl"),
            self.read,
            AnnotationSettings(layer="", context_characters=32, kinds=()),
            path_by_hash=self.path_by_hash,
            text_hash=lambda path: self.hashed(self.texts[path]) if path in self.texts and self.hash_known else None,
            paths=lambda: self.texts,
        )
        return self.annotations

    def read(self, path: str) -> tuple[str, str, str]:
        if path not in self.texts:
            raise UnknownDocument(path)
        self.reads.append(path)
        text = self.texts[path]
        return text, self.hashed(text), self.hashed("file of " + text)

    def path_by_hash(self, file_sha256: str) -> str | None:
        return next((path for path, text in self.texts.items() if self.hashed("file of " + text) == file_sha256), None)

    def rename(self, old: str, new: str) -> None:
        self.texts[new] = self.texts.pop(old)

    def mark(self, words: str, path: str = "a.txt", **values: Any) -> Annotation:
        start = self.texts[path].index(words)
        return self.annotations.add(path, start, start + len(words), **values).annotation

    def shown(self, path: str | None = None) -> list[tuple[str, str, str | None]]:
        placed = self.annotations.all() if path is None else self.annotations.of(path)
        return [
            (
                each.annotation.document,
                each.status,
                None if each.start is None else self.texts[each.annotation.document][each.start : each.end],
            )
            for each in placed
        ]


@pytest.fixture
def library(tmp_path: Path, hashed: Callable[[str], str]) -> Iterator[Library]:
    library = Library(tmp_path, hashed)
    yield library
    library.annotations.close()


def test_a_mark_survives_a_restart(library: Library) -> None:
    made = library.mark("5,000 prisoners", note="how many?", codes=[" number ", "claim", "number", " "], kind="claim")
    assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", made.id)
    assert (made.exact, made.note, made.codes, made.kind) == (
        "5,000 prisoners",
        "how many?",
        ("number", "claim"),
        "claim",
    )
    assert made.created == made.updated and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made.created)
    again = library.open()
    assert [each.annotation for each in again.all()] == [made]
    assert [each.annotation for each in again.of("a.txt")] == [made] and again.of("b/ü.txt") == []


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, len(TEXT) + 1)])
def test_offsets_must_lie_in_the_document(library: Library, start: int, end: int) -> None:
    with pytest.raises(OffsetError, match=r"a\.txt"):
        library.annotations.add("a.txt", start, end)
    with pytest.raises(UnknownDocument):
        library.annotations.add("c.txt", 0, 1)
    assert not (library.folder / ".glossator").exists()


def test_edit_and_delete(library: Library) -> None:
    made = library.mark("prisoners", note="n", codes=["c"], kind="k")
    edited = library.annotations.edit(made.id, note="m")
    assert (edited.note, edited.codes, edited.kind) == ("m", ("c",), "k") and edited.updated >= made.updated
    assert library.annotations.edit(made.id, codes=[], kind="").codes == ()
    assert library.annotations.all()[0].annotation.kind is None
    assert library.annotations.edit(made.id, note="m") == library.annotations.all()[0].annotation
    assert library.annotations.delete(made.id).deleted
    assert library.annotations.all() == []
    for action in (library.annotations.delete, library.annotations.edit):
        with pytest.raises(GlossatorError, match="no annotation"):
            action(made.id)


def test_codes_by_last_use(library: Library) -> None:
    for codes in (["a"], ["b"], ["a", "c"], ["b"]):
        library.mark("prisoners", codes=codes)
    store = library.annotations._store
    for number, each in enumerate(sorted(store.annotations(), key=lambda each: each.codes)):
        timed = replace(each, updated=f"2031-01-0{number + 1}T00:00:00Z")
        store.write(lambda lookup, timed=timed: [to_record(timed)])
    assert library.annotations.codes() == [("b", 2), ("a", 2), ("c", 1)]


def test_annotations_of_another_layer_are_shown_and_left_alone(library: Library) -> None:
    made = library.mark("prisoners")
    library.open("bob")
    assert [each.annotation for each in library.annotations.all()] == [made]
    with pytest.raises(GlossatorError, match="layer ann; only those in bob"):
        library.annotations.edit(made.id, note="mine now")
    other = library.mark("prisoners", layer="eve")
    assert library.annotations.layers() == ["ann", "bob", "eve"]
    assert library.annotations.edit(other.id, note="named").layer == "eve"


def test_in_an_edited_text_marks_are_found_again(library: Library) -> None:
    for words in ("5,000 prisoners", "set free", "declined to comment"):
        library.mark(words)
    library.texts["a.txt"] = "Updated. " + TEXT.replace("set free", "let go").replace("declined to", "declined  to")
    assert library.shown() == [
        ("a.txt", "moved", "5,000 prisoners"),
        ("a.txt", "orphan", None),
        ("a.txt", "changed", "declined  to comment"),
    ]
    assert [status for _, status, _ in library.shown("a.txt")] == ["moved", "changed", "orphan"]
    counts, faults = library.annotations.check()
    assert counts == {"exact": 0, "moved": 1, "changed": 1, "uncertain": 0, "orphan": 1} and faults == []
    library.texts["a.txt"] = TEXT
    assert {status for _, status, _ in library.shown()} == {"exact"}


def test_a_renamed_document_keeps_its_marks(library: Library) -> None:
    made = library.mark("5,000 prisoners")
    library.rename("a.txt", "archive/old.txt")
    expected = [("archive/old.txt", "exact", "5,000 prisoners")]
    assert library.shown() == expected and library.shown("archive/old.txt") == expected
    edited = library.annotations.edit(made.id, note="still here")
    assert edited.note == "still here" and library.shown() == expected
    library.texts["archive/old.txt"] = "Quite another text."
    assert library.shown() == [("a.txt", "orphan", None)] and library.shown("archive/old.txt") == []
    library.texts["copy.txt"] = library.texts["a.txt"] = TEXT
    assert library.shown() == [("a.txt", "exact", "5,000 prisoners")] and library.shown("copy.txt") == []


def test_texts_are_read_no_more_often_than_needed(library: Library) -> None:
    library.mark("5,000 prisoners")
    library.reads.clear()
    assert library.annotations.all(verify=False)[0].status == "exact" and library.reads == []
    library.annotations.all()
    library.annotations.all()
    assert library.reads == ["a.txt"]
    library.mark("prisoners", "b/ü.txt")
    library.reads.clear()
    library.annotations.all()
    assert library.reads == ["b/ü.txt"]


def test_a_document_that_is_not_indexed_yet_is_not_gone(library: Library) -> None:
    library.mark("5,000 prisoners")
    library.hash_known = False
    assert library.shown() == library.shown("a.txt") == [("a.txt", "exact", "5,000 prisoners")]


def test_threads_do_not_lose_each_other(library: Library) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: library.annotations.add("a.txt", number, number + 9), range(60)))
    assert len(library.open().all()) == 60


# -- undo ---------------------------------------------------------------------------------------------------------


def test_every_change_can_be_undone_and_done_again(library: Library) -> None:
    made = library.mark("5,000 prisoners", note="one")
    library.annotations.edit(made.id, note="two")
    library.annotations.delete(made.id)
    notes: list[list[str]] = []

    def now() -> list[str]:
        return [each.annotation.note for each in library.annotations.all()]

    for _ in range(3):
        library.open()
        undone = library.annotations.undo()
        assert undone is not None and undone.message.startswith("undone: ") and undone.document == "a.txt"
        notes.append(now())
    assert notes == [["two"], ["one"], []]
    assert library.annotations.undo() is None
    for expected in (["one"], ["two"], []):
        library.open()
        assert library.annotations.redo() is not None and now() == expected
    assert library.annotations.redo() is None
    undone = library.annotations.undo()
    assert undone is not None and undone.offset == TEXT.index("5,000") and "“5,000 prisoners”" in undone.message


def test_undo_is_refused_where_something_else_has_changed_it(library: Library) -> None:
    made = library.mark("5,000 prisoners")
    library.annotations.edit(made.id, note="mine")
    layer = library.folder / ".glossator" / "layers" / "ann.jsonl"
    with layer.open("ab") as file:
        file.write(dump_line(to_record(replace(made, note="by another hand"))))
    with pytest.raises(GlossatorError, match="changed since"):
        library.annotations.undo()
    assert library.annotations.all()[0].annotation.note == "by another hand"


def test_marking_is_undone_where_the_document_is_gone(library: Library) -> None:
    library.mark("5,000 prisoners")
    library.texts.clear()
    report = library.annotations.undo()
    assert report is not None and (report.document, report.offset) == ("a.txt", None)
    assert library.annotations.all() == []


def test_undo_works_after_compacting_for_good(library: Library) -> None:
    made = library.mark("5,000 prisoners", note="one")
    library.annotations.delete(made.id)
    library.annotations.compact()
    assert library.annotations.undo() is not None
    assert [each.annotation.note for each in library.annotations.all()] == ["one"]


def test_a_mark_is_kept_where_the_undo_log_is_not_writable(library: Library) -> None:
    (library.folder / "state").write_text("in the way")
    library.mark("5,000 prisoners")
    assert library.annotations.undo() is None
    assert len(library.annotations.all()) == 1


# -- export and import --------------------------------------------------------------------------------------------


def exported(library: Library, format: str, **options: Any) -> bytes:
    return b"".join(library.annotations.export(format, **options))


@pytest.mark.parametrize("format", ["w3c", "jsonl"])
def test_exported_and_imported_elsewhere(
    library: Library, tmp_path: Path, hashed: Callable[[str], str], format: str
) -> None:
    library.mark("5,000 prisoners", note="n", codes=["c"], kind="k")
    library.mark("prisoners, or fewer", "b/ü.txt")
    data = exported(library, format)
    other = Library(tmp_path / "other", hashed)
    other.folder.mkdir()
    report = other.annotations.intake.take(data)
    assert (report.imported, report.unplaced, report.undoable) == (2, [], True)
    assert [each.annotation for each in other.annotations.all()] == [
        each.annotation for each in library.annotations.all()
    ]
    again = other.annotations.intake.take(data)
    assert again.imported == 0 and [each.reason for each in again.unplaced] == ["already in the layer ann"] * 2
    assert other.annotations.undo() is not None and other.annotations.all() == []
    assert other.annotations.intake.take(data).imported == 2


def test_export_can_be_narrowed(library: Library) -> None:
    library.mark("prisoners", codes=["c"])
    library.mark("free", layer="bob")
    for choice in (Choice(codes=("c",)), Choice(layer="ann"), Choice(documents=frozenset({"a.txt"}), without=("d",))):
        records = json.loads(exported(library, "w3c", choice=choice))
        assert records[0]["target"]["selector"][0]["exact"] == "prisoners" and (choice.without or len(records) == 1)
    for format in EXPORT_FORMATS:
        for word in (b"prisoners", b"free"):
            assert word not in exported(library, format, choice=Choice(layer="nobody"))
    assert b"## A title" in exported(library, "markdown", title=lambda path: "A title")


def imported(library: Library, *targets: Any, **more: Any) -> tuple[int, list[str]]:
    records = [
        {"type": "Annotation", "id": f"https://x.example/{n}", "target": t, **more} for n, t in enumerate(targets)
    ]
    report = library.annotations.intake.take(json.dumps(records).encode())
    return report.imported, [each.reason for each in report.unplaced]


def quoted(source: str, exact: str, **more: str) -> dict[str, Any]:
    return {"source": source, "selector": {"type": "TextQuoteSelector", "exact": exact, **more}}


def test_quotations_of_other_tools_are_verified(library: Library) -> None:
    count, reasons = imported(
        library,
        quoted("https://news.example/press/a.txt?page=1", "declined to comment"),
        quoted("file:///home/eve/press/b/%C3%BC.txt", "5,000 prisoners"),
        quoted("a.txt", "prisoners"),
        quoted("a.txt", "prisoners", prefix="number of "),
        quoted("a.txt", "nothing of the kind"),
        quoted("c.txt", "prisoners"),
        quoted("../a.pdf", "prisoners"),
        {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 3}},
        "a.txt",
    )
    assert count == 3
    assert reasons == [
        "a.txt: the same words stand in 2 places",
        "a.txt: its words are no longer in the text, or not among the words that stood around them",
        "no document c.txt",
        "no document ../a.pdf",
        "it has offsets but no quotation by which they could be checked",
        "it marks no passage of a text",
    ]
    assert library.shown() == [
        ("a.txt", "exact", "declined to comment"),
        ("a.txt", "exact", "prisoners"),
        ("b/ü.txt", "exact", "5,000 prisoners"),
    ]
    assert {len(each.annotation.text_sha256) for each in library.annotations.all()} == {64}


def test_an_annotation_of_another_tool_keeps_what_it_says_besides(library: Library) -> None:
    more = {"creator": {"name": "Eve"}, "created": "2031-01-01T10:00:00+02:00", "bodyValue": "really?", "x:y": [1]}
    assert imported(library, quoted("a.txt", "declined to comment"), **more) == (1, [])
    made = library.annotations.all()[0].annotation
    assert (made.note, made.created, made.layer) == ("really?", "2031-01-01T08:00:00Z", "ann")
    library.annotations.edit(made.id, note="no")
    (record,) = json.loads(exported(library, "w3c"))
    assert record["creator"] == {"name": "Eve"} and record["x:y"] == [1] and record["via"] == "https://x.example/0"
    assert record["id"] == made.id and made.id.startswith("urn:uuid:")


def test_a_newer_version_replaces_and_an_older_does_not(library: Library) -> None:
    made = library.mark("5,000 prisoners", note="one")
    for updated, imported_count in (("2001-01-01T00:00:00Z", 0), ("2101-01-01T00:00:00Z", 1)):
        data = dump_line(to_record(replace(made, note="two", updated=updated)))
        assert library.annotations.intake.take(data).imported == imported_count
    assert [each.annotation.note for each in library.annotations.all()] == ["two"]


def test_what_is_no_file_of_annotations_is_told(library: Library) -> None:
    with pytest.raises(GlossatorError, match="w3c, jsonl"):
        library.annotations.intake.take(b"<html>")
