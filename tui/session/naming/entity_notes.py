"""The reader's own notes on entities: written in the note editor, drafts kept until they are saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.document import Entity
    from tui.session.room import Room


class EntityNotes:
    """Writes them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._drafts = room.drafts.of("names")
        """Notes that were begun, by entity."""

    def write(self, entity: Entity | None) -> None:
        """Let the reader write a note on an entity; of several notes on its names it makes one."""
        room = self._room
        if entity is None or entity.type in ("DATE", "QUANTITY"):
            room.messages.say("a note can be written on a name")
            return
        collection, id = room.collection, entity.id

        def opened(notes: tuple[str, ...]) -> None:
            text = self._drafts.pop(id, "\n\n".join(notes))
            room.layers.open_note_editor(entity.name, text, saved, kept)

        def kept(draft: str) -> None:
            self._drafts[id] = draft
            room.messages.say("the draft is kept: the same key brings it back")

        def saved(note: str) -> None:
            # What cannot be written is not lost.
            self._drafts[id] = note
            room.aliases.write(lambda: written(note))

        def written(note: str) -> str:
            said = collection.entity_decisions.write_note(id, note)
            self._drafts.pop(id, None)
            return said

        room.background.run(lambda: collection.profiles.notes(id), opened)
