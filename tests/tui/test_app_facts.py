"""The account table on the screen: what it shows at every size, and the passages that its cells lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.facts.listing import View

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_cells_lead_to_their_passages_and_back(accounts: Desk, visit: OpenRoom) -> None:
    async with visit(accounts.folder, size=(120, 40)) as here:
        facts = here.room.facts
        await here.press("g", "f", "F", *"dead", "enter")
        (row,) = facts.listed
        shown = here.screen_text()
        for words in ("A ferry sinks", "31 people", "47 people", "▸", "≠", "conflict · 3 documents"):
            assert words in shown
        assert "Mathurin Kadec said in Saint-Corent" in shown, "the sentence of another cell stands below"
        await here.press("l", "enter")
        assert (here.document.path, here.cursor) == ("inquiry.md", here.at("47 people"))
        await here.press("n")
        assert (here.document.path, here.cursor) == ("letter.txt", here.at("More than 30"))
        await here.press("n")
        assert "this was the last cell of the row" in here.message
        await here.press("2", "N")
        assert (here.document.path, here.cursor) == ("ferry.txt", here.at("31 people"))
        await here.press("g", "f")
        assert facts.page.row is not None and facts.page.row.label == row.label
        await here.press("escape", "escape", "ctrl+o")
        assert here.document.path == "letter.txt"


async def test_a_statement_of_the_timeline_goes_into_a_row(accounts: Desk, visit: OpenRoom) -> None:
    async with visit(accounts.folder) as here:
        await here.press("g", "t", "s", "d", "G", "+")
        await here.write("days")
        await here.press("enter")
        assert "a row of its own: days" in here.message
        await here.press("g", "f", "F", *"days", "enter")
        assert [row.label for row in here.room.facts.listed] == ["days"]
        await here.press("u")
        assert [row.label for row in here.room.facts.listed] == []


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (160, 30)])
async def test_there_is_something_to_see_at_every_size(size: tuple[int, int], accounts: Desk, visit: OpenRoom) -> None:
    async with visit(accounts.folder, size=size) as here:
        await here.press("g", "f", "s", "l", "G", "l")
        page = here.room.facts.page
        assert page.row is not None and page.row.label == "people dead" and page.is_table == (size[0] > 80)
        shown = here.screen_text()
        assert "people" in shown and "≠" in shown
        assert size[0] < 40 or "▸" in shown
        assert size[0] < 80 or (page.cell is not None and page.cell.words in shown)
        await here.press("O")
        assert size[0] < 40 or "silent" in here.screen_text()
        here.room.facts._look(View(path="poem.txt"))
        await here.settle()
        assert page.row is None and here.room.contexts[0] == "facts"
