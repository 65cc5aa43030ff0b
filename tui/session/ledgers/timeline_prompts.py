"""What is typed on the timeline: a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session.room import Room


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
