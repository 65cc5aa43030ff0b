"""What is typed for a dossier: its name, the words of a heading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import GlossatorError
from tui.session.prompts import PromptUse

if TYPE_CHECKING:
    from tui.session.room import Room


class AskedDossier(PromptUse):
    """The name of a dossier; tab goes through those there are."""

    sign = "dossier"
    hint = "a name · letters, digits, . _ - · tab: those there are"
    help_topic = "keys"

    def __init__(self, room: Room, take: Callable[[str], None]) -> None:
        self._room = room
        self._take = take
        self._at = -1

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Use it, where it can be the name of one."""
        from index.evidence.dossier import check_name

        try:
            name = check_name(text.strip())
        except GlossatorError as error:
            self._room.prompts.note(str(error).partition(" dossier: ")[2] or str(error), error=True)
            return False
        self._take(name)
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []

    def complete(self, text: str) -> None:
        """Tab: the next of those there are."""

        def done(names: list[str]) -> None:
            if self._room.prompts.use is not self:
                return
            if not names:
                self._room.prompts.note("there is no dossier yet", error=True)
                return
            self._at = (self._at + 1) % len(names)
            self._room.screen.prompt.value = names[self._at]

        self._room.background.run(self._room.collection.evidence.dossiers.names, done)


class AskedHeading(PromptUse):
    """The words of a heading."""

    sign = "heading"
    hint = "what the passages below it show"

    def __init__(self, room: Room, take: Callable[[str], None]) -> None:
        self._room = room
        self._take = take

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Take it, where there are words."""
        if not text.strip():
            self._room.prompts.note("a heading needs words", error=True)
            return False
        self._take(text)
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []
