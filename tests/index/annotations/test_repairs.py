"""What the reader settles about passages whose documents have changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.annotations.annotation import Annotation
from index.annotations.repairs import Repairs
from index.annotations.resolution import KEY
from index.annotations.service import Annotations
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.errors import GlossatorError, UnknownDocument
from index.settings import AnnotationSettings

TEXT = (
    "The harbour master closed the gates at six. By seven the water stood above the second step, and the boats that "
    "had come in late lay against each other under the wall. Nobody was allowed to leave before the lamp was lit."
)
WORDS = "the boats that had come in late lay against each other"
CHANGED = TEXT.replace("the boats that had come in late lay", "the ships which had arrived too late lay")


class Harbour:
    """A collection of texts in memory, its marks on disk."""

    def __init__(self, folder: Path, hashed: Callable[[str], str]) -> None:
        self.folder, self.hashed = folder, hashed
        self.texts = {"in/a.txt": TEXT}
        self.touched: list[str] = []
        self.kept: Callable[[], Any] | None = None
        self.open()

    def open(self) -> Annotations:
        files = lambda: {self.hashed("file of " + text): path for path, text in self.texts.items()}  # noqa: E731
        self.annotations = Annotations(
            LayerStore(self.folder / ".glossator", "ann"),
            UndoLog(self.folder / "state" / "undo.jsonl"),
            self.read,
            AnnotationSettings(layer="", context_characters=32, kinds=()),
            path_by_hash=lambda sha: files().get(sha),
            text_hash=lambda path: self.hashed(self.texts[path]) if path in self.texts else None,
            paths=lambda: self.texts,
            kept=self.kept,
        )
        self.repairs = Repairs(self.annotations, self.touched.append)
        return self.annotations

    def read(self, path: str) -> tuple[str, str, str]:
        if path not in self.texts:
            raise UnknownDocument(path)
        text = self.texts[path]
        return text, self.hashed(text), self.hashed("file of " + text)

    def mark(self, words: str, path: str = "in/a.txt") -> Annotation:
        start = self.texts[path].index(words)
        return self.annotations.add(path, start, start + len(words)).annotation

    def status(self) -> list[tuple[str, str, str | None]]:
        for each in self.annotations.all():  # all and of agree, wherever a mark is shown
            if each.start is not None:
                assert each in self.annotations.of(each.annotation.document)
        return [(each.annotation.document, each.status, each.here) for each in self.annotations.all(verify=False)]

    def record(self) -> dict[str, Any]:
        (file,) = (self.folder / ".glossator" / "layers").iterdir()
        return json.loads(file.read_text("utf-8").splitlines()[-1])


@pytest.fixture
def harbour(tmp_path: Path, hashed: Callable[[str], str]) -> Iterator[Harbour]:
    harbour = Harbour(tmp_path, hashed)
    yield harbour
    harbour.annotations.close()


def test_what_is_confirmed_stays_and_the_selector_too(harbour: Harbour) -> None:
    made = harbour.mark(WORDS)
    target = harbour.record()["target"]
    harbour.texts["in/a.txt"] = CHANGED
    here = "the ships which had arrived too late lay against each other"
    assert harbour.status() == [("in/a.txt", "uncertain", here)]
    placed = harbour.repairs.confirm(made.id)
    assert (placed.status, placed.here, placed.reason) == ("changed", here, None)
    record = harbour.record()
    assert record["target"] == target and harbour.touched == ["in/a.txt"]
    (said,) = record[KEY]
    assert (said["glossator:by"], said["glossator:exact"], said["glossator:source"]) == ("ann", here, "in/a.txt")
    assert said["glossator:textSha256"] == harbour.hashed(CHANGED) and said["glossator:at"].endswith("Z")

    harbour.texts["in/a.txt"] = "Corrected.\n" + CHANGED
    harbour.open()
    assert harbour.status() == [("in/a.txt", "changed", here)]
    report = harbour.annotations.undo()
    assert report is not None and report.message.startswith("undone: confirm “the boats")
    assert harbour.status()[0][1] == "uncertain" and KEY not in harbour.record()
    harbour.annotations.redo()
    assert harbour.status()[0][1] == "changed"
    harbour.texts["in/a.txt"] = TEXT
    assert harbour.status() == [("in/a.txt", "exact", None)]


def test_what_is_refused_is_an_orphan_until_the_text_changes_again(harbour: Harbour) -> None:
    made = harbour.mark(WORDS)
    harbour.texts["in/a.txt"] = CHANGED
    placed = harbour.repairs.refuse(made.id)
    assert (placed.status, placed.start, placed.reason) == (
        "orphan",
        None,
        "you said that it does not stand where it was proposed",
    )
    for deed in (harbour.repairs.refuse, harbour.repairs.confirm):
        with pytest.raises(GlossatorError, match="shown nowhere"):
            deed(made.id)
    harbour.texts["in/a.txt"] = CHANGED + " So it was."
    assert harbour.status()[0][1] == "uncertain"


def test_an_orphan_is_attached_anywhere_and_moves_on_from_there(harbour: Harbour) -> None:
    made = harbour.mark(WORDS)
    harbour.texts |= {"in/a.txt": "Nothing of it is left here.", "out/b.txt": "A fleet lay in the harbour."}
    assert harbour.status()[0][1] == "orphan"
    placed = harbour.repairs.attach(made.id, "out/b.txt", 0, 7)
    assert (placed.annotation.document, placed.status, placed.here) == ("out/b.txt", "changed", "A fleet")
    assert set(harbour.touched) == {"in/a.txt", "out/b.txt"}
    harbour.open()
    assert harbour.annotations.of("in/a.txt") == [] and harbour.status() == [("out/b.txt", "changed", "A fleet")]
    harbour.texts["c.txt"] = harbour.texts.pop("out/b.txt")  # renamed: known by its hash
    assert harbour.status() == [("c.txt", "changed", "A fleet")]
    harbour.repairs.attach(made.id, "c.txt", 8, 11)
    assert [each["glossator:exact"] for each in harbour.record()[KEY]] == ["A fleet", "lay"]
    assert harbour.status() == [("c.txt", "changed", "lay")]


def test_what_is_certain_is_neither_confirmed_nor_refused(harbour: Harbour) -> None:
    made = harbour.mark(WORDS)
    harbour.texts["in/a.txt"] = "Moved. " + TEXT
    for deed in (harbour.repairs.refuse, harbour.repairs.confirm):
        with pytest.raises(GlossatorError, match="its words stand there"):
            deed(made.id)
    with pytest.raises(GlossatorError, match="no annotation"):
        harbour.repairs.confirm("urn:x:none")
    assert KEY not in harbour.record()


def test_a_document_renamed_and_edited_is_proposed_and_one_answer_does_for_all(harbour: Harbour) -> None:
    first = harbour.mark(WORDS)
    harbour.mark("the second step")
    harbour.mark("Nobody was allowed to leave")
    del harbour.texts["in/a.txt"]
    assert {each.status for each in harbour.annotations.all()} == {"orphan"}
    harbour.texts |= {"old/a.txt": "Another text of the same name.", "new/a.txt": "Corrected today. " + TEXT}
    assert harbour.status() == [("new/a.txt", "uncertain", None)] * 3
    assert "most of its passages" in str(harbour.annotations.of("new/a.txt")[0].reason)
    assert harbour.annotations.of("old/a.txt") == []
    harbour.repairs.confirm(first.id)
    assert harbour.status() == [("new/a.txt", "moved", None)] * 3

    harbour.annotations.undo()
    harbour.texts["copy/a.txt"] = harbour.texts["new/a.txt"]  # two that might be it: neither is chosen
    assert [each.status for each in harbour.annotations.all()] == ["orphan"] * 3


def test_another_text_of_the_same_name_is_not_taken(harbour: Harbour) -> None:
    harbour.mark(WORDS)
    harbour.mark("the second step")
    del harbour.texts["in/a.txt"]
    harbour.texts["new/a.txt"] = (
        "By seven the water stood above the second step, and that is all that is the same here."
    )
    assert [each.status for each in harbour.annotations.all()] == ["orphan"] * 2
    assert harbour.annotations.of("new/a.txt") == []


@pytest.mark.parametrize("damage", [3, "x", {}, [None], [{"glossator:source": "../x"}], [{"glossator:start": 5}]])
def test_a_resolution_that_makes_no_sense_counts_for_nothing_and_is_kept(harbour: Harbour, damage: Any) -> None:
    harbour.mark(WORDS)
    (file,) = (harbour.folder / ".glossator" / "layers").iterdir()
    record = harbour.record() | {KEY: damage}
    file.write_text(json.dumps(record) + "\n", "utf-8")
    assert harbour.open().all()[0].status == "exact"
    harbour.annotations.edit(record["id"], note="n")
    assert harbour.record()[KEY] == damage


def test_what_was_found_is_not_looked_for_again(
    harbour: Harbour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.annotations import placement
    from index.catalogue.placed import PlacedTable

    file = tmp_path / "placements.sqlite"
    looked: list[str] = []

    class Watched(placement.Placer):
        def place(self, annotation: Annotation) -> Any:
            looked.append(annotation.exact)
            return super().place(annotation)

    def again() -> list[tuple[str, str, str | None]]:
        harbour.annotations.close()
        harbour.kept = lambda: PlacedTable(file)
        harbour.open()
        looked.clear()
        return harbour.status()

    monkeypatch.setattr(placement, "Placer", Watched)
    made = harbour.mark(WORDS)
    harbour.mark("the second step")
    assert [each[1] for each in again()] == ["exact"] * 2 and not file.exists()
    harbour.texts["in/a.txt"] = CHANGED + "\ud800"
    first = again()
    assert looked.count(WORDS) == 1
    assert again() == first and looked == []
    harbour.repairs.confirm(made.id)
    assert again()[1][1] == "changed" and WORDS not in looked
    harbour.texts["in/a.txt"] = "Corrected. " + CHANGED
    assert {each[1] for each in again()} == {"changed", "moved"} and len(looked) == 2
    harbour.annotations.close()
    file.write_bytes(b"no table " * 1000)
    assert {each[1] for each in again()} == {"changed", "moved"} and len(looked) == 2
    assert again() and looked == []
