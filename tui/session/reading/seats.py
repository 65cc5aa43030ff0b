"""The sides of the desk: one text, or two documents side by side, and which of the two has the keys.

A command works on the side that has the keys (`room.reading`, `room.walk`, `room.screen.text`). What comes back from a
thread works on the side that asked, by its own `Seat`, wherever the keys have gone meanwhile.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.session.reading.jumps import JumpList
from tui.session.reading.reading import Reading
from tui.session.reading.together import Together
from tui.session.reading.walk import Walk
from tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.document import EntityCount, Mention
    from tui.session.room import Room

REMEMBERED: Final = "desk"
_NAMES: Final = ("text", "second-text")
_ONE: Final = "{}"


class Seat:
    """One side: a page, the document on it, and what is drawn over it."""

    def __init__(self, room: Room, seats: Seats, name: str, jumps: JumpList) -> None:
        self._seats = seats
        self.view = TextView(room.settings.reading, id=name)
        self.marks: list[PlacedAnnotation] = []
        """Annotations of its document."""
        self.counts: list[EntityCount] = []
        """What the sidebar lists while this side has the keys."""
        self.quoted = 0
        """How many quotations its document has."""
        self.unread: str | None = None
        """Why nothing is known of what its text names."""
        self.names: dict[tuple[int, int], Mention] = {}
        """The mentions that are underlined."""
        self.reading = Reading(room, self, jumps)
        self.walk = Walk(room, self)

    @property
    def active(self) -> bool:
        """True while the keys, or what stands beside the text, are this side's."""
        return self._seats.active is self

    def clear(self) -> None:
        """Nobody sits here any more."""
        self.reading.close()
        self.marks, self.counts, self.names, self.quoted, self.unread = [], [], {}, 0, None


class Seats:
    """One side or two."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._jumps = JumpList()
        self.active = Seat(room, self, _NAMES[0], self._jumps)
        """The side that has the keys, or had them before a list or the sidebar took them."""
        self._spare: Seat | None = None
        self.shown: list[Seat] = [self.active]
        """From left to right."""
        self.together = Together(self)
        self._kept = _ONE

    @property
    def other(self) -> Seat | None:
        """The side without the keys."""
        return next((seat for seat in self.shown if seat is not self.active), None)

    def of(self, view: object) -> Seat | None:
        """The side of a text view."""
        return next((seat for seat in self.shown if seat.view is view), None)

    def activate(self, seat: Seat) -> None:
        """Give a side the keys."""
        if seat is not self.active and seat in self.shown:
            self.active = seat
            self._room.screen.seat_changed()

    # -- two sides -----------------------------------------------------------------------------------------------

    def open_second(self) -> None:
        """Open the document a second time, beside the first and at the same place; the keys go there."""
        first = self.active
        second = self._second()
        self._room.screen.seats_changed()
        second.reading.share(first.reading)
        self._room.screen.set_focus(second.view)

    def _second(self) -> Seat:
        seat = self._spare or Seat(self._room, self, _NAMES[1], self._jumps)
        self._spare = None
        seat.view.ruler = self.active.view.ruler
        self.shown.append(seat)
        return seat

    def close_other(self) -> None:
        """Only the side that has the keys stays."""
        other = self.other
        if other is None:
            return
        self.together.on = False
        self.shown = [self.active]
        self._spare = other
        other.clear()
        self.active.reading.save_position(again=True)
        self._room.screen.seats_changed()

    def reload(self) -> None:
        """The index has changed: each side looks at its document again."""
        for seat in self.shown:
            seat.reading.reload()

    # -- what is remembered --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Remember both places, and what stands beside what."""
        active, other = self.active, self.other
        if other is not None and other.reading.unsaved and not other.reading.shows_that_of(active.reading):
            # Of one document there is one place: that of the side that has the keys. And it is to be the last open.
            other.reading.save_position()
            active.reading.save_position(again=True)
        active.reading.save_position()
        if self._room.collection.narrowed_to is None:
            self._keep()

    def _keep(self) -> None:
        kept = self._packed()
        if kept is not None and kept != self._kept:
            self._kept = kept
            self._room.background.in_order(lambda: self._room.collection.remember(REMEMBERED, kept))

    def _packed(self) -> str | None:
        """Both sides as they are kept; None while one of them is still being opened."""
        if len(self.shown) == 1:
            return _ONE
        sides = []
        for seat in self.shown:
            if seat.reading.document is None:
                return None
            sides.append([seat.reading.document.path, seat.view.position])
        # In ASCII, so that names that are not UTF-8 come through.
        return json.dumps({"sides": sides, "active": self.shown.index(self.active), "together": self.together.on})

    def restore(self, kept: Kept) -> None:
        """Open both sides as they were left; where one of the documents is gone, the other alone."""
        self._kept = kept.packed
        left = self.active
        right = self._second()
        self._room.screen.seats_changed()
        # Once both have their sizes: a place near the end of a text depends on the rows that there are.
        self._room.screen.call_after_refresh(self._open, kept, left, right)

    def _open(self, kept: Kept, left: Seat, right: Seat) -> None:
        for seat, (path, top) in zip((left, right), kept.sides, strict=True):
            seat.reading.open(path, top=top, failed=partial(self._gone, seat), remember=False)
        self.together.on = kept.together
        if kept.active == 1:
            self._room.screen.set_focus(right.view)

    def _gone(self, seat: Seat) -> None:
        if seat not in self.shown or len(self.shown) == 1:
            seat.view.show_nothing("this document cannot be shown; another one is a tab away")
            return
        if seat.active:
            remaining = self.other
            assert remaining is not None
            self._room.screen.set_focus(remaining.view)
            self.activate(remaining)
        self.close_other()
        self._room.messages.say("the document beside it is gone from the collection")


class Kept:
    """Two sides as they were left on an earlier day."""

    def __init__(self, packed: str, sides: list[tuple[str, int]], active: int, together: bool) -> None:
        self.packed = packed
        self.sides = sides
        self.active = active
        self.together = together

    @classmethod
    def unpack(cls, packed: str | None) -> Kept | None:
        """From what was remembered; None where that was one side, or is not understood."""
        try:
            read = json.loads(packed or _ONE)
            sides = [(str(path), max(0, int(top))) for path, top in read["sides"]]
            if len(sides) == 2:
                return cls(packed or _ONE, sides, 1 if read["active"] == 1 else 0, read["together"] is True)
        except (ValueError, TypeError, KeyError):
            pass
        return None
