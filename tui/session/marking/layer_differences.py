"""Two layers compared: the list of what differs, walked, narrowed to a code, and settled one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.document import Span
from tui.counted import counted
from tui.session.background import LatestWins
from tui.session.reading.trails import Trail

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.collection import Collection
    from index.layers.agreement import Agreement
    from index.layers.comparing import Compared, Difference
    from tui.session.room import Room

PAGE: Final = "differences"
AGREEMENT: Final = "agreement"
Sides = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DifferenceTrail(Trail):
    """Differences, walked from document to document."""

    stops: dict[str, list[Span]] = field(default_factory=dict, compare=False)
    """By document."""
    serial: int = 0
    """Tells one state of the list from another."""

    def spans_in(self, collection: Collection, path: str) -> list[Span]:
        """The differences of one document."""
        return self.stops.get(path, [])

    def lead(self, room: Room, steps: int) -> bool:
        """Go to the difference so many on, whatever document it is in."""
        room.differences.step(steps)
        return True


class Differences:
    """What the page of differences shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.sides: Sides | None = None
        self.code: str | None = None
        """The code that the list is narrowed to."""
        self.compared: Compared | None = None
        self.items: list[Difference] = []
        self.agreements: list[Agreement] = []
        self._left: set[str] = set()
        """Keys of differences that are to stay as they are; for this sitting."""
        self._at: str | None = None
        self._serial = 0
        self._comparing: LatestWins[Sides, Compared] = LatestWins(
            room.background,
            lambda sides, cancelled: room.collection.layers.compare(*sides),
            lambda sides, found: self._take(sides, found),
            lambda _, error: self._failed(error),
        )
        self._agreeing: LatestWins[Sides, list[Agreement]] = LatestWins(
            room.background,
            lambda sides, cancelled: room.collection.layers.agree(*sides),
            lambda _, found: self._take_agreements(found),
            lambda _, error: self._failed(error),
        )

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while something is compared."""
        return self._comparing.busy or self._agreeing.busy

    def compare(self, one: str, other: str) -> None:
        """List where two layers differ."""
        self._turn_to((one, other))
        self._comparing.submit((one, other))
        self._room.screen.show_page(PAGE)

    def _turn_to(self, sides: Sides) -> None:
        """What is listed of two other layers says nothing of these."""
        if self.sides != sides:
            self.sides, self.compared, self.items, self.code, self.agreements = sides, None, [], None, []
            self._left.clear()

    def agree(self, one: str, other: str) -> None:
        """Show how far two layers agree."""
        listed, self.agreements = self.compared is not None, []
        self._turn_to((one, other))
        if listed and self.compared is None:
            self._comparing.submit((one, other))  # esc leads back to the list
        self._agreeing.submit((one, other))
        self._room.screen.show_page(AGREEMENT)

    def refresh(self) -> None:
        """Compare again, where that is on the screen or walked."""
        if self.sides is not None and (self._room.screen.page_named(PAGE).is_open or self._walked):
            self._comparing.submit(self.sides)

    @property
    def _walked(self) -> bool:
        return isinstance(self._room.trails.last, DifferenceTrail)

    def _take(self, sides: Sides, found: Compared) -> None:
        self.sides, self.compared = sides, found
        self._list()

    def _list(self) -> None:
        found = self.compared.differences if self.compared is not None else []
        self.items = [
            each for each in found if each.key not in self._left and (self.code is None or self.code in each.codes())
        ]
        self._serial += 1
        page = self._room.screen.page_named(PAGE)
        page.refresh_rows()
        self._room.screen.show_state()

    def _take_agreements(self, found: list[Agreement]) -> None:
        self.agreements = found
        self._room.screen.page_named(AGREEMENT).refresh_rows()
        self._room.screen.show_state()

    def _failed(self, error: Exception) -> None:
        self._room.messages.fail(error)
        for name in (PAGE, AGREEMENT):
            self._room.screen.page_named(name).refresh_rows()

    def next_code(self) -> None:
        """Narrow the list to the next code that a difference has, and after the last to none."""
        found = self.compared.differences if self.compared is not None else []
        codes = sorted({code for each in found if each.key not in self._left for code in each.codes()})
        at = codes.index(self.code) + 1 if self.code in codes else 0
        self.narrow_to(codes[at] if at < len(codes) else None)
        if not codes:
            self._room.messages.say("no difference here has a code")

    def narrow_to(self, code: str | None) -> None:
        """List only what concerns a code; None lists all."""
        self.code = code
        self._list()

    # -- walking -----------------------------------------------------------------------------------------------------

    def open(self, item: Difference) -> None:
        """Show both marks in the text; n and N walk on."""
        room, placed = self._room, item.first
        if self.sides is not None:
            room.layer_choice.reveal(self.sides)
        if placed.start is None:
            room.messages.warn(f"its passage was not found again: {placed.reason or 'the text has changed'}")
            return
        start, path = placed.start, item.document
        self._at = item.key
        trail = self._trail()

        def then() -> None:
            room.walk.follow(trail, spans=trail.spans_in(room.collection, path))
            room.walk.near(start)
            room.messages.say(self.in_words(item))

        room.reading.open(path, offset=start, then=then)

    def step(self, steps: int) -> None:
        """Go so many differences on from the one gone to last."""
        walked = [item for item in self.items if item.first.start is not None]
        keys = [item.key for item in walked]
        at = keys.index(self._at) + steps if self._at in keys else 0
        if not walked:
            self._room.messages.say("no difference is left")
        elif 0 <= at < len(walked):
            self.open(walked[at])
        else:
            self._room.messages.say(f"this was the {'last' if steps > 0 else 'first'} difference")

    def _trail(self) -> DifferenceTrail:
        stops: dict[str, list[Span]] = {}
        for item in self.items:
            placed = item.first
            if placed.start is not None and placed.end is not None:
                stops.setdefault(item.document, []).append(Span(placed.start, placed.end))
        one, other = self.sides or ("", "")
        return DifferenceTrail(
            f"{one} / {other}",
            "difference",
            documents=tuple(stops),
            total=len(stops),
            collection=len(self._room.library),
            stops=stops,
            serial=self._serial,
        )

    # -- settling ----------------------------------------------------------------------------------------------------

    @property
    def in_hand(self) -> Difference | None:
        """The difference under the cursor of the list, or the one that was walked to in the text."""
        room = self._room
        if room.contexts[0] == PAGE:
            chosen: Difference | None = room.screen.page_named(PAGE).chosen
            return chosen
        if not self._walked:
            return None
        return next((item for item in self.items if item.key == self._at), None)

    def take(self, item: Difference) -> None:
        """Have it the other's way in one's own layer."""
        self._write(item, lambda: self._room.collection.layers.take(item), "taken over")

    def leave(self, item: Difference) -> None:
        """Have it no more in the list; both marks stay."""
        self._left.add(item.key)
        self._list()
        self._room.messages.say("left as it is; the list comes back whole in the next sitting")

    def _write(self, item: Difference, job: Callable[[], int], words: str) -> None:
        room = self._room

        def done(_: int) -> None:
            undo = room.keys_of("undo")
            room.marking.after_change()
            room.messages.say(f"{words}: {self.in_words(item)}" + (f" · {undo} undoes" if undo else ""))

        room.background.in_order(job, done)

    # -- in words ----------------------------------------------------------------------------------------------------

    def in_words(self, item: Difference) -> str:
        """What differs, on one line."""
        one, other = self.sides or ("", "")
        if item.one is None or item.other is None:
            side = other if item.one is None else one
            return f"only in {side}: {said(item.first)}"
        return f"{one}: {said(item.one, item.parts)} · {other}: {said(item.other, item.parts)}"

    @property
    def number(self) -> str:
        """How many, in words."""
        alike = self.compared.alike if self.compared is not None else 0
        return f"{counted(len(self.items), 'difference')} · {alike:,} alike"


def said(placed: PlacedAnnotation, parts: Sequence[str] = ()) -> str:
    """What a mark says, and where `parts` names them, its words."""
    annotation = placed.annotation
    words = [annotation.kind or "", ", ".join(annotation.codes), " ".join(annotation.note.split())]
    if "boundaries" in parts:
        words.append(f"“{' '.join(annotation.exact.split())}”")
    return " · ".join(word for word in words if word) or "marked"
