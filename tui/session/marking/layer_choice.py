"""Which layers of marks are shown, and what is done with whole layers. Layers of painting are another thing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError
from tui.counted import counted
from tui.session.background import LatestWins

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from index.layers.layers import Event, LayerInfo
    from tui.session.room import Room

REMEMBERED: Final = "hidden-layers"
PAGE: Final = "layers"
MOST_REMEMBERED: Final = 1_000


class LayerChoice:
    """The list of layers, and which of them are shown; on this machine a collection keeps that."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.infos: list[LayerInfo] = []
        self.first: str | None = None
        """The layer that was picked to be compared with another."""
        self._hidden: frozenset[str] | None = None
        self._before: frozenset[str] = frozenset()
        """What was hidden before all others were."""
        self._signs: dict[str, str] = {}
        self._reader: LatestWins[None, list[LayerInfo]] = LatestWins(
            room.background,
            lambda _, cancelled: room.collection.layers.all(),
            lambda _, found: self._take(found),
            lambda _, error: room.messages.fail(error),
        )

    # -- the page ----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while the layers are read."""
        return self._reader.busy

    def show(self) -> None:
        """List the layers."""
        self._room.screen.show_page(PAGE)
        self._reader.submit(None)

    def refresh(self) -> None:
        """Read them again, where they are on the screen."""
        if self._room.screen.page_named(PAGE).is_open:
            self._reader.submit(None)

    def _take(self, found: list[LayerInfo]) -> None:
        self.infos = found
        if self.first not in {info.name for info in found}:
            self.first = None
        self._room.screen.page_named(PAGE).refresh_rows()
        self._room.screen.show_state()

    @property
    def chosen(self) -> LayerInfo | None:
        """The layer under the cursor of the page."""
        chosen: LayerInfo | None = self._room.screen.page_named(PAGE).chosen
        return chosen

    # -- shown and hidden --------------------------------------------------------------------------------------------

    @property
    def hidden(self) -> frozenset[str]:
        """Names of the layers that are not shown. Asked first in a thread."""
        if self._hidden is None:
            self._hidden = _unpacked(self._room.collection.remembered(REMEMBERED))
        return self._hidden

    def take_up(self) -> None:
        """What is hidden answers no search, from the first one on. Called in a thread."""
        self._room.collection.layers.hide(self.hidden)

    def visible(self, marks: Iterable[PlacedAnnotation]) -> list[PlacedAnnotation]:
        """The marks of layers that are shown. Called in a thread."""
        hidden = self.hidden
        return [mark for mark in marks if mark.annotation.layer not in hidden]

    def toggle(self, name: str) -> None:
        """Show a layer, or hide it."""
        shown = name in self.hidden
        self._hide(self.hidden - {name} if shown else self.hidden | {name})
        self._room.messages.say(f"the marks of {name} are {'shown' if shown else 'hidden'}")

    def reveal(self, names: Iterable[str]) -> None:
        """Show layers that are about to be looked at."""
        if self.hidden & set(names):
            self._hide(self.hidden - set(names))

    def toggle_others(self) -> None:
        """Hide the marks of everybody else, or show again what was shown before."""
        room, own = self._room, self._room.layer

        def done(infos: list[LayerInfo]) -> None:
            others = {info.name for info in infos if info.name != own and info.marks}
            if not others:
                room.messages.say("nobody else has marked anything here")
            elif others <= self.hidden:
                back = self._before & others if not others <= self._before else frozenset()
                self._hide((self.hidden - others) | back)
                room.messages.say("the marks of others are shown")
            else:
                self._before = self.hidden
                self._hide(self.hidden | others)
                room.messages.say("the marks of others are hidden")

        room.background.run(room.collection.layers.all, done)

    def _hide(self, names: frozenset[str]) -> None:
        room = self._room
        self._hidden = names
        kept = json.dumps(sorted(names)[:MOST_REMEMBERED])

        def keep() -> None:
            room.collection.remember(REMEMBERED, kept)
            room.collection.layers.hide(names)

        room.background.in_order(keep)
        room.marking.reload()
        if "annotated" in vars(room):
            room.annotated.refresh()
        page = room.screen.page_named(PAGE)
        if page.is_open:
            page.refresh_rows()

    # -- signs -------------------------------------------------------------------------------------------------------

    def sign(self, name: str) -> str:
        """What stands before the marks of another's layer: as much of its name as tells it from those met before.

        It begins with a sign that sorts behind letters: beside a passage that both marked, one's own code stands.
        """
        if name == self._room.layer:
            return ""
        if name not in self._signs:
            taken = set(self._signs.values())
            found = (f"›{name[:length].upper()}" for length in range(1, 4))
            number = len(taken) + 1
            self._signs[name] = next((sign for sign in found if sign not in taken), f"›{number}")
        return self._signs[name]

    # -- deeds -------------------------------------------------------------------------------------------------------

    def copy(self, marks: Sequence[Annotation]) -> None:
        """Copy marks of others into one's own layer."""
        room = self._room
        theirs = [mark for mark in marks if mark.layer != room.layer]
        if not theirs:
            room.messages.say("that mark is yours already" if marks else "there is no mark to copy")
            return

        def done(number: int) -> None:
            undo = room.keys_of("undo")
            words = f"copied {counted(number, 'mark')} into {room.layer}" if number else f"{room.layer} has it already"
            room.marking.after_change()
            room.messages.say(words + (f" · {undo} undoes" if undo and number else ""))

        room.background.in_order(lambda: room.collection.layers.copy(theirs), done)

    def settle(self, info: LayerInfo) -> None:
        """Merge both sides of a conflict that git left."""
        room = self._room

        def done(both: int) -> None:
            what = "record" if info.beside else "mark"
            kept = f"; {counted(both, what)} changed on both sides, kept in both versions" if both else ""
            room.marking.after_change()
            if info.beside:
                room.reading.reload()
            room.messages.say(f"the conflict in {info.name} is settled{kept}")

        room.background.in_order(lambda: room.collection.layers.settle(info.name), done)

    def history(self, mark: Annotation) -> None:
        """Show who did what to a mark, and when."""
        room = self._room

        def done(events: list[Event]) -> None:
            from tui.screens.mark_history import MarkHistory

            room.layers.open_window(MarkHistory(room, mark, events))

        room.type_ahead.read(lambda: room.collection.layers.history(mark), done)

    def why_not_mine(self, mark: Annotation) -> str | None:
        """Why a mark cannot be changed, where it is another's."""
        if mark.layer == self._room.layer:
            return None
        key = self._room.keys_of("layer-copy")
        return f"that mark is {mark.layer}'s and can only be read" + (f"; {key} copies it to yours" if key else "")


def _unpacked(kept: str | None) -> frozenset[str]:
    try:
        names = json.loads(kept) if kept else []
    except (GlossatorError, ValueError):
        return frozenset()
    return frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
