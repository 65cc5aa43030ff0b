"""Notes that were begun: there the next time, also where the program was ended while one was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from tui.session.marking.drafts import Drafts

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_a_note_that_is_cut_short_is_there_the_next_time(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        place = here.cursor
        await here.press("a")
        await here.write("half [b]a thought")
        here.app.leave()
    async with visit(harbour.folder) as here:
        assert "was cut short: the same key in the same place" in here.message
        assert here.cursor == place
        await here.press("G", "a")
        assert here.room.layers.typed == "", "it is the draft of another passage"
        await here.press("escape", "g", "g")
        here.room.screen.text.go_to(place)
        await here.press("a")
        assert here.room.layers.typed == "half [b]a thought"
        await here.press("enter")
        assert [mark.annotation.note for mark in here.room.marking.marks] == ["half [b]a thought"]
        await here.press("q")
    async with visit(harbour.folder) as here:
        assert "cut short" not in here.message
        assert json.loads(here.room.collection.remembered("drafts") or "{}") == {}


def test_drafts_that_cannot_be_read_are_none() -> None:
    drafts = Drafts(cast("Any", None))
    for kept in (None, "[", "[1]", '{"marks": 3, "cut": ""}', '{"memos": {"a": "b"}}', "\ud800"):
        drafts.take_up(kept)
    assert drafts.of("marks") == {} and drafts.of("memos") == {"a": "b"}
