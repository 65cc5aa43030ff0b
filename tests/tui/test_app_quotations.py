"""The quotation ledger: what is listed, narrowed, walked, corrected, looked for elsewhere and written out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui.screens.speaker_window import SpeakerWindow

from ..conftest import Desk, Homes, index_folder, write_files

if TYPE_CHECKING:
    from conftest import OpenRoom, Visit

PAPERS = {
    "a.txt": "The harbour\n\nCaptain Josef Hallam left. “No ship will sail from this harbour tonight,” said Ines"
    " Haldane, “and nobody will ask why.”\n\nThe minister called it “a great shame”.\n",
    "b.txt": "The other paper\n\nCorin Fayle was there. “There is no hope: no ship will sail from this harbour"
    " tonight,” Fayle said.\n\nIt was plain that no ship will sail from this harbour at all.\n",
    "c.txt": "A third\n\nNobody knows why. “It was cold and dark out there on the water for all of us.”\n",
}
WORDS = ["No ship", "and nob", "a great", "There i", "It was "]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    base = tmp_path_factory.mktemp("quoted")
    homes = Homes(base)
    (base / "papers").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(write_files(base / "papers", PAPERS))
    return Desk(homes, base / "papers")


@pytest.fixture
def papers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    desk.homes.use(monkeypatch)
    desk.clear()
    return desk.folder


def listed(here: Visit) -> list[str]:
    return [said.words[:7] for said in here.room.quotations.listed.said]


def chosen(here: Visit) -> str:
    return str(here.room.screen.page_named("quotations").said.words[:7])


async def test_the_list_is_narrowed_sorted_and_walked(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=(140, 40)) as here:
        await here.steps("g", "q")
        shown = here.screen_text()
        assert listed(here) == WORDS and "5 quotations in 3 documents" in shown
        assert "“No ship will sail" in shown and "named after the words" in shown and "? “It was cold" in shown
        assert "⇄" in shown
        await here.press("w")
        assert listed(here) == ["It was "] and "contested or unknown" in here.screen_text()
        await here.steps("escape", "s", "l")
        assert listed(here)[-1] == "a great" and "by length" in here.message
        await here.steps("s", "d", "s", "S")
        assert next(row.name for row in here.room.quotations.rows if hasattr(row, "name")) == "Ines Haldane"
        assert chosen(here) == "No ship"
        await here.steps("s", "S", "e", "enter")
        assert listed(here) == ["No ship", "and nob"] and "by Ines Haldane" in here.screen_text()
        await here.steps("escape", "F", *"fayle", "enter")
        assert listed(here) == ["There i"]
        await here.steps("escape", "o", "d")
        assert listed(here) == ["No ship", "and nob", "a great"]
        await here.steps("o", "a")
        assert listed(here) == WORDS
        # Out into the texts and along the rows, across documents.
        await here.steps("g", "g", "j", "j", "enter")
        assert here.document.path == "a.txt" and here.document.text[here.cursor :].startswith("a great")
        await here.press("n")
        assert here.document.path == "b.txt" and here.document.text[here.cursor :].startswith("There is")
        await here.steps("N", "N", "N", "N")
        assert here.document.text[here.cursor :].startswith("No ship")
        await here.press("N")
        assert "first quotation" in here.message
        await here.steps("slash", *"plain", "enter", "g", "q", "o", "r")
        assert listed(here) == ["There i"]
        await here.steps("colon", *"quotations minister", "enter")
        assert listed(here) == ["a great"]


async def test_one_key_says_who_speaks(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers) as here:
        await here.press("g", "q", "c")
        assert here.room.contexts[0] == "speakers" and "Josef Hallam" in here.screen_text()
        await here.press(*"hallam", "enter")
        assert "the speaker is Josef Hallam · u undoes" in here.message
        assert "✓ “No ship" in here.screen_text() and "said by you" in here.screen_text()
        await here.press("u")
        assert "Ines Haldane" in here.screen_text() and "said by you" not in here.screen_text()
        # Names that are found later do not slip under a cursor that the reader has moved.
        await here.press("c", *"al")
        window = here.room.layers.window
        assert isinstance(window, SpeakerWindow) and len(window.rows.entries) > 1
        window._show("al", ())
        window.rows.go_to(len(window.rows.entries) - 1)
        chosen = window.rows.entries[-1]
        window._found("al", ["Alda", "Alma", "Haldane"])
        assert chosen.name == "al" and window.rows.entries[window.rows.cursor] == chosen
        await here.press("escape")
        # For all that are checked, in free words.
        await here.press("x", "j", "x", "c", *"an old friend", "enter")
        said = {s.words[:7]: s.speakers for s in here.room.quotations.listed.said}
        assert said["No ship"] == said["and nob"] == said["a great"] == ("an old friend",)
        await here.press("u", "G", "c", *"no quo", "enter")
        assert listed(here) == WORDS[:-1]
        await here.press("u", "q")
        # The quotation under the cursor of a text.
        here.room.screen.text.go_to(here.at("great"))
        await here.press("enter")
        assert here.room.contexts[0] == "quotation" and "confidence 0.85" in here.screen_text()
        await here.press("c", *"nobody", "enter")
        assert "nobody knows the speaker" in here.message
        # Elsewhere the same key corrects what a paragraph is.
        here.room.screen.text.go_to(0)
        await here.press("c")
        assert "kind of paragraph" in here.screen_text()


async def test_the_same_words_elsewhere(papers: Path, visit: OpenRoom) -> None:
    async with visit(papers, size=(80, 24)) as here:
        # What the list is narrowed to does not hide who else says it.
        await here.steps("g", "q", "e", "enter", "*")
        assert listed(here) == ["No ship", "There i", "no ship"], here.message
        assert "in the text" in here.screen_text() and "the same words" in here.screen_text()
        await here.press("escape")
        assert listed(here) == ["No ship", "and nob"]
        await here.press("escape")
        assert listed(here) == WORDS
        await here.press("g", "g", "j", "j", "*")
        assert listed(here) == ["a great"]
        here.room.quotations.everything()
        await here.settle()
        here.room.screen.page_named("quotations").rows.go_to(4)
        await here.press("q", "g", "e", "G")
        assert "QUOTATIONS" in here.screen_text()
        await here.press("enter")
        assert listed(here) == ["No ship", "and nob", "a great"]


async def test_copies_marks_and_a_table(papers: Path, visit: OpenRoom, tmp_path: Path) -> None:
    clip, table = tmp_path / "clip.txt", tmp_path / "table.csv"
    async with visit(papers, clipboard={"target": "file", "file": str(clip)}) as here:
        await here.press("g", "q", "y")
        assert (
            "“No ship will sail from this harbour tonight,”\nInes Haldane · The harbour (a.txt), ¶2" in clip.read_text()
        )
        await here.press("X", "t", *"denial", "enter")
        assert len(here.room.collection.annotations()) == 5
        await here.press("O", "ctrl+u")
        await here.press(*str(table), "enter")
        await here.until(table.exists)
        rows = list(csv.DictReader(table.open(encoding="utf-8-sig")))
        assert [row["words"][:7] for row in rows] == WORDS
        assert rows[0]["speaker"] == "Ines Haldane" and rows[4]["status"] == "unknown"


@pytest.mark.parametrize("size", [pytest.param((40, 12), marks=pytest.mark.slow), (20, 5)])
async def test_low_windows_and_a_collection_that_quotes_nobody(
    size: tuple[int, int], homes: Homes, tmp_path: Path, visit: OpenRoom
) -> None:
    folder = write_files(tmp_path / "empty", {"a.txt": "nothing is said here\n"})
    async with visit(folder, size=size) as here:
        await here.press("g", "q")
        assert "nobody is" in here.screen_text()
        await here.press("c")
        assert "no row to act on" in here.message or "no quotation" in here.message
        await here.press("*", "x", "X", "O", "Q", "e", "escape", "w", "s", "S", "escape")
