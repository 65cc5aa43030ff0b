"""Codes by keys: the picker with a codebook, marks over each other, a code for every hit, the list of a code."""

from __future__ import annotations

import os
from contextlib import nullcontext
from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from tui.session.marking import note_outside
from tui.session.marking.mark_looks import kinds, overlaps

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk, OpenRoom, Visit

BOOK = """\
version: 1
codes:
  claim:
    description: what somebody says is so
    key: c
    codes:
      barrier: {former: [boom], colour: "#e08060"}
  doubt:
"""


def with_book(desk: Desk) -> Path:
    (desk.folder / ".glossator").mkdir(exist_ok=True)
    (desk.folder / ".glossator" / "codebook.yaml").write_text(BOOK, encoding="utf-8")
    return desk.folder


def key_event(key: str) -> Key:
    return Key(key, key if len(key) == 1 else None)


def codes(here: Visit) -> list[tuple[str, ...]]:
    return [mark.annotation.codes for mark in here.room.marking.marks]


async def test_keys_typed_before_the_picker_is_there_are_for_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(with_book(harbour)) as here:
        here.room.screen.text.go_to(here.at("The letter warned"))
        asked = Event()
        here.room.background.in_order(asked.wait)  # as while a mark before is still being saved
        place = here.cursor
        for key in ("t", "x", "j", "j"):
            here.room.app.post_message(key_event(key))
        await here.until(lambda: here.room.type_ahead.waiting == 3)
        asked.set()
        await here.until(lambda: here.room.layers.typed == "xjj")
        await here.press("escape")
        assert here.cursor == place and not codes(here)
        here.room.background.in_order((waits := Event()).wait)
        for key in ("t", "c", "escape", "j"):
            here.room.app.post_message(key_event(key))
        await here.until(lambda: here.cursor != place)
        waits.set()
        await here.settle()
        assert here.room.contexts[0] == "text" and not codes(here)  # given up: it does not open any more


async def test_a_code_joins_the_note_that_was_just_written(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(with_book(harbour)) as here:
        here.room.screen.text.go_to(here.at("The letter warned"))
        await here.press("v", "e", "a", "w", "h", "y", "enter")
        (noted,) = (mark.annotation for mark in here.room.marking.marks)
        await here.press("t", "c")
        await here.press("t", *"doubt", "enter")
        (mark,) = (mark.annotation for mark in here.room.marking.marks)
        assert (mark.id, mark.note, mark.codes) == (noted.id, "why", ("claim", "doubt"))
        await here.press("u", "u")
        (mark,) = (mark.annotation for mark in here.room.marking.marks)
        assert (mark.id, mark.note, mark.codes) == (noted.id, "why", ())
        # Something else was done since, or another passage is meant: a mark of its own.
        await here.press("t", "c")
        assert sorted(codes(here)) == [(), ("claim",)]


async def test_the_picker_takes_keys_former_names_and_meanings(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(with_book(harbour)) as here:
        here.room.screen.text.go_to(here.at("The letter warned"))
        await here.press("t")
        assert "what somebody says is so" in here.screen_text()
        await here.press("c")
        assert codes(here) == [("claim",)] and here.room.contexts[0] == "text"
        await here.press("t")
        assert "✓ claim" in here.screen_text()
        await here.write("boom")
        assert "new code" not in here.screen_text()
        await here.press("enter")
        assert sorted(codes(here)) == [("claim",), ("claim/barrier",)]
        await here.press("t")
        await here.write("somebody says")
        await here.press("enter")
        await here.press("t", "space")
        await here.write("concern")
        await here.press("enter")
        assert sorted(codes(here)) == [("claim",), ("claim",), ("claim/barrier",), ("concern",)], here.message
        await here.press("colon", *"go-codebook", "enter")
        assert "1 not in the codebook" in here.screen_text() and "was boom" in here.screen_text()


async def test_marks_over_each_other_are_told_apart_and_a_code_listed_checked_and_parted(
    harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(with_book(harbour)) as here:
        collection, at = here.room.collection, here.at("Captain Josef Hallam")
        for end, code in ((20, "claim"), (13, "boom"), (7, "doubt")):
            collection.annotate("ferry.txt", at, at + end, codes=(code,))
        here.room.marking.reload()
        await here.settle()
        assert "█" in here.screen_text()
        deep = [tuple(span) for span in here.room.screen.text.spans("overlaps")]
        assert deep == [(at, at + 7, "3"), (at + 7, at + 13, "2")]
        await here.press("g", "c")
        assert here.room.codebook.chosen is not None and here.room.codebook.chosen.count.passages_below == 2
        await here.press("enter")
        assert [mark.annotation.codes for mark in here.room.annotated.listed.rows] == [("boom",), ("claim",)]
        await here.press("X", "t", *"odd", "enter")
        assert "2 passages of yours changed" in here.message
        assert [mark.annotation.codes for mark in here.room.annotated.listed.rows] == [
            ("boom", "odd"),
            ("claim", "odd"),
        ]
        await here.press("u")
        assert [mark.annotation.codes for mark in here.room.annotated.listed.rows] == [("boom",), ("claim",)]
        await here.press("escape", "escape", "escape")


async def test_every_hit_of_a_search_gets_a_code_in_one_step(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("/", *"letter", "enter", "g", "r", "t", *"post", "enter")
        hits = here.room.collection.coding.passages("post")
        assert len(hits) == 7 and {mark.annotation.exact.casefold() for mark in hits} == {"letter"}, here.message
        await here.press("u")
        assert not here.room.collection.coding.passages("post")


async def test_the_code_window_says_what_cannot_be_saved_and_fits_a_low_screen(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(with_book(harbour), size=(30, 8)) as here:
        await here.press("g", "c", "j", "j", "c", "tab", "tab", "tab", "c", "enter")
        assert "the key c is that of claim" in here.screen_text()
        await here.press("escape", "T", "s", "o", "l", "O", "escape", "g", "m", "M", "escape")
        assert here.room.contexts[0] == "memos"


@pytest.mark.parametrize("status", [0, 3])
async def test_a_note_goes_to_the_readers_editor_and_comes_back(
    status: int, harbour: Desk, visit: OpenRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text(f'#!/bin/sh\nprintf "%s" " and more" >> "$2"\nexit {status}\n', encoding="utf-8")
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", f"'{editor}' -w")
    async with visit(harbour.folder) as here:
        monkeypatch.setattr(here.app, "suspend", nullcontext)
        await here.press("a", *"begun", "ctrl+g")
        assert here.room.layers.typed == ("begun" if status else "begun and more"), here.message
        assert not status or "status 3" in here.message
        await here.press("ctrl+u", "escape")


def test_an_editor_that_is_not_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "'unclosed")
    monkeypatch.setenv("EDITOR", os.devnull + "/nothing")
    assert note_outside.command() == []


def test_kinds_and_depths() -> None:
    looks = kinds(("highlight", "claim ◆ person", "doubt ~"))
    assert looks["claim"] == ("◆", "person") and looks["doubt"] == ("~", "bar") and looks["highlight"] == ("", "bar")
    assert overlaps([(0, 10), (2, 5), (3, 4), (10, 12)]) == [(2, 3, 2), (3, 4, 3), (4, 5, 2)]
    assert overlaps([(0, 5), (5, 9)]) == []
    assert overlaps([(0, 5), (0, 5)]) == [(0, 5, 2)]
