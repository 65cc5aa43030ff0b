"""What is typed on the timeline: a name, a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session.room import Room


class AskedName:
    """Only statements that speak of somebody."""

    sign = "of"
    hint = "a name · tab completes · empty: everybody"
    help_topic = "query"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._known: list[str] | None = None
        self._round: list[str] = []
        self._at = 0

    def changed(self, text: str) -> None:
        """Nothing is looked for before enter."""

    def accept(self, text: str) -> bool:
        """Look for it."""
        self._room.timeline.of_name(text)
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
            if self._room.prompts.text != text:
                return
            found = candidates(text.strip(), names)
            if not found:
                self._room.prompts.note(f"nobody here is called {text.strip()}", error=True)
                return
            self._round, self._at = found, 0
            self._room.screen.prompt.value = found[0]
            if len(found) > 1:
                more = f" · and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
                self._room.prompts.note(" · ".join(found[:NAMED]) + more)

        self._room.background.run(lambda: self._room.collection.queries.values("entity"), done)


class AskedRange:
    """Only what lies in a stretch of time; the list follows what is typed."""

    sign = "from, to"
    hint = "2031 · 2031-08 · 2031-08..2031-10 · 2031.. · empty: all of time"

    def __init__(self, room: Room) -> None:
        self._room = room

    def changed(self, text: str) -> None:
        """What was wrong may be right now."""
        self._room.prompts.note("")

    def accept(self, text: str) -> bool:
        """Narrow the list, unless it is no stretch of time."""
        from index.asking.moments import period_of

        if text.strip() and period_of(text) is None:
            self._room.prompts.note("no stretch of time; 2031, 2031-08, 2031-08..2031-10", error=True)
            return False
        return self._room.timeline.between(text)

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []
