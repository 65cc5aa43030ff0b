"""The table of commands, and everything that is made from it: keys, footer, help, palette, docs/keys.md."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from index.config import load_settings
from tui.commands import COMMANDS
from tui.commands.command import CONTEXT_NAMES, GROUPS, TYPING, Context
from tui.keymap import Keymap, check_keys
from tui.keys_page import PAGE, page, shipped_keys

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit


@pytest.fixture
def keymap(homes: Homes) -> Keymap:
    return Keymap(load_settings(None).settings.keys)


def test_every_command_is_bound_or_says_why_it_is_not(keymap: Keymap) -> None:
    for command in COMMANDS:
        assert bool(keymap.keys_of(command.id)) != bool(command.unbound), command.id


def test_the_shipped_keys_have_no_faults(homes: Homes) -> None:
    keys = load_settings(None).settings.keys
    assert check_keys(keys) == []
    assert set(keys) <= {command.id for command in COMMANDS}


def test_ids_are_unique_and_names_too_within_a_context() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    for context in get_args(Context):
        names = Counter(command.name for command in COMMANDS if context in command.contexts)
        assert not names or max(names.values()) == 1, (context, names.most_common(2))


def test_every_line_of_the_table_is_complete() -> None:
    for command in COMMANDS:
        assert command.contexts and set(command.contexts) <= set(CONTEXT_NAMES)
        assert command.group in GROUPS
        assert command.name and command.name == command.name.strip()
        assert command.help.endswith("."), command.id
        assert set(command.footer_in) <= set(CONTEXT_NAMES)
        assert not command.footer_in or command.footer


def test_no_prefix_is_a_command_of_its_own(keymap: Keymap) -> None:
    for context in get_args(Context):
        for prefix in ("g", "]", "[", "i", "d"):
            assert keymap.find((context,), [prefix]).command is None, (context, prefix)


def test_no_unmodified_letter_is_a_command_where_one_types(keymap: Keymap) -> None:
    """Except those that mean something only while nothing is typed."""
    for command in COMMANDS:
        for context in TYPING & set(command.contexts):
            for key in keymap.keys_of(command.id):
                assert len(key) > 1 or key in "↑↓" or command.unavailable is not None, (context, command.id, key)


def test_the_page_of_keys_agrees_with_table_and_settings() -> None:
    """Write it with `python -m tui.keys_page`."""
    assert PAGE.read_text(encoding="utf-8") == page(shipped_keys(), shipped_keys("keys_plain"))


def test_a_user_changes_takes_away_and_is_told_of_faults(homes: Homes, tmp_path: Path) -> None:
    from index.errors import SettingsError

    own = homes.base / "config" / "glossator" / "config.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("keys:\n  annotate: [ctrl+n]\n  zen: []\n", encoding="utf-8")
    keymap = Keymap(load_settings(None, check_keys=check_keys).settings.keys)
    assert keymap.keys_of("annotate") == ("ctrl+n",)
    assert keymap.keys_of("zen") == ()
    assert keymap.keys_of("code") == ("t",)

    own.write_text("keys:\n  annotate: [j]\n  code: [c, hyper+t]\n", encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings(None, check_keys=check_keys)
    faults = "\n".join(raised.value.faults)
    assert f"{own}:2:14" in faults and "row-down" in faults
    assert f"{own}:3:13" in faults and "only ctrl+ and shift+" in faults

    own.write_text("keys:\n  anotate: [x]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r":2:3: keys\.anotate: .*annotate"):
        load_settings(None, check_keys=check_keys)


STARTS: dict[str, tuple[str, ...]] = {
    "text": (),
    "entities": ("tab",),
    "documents": ("shift+tab",),
    "select": ("v",),
    "annotations": ("g", "a"),
    "prompt": ("/",),
    "results": ("/", "l", "enter", "g", "r"),
    "help": ("?",),
}
EVERYWHERE = [start if start == "text" else pytest.param(start, marks=pytest.mark.slow) for start in STARTS]


@pytest.mark.slow
@pytest.mark.parametrize("start", ["text", "documents", "prompt"])
async def test_every_bound_key_in_an_empty_collection_raises_nothing(
    start: str, tmp_path: Path, homes: Homes, visit: OpenRoom
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with visit(empty, size=(80, 24)) as here:
        await press_everything(here, STARTS[start])


@pytest.mark.parametrize("start", EVERYWHERE)
async def test_every_bound_key_in_a_collection_raises_nothing(start: str, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await press_everything(here, STARTS[start])


async def press_everything(here: Visit, start: tuple[str, ...]) -> None:
    """Every sequence of every command, each from the same state of the screen."""
    app, screen = here.app, here.room.screen
    app.leave = lambda: None  # type: ignore[method-assign]
    app.action_suspend_process = lambda: None  # type: ignore[method-assign]

    async def tap(key: str) -> None:
        app.dispatcher.press(key)
        await app._wait_for_window()

    sequences = [sequence for command in COMMANDS for sequence in here.room.keymap.sequences_of(command.id)]
    for number, sequence in enumerate(sequences):
        for key in (*start, *sequence):
            await tap(key)
        if number % 5 == 0:
            await here.pilot.pause()
        for _ in range(8):
            if app.screen is screen and screen.focused is screen.text and screen.text.selecting is None:
                break
            await tap("escape")
        assert app.screen is screen and screen.focused is screen.text, sequence
    await here.settle()


async def test_a_key_that_does_nothing_says_so(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    (tmp_path / "papers").mkdir()
    async with visit(tmp_path / "papers") as here:
        await here.press("ctrl+x")
        assert "ctrl+x does nothing here" in here.message
        await here.press("U")
        assert "works in documents" in here.message
        await here.press("a")
        assert "no document is open" in here.message
        await here.press("g", "X")
        assert "gX does nothing here" in here.message
        await here.press("/", "tab")
        assert "the names of saved searches" in here.status
        await here.press("pagedown")
        assert "pgdn does nothing here" in here.status
        await here.press("escape", ":", "f2")
        assert "f2 does nothing here" in here.message
