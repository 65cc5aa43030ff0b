"""Places with a name, and the way back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Reading")
command = TABLE.command


@command("name-place", "Name this place", "text", unavailable=a_document)
def name_place(room: Room, count: int | None) -> None:
    """Gives the place under the cursor a letter: small for this document, a capital for all."""
    room.places.ask_name()


@command("go-place", "Go to a named place", "global")
def go_place(room: Room, count: int | None) -> None:
    """Goes to the place with a letter; twice the key goes back to where you jumped from."""
    room.places.ask_where()


@command("forget-place", "Forget a named place", "global", unbound="naming a place again is what one mostly wants")
def forget_place(room: Room, count: int | None) -> None:
    """Takes the name of a place away."""
    room.places.ask_forget()


@command("letters-cancel", "Leave", "hints", "places", footer="leave", priority=80)
def letters_cancel(room: Room, count: int | None) -> None:
    """Leaves hints, or the naming of a place."""
    room.letters.end()
