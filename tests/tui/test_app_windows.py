"""Help, palette, the strip of keys that may follow, the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.commands import COMMANDS
from tui.commands.command import TYPING
from tui.screens.help_rows import FILTER

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_help_begins_with_the_focused_pane(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 40)) as here:
        await here.press("question_mark")
        assert "IN A TEXT" in here.screen_text()
        await here.press("q", "g", "d", "f1")
        assert "DOCUMENTS" in here.screen_text() and "Read or unread" in here.screen_text()
        await here.press("slash")
        await here.write("undo")
        assert "Takes back the last change" in here.screen_text() and "Read or unread" not in here.screen_text()
        await here.press("enter", "escape", "escape")
        assert here.app.screen is here.room.screen


async def test_help_is_whole_in_a_narrow_window(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(40, 24)) as here:
        await here.press("question_mark")
        rows = here.app.screen.rows
        shown = here.screen_text().split("IN A TEXT")[1]
        assert "Goes to the beginning; with a number" in " ".join(shown.split()) and "gg  home" in shown
        assert "…" not in shown
        await here.press("G")
        assert rows.chosen.keys == FILTER[-1][0]
        await here.pilot.resize_terminal(120, 40)
        await here.settle()
        assert rows.chosen.keys == FILTER[-1][0] and rows.cursor == rows.row_count - 1


async def test_help_names_every_key(harbour: Desk, visit: OpenRoom) -> None:
    from tui.screens.help_rows import key_rows

    async with visit(harbour.folder) as here:
        listed = {(row.keys, row.name) for row in key_rows(here.room, here.room.contexts)}
        for command in COMMANDS:
            keys = here.room.keymap.keys_of(command.id)
            assert not keys or ("  ".join(keys), command.name) in listed


async def test_the_palette_finds_runs_and_explains(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("colon")
        await here.write("to the end")
        assert "To the end" in here.screen_text() and "G  end" in here.screen_text()
        await here.press("enter")
        assert here.room.screen.text.block_index == len(here.document.blocks) - 1
        await here.press("ctrl+p")
        await here.write("read or unread")
        assert "works in documents" in here.screen_text()
        await here.press("enter")
        assert "works in documents" in here.message and here.room.contexts[0] == "palette"
        await here.press("ctrl+u")
        await here.write("qqqqqqq")
        await here.press("enter")
        assert "no command is called qqqqqqq" in here.message
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_what_a_vim_hand_types(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("colon")
        await here.write("12")
        await here.press("enter")
        assert here.room.screen.text.block_index == 11
        await here.press("g", "d", "colon")
        await here.write("3")
        await here.press("enter")
        assert here.room.screen.documents.cursor == 2 and here.room.screen.text.block_index == 11
        await here.press("colon")
        await here.write("0%")
        await here.press("enter")
        assert here.room.contexts[0] == "text" and here.room.screen.text.block_index == 0
        await here.press("colon", "w", "enter")
        assert "already saved" in here.message
        await here.press("colon", "w", "q")
        await here.pilot.press("enter")
        await here.pilot.pause()
        assert here.app.return_code == 0


async def test_every_command_is_in_the_palette_or_belongs_to_a_window(harbour: Desk, visit: OpenRoom) -> None:
    from tui.session.command_lines import offered

    async with visit(harbour.folder) as here:
        names = {choice.command.id for choice in offered(here.room, here.room.contexts)}
        windows = TYPING | {"help", "card", "hints", "places"}
        for command in COMMANDS:
            assert command.id in names or set(command.contexts) <= windows or command.id == "palette"


async def test_the_keys_that_may_follow_are_shown(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, screen={"which_key_seconds": 0.01}) as here:
        await here.press("g")
        await here.until(lambda: here.room.screen.which_key.display)
        names = dict(here.room.screen.which_key.entries)
        assert names["a"] == "annotations" and names["g"] == "to the beginning"
        await here.press("escape")
        assert not here.room.screen.which_key.display
    async with visit(harbour.folder, screen={"which_key_seconds": 60.0}) as here:
        await here.press("]")
        assert not here.room.screen.which_key.display
        await here.press("question_mark")
        assert here.room.screen.which_key.display
        await here.press("d")
        assert not here.room.screen.which_key.display and here.document.path == "inquiry.md"


@pytest.mark.parametrize(
    "keys",
    [(), ("tab",), ("shift+tab",), ("v",), ("slash",), ("g", "a"), ("a",), ("t",), ("colon",), ("question_mark",)],
)
async def test_the_footer_names_at_most_eight_keys_that_work(
    keys: tuple[str, ...], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*keys)
        entries = here.room.screen.footer.entries
        assert 2 <= len(entries) <= 8
        contexts = here.room.contexts
        for shown, _ in entries:
            for key in shown.split():
                name = {"↑": "up", "↓": "down"}.get(key, key)
                usable = [
                    command
                    for command in COMMANDS
                    if set(command.contexts) & set(contexts)
                    # "s…" stands for several sequences that begin so.
                    and any(
                        known == name or (name.endswith("…") and known.startswith(name[:-1]))
                        for known in here.room.keymap.keys_of(command.id)
                    )
                ]
                assert usable and usable[0].why_not(here.room) is None


async def test_keys_typed_fast_are_not_lost_while_a_window_opens(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        from textual.events import Key

        for character in "a":
            here.app.post_message(Key(character, character))
        for character in "note":
            here.app.post_message(Key(character, character))
        here.app.post_message(Key("enter", "\r"))
        await here.until(lambda: here.room.marking.marks)
        assert here.room.marking.marks[0].annotation.note == "note"


async def test_the_theme_changes(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        before = here.app.theme
        await here.press("colon")
        await here.write("another theme")
        await here.press("enter")
        assert here.app.theme != before and here.message.startswith("theme ")
