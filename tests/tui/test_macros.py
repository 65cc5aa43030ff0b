"""Macros and the plain keyboard: what the settings may say, what is reported, and that they run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.config import load_settings
from index.config_check import check_file
from index.errors import SettingsError
from tui.commands import COMMANDS
from tui.keymap import Keymap, check_keys
from tui.keys_page import shipped_keys

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit

PLAIN = re.compile(r"[a-zA-Z0-9]|f[1-9]|f1[0-2]|space|enter|tab|shift\+tab|escape|backspace|delete|home|end|"
                   r"pageup|pagedown|up|down|left|right|ctrl\+[a-z]")  # fmt: skip


@pytest.fixture
def own(homes: Homes) -> Callable[[str], Path]:
    """Writes the reader's own config.yaml."""

    def write(text: str) -> Path:
        file = homes.base / "config" / "glossator" / "config.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def faults() -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_settings(None, check_keys=check_keys)
    return raised.value.faults


# -- the plain keyboard ----------------------------------------------------------------------------------------------


def test_the_plain_keyboard_has_a_plain_key_for_every_command_that_has_one(own: Callable[[str], Path]) -> None:
    standard = load_settings(None, check_keys=check_keys).settings.keys
    own("keyboard: plain\n")
    plain = load_settings(None, check_keys=check_keys).settings.keys
    assert set(plain) == set(standard) == {command.id for command in COMMANDS}
    assert [id for id, keys in standard.items() if keys and not plain[id]] == [], "give them a key under keys_plain"
    written = {(id, part) for id, keys in plain.items() for key in keys for part in key.split()}
    odd = [(id, part) for id, part in written if not PLAIN.fullmatch(part)]
    assert odd == [], "give them a key of letters under keys_plain"
    assert not {"ctrl+i", "ctrl+m", "ctrl+h"} & {part for _, part in written}
    digits = {id for id, part in written if part.isdigit()}
    assert digits <= {"row-start", "code-recent"}, "digits are counts"


def test_no_two_commands_meet_on_either_keyboard() -> None:
    standard = shipped_keys()
    plain = {**standard, **shipped_keys("keys_plain")}
    assert check_keys(standard) == [] and check_keys(plain) == []
    assert set(shipped_keys("keys_plain")) <= set(standard)


def test_what_the_reader_chose_holds_on_both_keyboards(own: Callable[[str], Path]) -> None:
    file = own("keyboard: plain\nkeys:\n  search: [f12]\nkeys_plain:\n  help: [f11]\n")
    loaded = load_settings(None, check_keys=check_keys)
    assert loaded.settings.keys["search"] == ("f12",) and loaded.settings.keys["help"] == ("f11",)
    assert loaded.settings.keys["palette"] == ("f2", "ctrl+p")
    assert loaded.provenance["keys.search"] == (str(file), 3)
    assert loaded.provenance["keys.help"] == (str(file), 5)
    assert load_settings(None, check_keys=check_keys) == loaded, "the checked copy keeps them"


# -- faults ----------------------------------------------------------------------------------------------------------


def test_every_fault_is_told_at_once_with_its_place(own: Callable[[str], Path]) -> None:
    text = (
        "keys:\n  annotate: [j, hyper+x]\n  anotate: [x]\n  note-save: [x]\n  theme: [f9]\n"
        "keys_plain:\n  search: [strg+f, j]\n"
        "macros:\n  g z: [select-sentences, anotate]\n  hyper+q: [quit]\n  t: [ruler]\n  f8: [zen 3, goto]\n"
        "search:\n  limit: lots\n"
    )
    file = own(text)
    found = faults()
    assert check_file(file, text.encode(), check_keys) == found
    told = {fault.removeprefix(f"{file}:").split(": ", 2)[0]: fault.split(": ", 2)[2] for fault in found}
    assert told == {
        "2:14": "j is row-down too, in a text",
        "2:17": "only ctrl+ and shift+ reach a terminal program reliably, and one at a time",
        "3:3": "no such command; is annotate meant?",
        "4:15": "x is text, while writing a note",
        "7:12": "only ctrl+ and shift+ reach a terminal program reliably, and one at a time",
        "9:27": "no such command; is annotate meant?",
        "10:3": "only ctrl+ and shift+ reach a terminal program reliably, and one at a time",
        "11:3": "t is code too, in a text",
        "12:8": "zen takes no argument",
        "12:15": "goto needs its argument behind it: paragraph, page or percentage",
        "14:10": "should be a whole number, not lots",
    }


def test_a_key_may_be_taken_from_one_command_and_given_to_another(own: Callable[[str], Path]) -> None:
    own("keys:\n  row-down: [down]\n  annotate: [j, ctrl+n]\n  theme: [f9]\n  zen: []\n")
    keymap = Keymap(load_settings(None, check_keys=check_keys).settings.keys)
    assert keymap.keys_of("annotate") == ("j", "ctrl+n") and keymap.keys_of("row-down") == ("down",)
    assert keymap.keys_of("theme") == ("f9",) and keymap.keys_of("zen") == ()
    found = keymap.find(("text", "global"), ["j"]).command
    assert found is not None and found.id == "annotate"


def test_macros_and_keyboard_of_a_collection_are_ignored(homes: Homes, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    (folder / ".glossator").mkdir(parents=True)
    (folder / ".glossator" / "config.yaml").write_text("keyboard: plain\nmacros:\n  x: [quit]\n")
    loaded = load_settings(folder, check_keys=check_keys)
    assert loaded.settings.macros == {} and loaded.settings.keyboard == "standard"
    assert len(loaded.warnings) == 2


# -- running ---------------------------------------------------------------------------------------------------------


async def ended(here: Visit) -> None:
    """Wait for the macro that runs."""
    await here.until(lambda: not here.room.macros.running)
    await here.settle()


async def test_a_macro_runs_its_commands_one_after_the_other(harbour: Desk, visit: OpenRoom) -> None:
    macros = {"Q": ("document-next", "heading-next", "select-sentences", "annotate"), "g z": ("goto 50%",)}
    async with visit(harbour.folder, macros=macros) as here:
        await here.pilot.press("Q", *"yes")
        await ended(here)
        assert here.document.path == "inquiry.md" and here.room.contexts[0] == "note"
        await here.until(lambda: here.room.layers.typed == "yes" or here.room.layers.window.typed == "yes")
        await here.press("enter")
        assert here.room.marking.marks[0].annotation.note == "yes"
        await here.press("g", "z")
        await ended(here)
        assert here.cursor > 0


async def test_a_macro_ends_where_a_command_cannot_be_used(harbour: Desk, visit: OpenRoom) -> None:
    macros = {"Q": ("select-sentences", "select-word", "escape", "list-open", "document-next")}
    async with visit(harbour.folder, macros=macros) as here:
        await here.press("Q")
        await ended(here)
        assert here.document.path == "ferry.txt" and "works in lists" in here.message


async def test_the_count_goes_to_the_first_command(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, macros={"Q": ("document-next", "zen")}) as here:
        await here.press("2", "Q")
        await ended(here)
        assert here.document.path == "letter.txt" and here.room.screen.zen


async def test_a_macro_stands_in_palette_help_and_strip(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, macros={"g z": ("document-next", "zen")}) as here:
        await here.press("g", "question_mark")
        assert ("z", "next document, then text alone") in here.room.screen.which_key.entries
        await here.press("escape", "question_mark", "slash", *"macro of your")
        assert "gz" in here.screen_text() and "document-next, then zen" in here.screen_text()
        await here.press("escape", "escape", "colon", *"macro", "enter")
        await ended(here)
        assert here.document.path == "inquiry.md" and here.room.screen.zen
