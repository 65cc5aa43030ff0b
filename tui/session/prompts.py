"""The one prompt in the status row, and what it is used for at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from index.errors import QueryError

if TYPE_CHECKING:
    from tui.session.room import Room


class PromptUse(Protocol):
    """A use of the prompt."""

    sign: str
    """What stands before the text: `/`."""
    hint: str
    """What stands beside it while it is empty."""

    def changed(self, text: str) -> None:
        """The text is another one now."""

    def accept(self, text: str) -> bool:
        """Enter was pressed; True closes the prompt."""

    def cancel(self) -> None:
        """The prompt is closed and all is to be as before."""

    def move(self, direction: int) -> None:
        """Up or down was pressed."""

    def history(self) -> list[str]:
        """Earlier texts, newest first."""


@runtime_checkable
class Completing(Protocol):
    """A use of the prompt in which tab completes what is typed."""

    help_topic: str
    """What F1 shows."""

    def complete(self, text: str) -> None:
        """Tab was pressed."""


class Prompts:
    """Opens and closes the prompt, and goes through its history."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.use: PromptUse | None = None
        self._place_in_history = -1
        self._typed = ""

    @property
    def text(self) -> str:
        """What stands in the prompt."""
        return self._room.screen.prompt.value

    def open(self, use: PromptUse, text: str = "") -> None:
        """Show the prompt for a use."""
        self._room.messages.clear()
        self.use = use
        self._place_in_history = -1
        self._room.screen.open_prompt(use.sign, text)
        self.note(use.hint if not text else "")
        if text:
            use.changed(text)

    def changed(self, text: str) -> None:
        """The reader typed."""
        if self.use is None:
            return
        self._place_in_history = -1
        self._room.screen.prompt.mark_error(None)
        self._room.messages.clear()
        self.note("" if text else self.use.hint)
        self.use.changed(text)

    def accept(self) -> None:
        """Enter."""
        if self.use is not None and self.use.accept(self.text):
            self.close()

    def cancel(self) -> None:
        """Esc."""
        use = self.use
        if use is not None:
            self.close()
            use.cancel()

    def leave(self) -> None:
        """The mouse was pressed outside: what was found stays, and the keys go where the mouse sends them."""
        if self.use is not None:
            self.close()

    def close(self) -> None:
        """Take the prompt away."""
        self.use = None
        self._room.screen.close_prompt()

    def move(self, direction: int) -> None:
        """Up and down: through results, or through history while nothing is typed."""
        if self.use is None:
            return
        if direction < 0 and (not self.text or self._place_in_history >= 0):
            self.older()
        elif direction > 0 and self._place_in_history >= 0:
            self._from_history(self._place_in_history - 1)
        else:
            self.use.move(direction)

    def older(self) -> None:
        """The text used before."""
        self._from_history(self._place_in_history + 1)

    def _from_history(self, place: int) -> None:
        if self.use is None:
            return
        history = self.use.history()
        if self._place_in_history < 0:
            self._typed = self.text
        if place >= len(history):
            self.note("nothing earlier")
            return
        text = history[place] if place >= 0 else self._typed
        self._room.screen.prompt.value = text
        self.changed(text)
        self._place_in_history = place

    @property
    def can_complete(self) -> bool:
        """True where tab completes what is typed."""
        return isinstance(self.use, Completing)

    @property
    def help_topic(self) -> str:
        """What F1 shows."""
        return self.use.help_topic if isinstance(self.use, Completing) else "query"

    def complete(self) -> None:
        """Tab."""
        if isinstance(self.use, Completing):
            self.use.complete(self.text)

    def note(self, text: str, *, error: bool = False) -> None:
        """Say something beside the prompt."""
        self._room.screen.show_prompt_note(text, error=error)

    def query_error(self, error: QueryError) -> None:
        """Mark where a query is wrong and say what would be right."""
        self._room.screen.prompt.mark_error((error.start, max(error.end, error.start + 1)))
        suggestion = f" · {error.suggestion}" if error.suggestion else ""
        self.note(f"{error}{suggestion}", error=True)
