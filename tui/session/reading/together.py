"""Two sides that scroll together.

By rows where both show the same document, or texts of nearly the same length: each row that one side moves, the other
moves too, and what stood level stays level. Else by share: both show the same part of their text, the beginning with
the beginning and the end with the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.session.reading.seats import Seat, Seats

SIMILAR: Final = 1.25
"""Texts of which one is at most so many times as long as the other go row by row."""


class Together:
    """Moves the other side after the one that was scrolled."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self.on = False
        self._level: dict[Seat, int] = {}
        """Offsets of rows that stand level."""
        self._seen: dict[Seat, int] = {}
        """Where each side stood when it was looked at last: what has not moved since leads nobody."""
        self._waiting = False

    @property
    def by_rows(self) -> bool:
        """True where both sides move by the same number of rows."""
        one, two = (seat.reading.document for seat in self._pair)
        if one is None or two is None:
            return True
        if one.sha256 == two.sha256:
            return True
        shorter, longer = sorted((len(one.text), len(two.text)))
        return longer <= SIMILAR * max(1, shorter)

    @property
    def _pair(self) -> tuple[Seat, Seat]:
        one, two = self._seats.shown
        return one, two

    def turn_on(self) -> None:
        """From here on; where the texts are of different lengths, the other side comes to the same part of its own."""
        self.on = True
        self.begin()
        if not self.by_rows and self._seats.other is not None:
            self._follow(self._seats.active, self._seats.other)

    def begin(self) -> None:
        """What stands level now is level."""
        self._level = {seat: seat.view.position for seat in self._seats.shown}
        self._seen = dict(self._level)

    def hold(self) -> None:
        """The sides are about to get other sizes: what they scroll because of that leads nobody."""
        self._waiting = True

    def go_on(self) -> None:
        """They have them."""
        self._waiting = False
        self.begin()

    def scrolled(self, lead: Seat) -> None:
        """A side shows another first row: bring the other side along."""
        if not self.on or self._waiting or len(self._seats.shown) < 2 or self._seen.get(lead) == lead.view.position:
            return
        one, two = self._pair
        self._follow(lead, two if lead is one else one)

    def _follow(self, lead: Seat, other: Seat) -> None:
        if other.view.size and other.reading.document is not None and lead.reading.document is not None:
            if self.by_rows:
                self._by_rows(lead, other)
            else:
                other.view.wheel(other.view.rows_to_share(lead.view.share))
            other.reading.moved()
        self._seen = {seat: seat.view.position for seat in self._seats.shown}

    def _by_rows(self, lead: Seat, other: Seat) -> None:
        gone = lead.view.rows_since(self._level.get(lead, 0))
        other.view.wheel(gone - other.view.rows_since(self._level.get(other, 0)))
        if other.view.rows_since(self._level.get(other, 0)) == gone:
            # At an end of its text it stays behind; then the rows that stood level before are still the measure.
            self._level = {seat: seat.view.position for seat in self._seats.shown}
