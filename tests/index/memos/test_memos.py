"""Memos: written, changed, deleted, undone; found under another name of what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.annotations.place import MarksPlace
from index.annotations.undo import UndoLog
from index.errors import GlossatorError
from index.memos.memos import KIND, Memos


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / ".glossator"
        self.names: dict[str, str] = {}
        self.files = {"a.txt": "aa", "b.txt": "bb"}
        self.log = UndoLog(folder / "state" / "undo.jsonl")
        self.memos = self.opened()

    def opened(self) -> Memos:
        return Memos(
            MarksPlace(self.folder, None, False),
            self.log,
            "me",
            file_hash=self.files.get,
            path_by_hash=lambda sha: next((path for path, each in self.files.items() if each == sha), None),
            resolve=lambda name: self.names.get(name, name),
        )

    def said(self) -> list[tuple[str, str, str]]:
        return [(each.about, each.subject, each.note) for each in self.memos.all()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_memos_are_listed_by_what_they_are_about_and_survive_a_restart(desk: Desk) -> None:
    desk.memos.write("code", "claim", "what is so")
    desk.memos.write("document", "a.txt", "odd\nvery \u202e odd")
    desk.memos.write("collection", "", "all of it")
    first = desk.said()
    assert [about for about, _, _ in first] == ["collection", "document", "code"]
    desk.memos = desk.opened()
    assert desk.said() == first
    assert [each.note for each in desk.memos.of("code", "claim")] == ["what is so"]


def test_each_change_is_a_step_of_undo(desk: Desk) -> None:
    memo = desk.memos.write("collection", "", "one")
    desk.memos.change(memo.id, "two")
    desk.memos.delete(memo.id)
    handlers = {KIND: desk.memos}
    seen = [desk.said()]
    for _ in range(3):
        desk.log.undo(handlers)
        seen.append(desk.said())
    assert seen == [[], [("collection", "", "two")], [("collection", "", "one")], []]
    desk.log.redo(handlers)
    assert desk.said() == [("collection", "", "one")]
    with pytest.raises(GlossatorError):
        desk.memos.write("collection", "", "  ")


def test_what_was_renamed_keeps_its_memos(desk: Desk) -> None:
    desk.memos.write("document", "a.txt", "of a")
    desk.memos.write("code", "old", "of a code")
    desk.files["c.txt"] = desk.files.pop("a.txt")
    desk.names["old"] = "new"
    assert desk.said() == [("document", "c.txt", "of a"), ("code", "new", "of a code")]


def test_a_line_with_a_mistake_is_told_and_kept_and_the_rest_counts(desk: Desk) -> None:
    desk.memos.write("collection", "", "good")
    file = desk.folder / "memos.jsonl"
    bad = '{"id":"x","type":"glossator:Memo","about":"weather","note":"n"}'
    file.write_text(f"{bad}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert desk.said() == [("collection", "", "good")]
    (fault,) = desk.memos.faults()
    assert fault.line == 1 and "no document, code or collection" in fault.reason
    desk.memos.write("collection", "", "better")
    assert bad in file.read_text(encoding="utf-8")
