"""Reading: what opens, moving, the panes, the list of documents, the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom

SIZES = [(120, 40), (80, 24), (40, 12), (20, 5)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_document_opens_with_the_keys_in_the_text(
    size: tuple[int, int], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder, size=size) as here:
        assert here.document.path == "ferry.txt"
        assert here.room.screen.focused is here.room.screen.text
        assert here.room.contexts == ("text", "global", "always")
        shown = here.screen_text()
        assert "Ferry sinks" in shown
        if size[0] >= 80:
            assert "GLOSSATOR" in shown and "4 documents" in shown and "¶1/" in shown
        if size[0] >= 120:
            assert "PEOPLE" in shown and "Josef Hallam" in shown


async def test_the_last_place_reopens(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press("]", "d", "[", "d", "G")
        place = here.room.screen.text.position
        assert place > 0
        await here.press("q")
    async with visit(harbour.folder, size=(80, 24)) as here:
        assert here.document.path == "ferry.txt"
        assert here.room.screen.text.position == place


async def test_moving_with_counts(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        text = here.room.screen.text
        start = here.cursor
        await here.press("5", "j")
        down = here.cursor
        await here.press("5", "k")
        assert here.cursor == start < down
        await here.press("1", "2", "G")
        assert text.block_index == 11
        await here.press("G")
        assert text.block_index == len(here.document.blocks) - 1
        await here.press("g", "g")
        assert here.cursor == start
        await here.press("2", "}")
        assert text.block_index == 2
        await here.press("{", "w", "w")
        assert here.document.text[here.cursor :].startswith("Haldane")
        await here.press("5", "0", "%")
        assert 40 <= here.cursor * 100 // len(here.document.text) <= 60
        await here.press("%")
        assert "a number comes first" in here.message
        await here.press("1", "0", "0", "%", "j", "j", "j")
        assert "the end of this document; ]d opens the next" in here.message


async def test_escape_drops_a_count_and_a_sequence(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        start = here.cursor
        await here.press("5", "g")
        assert here.app.dispatcher.shown == "5g"
        await here.press("escape")
        assert here.app.dispatcher.shown == ""
        await here.press("j")
        assert here.room.screen.text.block_index == 1 and here.cursor > start


async def test_the_way_back_leads_across_documents(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press("2", "0", "G")
        left = here.cursor
        await here.press("]", "d")
        assert here.document.path == "inquiry.md"
        await here.press("G")
        last = here.cursor
        await here.press("backspace")
        assert here.document.path == "inquiry.md" and here.cursor < last
        await here.press("ctrl+o")
        assert (here.document.path, here.cursor) == ("ferry.txt", left)
        await here.press("<")
        assert here.document.path == "ferry.txt" and here.cursor < left
        await here.press(">", ">", ">")
        assert (here.document.path, here.cursor) == ("inquiry.md", last)
        await here.press(">")
        assert "nothing further on" in here.message


async def test_tab_goes_round_the_panes(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        screen = here.room.screen
        for pane in (screen.entities, screen.documents, screen.text):
            await here.press("tab")
            assert screen.focused is pane
        await here.press("shift+tab")
        assert screen.focused is screen.documents
        await here.press("escape")
        assert screen.focused is screen.text


async def test_what_has_no_room_beside_the_text_opens_over_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        screen = here.room.screen
        assert screen.documents.display and not screen.entities.display
        await here.press("tab")
        assert screen.entities.display and "PEOPLE" in here.screen_text()
        await here.press("tab")
        assert not screen.entities.display
    async with visit(harbour.folder, size=(60, 20)) as here:
        screen = here.room.screen
        assert not screen.documents.display and not screen.entities.display
        await here.press("g", "d")
        assert screen.documents.display and "The inquiry opens" in here.screen_text()
        await here.press("q")
        assert not screen.documents.display and screen.focused is screen.text


async def test_zen_shows_the_text_alone(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        screen = here.room.screen
        await here.press("z")
        assert not screen.documents.display and not screen.entities.display
        await here.press("shift+tab")
        assert screen.documents.display
        await here.press("escape", "z")
        assert screen.documents.display and screen.entities.display


async def test_read_marks(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        library = here.room.library
        assert library.read == 0
        await here.press("space")
        assert library.read == 0
        await here.press("G")
        assert library.read == 1 and "1 read" in here.screen_text()
        await here.press("]", "u")
        assert here.document.path == "inquiry.md"
        await here.press("[", "u")
        assert "no unread document further up" in here.message
        await here.press("g", "d", "g", "g", "U")
        assert library.read == 0 and here.message.startswith("unread: Ferry sinks")
        await here.press("U")
    async with visit(harbour.folder, size=(80, 24)) as here:
        assert here.room.library.read == 1


async def test_walking_by_heading_and_date(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("]", "d", "2", "]", "h")
        assert here.document.text[here.cursor :].startswith("## What was said")
        await here.press("]", "h")
        assert "no heading further on" in here.message
        await here.press("[", "t")
        assert here.message == "" or "no date" in here.message


async def test_an_empty_folder_says_what_to_do(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with visit(empty, size=(80, 24)) as here:
        assert "nothing to read in this folder; gi shows why" in here.screen_text()
        await here.press("g", "i")
        assert "there is no file in this folder" in here.screen_text()
        await here.press("q", "g", "a")
        assert "nothing is marked yet" in here.screen_text()


async def test_q_closes_the_top_layer_and_then_the_program(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "i", "question_mark")
        for _ in range(2):
            await here.press("q")
            assert here.app.is_running
        await here.pilot.press("q")
        await here.pilot.pause()
        assert here.app.return_code == 0


async def test_an_opening_collection_is_indexed_behind_the_screen(
    homes: Homes, tmp_path: Path, visit: OpenRoom
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "one.txt").write_text("Josef Hallam\n\nHe met Captain Josef Hallam at sea.\n")
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    async with visit(folder, keep_current=True) as here:
        assert here.document.path == "one.txt"
        await here.until(lambda: here.room.indexing.finished)
        await here.until(lambda: here.room.reading.mentions is not None)
        await here.settle()
        assert "index up to date" in here.screen_text()
        row = here.room.library.row("one.txt")
        assert row is not None and row.id > 0


async def test_a_document_changed_on_the_disk_is_shown_as_it_is_now(
    homes: Homes, tmp_path: Path, visit: OpenRoom
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    file = folder / "one.txt"
    file.write_text("First words\n\nThe old text.\n")
    async with visit(folder, keep_current=True) as here:
        await here.until(lambda: here.room.indexing.finished)
        await here.settle()
        file.write_text("First words\n\nThe new text.\n")
        await here.press("colon")
        await here.write("look for changed")
        await here.press("enter")
        await here.until(lambda: "new text" in here.document.text)
        assert "changed on the disk" in here.message


async def test_one_file_of_a_collection(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder / "letter.txt") as here:
        assert here.document.path == "letter.txt" and len(here.room.library) == 1
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        assert here.document.path == "letter.txt"


async def test_an_unforeseen_error_leaves_the_reader_reading(harbour: Desk, visit: OpenRoom) -> None:
    from dataclasses import replace

    from tui.commands import BY_ID

    def fails(room: object, count: int | None) -> None:
        raise RuntimeError("a word of the document")

    async with visit(harbour.folder) as here:
        here.room.messages.debug = False
        here.app.run_command(replace(BY_ID["zen"], run=fails), None)
        await here.settle()
        assert "went wrong inside Glossator (RuntimeError)" in here.message and "a word of" not in here.message
        await here.press("j")
        assert here.app.is_running and here.message == ""


async def test_a_warning_of_the_settings_is_shown(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, warnings=("config.yaml:3:1: sealed: not taken from a collection",)) as here:
        assert "config.yaml:3:1" in here.message
        await here.press("j")
        assert here.message == ""


@pytest.mark.parametrize(
    "size",
    [(20, 5), (99, 30), *(pytest.param(size, marks=pytest.mark.slow) for size in ((33, 9), (69, 20), (300, 100)))],
)
async def test_no_size_stops_the_room(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        for keys in (
            ("tab",), ("tab",), ("tab",), ("slash", "l", "e"), ("escape",), ("g", "a"), ("q",), ("g",), ("escape",),
            ("question_mark",), ("q",), ("colon",), ("escape",), ("v", "a"), ("escape",), ("t",), ("escape",), ("z",),
        ):  # fmt: skip
            await here.press(*keys)
        assert here.app.screen is here.room.screen


async def test_resizing_at_any_moment(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        for keys in ((), ("slash", "l"), ("escape", "colon"), ("escape", "a"), ("escape", "question_mark")):
            await here.press(*keys)
            for size in ((20, 5), (1, 1), (300, 100), (120, 40)):
                await here.pilot.resize_terminal(*size)
                await here.pilot.pause()
        assert here.app.is_running
