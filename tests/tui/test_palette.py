"""The palette: arguments, what was run before, matched letters; help that runs; the strip with pages; fuzzy search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.session.command_lines import unpacked
from tui.session.fuzzy import marked, match

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


@given(st.text(max_size=8), st.text(max_size=30))
def test_matched_letters_are_the_letters_that_were_typed_in_order(wanted: str, text: str) -> None:
    found = match(wanted, text)
    letters = "".join(wanted.casefold().split())
    if found is not None and letters and len(text.casefold()) == len(text):
        assert list(found.at) == sorted(set(found.at)) and all(0 <= at < len(text) for at in found.at)
        assert "".join("".join(text.casefold()[at] for at in found.at).split()) == letters
    assert "".join(piece for piece, _ in marked(text, found.at if found else (), "a", "b")) == text


def test_beginnings_of_words_come_before_scattered_letters() -> None:
    costs = [match("nh", text) for text in ("Next heading", "Narrow the list", "Another thing")]
    assert all(costs) and costs[0].cost < costs[1].cost < costs[2].cost  # type: ignore[union-attr]
    assert match("go an", "go-annotations") is not None and match("xyz", "annotate") is None


@pytest.mark.parametrize("kept", [None, "", "{}", "[1, 2]", "[[], []]", '["x"]', "nonsense"])
def test_a_history_that_cannot_be_read_is_none(kept: str | None) -> None:
    lines, times = unpacked(kept)
    assert isinstance(lines, list) and isinstance(times, dict)


async def test_a_command_is_told_something_behind_its_name(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("colon", *"theme ligth", "enter")
        assert "no theme is called ligth; is light meant?" in here.message and here.room.contexts[0] == "palette"
        await here.press("ctrl+u", *"theme li", "tab")
        assert here.room.layers.typed == "theme light"
        await here.press("enter")
        assert here.app.theme == "glossator-light"
        await here.press("colon", *"50%", "enter")
        assert here.cursor > 0
        await here.press("colon", *"open", "enter")
        assert here.room.layers.typed == "open " and "The inquiry opens" in here.screen_text()
        await here.press(*"zebra", "enter")
        assert here.document.path == "zebra.txt"
        await here.press("colon", *"open nothing of the kind", "enter")
        assert "no document is called" in here.message


async def test_what_was_run_before_comes_back_also_after_a_restart(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("colon", *"write", "enter", "colon", *"sort words", "enter")
    async with visit(harbour.folder) as here:
        await here.press("colon")
        first = here.app.screen.shown[:2]
        assert [choice.line for choice in first] == ["sort words", "write"]
        await here.press("up")
        assert here.room.layers.typed == "sort words"
        await here.press("up")
        assert here.room.layers.typed == "write"
        await here.press("down", "down")
        assert here.room.layers.typed == ""
        await here.press("enter")
        assert here.room.library.query.sort == "words"


async def test_help_runs_the_command_of_a_row_or_says_why_not(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("question_mark", "slash", *"read or unread", "enter", "enter")
        assert "works in documents" in here.message and here.room.contexts[0] == "help"
        await here.press("q", "q", "question_mark", "slash", *"hides the panes", "enter", "enter")
        assert here.room.screen.zen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5)])
async def test_the_strip_turns_pages_until_every_key_was_shown(
    size: tuple[int, int], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder, size=size) as here:
        strip = here.room.screen.which_key
        entries = [(chr(ord("a") + number % 26) + "x" * (number // 26), f"command {number}") for number in range(30)]
        strip.show(entries)
        seen = ""
        for _ in range(strip.pages):
            width = max(1, size[0] - 2)
            lines = strip.lines(width)
            assert len(lines) <= max(3, size[1] // 3)
            seen += "\n".join("".join(text for text, _ in line) for line in lines) + "\n"
            strip.turn()
        assert all(name.split()[1] in seen for _, name in entries)
        assert strip.page == 0


@pytest.mark.parametrize("width", [80, 40, 20, 8])
async def test_no_entry_of_the_footer_is_cut(width: int, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(width, 12)) as here:
        for keys in ((), ("v",), ("slash",), ("colon",), ("question_mark",), ("g", "d"), ("a",), ("t",)):
            await here.press(*keys)
            footer = here.room.screen.footer
            whole = [f" {keys}  {word}  " for keys, word in footer.entries]
            line = "".join(text for text, _ in footer.lines(width)[0])
            for entry in whole:
                line = line.replace(entry, "", 1)
            assert line == "", line
            await here.press("escape", "escape")
