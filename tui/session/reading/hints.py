"""Jump hints: a label on everything in sight that can be acted on; typing it goes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui.hint_labels import LETTERS, Target, assign

if TYPE_CHECKING:
    from tui.session.room import Room
    from tui.widgets.text_view import TextView

_LAYERS: Final = ("matches", "marks", "links", "entities", "quotations")
"""Of two targets at one place the one of the earlier layer has the label; beginnings of paragraphs come last."""


class Hints:
    """Shows labels over the text that has the keys, and takes the letters while they are shown."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._view: TextView | None = None
        self._labels: dict[int, str] = {}
        self._typed = ""

    def begin(self) -> None:
        """Label what is in sight. While something is selected, going there extends the selection."""
        room, view = self._room, self._room.screen.text
        cursor = Target(view.cursor, *view.row_and_column(view.cursor), 0)
        labels = assign([target for target in _targets(view) if target.offset != view.cursor], cursor)
        if not labels:
            room.messages.say("there is nothing to jump to here")
            return
        room.letters.begin("hints", self._take, ended=self._ended)
        self._view, self._labels, self._typed = view, labels, ""
        view.set_hints(labels)
        room.messages.say("type a label to go there; esc leaves")

    def back(self) -> None:
        """Take back a letter; with none typed, leave."""
        if not self._typed:
            self._room.letters.end()
            return
        self._typed = self._typed[:-1]
        self._show()

    def _take(self, key: str) -> None:
        letter = key.lower()
        typed = self._typed + letter
        fitting = [offset for offset, label in self._labels.items() if label.startswith(typed)]
        if not fitting:
            what = typed if letter in LETTERS else key
            self._room.messages.say(f"there is no label {what}; esc leaves")
        elif self._labels[fitting[0]] == typed:
            self._room.letters.end()
            self._go(fitting[0])
        else:
            self._typed = typed
            self._room.messages.clear()
            self._show()

    def _go(self, offset: int) -> None:
        room = self._room
        room.reading.leave()
        room.reading.moved()
        room.screen.text.go_to(offset)
        room.screen.describe_cursor()

    def _show(self) -> None:
        if self._view is not None:
            fitting = {at: label for at, label in self._labels.items() if label.startswith(self._typed)}
            self._view.set_hints(fitting, len(self._typed))

    def _ended(self) -> None:
        view, self._view = self._view, None
        self._labels, self._typed = {}, ""
        if view is not None:
            view.clear_hints()
        self._room.messages.clear()


def _targets(view: TextView) -> Iterator[Target]:
    """What begins in sight and can be gone to."""
    shown = view.visible_span
    end = shown.end + 1
    ranks: dict[int, int] = {}
    for rank, layer in enumerate(_LAYERS):
        for span in view.spans_between(layer, shown.start, end):
            if span.start >= shown.start:
                ranks.setdefault(span.start, rank)
    for start in view.paragraph_starts(shown.start, end):
        ranks.setdefault(start, len(_LAYERS))
    for offset, rank in ranks.items():
        if not view.is_folded(offset):
            yield Target(offset, *view.row_and_column(offset), rank)
