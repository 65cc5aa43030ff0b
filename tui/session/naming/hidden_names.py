"""Names that the reader took out of every list, and listing them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.document import Entity
    from tui.session.room import Room


class Hidden:
    """What the list of hidden names shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.names: list[Entity] = []

    def show(self) -> None:
        """Look them up and list them."""
        self._look(show=True)

    def reload(self) -> None:
        """Something was decided: where the list is open, look them up again."""
        if self._room.screen.page_named("hidden").is_open:
            self._look(show=False)

    def _look(self, *, show: bool) -> None:
        room = self._room

        def done(found: list[Entity]) -> None:
            self.names = found
            room.screen.page_named("hidden").refresh_rows()
            if show:
                room.screen.show_page("hidden")

        room.background.run(room.collection.profiles.hidden, done)

    def show_again(self, entity: Entity) -> None:
        """List a name again."""
        room = self._room
        self.names = [other for other in self.names if other is not entity]
        room.screen.page_named("hidden").refresh_rows()
        room.aliases.write(lambda: room.collection.entity_decisions.show_again(entity.id))
