"""Which names are one: the alias board, and deciding about the name under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_name, a_row

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command


def a_pair_or_name(room: Room) -> str | None:
    """A pair must be chosen on the board, or a name elsewhere."""
    if room.contexts[0] == "aliases":
        return a_row(room) or (None if room.aliases.chosen is not None else "there is no pair to decide on")
    return a_name(room)


@GOING.command("go-aliases", "Names that may be one", "global")
def go_aliases(room: Room, count: int | None) -> None:
    """Lists names that may be one, with what speaks for it and against it."""
    room.aliases.show()


@command(
    "join-names",
    "These names are one",
    "aliases",
    "entities",
    "entity",
    footer="one",
    footer_in=("aliases",),
    priority=40,
    unavailable=a_pair_or_name,
)
def join_names(room: Room, count: int | None) -> None:
    """Joins the two names of the row; of a name elsewhere, asks which other name is the same."""
    pair, name = room.aliases.chosen, room.aliases.in_hand
    if room.contexts[0] == "aliases":
        if pair is not None:
            room.aliases.accept(pair)
    elif name is not None:
        room.aliases.ask_other(name)


@command(
    "part-names",
    "These names are two",
    "aliases",
    "entities",
    "entity",
    footer="two",
    footer_in=("aliases",),
    priority=41,
    unavailable=a_pair_or_name,
)
def part_names(room: Room, count: int | None) -> None:
    """Never suggests the two names of the row again; of a name elsewhere, asks what is to be taken out of it."""
    pair, name = room.aliases.chosen, room.aliases.in_hand
    if room.contexts[0] == "aliases":
        if pair is not None:
            room.aliases.reject(pair)
    elif name is not None:
        room.aliases.ask_alias(name)


@command("change-name", "Change the name or its kind", "entities", "entity", priority=45, unavailable=a_name)
def change_name(room: Room, count: int | None) -> None:
    """Changes what a person, place or organisation is called here, and its kind."""
    name = room.aliases.in_hand
    if name is not None:
        room.aliases.ask_name(name)


@command("hide-name", "Hide the name", "entities", "entity", "text", priority=50, unavailable=a_name)
def hide_name(room: Room, count: int | None) -> None:
    """Lists the name no more, in no document; undo brings it back."""
    name = room.aliases.in_hand
    if name is not None:
        room.aliases.hide(name)


@command("not-a-name", "No name here", "text", "entities", priority=51, unavailable=a_name)
def not_a_name(room: Room, count: int | None) -> None:
    """Takes the name under the cursor for none in this place; in the sidebar, in this whole document."""
    from tui.session.naming.passage_names import set_aside

    set_aside(room)


@command("name-of-another", "Another's name here", "text", "entities", priority=52, unavailable=a_name)
def name_of_another(room: Room, count: int | None) -> None:
    """Asks whose name it is in this place; in the sidebar, in this whole document."""
    from tui.session.naming.passage_names import ask_whose

    ask_whose(room)
