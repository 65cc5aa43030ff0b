"""Places that the reader named with a letter, and the way there and back over the days."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_letters
from typing import TYPE_CHECKING, Final

from index.places import NamedPlace
from tui.session.reading.jumps import Place

if TYPE_CHECKING:
    from index.document import Document
    from tui.session.reading.reading import Reading
    from tui.session.room import Room

WORDS: Final = 60
"""Characters kept of what stands at a place."""
BACK: Final = "'"


class Places:
    """Names places and goes to them; a small letter belongs to its document, a capital to the collection."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._saved = 0
        self.question = ""
        """What the next letter does; said as long as it is awaited."""

    # -- named places ------------------------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """The next letter names the place under the cursor."""
        self._ask(self._name_here, "names this place; a capital works from every document")

    def ask_where(self) -> None:
        """The next letter says where to go."""
        self._ask(self._go, "goes there", back=True)

    def ask_forget(self) -> None:
        """The next letter is forgotten."""
        self._ask(self._forget, "is forgotten")

    def _ask(self, then: Callable[[str], None], what: str, *, back: bool = False) -> None:
        room, document = self._room, self._room.reading.document
        path = document.path if document is not None else None
        sha256 = document.file_sha256 if document is not None else None

        def take(key: str) -> None:
            if (len(key) == 1 and key in ascii_letters) or (back and key == BACK):
                room.letters.end()
                then(key)
            else:
                room.messages.say("a letter from a to z; a capital works from every document; esc leaves")

        def show(places: list[NamedPlace]) -> None:
            if room.letters.context != "places":
                return
            entries = [(place.name, self._words(place)) for place in places]
            if back:
                entries.append((BACK, "where you jumped from"))
            room.letters.show(entries)

        def ended() -> None:
            self.question = ""

        room.messages.clear()
        room.letters.begin("places", take, ended=ended)
        self.question = f"a letter {what}"
        room.screen.show_state()
        room.background.run(lambda: room.collection.places.named(path, sha256), show)

    def _words(self, place: NamedPlace) -> str:
        document = self._room.reading.document
        if document is not None and place.path == document.path:
            return place.words
        return f"{self._room.library.title(place.path)}: {place.words}"

    def _name_here(self, letter: str) -> None:
        room, document = self._room, self._room.reading.document
        if document is None:
            return
        cursor = room.screen.text.cursor
        words = " ".join(document.text[cursor : cursor + 2 * WORDS].split())[:WORDS]
        place = NamedPlace(letter, document.path, document.file_sha256, cursor, words)
        room.background.in_order(
            lambda: room.collection.places.set(place),
            lambda _: room.messages.say(f"{letter} is this place: {words}{'…' if len(words) == WORDS else ''}"),
        )

    def _go(self, letter: str) -> None:
        reading = self._room.reading
        if letter == BACK:
            reading.back()
        else:
            self._find(letter, lambda place: self._go_to(place, reading))

    def _forget(self, letter: str) -> None:
        room = self._room

        def forget(place: NamedPlace) -> None:
            room.background.in_order(
                lambda: room.collection.places.forget(place),
                lambda _: room.messages.say(f"{letter} is forgotten"),
            )

        self._find(letter, forget)

    def _find(self, letter: str, then: Callable[[NamedPlace], None]) -> None:
        room, document = self._room, self._room.reading.document
        path = document.path if document is not None else None
        sha256 = document.file_sha256 if document is not None else None

        def done(places: list[NamedPlace]) -> None:
            place = next((place for place in places if place.name == letter), None)
            if place is not None:
                then(place)
                return
            where = "" if letter.isupper() else " in this document"
            key = room.keys_of("name-place")
            room.messages.say(f"no place is called {letter}{where}" + (f"; {key} {letter} names one" if key else ""))

        # In order: behind a name that is just being written.
        room.background.in_order(lambda: room.collection.places.named(path, sha256), done)

    def _go_to(self, place: NamedPlace, reading: Reading) -> None:
        """In the side in which it was asked for."""
        document = reading.document
        small = not place.name.isupper()
        path = document.path if small and document is not None else place.path

        def locate(found: Document) -> int:
            return find_place(found.text, place.offset, place.words)

        reading.open(path, locate=locate)

    # -- the way -----------------------------------------------------------------------------------------------------

    def take_up(self) -> None:
        """The jump list of an earlier day."""
        room = self._room

        def done(way: tuple[list[tuple[str, int]], list[tuple[str, int]]]) -> None:
            behind, ahead = way
            room.reading.jumps.take_up((Place(*each) for each in behind), (Place(*each) for each in ahead))

        room.background.run(room.collection.places.way, done)

    def save(self) -> None:
        """Keep the jump list, where it has changed."""
        jumps = self._room.reading.jumps
        if jumps.changes == self._saved:
            return
        self._saved = jumps.changes
        behind, ahead = ([(place.path, place.offset) for place in way] for way in jumps.places)
        self._room.background.in_order(lambda: self._room.collection.places.set_way(behind, ahead))


def find_place(text: str, offset: int, words: str) -> int:
    """Where a place is now: where it was if its words still stand there, else where they stand nearest to it."""
    wanted = words.split()
    if not wanted:
        return min(offset, len(text))
    # The last word may have been cut. Escaped, with white space between: nothing here can be slow.
    pattern = re.compile(r"\s+".join(map(re.escape, wanted)))
    if pattern.match(text, min(offset, len(text))):
        return offset
    nearest = min((found.start() for found in pattern.finditer(text)), key=lambda at: abs(at - offset), default=offset)
    return min(nearest, len(text))
