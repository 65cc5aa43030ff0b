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

    def write(self, entity: Entity | None) -> None:
        """Let the reader write a note on an entity; of several notes on its names it makes one."""
        room = self._room
        if entity is None or entity.type in ("DATE", "QUANTITY"):
            room.messages.say("a note can be written on a name")
            return
        collection, id = room.collection, entity.id

        def opened(notes: tuple[str, ...]) -> None:
            draft = room.drafts.on("names", id, "\n\n".join(notes), "name")

            def saved(note: str) -> None:
                # What cannot be written is not lost.
                draft.not_saved(note)
                room.aliases.write(lambda: collection.entity_decisions.write_note(id, note), draft.drop)

            room.layers.open_note_editor(entity.name, draft.text, saved, draft.keep)

        room.type_ahead.read(lambda: collection.profiles.notes(id), opened)
