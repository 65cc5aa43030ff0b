"""Keys that are letters for a moment: of a hint, or of the name of a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

Take = Callable[[str], None]
"""Given a key that is no command of the context: a letter, a digit, a sign."""


class Letters:
    """Who takes the letters at the moment, if anybody does."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._take: Take | None = None
        self._ended: Callable[[], None] | None = None
        self.context: Context | None = None
        """The context that stands before all others while letters are taken."""
        self.entries: Sequence[tuple[str, str]] = ()
        """What may be typed and what it means, for the strip above the status line."""

    def begin(
        self,
        context: Context,
        take: Take,
        *,
        entries: Sequence[tuple[str, str]] = (),
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Give `take` the keys that follow until `end`; `ended` is called then, however it comes about."""
        self.end()
        self.context, self._take, self._ended, self.entries = context, take, ended, entries
        self._room.screen.show_which_key()
        self._room.screen.show_state()

    def show(self, entries: Sequence[tuple[str, str]]) -> None:
        """Say what may be typed."""
        self.entries = entries
        self._room.screen.show_which_key()

    def take(self, key: str) -> None:
        """A key was pressed."""
        if self._take is not None:
            self._take(key)

    def end(self) -> None:
        """Keys are keys again. Called too when what they were about is gone: other text, other focus, a click."""
        if self.context is None:
            return
        ended, self.context, self._take, self._ended, self.entries = self._ended, None, None, None, ()
        if ended is not None:
            ended()
        self._room.screen.show_which_key()
        self._room.screen.show_state()
