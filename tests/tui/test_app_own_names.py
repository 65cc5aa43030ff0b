"""Telling of a name from the text: it is found from then on, as what the reader says it is; and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..conftest import index_folder, write_files

if TYPE_CHECKING:
    from conftest import Homes, OpenRoom, Visit

PAPERS = {
    "one.txt": "Out at sea\n\nMr Josef Hallam saw how the swift arrow left. The swift arrow came back to him.\n",
    "two.txt": "Nothing of it\n\nMr Josef Hallam wrote of the swift arrow and of nothing else.\n",
}


def sidebar(here: Visit) -> dict[str, tuple[str, int, int]]:
    return {count.name: (count.type, count.here, count.everywhere) for count in here.room.entities.counts}


async def test_a_selection_becomes_a_name_and_ceases_to_be_one(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = write_files(tmp_path / "papers", PAPERS)
    index_folder(folder)
    async with visit(folder) as here:
        here.room.screen.text.go_to(here.at("swift arrow"))
        await here.press("v", "e", "e", "I")
        assert "swift arrow is a … person" in here.screen_text()
        await here.press("enter")
        assert "a kind is missing" in here.screen_text()
        await here.press(*"ship", "enter")
        assert "swift arrow is a name (SHIP)" in here.message and "undoes" in here.message
        await here.until(lambda: sidebar(here).get("swift arrow") == ("SHIP", 2, 3))
        assert "SHIP" in here.screen_text()
        here.room.screen.text.go_to(here.at("swift arrow"))
        await here.settle()
        here.room.messages.clear()
        assert "yours: swift arrow" in here.status, here.status
        await here.until(lambda: not here.room.indexing.running)
        # On a name that is there, the same key asks for its name and kind; dd lists it no more.
        await here.press("I", "ctrl+u", *"The Arrow (boat)", "enter")
        await here.until(lambda: sidebar(here).get("The Arrow") == ("BOAT", 2, 3))
        await here.press("u", "d", "d")
        await here.until(lambda: "swift arrow" not in sidebar(here))
        await here.press("u", "u")
        await here.until(lambda: not here.room.indexing.running and not sidebar(here).get("swift arrow"))
        assert "Josef Hallam" in sidebar(here) and "looked" not in here.message
