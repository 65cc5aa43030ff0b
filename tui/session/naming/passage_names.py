"""Saying of a place where a name stands that it is none, or somebody else's; in the sidebar, of all in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.document import EntityCount, Span

if TYPE_CHECKING:
    from tui.session.room import Room


def set_aside(room: Room) -> None:
    """No name stands there."""
    found = _in_hand(room)
    if found is not None:
        path, spans, _ = found
        room.aliases.write(lambda: room.collection.ledgers.names_here.set_aside(path, spans))


def ask_whose(room: Room) -> None:
    """Let the reader type whose name it is."""
    found = _in_hand(room)
    if found is None:
        return
    path, spans, count = found

    def decide(text: str) -> str:
        entity = room.collection.entity_decisions.one_named(text, but=count.id)
        return room.collection.ledgers.names_here.give(path, spans, entity)

    room.aliases.ask_whose(count.name, decide)


def _in_hand(room: Room) -> tuple[str, list[Span], EntityCount] | None:
    """Document, places and name: the place under the cursor, or all of the sidebar's line."""
    document, count = room.reading.document, room.aliases.in_hand
    if document is None or count is None:
        room.messages.say("there is no name under the cursor")
        return None
    if "text" in room.contexts:
        mention = room.entities.mention_at(room.screen.text.cursor)
        spans = [Span(mention.start, mention.end)] if mention is not None else []
    else:
        spans = [Span(each.start, each.end) for each in room.reading.mentions or () if each.entity == count.id]
    if not spans:
        room.messages.say("the names in this document are still being read")
        return None
    return document.path, spans, count
