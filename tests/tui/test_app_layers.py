"""The marks of several people on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

PASSAGES = {"The letter warned": "claim", "Nobody read the letter": "fact"}


def mark(here, words, layer=None, **said):
    start = here.at(words)
    return here.room.collection.annotate("ferry.txt", start, start + len(words), layer=layer, **said).annotation


async def test_marks_of_others_are_read_only_hidden_walked_and_resolved(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        room, own = here.room, here.room.layer
        for words, code in PASSAGES.items():
            mark(here, words, "bo", codes=(code,), note=f"bo on {code}")
        mark(here, "Nobody read the letter", codes=("fact",), note="mine")
        room.marking.reload()
        await here.settle()
        assert "›B claim" in here.screen_text()

        # Read-only, with what to do instead.
        room.screen.text.go_to(here.at("The letter warned"))
        await here.press("enter", "c")
        assert here.message == "that mark is bo's and can only be read; + copies it to yours"
        await here.press("d", "d")
        assert "can only be read" in here.message
        await here.press("escape")

        # Walked in the text, and resolved there or on the list.
        await here.press("g", "l", "j", "L", "g", "g", "enter")
        assert here.cursor == here.at("The letter warned") and here.message == "only in bo: claim · bo on claim"
        await here.press("n")
        assert here.cursor == here.at("Nobody read the letter")
        assert here.message == f"{own}: fact · mine · bo: fact · bo on fact"
        await here.press("n")
        assert here.message == "this was the last difference"
        await here.press("+")
        notes = {m.annotation.note for m in room.marking.marks if m.annotation.layer == own}
        assert notes == {"bo on fact"} and len(room.differences.items) == 1
        await here.press("N", "+")
        assert room.differences.items == []
        await here.press("u", "u")
        assert len(room.differences.items) == 2

        # What is checked is coded, whoever made the mark on which the cursor has come to stand.
        await here.press("g", "a", "g", "g")
        rows = [placed.annotation.layer for placed in room.annotated.listed.rows]
        page = room.screen.page_named("annotations")
        page.rows.go_to(rows.index(own))
        await here.press("x")
        page.rows.go_to(rows.index("bo"))
        await here.press("c", *"fact")
        assert room.contexts[0] == "codes"
        await here.press("escape", "escape", "q")

        # A hidden layer is left out everywhere, and stays hidden.
        await here.press("g", "l", "j", "space", "g", "a")
        assert {placed.annotation.layer for placed in room.annotated.listed.rows} == {own}
    async with visit(harbour.folder) as here:
        await here.settle()
        assert {m.annotation.layer for m in here.room.marking.marks} == {own}
        await here.press("g", "l")
        assert "○ bo" in here.screen_text() and f"● {own}" in here.screen_text()
        assert not here.room.collection.search("note:bo").total

        # A copy of a layer under another name has the same ids: both are drawn, and each is opened.
        layer = harbour.folder / ".glossator" / "layers" / f"{own}.jsonl"
        layer.with_name("twin.jsonl").write_bytes(layer.read_bytes())
        here.room.marking.reload()
        await here.settle()
        at = here.at("Nobody read the letter")
        spans = here.room.screen.text.spans_at("marks", at)
        assert sorted(span.name.split()[0] for span in spans) == sorted([own, "twin"])
        # Checked on the list, each for itself; another's alone is not given a code.
        await here.press("g", "a")
        rows = [mark for mark in here.room.annotated.listed.rows if mark.annotation.layer == "twin"]
        here.room.annotated._flip(rows[:1])
        assert list(here.room.annotated.checks) == [f"twin {rows[0].annotation.id}"]
        await here.press("t")
        assert "that mark is twin's" in here.message
        await here.press("escape", "q")

        # A conflict that git left in memos is told of below the layers, and settled there.
        here.room.collection.coding.memos.write("document", "ferry.txt", "ours")
        memos = harbour.folder / ".glossator" / "memos.jsonl"
        line = memos.read_text("utf-8")
        theirs = line.replace("ours", "theirs").replace("urn:uuid:", "urn:uuid:f")
        memos.write_text(f"<<<<<<< HEAD\n{line}=======\n{theirs}>>>>>>> bo\n", "utf-8")
        await here.press("g", "l", "G")
        assert "memos.jsonl" in (screen := here.screen_text())
        assert "a merge conflict left by git; c settles it" in screen
        await here.press("c")
        assert here.message == "the conflict in memos.jsonl is settled"
        assert {memo.note for memo in here.room.collection.coding.memos.all()} == {"ours", "theirs"}
        assert "memos.jsonl" not in [info.name for info in here.room.layer_choice.infos]
