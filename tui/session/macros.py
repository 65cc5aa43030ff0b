"""Running a macro: each command after the one before has finished what it put on the screen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui.session.command_lines import unusable

if TYPE_CHECKING:
    from textual.events import Key

    from tui.commands.macro import Step
    from tui.session.room import Room

LOOK_SECONDS: Final = 0.01
LONGEST_STEP: Final = 5.0
"""Seconds after which a command that still works behind the screen is not waited for any longer."""


class Macros:
    """The macro that runs, if one does. Keys that are typed meanwhile wait for its end; esc stops it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._steps: list[Step] = []
        self._until = 0.0
        self.held: list[Key] = []
        """Keys typed while it runs."""

    @property
    def running(self) -> bool:
        """True from the first command until the last has done its work."""
        return bool(self._until)

    def start(self, steps: Sequence[Step], count: int | None) -> None:
        """Run these commands; the count goes to the first."""
        if self.running:
            return  # A macro is no step of another.
        self._steps = list(steps)
        self._run_next(count)
        self._room.app.set_timer(LOOK_SECONDS, self._room.app.macro_goes_on)

    def take_key(self, key: Key) -> bool:
        """Hold a key until the macro has ended; esc ends it after the command that runs. False where none runs."""
        if not self.running:
            return False
        if key.key == "escape":
            self._steps = []
        else:
            self.held.append(key)
        return True

    def go_on(self) -> bool:
        """Run the next command if the last has done its work; True while there is something to wait for."""
        room = self._room
        busy = room.layers.opening is not None or not room.background.idle
        if busy and time.monotonic() < self._until:
            return True
        if self._steps:
            self._run_next(None)
            return self.running
        self._until = 0.0
        return False

    def _run_next(self, count: int | None) -> None:
        room, step = self._room, self._steps.pop(0)
        self._until = time.monotonic() + LONGEST_STEP
        why_not = unusable(room, step.command, room.contexts, step.argument)
        if why_not is not None:
            self._steps = []
            room.messages.say(f"{step.command.name}: {why_not}")
        else:
            room.app.run_command(step.command, count, step.argument)
