"""The alias board: names that may be one, decided on with one key, and what follows from it at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..conftest import index_folder, write_files

if TYPE_CHECKING:
    from conftest import Homes, OpenRoom, Visit

PAPERS = {
    "one.txt": "The ferry\n\nCaptain Josef Hallam left the harbour. Captain Josef Hallam met Mr Corin Fayle.\n",
    "two.txt": "The inquiry\n\nCaptain Josef Halam did not come. Mr Corin Fayle said so, and Mr Corin Fale too.\n",
}


@pytest.fixture
def papers(homes: Homes, tmp_path: Path) -> Path:
    folder = write_files(tmp_path / "papers", PAPERS)
    index_folder(folder)
    return folder


def pairs(here: Visit) -> list[set[str]]:
    return [{item.one.name, item.other.name} for item in here.room.screen.page_named("aliases").items]


def sidebar(here: Visit) -> dict[str, int]:
    return {count.name: count.everywhere for count in here.room.entities.counts}


@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
async def test_one_key_joins_and_one_parts(size: tuple[int, int], papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=size) as here:
        assert sidebar(here)["Josef Hallam"] == 2
        await here.press("g", "b")
        both = [{"Josef Hallam", "Josef Halam"}, {"Corin Fayle", "Corin Fale"}]
        assert all(pair in pairs(here) for pair in both), pairs(here)
        shown = here.screen_text()
        assert "letter differs" in shown
        await here.press("F", *"josef", "enter", "+")
        assert both[0] not in pairs(here) and sidebar(here)["Josef Hallam"] == 3 and "u undoes" in here.message
        await here.press("escape", "escape", "g", "b", "F", *"corin", "enter", "-")
        await here.press("escape", "g", "b")
        assert not [pair for pair in both if pair in pairs(here)]
        assert sidebar(here)["Corin Fayle"] == 2
        await here.press("u", "u")
        assert all(pair in pairs(here) for pair in both) and sidebar(here)["Josef Hallam"] == 2


async def test_a_row_shows_where_its_names_stand_and_leads_there(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers) as here:
        await here.press("g", "b", "F", *"josef", "enter")
        assert "left the harbour" in here.screen_text() and "did not come" in here.screen_text()
        await here.press("enter")
        assert here.document.path == "two.txt" and here.document.text[here.cursor :].startswith("Josef Halam")


async def test_there_may_be_nothing_to_decide(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = write_files(tmp_path / "empty", {"a.txt": "nothing is named here\n"})
    index_folder(folder)
    async with visit(folder) as here:
        await here.press("g", "b")
        assert "no two names here look like one" in here.screen_text()
        await here.press("+")
        assert "no row to act on" in here.message or "no pair" in here.message
        await here.press("q", "g", "e", "c")
        assert "no name under the cursor" in here.message


async def test_what_cannot_be_decided_is_said(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers) as here:
        await here.press("g", "e", "g", "g", "+", *"Nobody Atall", "enter")
        assert "no other name Nobody Atall" in here.message
        await here.press("+", "enter")
        assert "a name is missing" in here.screen_text()
        await here.press("escape", "c", "ctrl+u", *"x (a", "enter")
        await here.press("c", "ctrl+u", *"x (DATE)", "enter")
        assert "cannot be a kind" in here.message
        (papers / ".glossator" / "entities.yaml").write_text("version: 9\n")
        await here.press("d", "d")
        assert "newer Glossator" in here.message
