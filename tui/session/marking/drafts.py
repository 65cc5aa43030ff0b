"""Notes that were begun and not saved: kept until they are, also where the program is ended while one is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tui.session.room import Room

REMEMBERED: Final = "drafts"
_CUT: Final = "cut"
"""What the note that was being written is on, in words."""


class Drafts:
    """Those of a collection, on this machine."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._of: dict[str, dict[str, str]] = {}
        self._saved: str | None = None
        """As they were kept last; None until it is known."""

    def of(self, what: str) -> dict[str, str]:
        """Those on one kind of thing, by what they are on; whoever has one puts it there and takes it out."""
        return self._of.setdefault(what, {})

    def take_up(self, remembered: str | None) -> None:
        """Have what was left the last time, and say so where a note was cut short."""
        self._saved = remembered or "{}"
        try:
            stated: Any = json.loads(self._saved)
        except ValueError:
            return
        if not isinstance(stated, dict):
            return
        for what, notes in stated.items():
            if isinstance(notes, dict):
                for key, note in notes.items():
                    self.of(what).setdefault(key, str(note))
        if cut := stated.get(_CUT):
            self._room.messages.say(f"the note on “{cut}” was cut short: the same key in the same place brings it back")

    def save(self, cut: str = "") -> None:
        """Keep them where any has changed."""
        if self._saved is None:
            return
        stated: dict[str, Any] = {what: notes for what, notes in self._of.items() if notes}
        packed = json.dumps({**stated, _CUT: cut} if cut else stated)
        if packed != self._saved:
            self._saved = packed
            self._room.background.in_order(lambda: self._room.collection.remember(REMEMBERED, packed))

    def leave(self) -> None:
        """The program ends: what is being written is a draft from here on."""
        cut = ""
        if len(self._room.app.screen_stack) > 1:
            from tui.screens.note_editor import NoteEditor

            for screen in self._room.app.screen_stack:
                if isinstance(screen, NoteEditor) and screen.typed.strip():
                    cut = screen.on_what[:60]
                    screen.keep()
        self.save(cut)
