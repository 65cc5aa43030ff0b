"""Marking: select, write a note, give a code, copy; list, edit, delete, undo."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

SIZES = [(120, 40), (80, 24), (40, 12), (20, 5)]


def records(folder: Path) -> list[dict[str, Any]]:
    """What the layer files hold, the last line with an id winning."""
    found: dict[str, dict[str, Any]] = {}
    for file in (folder / ".glossator" / "layers").glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if "id" in record:
                found[record["id"]] = record
    return list(found.values())


def marked(here: Visit) -> list[tuple[str, str, tuple[str, ...]]]:
    """The annotations of the open document: passage, note, codes."""
    return [(mark.annotation.exact, mark.annotation.note, mark.annotation.codes) for mark in here.room.marking.marks]


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_on_the_sentence_under_the_cursor(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("a")
        assert here.room.contexts[0] == "note"
        await here.write("is this so?")
        await here.press("ctrl+j")
        await here.write("ask")
        await here.press("enter")
        assert marked(here) == [("Nobody read the letter.", "is this so?\nask", ())]
        assert here.message.startswith("marked “Nobody read the letter.” · note")
        assert "u undoes" in here.message
        spans = here.room.screen.text.spans("annotations")
        assert [(span.start, span.end) for span in spans] == [(here.at("Nobody"), here.at("Nobody") + 23)]
        assert "Nobody read the letter." in json.dumps(records(harbour.folder))
        if size[1] > 10:
            assert "▎" in here.screen_text()


async def test_a_selection_is_marked_and_the_mark_is_there_again(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Captain"))
        await here.press("v", "e", "w", "e", "w", "e")
        assert here.room.contexts[0] == "select" and "SELECT" in here.screen_text()
        assert here.room.screen.text.selected_text == "Captain Josef Hallam"
        await here.press("o", "b", "b", "b")
        assert here.room.screen.text.selected_text.startswith("sank at night. Captain")
        await here.press("i", "s", "t")
        await here.write("claim")
        await here.press("enter")
        assert here.room.screen.text.selecting is None
        assert [codes for _, _, codes in marked(here)] == [("claim",)]
        await here.press("q")
    async with visit(harbour.folder) as here:
        assert [codes for _, _, codes in marked(here)] == [("claim",)]
        assert "claim" in here.screen_text()


async def test_esc_keeps_a_draft_of_a_note(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("a")
        await here.write("half a thought")
        await here.press("escape")
        assert marked(here) == [] and "draft is kept" in here.message
        await here.press("a")
        assert here.room.layers.typed == "half a thought"
        await here.write(", whole")
        await here.press("enter")
        assert [note for _, note, _ in marked(here)] == ["half a thought, whole"]


async def test_codes_are_made_completed_and_taken_by_number(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        text = here.room.screen.text
        for code, place in (("claim", "Nobody"), ("doubt", "The ferry Margit")):
            text.go_to(here.at(place))
            await here.press("t")
            await here.write(code)
            await here.press("enter")
        text.go_to(here.at("Paragraph 0"))
        await here.press("t")
        assert "1 doubt" in here.screen_text() and "2 claim" in here.screen_text()
        await here.press("2")
        text.go_to(here.at("Paragraph 1 "))
        await here.press("t")
        await here.write("dou")
        await here.press("tab")
        assert here.room.layers.typed == "doubt"
        await here.write(" 2")
        await here.press("enter")
        text.go_to(here.at("Paragraph 2 "))
        await here.press("t", ".")
        text.go_to(here.at("Paragraph 3 "))
        await here.press(".")
        codes = {passage.split(" says")[0]: codes for passage, _, codes in marked(here)}
        assert codes["Paragraph 0"] == ("claim",)
        assert codes["Paragraph 1"] == codes["Paragraph 2"] == codes["Paragraph 3"] == ("doubt 2",)
        text.go_to(here.at("Paragraph 4 "))
        await here.press("t", "9")
        assert here.room.layers.typed == "9"
        await here.press("escape")
        await here.press("t", "5")
        assert "no code number 5" in here.message
        await here.press("enter")


async def test_nothing_typed_makes_no_code(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("t", "1")
        assert here.room.layers.typed == "1"
        await here.press("backspace", "enter")
        assert "type a code first" in here.message and here.room.contexts[0] == "codes"


async def test_the_card_of_an_annotation(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("a")
        await here.write("first note")
        await here.press("enter", "g", "g", "]", "a")
        assert here.cursor == here.at("Nobody") and "first note" in here.status
        await here.press("enter")
        assert here.room.contexts[0] == "card" and "first note" in here.screen_text()
        await here.press("c")
        await here.press("ctrl+u") if here.room.contexts[0] != "note" else None
        await here.write(", longer")
        await here.press("enter")
        assert [note for _, note, _ in marked(here)] == ["first note, longer"]
        await here.press("enter", "t")
        await here.write("claim")
        await here.press("enter")
        assert [codes for _, _, codes in marked(here)] == [("claim",)]
        await here.press("enter", "d", "d")
        assert marked(here) == [] and here.message.startswith("deleted “Nobody")
        await here.press("]", "a")
        assert "no annotation further on" in here.message


async def test_undo_and_redo_say_what_they_did(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("u")
        assert here.message == "nothing to undo"
        await here.press("a")
        await here.write("one")
        await here.press("enter", "u")
        assert marked(here) == [] and here.message and "nothing" not in here.message
        await here.press("ctrl+r")
        assert [note for _, note, _ in marked(here)] == ["one"]
        await here.press("ctrl+r")
        assert here.message == "nothing to redo"


async def test_the_list_of_annotations(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("a")
        await here.write("in the ferry")
        await here.press("enter", "]", "d", "]", "d", "}", "a")
        await here.write("in the letter")
        await here.press("enter", "g", "a")
        assert here.room.contexts[0] == "annotations"
        shown = here.screen_text()
        assert "in the ferry" in shown and "in the letter" in shown
        await here.press("enter")
        assert here.document.path == "ferry.txt"
        await here.press("g", "a", "j", "c")
        await here.write(" indeed")
        await here.press("enter")
        assert "in the letter indeed" in here.screen_text()
        await here.press("F")
        await here.write("indeed")
        await here.press("enter")
        assert "in the ferry" not in here.screen_text()
        await here.press("d", "d")
        assert "deleted" in here.message
        await here.press("u")
        assert "in the letter indeed" in here.screen_text()
        await here.press("enter")
        assert here.document.path == "letter.txt"


async def test_copying(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("y")
        assert here.app.clipboard == "Nobody read the letter." and "clipboard" in here.message
        await here.press("]", "d", "2", "}", "V", "Y")
        cited = here.app.clipboard
        assert cited.startswith("“Josef Hallam did not appear.”\n")
        start = here.at("Josef Hallam did")
        for part in ("The inquiry opens", "Plumb Line", "2031-09-22", "inquiry.md", "¶3", f"{start}–{start + 28}"):
            assert part in cited
        assert here.room.screen.text.selecting is None


async def test_what_may_not_be_copied_is_refused(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, sealed=True) as here:
        await here.press("y")
        assert here.app.clipboard == "" and here.message.startswith("sealed")
    async with visit(harbour.folder, clipboard={"max_kilobytes": 1}) as here:
        await here.press("v", "G", "y")
        assert here.app.clipboard == "" and "too long to copy" in here.message
        assert here.room.screen.text.selecting is not None


async def test_what_cannot_be_saved_is_kept_as_a_draft(harbour: Desk, visit: OpenRoom) -> None:
    layers = harbour.folder / ".glossator" / "layers"
    layers.mkdir(parents=True)
    async with visit(harbour.folder, annotations={"layer": "me"}) as here:
        (layers / "me.jsonl").mkdir()
        await here.press("a")
        await here.write("precious")
        await here.press("enter")
        assert marked(here) == [] and here.room.messages.current is not None
        assert here.room.messages.current.kind == "error" and "\n" not in here.message
        await here.press("a")
        assert here.room.layers.typed == "precious"
        await here.press("escape")


async def test_marks_of_an_edited_document_are_told_apart(tmp_path: Path, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("a")
        await here.write("look again")
        await here.press("enter")
        room = here.room
        moved = [replace(mark, status="uncertain", reason="found twice") for mark in room.marking.marks]
        room.seats.active.marks = moved
        room.marking._draw(room.seats.active)
        assert not room.screen.text.spans("annotations") and len(room.screen.text.spans("uncertain")) == 1
        assert "uncertain" in here.status or here.message
