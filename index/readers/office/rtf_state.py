"""What holds within a group of an RTF file."""

from __future__ import annotations

from collections.abc import Callable


class State:
    """What a group inherits, and what ends with it."""

    __slots__ = ("deleted", "done", "font", "hidden", "into", "muted", "skip", "unicode_skip")

    def __init__(self) -> None:
        self.font: int | None = None
        self.hidden = self.deleted = self.muted = False
        self.into: list[str] | None = None
        """Where the words go that are none of the text: the code of a field, the name of an author."""
        self.unicode_skip = 1
        self.skip = 0
        """So many characters are still to be passed over, which stand for one that was given in Unicode."""
        self.done: Callable[[], None] | None = None
        """What is to be done when the group ends; never inherited."""

    def inner(self) -> State:
        state = State()
        state.font, state.hidden, state.deleted, state.muted = self.font, self.hidden, self.deleted, self.muted
        state.into, state.unicode_skip = self.into, self.unicode_skip
        return state
