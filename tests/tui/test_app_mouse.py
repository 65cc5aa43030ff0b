"""The mouse while keys mean something else for a moment: in a prompt, while letters are asked for, in a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import MouseDown, MouseUp

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit
    from textual.geometry import Offset


async def click(here: Visit, x: int, y: int) -> None:
    """As the terminal reports it, through the application."""
    for kind in (MouseDown, MouseUp):
        here.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y, None))
    await here.settle()


def cell(here: Visit, words: str) -> Offset:
    found = here.room.screen.text.screen_cell_of(here.at(words))
    assert found is not None
    return found


@pytest.mark.parametrize("keys", [("f",), ("m",), ("'",)], ids=["hints", "naming", "going"])
@pytest.mark.parametrize("where", ["text", "documents"])
async def test_a_click_ends_the_wait_for_letters(
    keys: tuple[str, ...], where: str, harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder) as here:
        at = cell(here, "Nobody")
        await here.press(*keys)
        assert here.room.letters.context is not None
        await click(here, *(at if where == "text" else (5, here.app.size.height - 4)))

        assert here.room.letters.context is None
        assert here.room.contexts[0] == where
        if where == "text":
            assert here.cursor == here.at("Nobody")
        assert not here.room.screen.which_key.display


async def test_letters_end_where_the_text_or_the_focus_becomes_another(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        other = "inquiry.md" if here.document.path == "ferry.txt" else "ferry.txt"
        await here.press("f")
        here.room.reading.open(other)
        await here.settle()
        assert here.document.path == other
        assert here.room.contexts[0] == "text"
        await here.press("m")
        here.room.screen.focus_documents()
        assert here.room.contexts[0] == "documents"
        here.room.screen.focus_text()
        await here.press("'")
        here.room.layers.open_messages()
        await here.settle()
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_a_click_drops_what_was_begun_with_keys(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("3", "g")
        assert here.app.dispatcher.shown == "3g"
        await click(here, *cell(here, "Nobody"))
        assert here.app.dispatcher.shown == ""


async def test_a_click_beside_the_prompt_leaves_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        screen = here.room.screen
        await here.press("ctrl+f", *"the")
        region = screen.query_one("#status").region
        await click(here, region.x + 2, region.y)
        assert here.room.contexts[0] == "prompt", "a click into the prompt keeps it"
        await here.write("n")
        assert here.room.prompts.text == "then"

        await click(here, *cell(here, "Nobody"))
        assert here.room.prompts.use is None and here.room.contexts[0] == "text"
        assert here.cursor == here.at("Nobody") and screen.focused is screen.text
        await here.press("l")
        assert here.cursor == here.at("Nobody") + 1


async def test_a_result_is_opened_with_the_mouse_while_the_query_is_typed(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("/", *"letter")
        rows = here.room.screen.page_named("results").rows
        assert rows.is_on_screen and rows.row_count
        await click(here, rows.region.x + 3, rows.region.y)
        assert here.room.prompts.use is None and here.room.contexts[0] == "text"
        assert here.room.walk.trail is not None and "letter" in here.room.walk.trail.label
        await here.press("/", "up")
        assert here.room.prompts.text == "letter", "it is among the earlier queries"


async def test_a_pane_that_asks_for_the_keys_waits_for_the_end_of_the_prompt(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("/")
        here.room.layers.list_skipped()  # what a thread found shows a list, late
        await here.settle()
        await here.write("let")
        assert here.room.prompts.text == "let" and here.room.screen.focused is here.room.screen.prompt
        await here.press("escape")
        assert here.room.screen.focused is not here.room.screen.prompt
