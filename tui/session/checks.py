"""The documents that the reader has checked, to do something with all of them. Narrowing the list leaves them be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

FEW: Final = 500
"""Paths that are asked for without a thread."""

if TYPE_CHECKING:
    from tui.session.room import Room


class Checks:
    """Paths, in the order in which they were checked."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._paths: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    @property
    def in_hand(self) -> list[str]:
        """What a command acts on: all that are checked, else the document under the cursor."""
        if self._paths:
            return list(self._paths)
        row = self._room.screen.documents.row_at_cursor
        return [row.path] if row is not None else []

    def toggle(self, position: int, number: int) -> None:
        """Check so many documents from a position on; where all of them are, uncheck them."""
        library = self._room.library
        if number <= FEW:
            self._flip(library.shown_paths(position, position + number))
        else:
            self._room.background.run(lambda: library.shown_paths(position, position + number), self._flip_many)

    def toggle_all(self) -> None:
        """Check all that the list shows; where they are, uncheck them."""
        self._room.background.run(self._room.library.shown_paths, self._flip_many)

    def _flip_many(self, paths: Sequence[str]) -> None:
        self._flip(paths)
        self._room.messages.say(f"{len(self):,} checked" if self else "none is checked")

    def _flip(self, paths: Sequence[str]) -> None:
        if all(path in self._paths for path in paths):
            for path in paths:
                del self._paths[path]
        else:
            self._paths.update(dict.fromkeys(paths))
        self._changed()

    def clear(self) -> int:
        """Uncheck all; returns how many were."""
        number = len(self._paths)
        self._paths = {}
        self._changed()
        return number

    def _changed(self) -> None:
        documents = self._room.screen.documents
        documents.refresh_items()
        self._room.screen.show_state()
