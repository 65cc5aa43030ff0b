"""The name that the reader points at, wherever that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.document import EntityCount

if TYPE_CHECKING:
    from tui.session.room import Room


def show(room: Room, number: int) -> None:
    """Show the page of the name under the cursor; `number`: which of a pair. Without one, the page shown last."""
    found = _pointed_at(room, number)
    if found is not None:
        room.entity_page.show(*found)
    elif not (room.contexts[0] == "entity" and room.entity_page.go_to_companion()):
        room.entity_page.show_again()


def _pointed_at(room: Room, number: int) -> tuple[str, str] | None:
    """Id and name."""
    context = room.contexts[0]
    if context == "aliases" and (pair := room.aliases.chosen) is not None:
        one = pair.other if number == 2 else pair.one
        return one.id, one.name
    count = room.screen.entities.item_at_cursor if context == "entities" else None
    if context in ("text", "select"):
        mention = room.entities.mention_at(room.screen.text.cursor)
        count = room.entities.count_of(mention) if mention is not None else None
    return (count.id, count.name) if isinstance(count, EntityCount) else None
