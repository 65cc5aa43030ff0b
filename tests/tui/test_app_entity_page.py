"""The page of an entity: its sections, the way to passages and to other entities, and decisions while it is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ..conftest import Desk, Homes, index_folder, write_files

if TYPE_CHECKING:
    from conftest import OpenRoom, Visit

PAPERS = {
    "one.md": (
        "---\ntitle: The ferry\ndate: 2031-09-08\n---\n\nCaptain Josef Hallam left. "
        "Captain Hallam met Mr Corin Fayle.\n\n"
        '"Josef Hallam is a liar," said Corin Fayle. "I saw nothing," said Josef Hallam.\n'
    ),
    "two.md": (
        "---\ntitle: The inquiry\ndate: 2030-01\n---\n\nMrs Ines Haldane spoke first, for a long while, of the water "
        "and of the weather and of the boom and of all that nobody wanted to be told, and of Captain Josef Hallam.\n"
    ),
    "three.txt": "Later\n\nCaptain Josef Halam wept, a \x1b[31mred\x1b[0m man.\n\nMr Corin Fayle did not.\n",
}


@pytest.fixture(scope="module")
def papers_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    base = tmp_path_factory.mktemp("entities")
    folder = write_files(base / "papers", PAPERS)
    with pytest.MonkeyPatch.context() as patch:
        Homes(base).use(patch)
        index_folder(folder)
    return Desk(Homes(base), folder)


@pytest.fixture
def papers(papers_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    papers_once.homes.use(monkeypatch)
    papers_once.clear()
    return papers_once.folder


async def page_of(here: Visit, name: str) -> None:
    here.room.entity_page.show_named(name)
    await here.settle()


def passages(here: Visit) -> list[str]:
    return [f"{line.document.path} {line.match}" for line in here.room.entity_page.lines]


async def test_sections_orders_and_ways(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=(160, 50)) as here:
        page = here.room.entity_page
        await page_of(here, "josef hallam")
        shown = here.screen_text()
        assert "Josef Hallam  person · in 2 documents · 2030-01 to 2031-09-08" in shown and "▸mentions 5" in shown
        assert "first seen    Jan 2030, the date of The inquiry" in shown and "found by" in shown
        assert "of Captain Josef Hallam." in shown
        assert [each.split()[0] for each in passages(here)] == ["one.md"] * 4 + ["two.md"]
        await here.press("s", "t")
        assert [each.split()[0] for each in passages(here)] == ["two.md"] + ["one.md"] * 4
        await here.press("s", "a")
        assert passages(here)[-1] == "one.md Hallam" and "The ferry" in here.screen_text()
        # A filter, and a mention in its text, from which n walks on.
        await here.press("F", *"met mr", "enter")
        assert passages(here) == ["one.md Hallam"]
        start, end = page.checks.stretch(page.lines[0])
        assert here.room.collection.document("one.md").text[start:end] == "Captain Hallam met Mr Corin Fayle."
        await here.press("enter")
        assert here.document.path == "one.md" and here.document.text[here.cursor :].startswith("Hallam met")
        assert "mention 2 of 4" in here.room.walk.place
        # With whom: enter gives the passages with both, esc comes back.
        await here.press("g", "E", "tab")
        assert page.section == "company" and [row.entity.name for row in page.rows] == ["Corin Fayle", "Ines Haldane"]
        assert "2 sentences" in here.screen_text() and "█" in here.screen_text()
        await here.press("enter")
        assert "Josef Hallam with Corin Fayle in one sentence" in here.screen_text() and len(passages(here)) == 2
        await here.press("escape")
        assert page.section == "company"
        await here.press("j", "g", "E")
        assert page.entity is not None and page.entity.name == "Ines Haldane"
        await here.press("escape")
        assert page.entity.name == "Josef Hallam" and page.section == "company" and page.chosen is page.rows[1]
        await here.press("tab")
        assert "“I saw nothing,”" in here.screen_text() and "▸says 1" in here.screen_text()
        await here.press("tab")
        assert "Corin Fayle: “Josef Hallam is a liar,”" in here.screen_text()
        await here.press("tab")
        assert [row.bar.period.label for row in page.rows][0::20] == ["2030-01", "2031-09"]
        await here.press("s", "y", "G", "enter")
        assert page.section == "mentions" and page.chosen.document.path == "one.md"
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_what_is_decided_is_seen_at_once(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=(160, 50)) as here:
        page = here.room.entity_page
        await page_of(here, "josef hallam")
        await here.press("+", *"Josef Halam", "enter")
        assert len(passages(here)) == 6 and "joined by you" in here.screen_text() and "[31m" in here.screen_text()
        await here.press("c", "ctrl+u", *"The Captain (SAILOR)", "enter")
        assert "The Captain  sailor" in here.screen_text()
        await here.press("a", *"Drowned, they say.", "enter")
        assert "note          Drowned, they say." in here.screen_text()
        await here.press("a", *" Or not.", "escape", "a", "enter")
        assert "Drowned, they say. Or not." in here.screen_text()
        await here.press("X", "t", *"boom", "enter")
        assert len(here.room.collection.annotations()) == 6, here.message
        await here.press("u", "escape", "d", "d")
        assert "is hidden, or no document names it" in here.screen_text() and page.entity is None
        await here.press("a")
        assert "hidden or gone" in here.message
        await here.press("g", "b", "H")
        assert "The Captain" in here.screen_text() and "+ lists one again" in here.screen_text()
        await here.press("+", "g", "E")
        assert page.entity is not None and page.entity.name == "The Captain"
        await here.press("u", "u", "u")
        assert "Drowned, they say." in here.screen_text() and "Or not." not in here.screen_text()
        await here.press("u", "u", "u")
        assert "Josef Hallam  person" in here.screen_text() and len(passages(here)) == 5


@pytest.mark.parametrize("size", [(20, 5), (40, 12)])
async def test_small_windows(size: tuple[int, int], papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=size, screen={"theme": "mono"}) as here:
        await here.press("g", "e", "g", "g", "g", "e")
        assert here.room.contexts[0] == "entity" and "Josef Halla" in here.screen_text()
        assert here.room.screen.page_named("entity").rows.item_height == 1
        for _ in range(5):
            await here.press("tab", "j", "G", "g", "g")
        await here.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "enter")
        assert "with" in here.screen_text() or "Hallam" in here.screen_text()


async def test_from_the_board_and_from_the_text(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers) as here:
        await here.press("g", "E")
        assert "no name under the cursor" in here.message
        here.room.screen.text.go_to(here.at("Josef Hallam"))
        await here.press("g", "E")
        assert here.room.entity_page.entity is not None and here.room.entity_page.entity.id == "person:josef-hallam"
        await here.press("escape", "colon", *"entity ines", "tab", "enter")
        assert here.room.entity_page.entity.name == "Ines Haldane"
        await here.press("escape", "g", "b", "F", *"josef", "enter", "2", "g", "E")
        assert here.room.entity_page.entity.name == "Josef Halam"
