"""Names: the sidebar, following one through the text, and every document that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit


async def choose(here: Visit, name: str) -> None:
    """Go down the sidebar to a name."""
    panel = here.room.screen.entities
    await here.press("g", "e", "g", "g")
    for _ in range(panel.row_count):
        item = panel.item_at_cursor
        if getattr(item, "name", None) == name:
            return
        await here.press("j")
    raise AssertionError(f"{name} is not in the sidebar")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_a_chosen_name_is_tinted_and_walked(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        await choose(here, "Josef Hallam")
        trail = here.room.walk.trail
        assert trail is not None and trail.label == "Josef Hallam"
        tinted = here.room.screen.text.spans("matches")
        assert len(tinted) >= 2
        await here.press("g", "g") if False else None
        await here.press("n")
        assert here.cursor == tinted[0].start and f"mention 1 of {len(tinted)}" in here.room.walk.place
        await here.press("]", "e")
        assert here.cursor == tinted[1].start
        await here.press("escape", "[", "e")
        assert here.cursor == tinted[0].start
        await here.press("N")
        assert "round again from the end" in here.message
        await here.press("escape")
        assert here.room.walk.trail is None


async def test_looking_at_the_sidebar_leaves_the_search_alone(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter")
        await here.press("enter", "tab")
        assert here.room.walk.trail is not None and here.room.walk.trail.entity is not None
        await here.press("tab")
        assert here.room.walk.trail is not None and here.room.walk.trail.query == "letter"


async def test_enter_lists_every_mention(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await choose(here, "Josef Hallam")
        await here.press("enter")
        assert here.room.contexts[0] == "entity"
        assert {line.document.path for line in here.room.entity_page.lines} == {"ferry.txt", "inquiry.md"}
        assert "in 2 documents" in here.screen_text()
        await here.press("G", "enter")
        assert here.document.path == "inquiry.md"
        assert here.document.text[here.cursor :].startswith("Josef Hallam")
        assert "2 of 4 documents" in here.room.walk.place
        await here.press("N")
        assert here.document.path == "ferry.txt" and "previous document" in here.message


async def test_the_name_under_the_cursor(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("Josef Hallam"))
        await here.press("l", "h")
        assert here.status.startswith("Josef Hallam · person · ")
        await here.press("enter")
        assert here.room.walk.trail is not None and here.room.walk.trail.label == "Josef Hallam"
        await here.press("enter")
        assert here.room.contexts[0] == "entity"
        await here.press("q")
        here.room.screen.text.go_to(here.at("quiet"))
        await here.press("enter")
        assert "no annotation, link, name or quotation" in here.message
        here.room.screen.text.go_to(here.at("Josef Hallam"))
        await here.press("v", "i", "e")
        assert here.room.screen.text.selected_text == "Josef Hallam"


async def test_walking_every_name(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        spans = [span for span in here.room.screen.text.spans("entities") if span.start > here.cursor]
        for span in spans[:3]:
            await here.press("]", "e")
            assert here.cursor == span.start
            assert here.status
