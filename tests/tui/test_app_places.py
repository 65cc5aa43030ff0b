"""Places with a letter, the jump list over the days, and where copies go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.session.reading.jumps import LONGEST, JumpList, Place
from tui.session.reading.places import find_place

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

SIZES = [(120, 40), (80, 24), (40, 12), (20, 5)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_place_is_named_and_found_again(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        text = here.room.screen.text
        text.go_to(here.at("Nobody"))
        await here.press("m", "a")
        assert "a is this place: Nobody read" in here.message
        text.go_to(here.at("lantern"))
        await here.press("m", "A", "g", "g", "'")
        await here.until(lambda: len(here.room.letters.entries) == 3)
        assert [name for name, _ in here.room.letters.entries] == ["a", "A", "'"]
        await here.press("a")
        assert here.cursor == here.at("Nobody")
        await here.press("]", "d", "'", "A")
        assert here.document.path == "ferry.txt" and here.cursor == here.at("lantern")
        await here.press("'", "'")
        assert here.document.path == "inquiry.md"
        await here.press("'", "a")
        assert "no place is called a in this document" in here.message and here.document.path == "inquiry.md"


async def test_places_outlast_the_program_and_can_be_forgotten(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("m", "Q")
    async with visit(harbour.folder) as here:
        await here.press("]", "d", "'", "Q")
        assert here.cursor == here.at("Nobody")
        here.app.run_command(here.room.keymap.commands["forget-place"], None)
        await here.press("Q")
        assert here.message == "Q is forgotten"
        await here.press("'", "Q")
        assert "no place is called Q" in here.message


async def test_naming_can_be_left_and_takes_letters_only(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("m")
        assert here.status.startswith("a letter names this place") and "leave" in here.screen_text()
        await here.press("7")
        assert "a letter from a to z" in here.message and here.room.contexts[0] == "places"
        await here.press("é", "escape")
        here.room.messages.clear()
        assert "letter" not in here.status, "what was asked is not asked any more"
        assert here.room.contexts[0] == "text" and not here.room.screen.which_key.display
        assert here.room.collection.places.named("ferry.txt") == []


async def test_the_way_back_leads_into_yesterday(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("]", "d", "]", "d")
        here.room.places.save()
        await here.settle()
    async with visit(harbour.folder) as here:
        assert here.document.path == "letter.txt"
        await here.press("ctrl+o", "ctrl+o")
        assert here.document.path == "ferry.txt" and here.cursor == here.at("Nobody")
        await here.press(">")
        assert here.document.path == "inquiry.md"


async def test_copies_go_where_the_settings_say(harbour: Desk, visit: OpenRoom, tmp_path: Path) -> None:
    file = tmp_path / "new" / "copied.txt"
    async with visit(harbour.folder, clipboard={"target": "file", "file": str(file), "max_kilobytes": 1}) as here:
        await here.press("v", "G", "y")
        assert file.read_text(encoding="utf-8") == here.document.text.rstrip()
        assert "was written to" in here.message and here.app.clipboard == ""
        assert file.stat().st_mode & 0o077 == 0
    program = (sys.executable, "-c", f"import sys; open({str(file)!r}, 'wb').write(sys.stdin.buffer.read()[:6])")
    async with visit(harbour.folder, clipboard={"target": "command", "command": program}) as here:
        here.room.screen.text.go_to(here.at("Nobody"))
        await here.press("y")
        assert file.read_text(encoding="utf-8") == "Nobody" and "copied" in here.message


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((), "no program to copy with"),
        (("no-such-program-at-all",), "cannot be started"),
        ((sys.executable, "-c", "import sys; print('\x1b[2J'); sys.exit(3)"), "ended with status 3"),
    ],
)
async def test_a_copy_that_fails_is_told(command: tuple[str, ...], said: str, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, clipboard={"target": "command", "command": command}) as here:
        await here.press("y")
        assert said in here.message


async def test_the_cursor_at_the_start_of_a_wrapped_row_is_one_cell(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(40, 24)) as here:
        text = here.room.screen.text
        text.go_to(here.at("The ferry"))
        await here.press("j", "0")
        cell = text.screen_cell_of(here.cursor)
        assert cell is not None and here.document.text[here.cursor - 1] == " "
        rows = here.app.screen._compositor.render_strips(here.app.size)
        ground = text.style_of("cursor").bgcolor
        painted = sum(
            segment.cell_length
            for strip in rows
            for segment in strip
            if segment.style is not None and segment.style.bgcolor == ground
        )
        assert painted == 1


WORD = st.text("abc", min_size=1, max_size=3)


@given(st.lists(WORD, min_size=1, max_size=20), st.integers(0, 30), st.text("abc \n", max_size=20))
def test_a_place_is_found_where_its_words_went(words: list[str], at: int, before: str) -> None:
    text = " ".join(words)
    offset = text.index(words[at % len(words)])
    kept = " ".join(text[offset:].split())
    assert find_place(text, offset, kept) == offset
    moved = f"{before} # {text}"
    found = find_place(moved, offset, kept)
    assert " ".join(moved[found:].split()).startswith(kept)
    assert 0 <= find_place(before, offset, kept) <= len(before)


@given(st.lists(st.sampled_from(["leave", "back", "forward"]), max_size=60), st.integers(0, 3))
def test_going_back_and_forward_returns(steps: list[str], held: int) -> None:
    jumps, here = JumpList(), Place("a", 0)
    for number, step in enumerate(steps):
        if step == "leave":
            jumps.leave(here)
            here = Place("a", number + 1)
        else:
            here = (jumps.back if step == "back" else jumps.forward)(here) or here
        behind, ahead = jumps.places
        assert len(behind) <= LONGEST
        again = JumpList()
        again.take_up(behind, ahead)
        assert again.places == (behind, ahead)
    back = jumps.back(here)
    if back is not None:
        assert jumps.forward(back) == here
