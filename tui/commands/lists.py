"""Lists of every kind, and what the list of documents has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Lists")
command = TABLE.command


@command("list-down", "Down", "list", footer="move", priority=1, count="times")
def list_down(room: Room, count: int | None) -> None:
    """Moves to the next row."""
    room.layers.move("row-down", count or 1)


@command("list-up", "Up", "list", footer="move", priority=2, count="times")
def list_up(room: Room, count: int | None) -> None:
    """Moves to the previous row."""
    room.layers.move("row-up", count or 1)


@command(
    "list-open",
    "Open the row",
    "list",
    footer="open",
    footer_in=("documents", "entities", "results", "annotations", "naming"),
    priority=3,
    unavailable=a_row,
)
def list_open(room: Room, count: int | None) -> None:
    """Opens the document, goes to the passage, or lists the documents that name the entity."""
    rows = room.layers.rows
    assert rows is not None
    rows.choose()


@command("sort", "Sort", "documents", "results", footer="sort", priority=42)
def sort(room: Room, count: int | None) -> None:
    """Sorts the list by the next of its orders."""
    if room.contexts[0] == "results":
        room.search.sort_by_next()
    else:
        order = room.library.sort_by_next()
        room.messages.say(f"documents by {order}")


@command("toggle-read", "Read or unread", "documents", footer="read", priority=44, unavailable=a_row)
def toggle_read(room: Room, count: int | None) -> None:
    """Marks the document as read, or as unread."""
    row = room.screen.documents.row_at_cursor
    if row is not None:
        room.library.set_read(row.path, not row.read)
        room.messages.say(f"{'unread' if row.read else 'read'}: {room.library.title(row.path)}")
