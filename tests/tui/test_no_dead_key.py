"""No key is silently dead: wherever it is pressed it runs something, begins a sequence, is typed, or is explained."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from tui.commands.command import TYPING
from tui.keymap import NAMED_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk, Homes, OpenRoom, Visit

KEYS = [
    *(key for key in string.printable if key.isprintable() and key != " "),
    "é",
    "я",
    "漢",
    *sorted(NAMED_KEYS),
    *(f"ctrl+{letter}" for letter in string.ascii_lowercase if letter not in "imh"),
    *(f"shift+{name}" for name in ("tab", "up", "down", "left", "right")),
]
PLACES = {
    "text": (),
    "select": ("v",),
    "documents": ("g", "d"),
    "entities": ("g", "e"),
    "results": ("slash", *"letter", "enter", "g", "r"),
    "annotations": ("g", "a"),
    "skipped": ("g", "i"),
    "help": ("question_mark",),
    "prompt": ("slash",),
    "palette": ("colon",),
    "note": ("a",),
    "codes": ("t",),
    "places": ("m",),
}
EMPTY = ("text", "documents", "entities", "annotations", "skipped", "help", "prompt", "palette")


def outcome(here: Visit, key: str, ran: list[str]) -> str:
    """What one key does: the word for it, "" where it is dead."""
    dispatcher, room = here.app.dispatcher, here.room
    room.messages.clear()
    ran.clear()
    room.screen._note = ("", False)
    taken = dispatcher.press(key)
    if not taken:
        return "typed" if room.contexts[0] in TYPING else ""
    if dispatcher.pressed or dispatcher.count is not None:
        dispatcher.forget()
        return "begun"
    said = room.messages.current is not None or room.screen._note[0]
    return "run" if ran else "said" if said else ""


async def press_all(here: Visit, start: tuple[str, ...]) -> None:
    """Every key in one place, with commands that only say that they would have run."""
    await here.press(*start)
    ran: list[str] = []
    here.app.run_command = lambda command, count, argument="": ran.append(command.id)  # type: ignore[method-assign]
    if here.room.letters.context is not None:
        here.room.letters.take = ran.append  # type: ignore[method-assign]
    assert [key for key in KEYS if not outcome(here, key, ran)] == []


@pytest.mark.parametrize("place", PLACES)
async def test_every_key_does_something_or_says_why_not(place: str, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press(*PLACES[place])
        assert here.room.contexts[0] == place
        await press_all(here, ())


@pytest.mark.parametrize("place", EMPTY)
async def test_the_same_where_there_is_nothing_to_read(
    place: str, tmp_path: Path, homes: Homes, visit: OpenRoom
) -> None:
    (tmp_path / "empty").mkdir()
    async with visit(tmp_path / "empty", size=(80, 24)) as here:
        await press_all(here, PLACES[place])
