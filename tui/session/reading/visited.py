"""Where the reader has been: the places of the jump list, with what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from index.errors import GlossatorError
from tui.session.reading.jumps import Place

if TYPE_CHECKING:
    from index.collection import Collection
    from tui.session.room import Room

WORDS: Final = 200
"""Characters kept of what stands at a place."""
FEW: Final = 30
"""At least so many are shown, if the text has them."""


class Visit(NamedTuple):
    """A place that the reader left, or comes to again by going forward."""

    number: int
    place: Place
    title: str
    words: str
    steps: int
    """How often `back` leads there; negative: how often `forward`."""


class Visited:
    """Lists the places, those left last first."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.visits: list[Visit] = []

    def show(self) -> None:
        """List them; the words are read in a thread."""
        room = self._room
        behind, ahead = room.reading.jumps.places
        steps = [(place, -1 - at) for at, place in reversed(list(enumerate(reversed(ahead))))]
        steps += [(place, 1 + at) for at, place in enumerate(reversed(behind))]

        def job() -> list[Visit]:
            words = words_at(room.collection, [place for place, _ in steps])
            titles = {place.path: room.library.title(place.path) for place, _ in steps}
            return [
                Visit(number, place, titles[place.path], words.get(place, ""), step)
                for number, (place, step) in enumerate(steps)
            ]

        def done(visits: list[Visit]) -> None:
            self.visits = visits
            room.screen.show_page("history")
            nearest = sum(step < 0 for _, step in steps)
            room.screen.page_named("history").rows.go_to(min(nearest, max(0, len(steps) - 1)))

        room.background.run(job, done)

    def go_to(self, visit: Visit) -> None:
        """To a place, in the side that has the keys."""
        self._room.reading.open(visit.place.path, offset=visit.place.offset)


def words_at(collection: Collection, places: list[Place]) -> dict[Place, str]:
    """How the text goes on at each place; a document that is gone has none. Each document is read once."""
    found: dict[Place, str] = {}
    for path in dict.fromkeys(place.path for place in places):
        try:
            text = collection.document(path).text
        except GlossatorError:
            continue
        for place in places:
            if place.path == path:
                found[place] = words_around(text, place.offset)
    return found


def words_around(text: str, offset: int) -> str:
    """What stands at an offset, from the beginning of its word; at the end of a text, what led there."""
    first = min(offset, max(0, len(text.rstrip()) - FEW))
    while first > 0 and not text[first - 1].isspace() and offset - first < WORDS:
        first -= 1
    return " ".join(text[first : first + WORDS].split())
