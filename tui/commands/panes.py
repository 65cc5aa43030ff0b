"""The panes beside the text, and two texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, two_sides
from tui.session.panes import STEP

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Panes")
command = TABLE.command


@command("side-by-side", "Side by side", "text", unavailable=a_document)
def side_by_side(room: Room, count: int | None) -> None:
    """Opens a second text beside the first, or closes the one without the keys."""
    if room.seats.other is None:
        room.seats.open_second()
    else:
        room.seats.close_other()


@command("scroll-together", "Scroll together", "text", unavailable=two_sides)
def scroll_together(room: Room, count: int | None) -> None:
    """Makes both texts scroll together, or each by itself."""
    together = room.seats.together
    if together.on:
        together.on = False
        room.messages.say("each text scrolls by itself")
    else:
        together.turn_on()
        room.messages.say(f"both texts scroll together, by {'rows' if together.by_rows else 'share of their length'}")
    room.screen.show_state()


@command("pane-wider", "Wider", "global", count="columns")
def pane_wider(room: Room, count: int | None) -> None:
    """Makes the pane that has the keys wider, or of two texts the one that has them."""
    room.panes.grow(count or STEP)


@command("pane-narrower", "Narrower", "global", count="columns")
def pane_narrower(room: Room, count: int | None) -> None:
    """Makes the pane that has the keys narrower, or of two texts the one that has them."""
    room.panes.grow(-(count or STEP))


@command("hide-documents", "Hide or show the documents", "global")
def hide_documents(room: Room, count: int | None) -> None:
    """Hides the list of documents, or shows it beside the text again; hidden, it opens over the text."""
    room.panes.toggle("documents")


@command("hide-entities", "Hide or show the names", "global")
def hide_entities(room: Room, count: int | None) -> None:
    """Hides the names, or shows them beside the text again; hidden, they open over the text."""
    room.panes.toggle("entities")


@command("panes-as-set", "Panes as in the settings", "global")
def panes_as_set(room: Room, count: int | None) -> None:
    """Gives all panes the widths of the settings and shows them again."""
    room.panes.reset()
