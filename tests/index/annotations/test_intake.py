"""Files taken in: progress, giving up, what is marked meanwhile, one step of undo for marks and codes together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.annotations.choice import Choice
from index.annotations.importing import Importer
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.collection import Collection
from index.config import load_settings
from index.errors import Cancelled, GlossatorError

if TYPE_CHECKING:
    from conftest import Desk

    from index.annotations.interchange.items import ImportedAnnotation, Unplaced


@pytest.fixture
def collection(harbour: Desk) -> Iterator[Collection]:
    opened = Collection.open(harbour.folder, load_settings(None).settings)
    opened.update()
    yield opened
    opened.close()


def notes(collection: Collection) -> list[str]:
    return sorted(each.annotation.note for each in collection.annotations())


def many(collection: Collection, count: int) -> bytes:
    made = collection.annotate("ferry.txt", 0, 5).annotation
    collection.undo()
    return b"".join(
        dump_line(to_record(replace(made, id=f"urn:x:{number}", note=f"{number:04}"))) for number in range(count)
    )


def test_thousands_are_one_step_and_others_mark_meanwhile(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(many(collection, 1_200))
    watched: list[tuple[int, int]] = []
    judge = Importer._take_one

    def judged(self: Importer, item: ImportedAnnotation | Unplaced, *rest: object) -> None:
        if not notes_meanwhile:
            other = threading.Thread(target=lambda: collection.annotate("ferry.txt", 4, 9, note="meanwhile"))
            other.start()
            other.join(20)
            assert not other.is_alive()
            notes_meanwhile.append("")
        judge(self, item, *rest)  # type: ignore[arg-type]

    notes_meanwhile: list[str] = []
    monkeypatch.setattr(Importer, "_take_one", judged)
    report = collection.exchange.import_file(file, watch=lambda done, total: watched.append((done, total)))
    assert (report.imported, report.unplaced, report.undoable) == (1_200, [], True)
    assert watched[0] == (0, 1_200) and watched[-1][0] > 1_000 and watched == sorted(watched)
    assert len(notes(collection)) == 1_201
    assert collection.undo() is not None and notes(collection) == ["meanwhile"]
    assert collection.redo() is not None and len(notes(collection)) == 1_201


def test_given_up_nothing_is_taken_in(collection: Collection, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(many(collection, 100))
    asked = iter([False] * 5)
    with pytest.raises(Cancelled):
        collection.exchange.import_file(file, cancelled=lambda: next(asked, True))
    assert notes(collection) == [] and collection.undo() is None


def test_marks_and_their_codes_are_undone_together_or_not_at_all(collection: Collection, tmp_path: Path) -> None:
    collection.annotate("ferry.txt", 0, 5, codes=("claim/new",))
    collection.coding.changing.describe("claim/new", description="what is said")
    file = tmp_path / "project.qdpx"
    file.write_bytes(b"".join(collection.exchange.export("refi-qda")))
    while collection.undo() is not None:
        pass
    collection.compact_annotations()
    assert "claim/new" not in collection.coding.book()
    assert collection.exchange.import_file(file).imported == 1
    assert collection.coding.book().get("claim/new").description == "what is said"
    collection.undo()
    assert collection.annotations() == [] and "claim/new" not in collection.coding.book()
    collection.redo()
    assert len(collection.annotations()) == 1 and "claim/new" in collection.coding.book()

    book = next(collection.root.rglob("codebook.yaml"))
    book.write_text(book.read_text().replace("what is said", "what I say"))
    with pytest.raises(GlossatorError, match="changed since"):
        collection.undo()
    assert len(collection.annotations()) == 1  # taken away, and brought back when the codes could not follow


def test_codes_leave_under_their_present_names_and_come_back_once(collection: Collection, tmp_path: Path) -> None:
    collection.annotate("ferry.txt", 0, 5, codes=("old",), layer="ben")
    collection.coding.changing.add("old")
    collection.coding.changing.rename("old", "new/name")
    assert collection.codes() == [("old", 1)]  # nobody else's layer is rewritten
    for form in ("w3c", "csv", "markdown", "brat", "hypothesis"):
        file = tmp_path / form
        file.write_bytes(b"".join(collection.exchange.export(form)))
        assert b"new/name" in file.read_bytes() or form == "brat"
        assert collection.exchange.import_file(file).imported == 0, form
    assert b'"value":"old"' in b"".join(collection.exchange.export("jsonl", Choice(layer="ben")))


def test_a_layer_that_is_hidden_answers_no_search(collection: Collection) -> None:
    collection.annotate("ferry.txt", 0, 5, codes=("theirs",), note="quagga", layer="ben")
    queries = ("code:theirs", "note:quagga", "has:note", "mark:quagga OR has:annotation")
    assert [collection.search(query).total for query in queries] == [1, 1, 1, 1]
    assert collection.matches("code:theirs", "ferry.txt")
    collection.layers.hide(frozenset({"ben"}))
    assert [collection.search(query).total for query in queries] == [0, 0, 0, 0]
    assert not collection.matches("code:theirs", "ferry.txt") and len(collection.annotations()) == 1
    collection.layers.hide(frozenset())
    assert collection.search("code:theirs").total == 1
