"""Keys typed while a window is still being made ready: they are for it, and wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from textual.events import Key

    from tui.session.room import Room

T = TypeVar("T")


class TypeAhead:
    """What a window shows may have to be read first. Until it is open a key would act on what lies below: `t1` would
    count, and the letters of a code would run commands."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held: list[Key] = []
        self._expected = 0
        """Number of the window that is waited for; 0 for none."""
        self._last = 0
        self._arrived = False
        """It is open, or will not come: what was typed is about to be given back, and esc is for the window itself."""
        self._giving_back = False

    @property
    def waiting(self) -> int:
        """Keys that wait."""
        return len(self._held)

    def read(self, job: Callable[[], T], show: Callable[[T], None], *, in_order: bool = False) -> None:
        """Have read in a thread what a window or a prompt shows, and then show it; keys that come before are for it.

        `in_order`: behind what is being written.
        """
        room, arrived = self._room, self.expect()

        def done(found: T) -> None:
            if arrived():
                show(found)

        def failed(error: Exception) -> None:
            arrived()
            room.messages.fail(error)

        (room.background.in_order if in_order else room.background.run)(job, done, failed)

    def expect(self) -> Callable[[], bool]:
        """A window was asked for: hold the keys. Call what is returned when it is open or will not come; False: the
        reader has given it up, so that it is not to be opened."""
        self._last += 1
        mine = self._expected = self._last
        self._arrived = False
        self._room.works.begin("opening", cancel=self._give_up, busy=lambda: self._expected == mine)

        def arrived() -> bool:
            if self._expected != mine:
                return False
            self._arrived = True
            self._room.app.call_later(self._give_back, mine)
            return True

        return arrived

    def holds(self, key: Key) -> bool:
        """True where a key waits; esc gives the window up, and what was typed for it."""
        if not self._expected or self._giving_back:
            return False
        if key.key == "escape" and not self._arrived:
            self._give_up()
        else:
            self._held.append(key)
        return True

    def _give_up(self) -> None:
        self._expected = 0
        self._held.clear()

    async def _give_back(self, number: int) -> None:
        while self._held and self._expected == number:  # until one of them asks for another window
            key = self._held.pop(0)
            self._giving_back = True
            try:
                await self._room.app.on_event(key)
            finally:
                self._giving_back = False
        if self._expected == number:
            self._expected = 0
