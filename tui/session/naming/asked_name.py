"""What is typed on a list to narrow it to somebody: a name, completed from those that a field of search has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session.room import Room


class AskedName:
    """Only what somebody says, or what speaks of somebody."""

    hint = "a name · tab completes · empty: everybody"
    help_topic = "query"

    def __init__(self, room: Room, sign: str, field: str, accepted: Callable[[str], object], unknown: str) -> None:
        """`field` of search has the names; `unknown` is what a name is not that none of them fits."""
        self.sign = sign
        self._room = room
        self._field = field
        self._accepted = accepted
        self._unknown = unknown
        self._round: list[str] = []
        self._at = 0

    def changed(self, text: str) -> None:
        """Nothing is looked for before enter."""

    def accept(self, text: str) -> bool:
        """Narrow the list."""
        self._accepted(text)
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []

    def complete(self, text: str) -> None:
        """Tab: a name that begins so, or holds it; once more, the next."""
        if self._round and text == self._round[self._at]:
            self._at = (self._at + 1) % len(self._round)
            self._room.screen.prompt.value = self._round[self._at]
            return
        from tui.session.completing import NAMED, candidates

        def done(names: list[str]) -> None:
            if self._room.prompts.use is not self or self._room.prompts.text != text:
                return
            found = candidates(text.strip(), names)
            if not found:
                self._room.prompts.note(f"{self._unknown} is called {text.strip()}", error=True)
                return
            self._round, self._at = found, 0
            self._room.screen.prompt.value = found[0]
            if len(found) > 1:
                more = f" · and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
                self._room.prompts.note(" · ".join(found[:NAMED]) + more)

        self._room.background.run(lambda: self._room.collection.queries.values(self._field), done)
