"""What is typed about facts: the label of a row, and the row that a passage is put into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.annotations.annotation import Passage
    from tui.session.room import Room


class AskedLabel:
    """What a row is called."""

    sign = "label"
    hint = "what the row is called"

    def __init__(self, accepted: Callable[[str], None]) -> None:
        self._accepted = accepted

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Take it, if it is one."""
        if not text.strip():
            return False
        self._accepted(" ".join(text.split()))
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []


class AskedRow(AskedLabel):
    """The row that passages are put into: one that is there, or a new one."""

    sign = "row"
    hint = "a row · tab completes · another label begins a row"
    help_topic = "keys"

    def __init__(self, room: Room, passages: list[Passage]) -> None:
        super().__init__(lambda label: room.facts.put(passages, label))
        self._room = room
        self._round: list[str] = []
        self._at = 0

    def complete(self, text: str) -> None:
        """Tab: a row whose label begins so, or holds it; once more, the next."""
        if self._round and text == self._round[self._at]:
            self._at = (self._at + 1) % len(self._round)
            self._room.screen.prompt.value = self._round[self._at]
            return
        from tui.session.completing import NAMED, candidates

        def done(labels: list[str]) -> None:
            if self._room.prompts.use is not self or self._room.prompts.text != text:
                return
            found = candidates(text.strip(), labels)
            if not found:
                self._room.prompts.note(f"no row holds {text.strip()}; enter begins one")
                return
            self._round, self._at = found, 0
            self._room.screen.prompt.value = found[0]
            if len(found) > 1:
                self._room.prompts.note(" · ".join(found[:NAMED]))

        self._room.background.run(self._labels, done)

    def _labels(self) -> list[str]:
        """Labels of the rows; where several have one, the ids that tell them apart. In a thread."""
        rows = self._room.facts.read_now().shared()
        number = Counter(row.label for row in rows)
        return [row.id if number[row.label] > 1 else row.label for row in rows]
