"""From keys to commands: counts, sequences, and a word for every key that can do nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import CONTEXT_NAMES, TYPING, Command, Context, where
from tui.keymap import show
from tui.widgets.prompt import EDITING_KEYS

if TYPE_CHECKING:
    from tui.session.room import Room

LARGEST_COUNT = 1_000_000


class Dispatcher:
    """Takes keys one by one. What has been pressed of a sequence or a count stays here until it is complete."""

    def __init__(self, room: Room, pending_changed: Callable[[], None]) -> None:
        self._room = room
        self._pending_changed = pending_changed
        self.pressed: list[str] = []
        self.count: int | None = None
        self._contexts: tuple[Context, ...] = ()

    @property
    def following(self) -> tuple[tuple[str, Command | None], ...]:
        """Keys that may come next in the sequence that was begun."""
        if not self.pressed:
            return ()
        return self._room.keymap.find(self._room.contexts, self.pressed).following

    @property
    def shown(self) -> str:
        """What has been typed of a count and a sequence."""
        count = str(self.count) if self.count is not None else ""
        return f"{count}{show(self.pressed)}" if self.pressed else count

    def press(self, key: str) -> bool:
        """Take a key; False leaves it to the field in which the reader types."""
        contexts = self._room.contexts
        if contexts != self._contexts:
            # The screen has changed under a half-typed sequence.
            self._contexts = contexts
            self.forget()
        typing = contexts[0] in TYPING
        if contexts[0] == self._room.letters.context and self._room.keymap.find(contexts, [key]).command is None:
            self._room.letters.take(key)
            return True
        if self.pressed and key == "escape":
            self.forget()
            return True
        if not typing and not self.pressed and self._digit(key, contexts):
            return True
        found = self._room.keymap.find(contexts, [*self.pressed, key])
        if found.command is not None:
            return self._run(found.command, key, typing)
        if found.following and not (typing and len(key) == 1):
            self.pressed.append(key)
            self._pending_changed()
            return True
        if self.pressed:
            leaving = self.leaving_command(key)
            return self._run(leaving, key, typing) if leaving is not None else self._unknown_sequence(key)
        if typing:
            return self._leave_to_field(key, contexts[0])
        self.forget()
        self._room.messages.say(self._why_nothing(key))
        return True

    def leaving_command(self, key: str) -> Command | None:
        """The command that ends the program, where the key is one of its: nothing half typed and no macro holds it."""
        command = self._room.keymap.find(("always",), [key]).command
        return command if command is not None and command.id == "quit" else None

    def _digit(self, key: str, contexts: tuple[Context, ...]) -> bool:
        """Digits make a count, except where one is a key of its own."""
        if not (len(key) == 1 and key in "0123456789") or (key == "0" and self.count is None):
            return False
        if self.count is None and self._room.keymap.find(contexts, [key]).command is not None:
            return False
        self.count = min((self.count or 0) * 10 + int(key), LARGEST_COUNT)
        self._pending_changed()
        return True

    def _run(self, command: Command, key: str, typing: bool) -> bool:
        count = self.count
        self.forget()
        why_not = command.why_not(self._room)
        if typing and why_not is not None and (len(key) == 1 or key == "space"):
            return False
        if typing and count is None and key in "0123456789":
            count = int(key)
        self._room.app.run_command(command, count)
        return True

    def _leave_to_field(self, key: str, context: Context) -> bool:
        """A key that is no command where one types: the field takes it, unless it can do nothing with it."""
        # The note editor knows many more keys than a field of one line.
        if context == "note" or len(key) == 1 or key == "space" or key in EDITING_KEYS:
            return False
        words = f"{show([key])} does nothing here"
        if context == "prompt":
            self._room.prompts.note(words)
        else:
            self._room.messages.say(words)
        return True

    def _unknown_sequence(self, key: str) -> bool:
        if key in ("?", "f1"):
            strip = self._room.screen.which_key
            if strip.display:
                strip.turn()
            else:
                self._room.screen.show_which_key()
            return True
        pressed = show([*self.pressed, key])
        begun = show(self.pressed)
        self.forget()
        self._room.messages.say(f"{pressed} does nothing here; after {begun}, ? or f1 shows what may follow")
        return True

    def _why_nothing(self, key: str) -> str:
        """What a key that does nothing here does elsewhere."""
        for context in CONTEXT_NAMES:
            if context in TYPING:
                continue
            command = self._room.keymap.find((context,), [key]).command
            if command is not None:
                return f"{show([key])} ({command.name.lower()}) works {where(context)}"
        help = self._room.keys_of("help")
        return f"{show([key])} does nothing here" + (f"; {help} shows what does" if help else "")

    def forget(self) -> None:
        """Drop what was pressed of a count or a sequence."""
        if self.pressed or self.count is not None:
            self.pressed = []
            self.count = None
            self._pending_changed()
