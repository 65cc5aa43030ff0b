"""Telling of names that the program does not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Marking")
command = TABLE.command


@command("is-name", "This is a name", "text", priority=58, unavailable=a_document)
def is_name(room: Room, count: int | None) -> None:
    """Has the selection, or the word under the cursor, found as a name of a kind that you type; corrects a name."""
    room.own_names.ask()
