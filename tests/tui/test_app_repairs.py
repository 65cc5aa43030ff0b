"""A document that was edited: its marks are walked, asked about, shown with what changed, and put elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.collection import Collection
from index.config import load_settings

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

TEXT = (
    "The harbour master closed the gates at six.\n\n"
    "By seven the water stood above the second step, and the boats that had come in late lay under the wall.\n\n"
    "Nobody was allowed to leave before the lamp was lit on the mole, which took until nine.\n\n"
    "In the morning two of the boats were gone, and nobody had heard them go.\n"
)
SURE, ASKED, LOST = "closed the gates at six", "the boats that had come in late lay under", "which took until nine"


def edited() -> str:
    """One mark moved, one doubtful, one gone."""
    text = TEXT.replace(ASKED, "the ships that had at last come in, very late, lay under").replace(f", {LOST}", "")
    return "Corrected on Friday.\n\n" + text


def prepare(folder: Path) -> None:
    """A document with three marks, edited and indexed."""
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    collection = Collection.open(folder, load_settings(None).settings)
    collection.update()
    for words in (SURE, ASKED, LOST):
        collection.annotate("a.txt", TEXT.index(words), TEXT.index(words) + len(words), codes=("c",))
    (folder / "a.txt").write_text(edited(), "utf-8")
    collection.update()
    collection.close()


def statuses(here: Visit) -> dict[str, str]:
    return {mark.annotation.exact: mark.status for mark in here.room.marking.marks}


async def test_marks_of_an_edited_document(harbour: Desk, tmp_path: Path, visit: OpenRoom) -> None:
    prepare(tmp_path / "edited")
    async with visit(tmp_path / "edited") as here:
        assert statuses(here) == {SURE: "moved", ASKED: "uncertain", LOST: "orphan"}
        assert here.message == "this text was changed: 1 uncertain · 1 without a passage · ]o goes there"

        await here.press("]", "o")
        assert here.cursor == here.at("the ships") and "enter shows it and asks" in here.message
        await here.press("enter")
        shown = here.screen_text()
        assert "[boats → ships] that had" in shown and "does it stand here? y yes · n no" in shown
        await here.press("y")
        assert statuses(here)[ASKED] == "changed" and here.message.startswith("it stands here: “the boats")
        await here.press("u")
        assert statuses(here)[ASKED] == "uncertain"

        await here.press("g", "g", "]", "o", "enter", "n")
        assert statuses(here)[ASKED] == "orphan"
        await here.press("u", "g", "g", "2", "]", "o")
        assert "stood about here" in here.message and abs(here.cursor - here.at("on the mole")) < 30
        await here.press("enter")
        assert f"»{LOST}«" in here.screen_text() and "R attaches it" in here.screen_text()

        await here.press("R")
        assert here.room.contexts[0] == "text" and "esc lets it go" in here.message
        await here.press("escape")
        assert here.room.repairing.held is None
        await here.press("g", "a", "s")
        assert "2 of" not in here.screen_text() and "to be looked at" in here.screen_text()
        assert SURE not in here.screen_text()
        await here.press("G", "R")
        here.room.screen.text.go_to(here.at("Nobody was"))
        await here.press("V", "R")
        assert statuses(here) == {SURE: "moved", ASKED: "uncertain", LOST: "changed"}
        assert here.room.screen.text.selecting is None
        await here.press("]", "o", "]", "o")
        assert here.message == "no mark that needs a look further on in this document"
