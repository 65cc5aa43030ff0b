"""Search in one document: matches are gone to as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import QueryError
from tui.session.background import LatestWins
from tui.session.reading.jumps import Place
from tui.session.reading.walk import Trail

if TYPE_CHECKING:
    from index.asking.within import Within
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class _Find:
    path: str
    text: str
    whole: bool = False
    """Enter was pressed: its last word is no beginning, unless only a beginning matches."""


@dataclass(frozen=True, slots=True)
class _Found:
    within: Within
    as_typed: bool


class FindHere:
    """ctrl+f: the query language over the open document."""

    sign = "find"
    hint = "in this document"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._seat = room.seats.active
        """The side in which the prompt was opened."""
        self._trails: tuple[Trail, ...] = ()
        self._origin = 0
        self._top = 0
        self._earlier: list[str] = []
        self._runner: LatestWins[_Find, _Found] = LatestWins(room.background, self._ask, self._answered, self._failed)

    def open_prompt(self, text: str = "") -> None:
        """Let the reader type."""
        self._seat = self._room.seats.active
        self._trails = self._seat.walk.snapshot()
        self._origin = self._seat.view.cursor
        self._top = self._seat.view.position
        self._room.prompts.open(self, text)

    def changed(self, text: str) -> None:
        """Go to the first match after the place where the search began."""
        document = self._seat.reading.document
        if document is not None and text.strip():
            self._runner.submit(_Find(document.path, text))
            self._room.works.watch("looking through this document", lambda: self._runner.busy, self._runner.cancel)
        else:
            self._runner.cancel()
            self._back()

    def accept(self, text: str) -> bool:
        """Stay there; n and N go on."""
        if not text.strip():
            self.cancel()
            return True
        self._earlier = [text, *(earlier for earlier in self._earlier if earlier != text)]
        here = self._seat.reading.here
        if here is not None:
            if not self._runner.busy:
                self._seat.reading.jumps.leave(Place(here.path, self._origin))
            self._runner.submit(_Find(here.path, text, whole=True))
        return True

    def cancel(self) -> None:
        """Back to where the search began."""
        self._runner.cancel()
        self._back()

    def move(self, direction: int) -> None:
        """Up and down go through the matches."""
        self._seat.walk.step(direction)

    def history(self) -> list[str]:
        """Earlier queries of this prompt."""
        return self._earlier

    def _back(self) -> None:
        self._seat.walk.restore(self._trails)
        self._seat.view.go_to(self._origin)

    def _ask(self, find: _Find, cancelled: Callable[[], bool]) -> _Found:
        """As a search does: beginnings while one types, then whole words; the other where nothing is found so."""
        queries = self._room.collection.queries
        first = _Found(
            queries.within(find.text, find.path, as_typed=not find.whole, cancelled=cancelled), not find.whole
        )
        if first.within.spans:
            return first
        try:
            other = queries.within(find.text, find.path, as_typed=find.whole, cancelled=cancelled)
        except QueryError:
            return first  # it is not typed to its end
        return _Found(other, find.whole) if other.spans else first

    def _answered(self, find: _Find, answer: _Found) -> None:
        found = answer.within
        room = self._room
        document, walk = self._seat.reading.document, self._seat.walk
        if document is None or document.path != find.path:
            return
        trail = Trail(f"find {find.text}", "match", query=find.text, as_typed=answer.as_typed, only=find.path)
        if find.whole and trail == walk.trail:
            return
        walk.follow(trail, spans=found.spans)
        why = found.told or f"no match for {find.text} in this document"
        walk.near(self._seat.view.cursor if find.whole else self._origin)
        if room.prompts.use is self:
            if found.spans:
                room.prompts.note(walk.place)
            else:
                room.prompts.note(why, error=not found.answers)
                self._seat.view.go_to(self._origin)
        elif not found.spans:
            room.messages.say(why)

    def _failed(self, find: _Find, error: Exception) -> None:
        if isinstance(error, QueryError) and self._room.prompts.use is self:
            self._room.prompts.query_error(error)
        else:
            self._room.messages.fail(error)
