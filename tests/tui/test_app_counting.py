"""Collocates and frequency on the screen: rows open what they count, at any size, also while the collection changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.search.tokens import words

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit


@pytest.fixture
def folder_of_letters(tmp_path: Path, homes: Homes) -> Path:
    """Four documents: of a day, of another month, of a year, of no date; and one in which nothing is found."""
    folder = tmp_path / "letters"
    folder.mkdir()
    files = {
        "day.md": "---\ndate: 2031-08-05\n---\n\nA letter, and a boat came.\n",
        "month.md": "---\ndate: 2031-10\n---\n\nThe boat had left.\n",
        "year.md": "---\ndate: 2031\n---\n\nA letter was read.\n",
        "none.txt": "One letter.\n",
        "quiet.md": "---\ndate: 2031-09-01\n---\n\nNothing came.\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    update(folder)
    return folder


def update(folder: Path) -> None:
    """Bring its index up to date."""
    from index.collection import Collection
    from index.config import load_settings

    collection = Collection.open(folder, load_settings(None).settings)
    collection.update()
    collection.close()


def drawn(here: Visit, name: str) -> list[str]:
    """The rows of a page as they are drawn."""
    page = here.room.screen.page_named(name)
    return ["".join(text for text, _ in page.draw(at, page.rows.size.width)[0]) for at in range(len(page.items))]


async def show(here: Visit, command: str) -> None:
    await here.press("colon")
    await here.write(command)
    await here.press("enter")


async def test_a_row_of_collocates_opens_the_lines_that_it_counts(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, collocates={"least": 1}, size=(160, 40)) as here:
        await show(here, "collocates letter")
        rows = list(here.room.collocates.rows)
        assert sum(row.count for row in rows) == here.room.collocates.counted.beside
        for row in rows[:3]:
            await here.press("enter")
            lines = here.room.concordance.lines
            assert here.room.contexts[0] == "concordance" and len(lines) == row.count, row
            assert all(row.word in (words(line.match)[0], words(line.match)[-1]) for line in lines)
            assert sum(words(line.match)[0] == row.word for line in lines) == row.left
            assert len({line.document.path for line in lines}) == row.documents
            assert f"letter beside {row.word}" in here.screen_text()
            await show(here, "collocates letter")
            await here.press("j")
        shown = drawn(here, "collocates")
        assert shown[0].split()[0] == rows[0].word and f"{rows[0].table.log_likelihood:.1f}" in shown[0]


async def test_without_a_query_the_search_or_the_word_under_the_cursor_is_meant(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("letter"))
        await show(here, "collocates")
        assert here.room.collocates.asked.query == "letter"
        await here.press("slash", *"boom", "enter")
        await show(here, "collocates")
        assert here.room.collocates.asked.query == "boom"
        await show(here, "frequency")
        assert here.room.frequency.asked.queries == ("boom",)
        # A search that was put away is not in force.
        for _ in range(3):
            if here.room.contexts[0] != "text":
                await here.press("q")
        await here.press("escape")
        assert here.room.walk.trail is None and here.room.search.answer is not None
        here.room.screen.text.go_to(here.at("unsafe"))
        await show(here, "frequency")
        assert here.room.frequency.asked.queries == ("unsafe",)
        await here.press("q", "g", "r")
        await show(here, "frequency")
        assert here.room.frequency.asked.queries == ("boom",)
        await here.press("F", *"undat", "enter")
        assert [row.bar.period.label for row in here.room.frequency.rows] == ["undated"]


async def test_a_bar_opens_the_documents_that_it_counts(
    tmp_path: Path, homes: Homes, visit: OpenRoom, folder_of_letters: Path
) -> None:
    async with visit(folder_of_letters, size=(120, 30)) as here:
        await show(here, "frequency letter OR boat")
        await here.press("s", "m")
        rows = list(here.room.frequency.rows)
        assert [(row.bar.period.label, row.found.documents) for row in rows] == [
            ("2031-08", 1),
            ("2031-09", 0),
            ("2031-10", 1),
            ("2031, month unknown", 1),
            ("undated", 1),
        ]
        for at, row in enumerate(rows):
            await here.press("g", "g", *("j" * at), "enter")
            if row.found.documents:
                hits = here.room.search.answer.page.hits
                assert len(hits) == row.found.documents and here.room.contexts[0] == "results"
                assert sum(len(here.room.collection.matches("letter OR boat", hit.document.path)) for hit in hits) == (
                    row.found.matches
                )
                await show(here, "frequency letter OR boat")
            else:
                assert here.room.contexts[0] == "frequency" and "no document of 2031-09 answers" in here.message


async def test_there_is_something_to_see_in_a_very_small_window(harbour: Desk, visit: OpenRoom) -> None:
    for size, queries in (((20, 5), "letter"), ((44, 12), "letter, boom")):
        async with visit(harbour.folder, size=size) as here:
            await show(here, f"frequency {queries}")
            assert any("█" in row and row.rstrip().endswith("4") for row in drawn(here, "frequency")), size
            await show(here, "collocates letter")
            assert any(row.startswith("the ") and row.rstrip()[-1].isdigit() for row in drawn(here, "collocates"))
            await show(here, "collocates zebras")
            await show(here, "collocates (")
            assert here.room.contexts[0] in ("collocates", "frequency", "text")


async def test_a_count_is_made_again_when_the_collection_changes(
    folder_of_letters: Path, homes: Homes, visit: OpenRoom
) -> None:
    async with visit(folder_of_letters) as here:
        await show(here, "collocates letter")
        assert here.room.collocates.counted.matches == 3
        (folder_of_letters / "more.txt").write_text("One more letter, and another letter.\n")
        update(folder_of_letters)
        here.room.collection.refresh()
        here.room.collocates.refresh()
        await here.until(lambda: here.room.collocates.counted.matches == 5)
        await here.settle()
