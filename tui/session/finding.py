"""Search in one document: matches are gone to as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.document import Span
from index.errors import QueryError
from tui.session.background import LatestWins
from tui.session.jumps import Place
from tui.session.walk import Trail

if TYPE_CHECKING:
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class _Find:
    path: str
    text: str


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
        self._runner: LatestWins[_Find, list[Span]] = LatestWins(
            room.background, self._ask, self._answered, self._failed
        )

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
        if here is not None and not self._runner.busy:
            self._seat.reading.jumps.leave(Place(here.path, self._origin))
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

    def _ask(self, find: _Find, cancelled: Callable[[], bool]) -> list[Span]:
        return self._room.collection.matches(find.text, find.path, as_typed=True)

    def _answered(self, find: _Find, spans: list[Span]) -> None:
        room = self._room
        document, walk = self._seat.reading.document, self._seat.walk
        if document is None or document.path != find.path:
            return
        trail = Trail(f"find {find.text}", "match", query=find.text, as_typed=True, only=find.path)
        walk.follow(trail, spans=spans)
        walk.near(self._origin)
        if room.prompts.use is self:
            if spans:
                room.prompts.note(walk.place)
            else:
                room.prompts.note(f"no match for {find.text} in this document", error=True)
                self._seat.view.go_to(self._origin)
        elif not spans:
            room.messages.say(f"no match for {find.text} in this document")

    def _failed(self, find: _Find, error: Exception) -> None:
        if isinstance(error, QueryError) and self._room.prompts.use is self:
            self._room.prompts.query_error(error)
        else:
            self._room.messages.fail(error)
