"""The rows of a list, walked in the order in which it has them, whatever documents they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.document import Document, Span
from tui.session.reading.trails import Trail

if TYPE_CHECKING:
    from index.collection import Collection
    from tui.session.room import Room

Places = Iterable[tuple[str, int, int]]
"""Document, start and end."""


@dataclass(frozen=True, slots=True)
class ListedTrail(Trail):
    """One state of one list."""

    listed: object = field(default=None, compare=False)
    """The rows, as they were."""
    places: Callable[[], Places] = field(default=tuple, compare=False)
    """Where its rows stand; asked once, in a thread."""
    step: Callable[[int], bool] = field(default=lambda steps: False, compare=False)
    """Goes to the row so many on; False where the one opened last is gone."""
    serial: int = 0
    """Tells one state of the list from another."""
    stops: dict[str, tuple[Span, ...]] = field(default_factory=dict, compare=False)
    """By document."""

    def spans_in(self, collection: Collection, path: str) -> list[Span]:
        """What the list shows of one document."""
        return list(self.stops.get(path, ()))

    def lead(self, room: Room, steps: int) -> bool:
        """Go to the row so many on, whatever document it is in."""
        return self.step(steps)

    def open_at(self, room: Room, path: str, start: int) -> None:
        """Go to the passage of a row; n and N go on to the rows after and before it."""

        def locate(document: Document) -> int:
            if not self.stops:
                self.stops.update(_by_document(self.places()))
            return min(start, len(document.text))

        def then() -> None:
            room.walk.follow(self, spans=self.stops.get(path, ()))
            room.walk.near(start)
            room.messages.clear()

        document = room.reading.document
        if self.stops and document is not None and document.path == path:
            room.reading.leave_if_far(start)
            room.reading.open(path, offset=start, then=then, remember=False)
        else:
            room.reading.open(path, locate=locate, then=then)


def _by_document(places: Places) -> dict[str, tuple[Span, ...]]:
    found: dict[str, set[Span]] = {}
    for path, start, end in places:
        found.setdefault(path, set()).add(Span(start, end))
    return {path: tuple(sorted(spans)) for path, spans in found.items()}
