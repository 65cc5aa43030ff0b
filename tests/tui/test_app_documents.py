"""The list of documents in the reading room: orders, groups, filter, checks, and what is done with several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui.screens import metadata_window, tag_window

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit

PATHS = ["ferry.txt", "inquiry.md", "letter.txt", "zebra.txt"]


def listed(here: Visit) -> list[str]:
    """What the list shows."""
    return here.room.library.shown_paths()


def under_cursor(here: Visit) -> str:
    """The document under the cursor."""
    row = here.room.screen.documents.row_at_cursor
    assert row is not None
    return row.path


async def test_documents_are_sorted_turned_round_and_opened(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        assert listed(here) == PATHS
        await here.press("g", "d")
        orders = {}
        for key in "tdsawzlfp":
            await here.press("s", key)
            orders[key] = listed(here)
            assert sorted(listed(here)) == PATHS and under_cursor(here) == "ferry.txt"
        assert "documents by path" in here.message and "by path" in here.screen_text()
        assert orders["t"] == ["letter.txt", "ferry.txt", "zebra.txt", "inquiry.md"]
        assert orders["d"][0] == orders["s"][0] == "inquiry.md"
        assert orders["a"][0] == orders["w"][0] == orders["z"][0] == "ferry.txt"
        assert orders["f"][0] == "inquiry.md"
        await here.press("s", "r")
        assert listed(here) == PATHS[::-1] and "by path ↓" in here.screen_text()
        await here.press("s", "p")
        assert listed(here) == PATHS
        await here.press("G", "enter")
        assert here.document.path == "zebra.txt"
        assert here.room.screen.focused is here.room.screen.text


async def test_documents_are_divided_and_no_longer(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "s", "S")
        assert "PLUMB LINE" in here.screen_text() and "NO SOURCE" in here.screen_text()
        assert "in sources" in here.screen_text() and "22 Sep 2031" in here.screen_text()
        assert "Plumb Line ·" not in here.screen_text(), "the heading says it"
        await here.press("s", "D")
        assert "2031  " in here.screen_text() and "UNDATED" in here.screen_text()
        await here.press("g", "g")
        first = under_cursor(here)
        assert first == "inquiry.md" and here.room.screen.documents.cursor == 1
        await here.press("s", "F")
        assert "NOT IN A FOLDER" in here.screen_text()
        await here.press("s", "N")
        assert "NOT IN A FOLDER" not in here.screen_text() and len(here.room.screen.documents._shelving) == 4


async def test_the_cursor_stays_in_sight_when_the_strip_of_keys_takes_rows(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 18)) as here:
        await here.press("g", "d", "G", "s", "question_mark")
        assert "the other way round" in here.screen_text() and "Nothing to do with it" in here.screen_text()


async def test_the_settings_say_how_the_list_begins(harbour: Desk, visit: OpenRoom) -> None:
    changes = {"sort": "words", "group": "source", "columns": ("words", "format")}
    async with visit(harbour.folder, list=changes) as here:
        assert listed(here)[0] == "inquiry.md" and listed(here)[1] == "ferry.txt"
        assert "words · md" in here.screen_text() and "by words ↓" in here.screen_text()


async def test_documents_are_narrowed_as_one_types(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "F")
        await here.write("plumb")
        assert listed(here) == ["inquiry.md"]
        assert "1 of 4 shown" in here.screen_text() and "1 of 4 documents" in here.screen_text()
        await here.press("escape")
        assert listed(here) == PATHS
        await here.press("F")
        await here.write("letter harbour")
        await here.press("enter", "enter")
        assert here.document.path == "letter.txt"
        await here.press("escape")
        assert listed(here) == PATHS and "every document" in here.message


async def test_enter_waits_for_the_list_that_was_asked_for(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "F", *"letter", "enter", "exclamation_mark")
        row = here.room.library.row("letter.txt")
        assert row is not None and row.starred
        await here.press("escape", "F", *"zebra", "enter", "enter")
        assert here.document.path == "zebra.txt"


async def test_a_filter_that_nothing_answers_says_so_and_esc_takes_it_away(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "F")
        await here.write("xylophone")
        await here.press("enter")
        text = " ".join(here.screen_text().split())
        assert "0 of 4 shown" in text and "no document answers" in text and "esc shows all" in here.screen_text()
        for keys in (("enter",), ("U",), ("T",), ("c",)):
            await here.press(*keys)
            assert here.message, keys
        await here.press("escape")
        assert listed(here) == PATHS and here.room.contexts[0] == "documents"


async def test_conditions_and_what_is_wrong_with_one(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "U", "F")
        await here.write("is:unread -format:md")
        assert listed(here) == ["letter.txt", "zebra.txt"]
        await here.press("ctrl+u")
        await here.write("is:red ")
        assert here.room.screen.prompt._error is not None and "is:read" in here.status
        await here.press("enter")
        assert here.room.contexts[0] == "prompt", "a mistake is to be seen to first"
        await here.press("escape")
        assert listed(here) == PATHS
        await here.press("F", "up")
        assert here.room.prompts.text == ""


def test_the_conditions_that_tab_offers_are_those_that_there_are() -> None:
    from index.search.query import BLOCK, CONDITIONS, TEXT_FIELDS
    from tui.session.completing import CONDITIONS as OFFERED

    assert set(OFFERED) == CONDITIONS | TEXT_FIELDS | {BLOCK}


async def test_tab_completes_conditions_and_their_values(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "F", *"so", "tab")
        assert here.room.prompts.text == "source:"
        await here.press("tab")
        assert here.room.prompts.text == 'source:"Plumb Line"' and listed(here) == ["inquiry.md"]
        await here.press("ctrl+u", *"-is:un", "tab")
        assert here.room.prompts.text == "-is:unread"
        await here.press("ctrl+u", *"is:", "tab", "tab")
        assert here.room.prompts.text == "is:unread"
        await here.press("ctrl+u", *"nix:", "tab")
        assert "no condition nix" in here.status
        await here.press("f1")
        assert "HOW THE LIST OF DOCUMENTS IS FILTERED" in here.screen_text()


async def test_checks_survive_narrowing_and_esc_takes_them_away(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        checks = here.room.library.checks
        await here.press("g", "d", "x")
        assert list(checks) == ["ferry.txt"] and under_cursor(here) == "inquiry.md"
        await here.press("2", "x")
        assert list(checks) == PATHS[:3] and "3 checked" in here.screen_text()
        await here.press("F", *"zebra", "enter", "X")
        assert len(checks) == 4 and "4 checked" in here.message
        await here.press("X")
        assert "zebra.txt" not in checks
        await here.press("escape")
        assert listed(here) == PATHS and len(checks) == 3, "one thing at a time"
        await here.press("escape")
        assert not checks and "3 no longer checked" in here.message
        assert here.room.contexts[0] == "documents"
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_several_are_read_and_unread(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "U")
        assert here.room.library.read == 1 and here.message == "read: Ferry sinks in the Narrows · u undoes"
        await here.press("X", "U")
        assert here.room.library.read == 4 and here.message == "read: 4 documents · u undoes"
        assert "●" not in "".join(line[:30] for line in here.screen_text().splitlines())
        await here.press("U")
        assert here.room.library.read == 0
        await here.press("u", "u")
        assert here.room.library.read == 1 and "3 documents marked as read" in here.message
        await here.press("u")
        assert here.room.library.read == 0
        await here.press("ctrl+r")
        assert here.room.library.read == 1


async def test_stars_tags_and_undo(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        collection = here.room.collection
        await here.press("g", "d", "exclamation_mark")
        assert here.room.library.row("ferry.txt").starred and "★" in here.screen_text()  # type: ignore[union-attr]
        await here.press("u")
        assert not here.room.library.row("ferry.txt").starred and "★" not in here.screen_text()  # type: ignore[union-attr]

        await here.press("2", "x", "T")
        assert "tags of 2 documents" in here.screen_text()
        await here.press(*"boom", "enter")
        assert "✓ boom" in here.screen_text() and collection.tags() == [("boom", 2)]
        await here.press(*"zinc", "enter", "escape", "escape", "G", "T")
        assert "tags of Nothing to do with it" in here.screen_text()
        await here.press(*"bo", "enter", "escape")
        assert dict(collection.tags()) == {"boom": 3, "zinc": 2}
        await here.press("X", "T")
        assert "– boom  on 3 of 4" in here.screen_text()
        await here.press(*"boom", "enter", *"boom", "enter")
        assert dict(collection.tags()) == {"zinc": 2}, "on the fourth, then off all"
        await here.press("escape", "u")
        assert dict(collection.tags()) == {"boom": 4, "zinc": 2}


async def test_what_was_not_looked_at_is_not_said_to_be_alike(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (tag_window, metadata_window):
        monkeypatch.setattr(module, "LOOKED_AT", 2)
    async with visit(harbour.folder) as here:
        here.room.collection.tag(PATHS[:2], add=("key",))
        here.room.collection.describe(PATHS[:2], source="Herald")
        await here.press("g", "d", "X", "T")
        assert "– key  on 2 of the first 2" in here.screen_text()
        await here.press("enter", "escape")
        assert here.room.collection.tags() == [("key", 4)]
        await here.press("c")
        window = here.room.layers.window
        assert window is not None and window.typed == "" and metadata_window.MANY in here.screen_text()


async def test_metadata_is_corrected_and_a_wrong_date_refused(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "j", "c")
        text = here.screen_text()
        assert "what the list says of The inquiry opens" in text and "the document says Plumb Line" in text
        await here.press("tab", "ctrl+u", *"31 September", "enter")
        assert "no date" in here.screen_text() and here.room.contexts[0] == "metadata"
        await here.press("ctrl+u", *"2031-10", "tab", "ctrl+u", *"The Line", "enter")
        row = here.room.library.row("inquiry.md")
        assert row is not None and (row.title, row.date, row.source) == ("The inquiry opens", "2031-10", "The Line")
        assert "The Line · Oct 2031" in here.screen_text()
        await here.press("enter")
        assert here.document.path == "inquiry.md" and here.document.metadata.source == "The Line"
        await here.press("g", "d", "c", "escape", "u")
        row = here.room.library.row("inquiry.md")
        assert row is not None and (row.date, row.source) == ("2031-09-22", "Plumb Line")
        await here.press("c", "enter")
        assert here.message == "nothing was changed"

        await here.press("X", "c", *"Harbour Archive", "enter")
        rows = [here.room.library.row(path) for path in PATHS]
        assert [row and row.source for row in rows] == ["Harbour Archive"] * 4
        assert rows[1] is not None and rows[1].date == "2031-09-22", "what was not touched stays"
        await here.press("c", "tab", *"Ann Lee; B. Roe", "enter")
        assert [row and row.authors for row in map(here.room.library.row, PATHS)] == [("Ann Lee", "B. Roe")] * 4
        await here.press("u")
        row = here.room.library.row("ferry.txt")
        assert row is not None and (row.authors, row.source) == (("Ines Haldane",), "Harbour Archive"), "one step"


async def test_a_list_is_written_to_a_file(
    harbour: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visit: OpenRoom
) -> None:
    monkeypatch.chdir(tmp_path)
    async with visit(harbour.folder) as here:
        here.room.collection.annotate("letter.txt", 0, 8, note="which?")
        await here.press("g", "d", "2", "x", "O")
        assert "2 documents · checked" in here.screen_text()
        await here.press("enter")
        table = tmp_path / "harbour-documents.csv"
        lines = table.read_text(encoding="utf-8").splitlines()
        assert len(lines) == 3 and lines[0].startswith("path,title,") and "Plumb Line" in lines[2]

        await here.press("O", "enter")
        assert "is there already" in here.screen_text() and here.room.contexts[0] == "export"
        await here.press("down")
        await here.press("enter")
        assert (tmp_path / "harbour-paths.txt").read_text() == "ferry.txt\ninquiry.md\n"

        await here.press("escape", "O", "down", "down", "enter")
        notes = (tmp_path / "harbour-annotations.md").read_text(encoding="utf-8")
        assert "which?" in notes
        await here.press("O", "down", "down", "tab", *"-code:x layer:nobody", "enter", "enter")
        assert (tmp_path / "harbour-annotations.md").read_text(encoding="utf-8") == ""
        await here.press("O", "ctrl+u", *str(harbour.folder / "ferry.txt"), "enter")
        assert "never changed" in here.screen_text()
        assert (harbour.folder / "ferry.txt").read_text().startswith("Ferry sinks")


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 24)])
async def test_everything_is_there_in_a_small_window(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.press("g", "d")
        assert here.room.screen.documents.region.width > 0
        await here.press(
            "j", "x", "T", *"key", "enter", "escape", "c", "tab", "tab", "tab", "escape", "O", "down", "escape"
        )
        assert dict(here.room.collection.tags()) == {"key": 1}
        await here.press("s", "D", "F", *"tag:key", "enter")
        assert listed(here) == ["inquiry.md"]
        await here.press("enter")
        assert here.document.path == "inquiry.md" and here.room.contexts[0] == "text"


async def test_one_document_and_none(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    async with visit(folder) as here:
        await here.press("g", "d")
        assert "no documents in this" in here.screen_text()
        for key in ("x", "X", "U", "T", "c", "O", "enter"):
            await here.press(key)
            assert "no " in here.message, key
        await here.press("s", "t", "s", "S", "F", *"a", "enter", "escape")
    (folder / "[b]one.txt").write_text("Josef Hallam\n\nHe met Captain Josef Hallam at sea.\n")
    async with visit(folder / "[b]one.txt", keep_current=True) as here:
        await here.until(lambda: here.room.indexing.finished)
        await here.settle()
        await here.press("g", "d", "x", "s", "d", "U")
        assert here.room.library.read == 1 and listed(here) == ["[b]one.txt"]


async def test_rows_of_a_listing_are_as_they_are_now(harbour: Desk, visit: OpenRoom) -> None:
    """What was marked by another hand is shown when the collection is asked again."""
    async with visit(harbour.folder) as here:
        here.room.collection.set_read(PATHS, True)
        here.room.library.reload()
        await here.settle()
        assert here.room.library.read == 4
        row = here.room.library.row_at(0)
        assert row is not None and row.read and here.room.library.row_at(99) is None
        assert replace(row, read=False) != row
