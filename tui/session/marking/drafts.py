"""Notes that were begun and not saved: kept until they are, also where the program is ended while one is written."""

from __future__ import annotations

import json
from collections.abc import Callable
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
        """Those on one kind of thing, by what they are on."""
        return self._of.setdefault(what, {})

    def on(self, what: str, key: str, before: str = "", thing: str = "thing") -> Draft:
        """The one on something, if there is one. `before`: the note there is; `thing`: a word for what it is on."""
        return Draft(self, self.of(what), key, before, thing)

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

    def save(self, cut: str = "", then: Callable[[], None] | None = None) -> None:
        """Keep them where any has changed; `then` is called when they are on the disk."""
        if self._saved is None:
            return
        stated: dict[str, Any] = {what: notes for what, notes in self._of.items() if notes}
        packed = json.dumps({**stated, _CUT: cut} if cut else stated)
        changed, self._saved = packed != self._saved, packed

        def write() -> None:
            if changed:
                self._room.collection.remember(REMEMBERED, packed)

        if changed or then is not None:
            self._room.background.in_order(write, lambda _: then() if then is not None else None)

    def say_kept(self, thing: str) -> None:
        """Say that a note is not lost; not before it is on the disk."""
        words = f"the draft is kept: the same key on the same {thing} brings it back"
        self.save(then=lambda: self._room.messages.say(words))

    def leave(self) -> None:
        """The program ends: what is being written is a draft from here on."""
        cut = ""
        if len(self._room.app.screen_stack) > 1:
            from tui.screens.note_editor import NoteEditor

            for screen in self._room.app.screen_stack:
                if isinstance(screen, NoteEditor) and screen.typed.strip():
                    before = {what: dict(notes) for what, notes in self._of.items()}
                    screen.keep()
                    cut = screen.on_what[:60] if before != self._of else cut
        self.save(cut)


class Draft:
    """What was typed of one note: it stays until the note is on the disk, or typed back to what was there."""

    def __init__(self, drafts: Drafts, notes: dict[str, str], key: str, before: str, thing: str) -> None:
        self._drafts = drafts
        self._notes = notes
        self._key = key
        self._before = before
        self._thing = thing

    @property
    def text(self) -> str:
        """What the note editor begins with."""
        return self._notes.get(self._key, self._before)

    def keep(self, typed: str) -> None:
        """The editor was closed, and nothing saved."""
        if typed.strip() in ("", self._before.strip()):
            self.drop()
        else:
            self._notes[self._key] = typed
            self._drafts.say_kept(self._thing)

    def not_saved(self, note: str) -> None:
        """It could not be written: it is a draft again."""
        self._notes[self._key] = note
        self._drafts.save()

    def drop(self) -> None:
        """The note is on the disk, or was given up."""
        self._notes.pop(self._key, None)
