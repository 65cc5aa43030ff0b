"""Decisions on passages: kept, found again, undone, and never a reason to fail."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.annotations.annotation import Passage
from index.annotations.lines import BadLine, dump_line, parse_line
from index.annotations.place import MarksPlace
from index.annotations.undo import ChangedSince, UndoLog
from index.corrections.correction import Anchor, Correction, from_record, to_record
from index.corrections.corrections import KIND, Corrections
from index.errors import GlossatorError, OffsetError, UnknownDocument

TEXT = "The harbour was closed. “No ship sails,” said Marit Vell. The council met at noon."


class Desk:
    """Texts in memory in the place of a collection, and corrections about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = {"a.txt": TEXT, "b.txt": "Nothing here."}
        self.log = UndoLog(folder / "state" / "undo.jsonl")
        self.corrections = self.opened()

    def opened(self) -> Corrections:
        return Corrections(
            MarksPlace(self.folder / ".glossator", None, private=False),
            self.log,
            self._read,
            text_hash=lambda path: _sha(self.texts[path]) if path in self.texts else None,
            path_by_hash=lambda file: next(
                (path for path, text in self.texts.items() if _sha("f" + text) == file), None
            ),
            context=20,
        )

    def passage(self, words: str, path: str = "a.txt") -> Passage:
        at = self.texts[path].index(words)
        return Passage(path, at, at + len(words), words)

    def undo(self) -> None:
        self.log.undo({KIND: self.corrections})

    def _read(self, path: str) -> tuple[str, str, str]:
        if path not in self.texts:
            raise UnknownDocument(path)
        return self.texts[path], _sha(self.texts[path]), _sha("f" + self.texts[path])


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_decision_is_found_by_another_reader_and_replaced_by_the_next_on_its_passage(desk: Desk) -> None:
    words = desk.passage("No ship sails,")
    first = desk.corrections.decide("speaker", words, {"speaker": "Ole Brandt"}, "set a speaker")
    desk.corrections.decide("figure", words, True, "another kind")
    again = desk.corrections.decide("speaker", words, {"speaker": "Marit Vell"}, "set a speaker")
    assert again.id == first.id and again.created == first.created
    other = desk.opened()
    other.refresh()
    (found,) = other.placed("speaker", "a.txt")
    assert found.correction.value == {"speaker": "Marit Vell"}
    assert [(at.start, at.end) for at in found.places if at] == [(words.start, words.end)]
    assert other.placed("speaker", "b.txt") == []


def test_places_move_with_an_edit_and_a_new_name_and_are_told_when_lost(desk: Desk) -> None:
    desk.corrections.decide("speaker", desk.passage("No ship sails,"), "x", "set")
    desk.texts["a.txt"] = "Some words came before. " + TEXT
    (found,) = desk.corrections.placed("speaker")
    assert found.places[0] is not None and found.places[0].start == desk.texts["a.txt"].index("No ship")
    desk.texts["c.txt"] = TEXT
    del desk.texts["a.txt"]
    (found,) = desk.corrections.placed("speaker", "c.txt")
    assert found.places[0] is not None and found.places[0].start == TEXT.index("No ship")
    assert desk.corrections.faults() == []
    desk.texts["c.txt"] = "All of it was rewritten by another hand."
    (found,) = desk.corrections.placed("speaker")
    assert found.places == (None,)
    assert "lost its passage" in desk.corrections.faults()[0].reason


def test_undo_takes_each_step_back_and_refuses_what_has_changed_since(desk: Desk) -> None:
    words = desk.passage("No ship sails,")
    made = desk.corrections.decide("speaker", words, "x", "set x")
    desk.corrections.change(made.id, "y", "set y")
    desk.corrections.remove([made.id], "take back")
    assert desk.corrections.of("speaker") == []
    desk.undo()
    assert [each.value for each in desk.corrections.of("speaker")] == ["y"]
    desk.undo()
    assert [each.value for each in desk.corrections.of("speaker")] == ["x"]
    desk.undo()
    assert desk.corrections.of("speaker") == []
    desk.log.redo({KIND: desk.corrections})
    assert [each.value for each in desk.corrections.of("speaker")] == ["x"]
    elsewhere = desk.opened()
    elsewhere.refresh()
    elsewhere._log = UndoLog(desk.folder / "other" / "undo.jsonl")
    elsewhere.change(made.id, "z", "by another window")
    with pytest.raises(ChangedSince):
        desk.undo()


def test_a_decision_needs_its_words_and_a_document(desk: Desk) -> None:
    with pytest.raises(OffsetError):
        desk.corrections.add("speaker", [Passage("a.txt", 0, 3, "xyz")], None, "no")
    with pytest.raises(UnknownDocument):
        desk.corrections.add("speaker", [Passage("none.txt", 0, 3, "xyz")], None, "no")
    with pytest.raises(GlossatorError):
        desk.corrections.change("urn:uuid:none", 1, "no")
    assert not (desk.folder / ".glossator" / "corrections.jsonl").exists() or desk.corrections.of("speaker") == []


def test_a_line_with_a_mistake_is_told_and_the_others_count(desk: Desk) -> None:
    desk.corrections.decide("speaker", desk.passage("No ship sails,"), "x", "set")
    file = desk.folder / ".glossator" / "corrections.jsonl"
    good = file.read_bytes()
    bad = json.loads(good)
    bad["anchors"][0]["document"] = "../outside.txt"
    file.write_bytes(b"{not json}\n" + good + dump_line(bad | {"id": "urn:x"}))
    opened = desk.opened()
    opened.refresh()
    assert [each.value for each in opened.of("speaker")] == ["x"]
    assert [fault.line for fault in opened.faults()] == [1, 3]


_words = st.text(max_size=20)


@given(
    st.builds(
        Anchor, _words.map("d".__add__), _words, _words, st.just(1), st.just(5), _words.map("x".__add__), _words, _words
    ),
    _words,
    st.booleans(),
)
def test_a_correction_survives_its_line(anchor: Anchor, value: str, deleted: bool) -> None:
    made = Correction("urn:1", "speaker", (anchor, anchor), {"v": value}, "2031-01-01T00:00:00Z", "", deleted)
    try:
        line = dump_line(to_record(made))
        expected = made
    except BadLine:
        return
    if "/.." in anchor.document or "\0" in anchor.document or anchor.document.startswith("/"):
        return
    assert from_record(parse_line(line.rstrip(b"\n"))) == expected


def test_passages_of_one_document_are_decided_on_with_one_look_at_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    read, reads = desk.corrections._read, list[str]()
    desk.corrections._read = lambda path: (reads.append(path), read(path))[1]  # type: ignore[method-assign,func-returns-value]
    desk.corrections.add("block", [desk.passage("The harbour"), desk.passage("The council")], {"kind": "prose"}, "two")
    assert reads == ["a.txt"]
