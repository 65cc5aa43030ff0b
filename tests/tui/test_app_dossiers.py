"""A dossier is filled from wherever a passage is seen, and kept from one sitting to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit


def kept(here: Visit) -> list[str]:
    name = here.room.dossiers.name
    return [
        each.entry.heading or each.entry.exact for each in here.room.collection.evidence.dossiers.read(name).entries
    ]


async def test_passages_come_from_the_text_a_mark_the_results_the_concordance_and_the_list_of_marks(
    harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("letter warned"))
        await here.press("v", "e", "p", "ctrl+u", *"bad name", "enter")
        assert here.room.prompts.use is not None  # a name that cannot be one
        await here.press("ctrl+u", *"boom", "enter")
        assert kept(here) == ["letter"] and here.room.screen.text.selection is None
        here.room.screen.text.go_to(here.at("Nobody read"))
        await here.press("p", "a", *"why", "enter", "p")
        assert "in it already" in here.message
        await here.press("/", *"unsafe", "enter", "g", "r", "p")
        assert kept(here)[-1] == "Sailing is unsafe."
        await here.press("escape", "escape", "/", *"lantern", "enter", "g", "k", "p", "escape", "escape")
        assert kept(here)[-1] == "lantern"
        assert kept(here)[:2] == ["letter", "Nobody read the letter."] and len(kept(here)) == 4
        await here.press("g", "p", "enter")
        assert here.document.path == "ferry.txt" and here.document.text[here.cursor :].startswith("letter warned")
    async with visit(harbour.folder, size=(40, 12)) as here:
        await here.press("g", "p")
        assert here.room.contexts[0] == "dossier" and here.room.dossiers.name == "boom"
        await here.press("j", "u", "u")
        assert len(kept(here)) == 2 and len(here.room.dossiers.dossier.entries) == 2  # type: ignore[union-attr]


async def test_a_dated_statement_goes_in_as_its_sentence(dated: Desk, visit: OpenRoom) -> None:
    async with visit(dated.folder) as here:
        await here.press("g", "t", "j", "p", "ctrl+u", *"days", "enter")
        (words,) = kept(here)
        assert words.endswith(".") and len(words.split()) > 3
