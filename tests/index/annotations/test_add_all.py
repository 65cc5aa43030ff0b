"""Many passages marked in one go: one step of undo, and what says something else by now is left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.annotations.annotation import Passage
from index.annotations.service import Annotations
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.errors import UnknownDocument
from index.settings import AnnotationSettings

TEXTS = {"a.txt": "one two one", "b.txt": "one"}


def read(path: str) -> tuple[str, str, str]:
    if path not in TEXTS:
        raise UnknownDocument(path)
    hashed = hashlib.sha256(TEXTS[path].encode()).hexdigest()
    return TEXTS[path], hashed, hashed


@pytest.fixture
def annotations(tmp_path: Path) -> Annotations:
    settings = AnnotationSettings(layer="", context_characters=32, kinds=())
    return Annotations(
        LayerStore(tmp_path / "marks", "ann"), UndoLog(tmp_path / "undo.jsonl"), read, settings, paths=lambda: TEXTS
    )


ONES = [Passage("a.txt", 0, 3, "one"), Passage("b.txt", 0, 3, "one"), Passage("a.txt", 8, 11, "one")]


def test_all_of_them_are_one_step_of_undo(annotations: Annotations) -> None:
    annotations.add("a.txt", 4, 7, note="before")
    marked = annotations.add_all(ONES, note="again", codes=["number"])
    assert (marked.marked, marked.changed, set(marked.documents), marked.undoable) == (3, 0, {"a.txt", "b.txt"}, True)
    added = [each for each in annotations.all() if each.annotation.codes == ("number",)]
    assert [(each.annotation.document, each.start, each.annotation.exact) for each in added] == [
        ("a.txt", 0, "one"), ("a.txt", 8, "one"), ("b.txt", 0, "one"),
    ]  # fmt: skip
    assert {each.annotation.note for each in added} == {"again"}
    undone = annotations.undo()
    assert undone is not None and "3 passages" in undone.message
    assert [each.annotation.note for each in annotations.all()] == ["before"]
    annotations.redo()
    assert len(annotations.all()) == 4


def test_a_passage_that_says_something_else_is_left_out(annotations: Annotations) -> None:
    wrong = [Passage("a.txt", 1, 4, "one"), Passage("b.txt", 0, 9, "one"), Passage("b.txt", 2, 2, "")]
    marked = annotations.add_all([*wrong, ONES[0]])
    assert (marked.marked, marked.changed) == (1, 3)
    assert annotations.add_all(wrong).marked == 0
    assert len(annotations.all()) == 1


def test_where_one_document_is_gone_nothing_is_marked(annotations: Annotations) -> None:
    with pytest.raises(UnknownDocument):
        annotations.add_all([*ONES, Passage("gone.txt", 0, 1, "x")])
    assert annotations.all() == []
