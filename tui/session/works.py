"""Work that takes long enough to be noticed: what is said of it, and giving it up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.session.room import Room

SILENT_SECONDS: Final = 0.3
"""What is done sooner is not spoken of."""
_WEIGHT: Final = 0.2
_EVERY: Final = 0.25


def duration(seconds: float) -> str:
    """Seconds in words: 40 s, 3 min, 1.5 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Pace:
    """Rate and time left, smoothed: a burst does not make them jump, and the time left does not go up and down."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._done = 0
        self._first = True
        self.rate = 0.0
        """Items a second."""
        self._end: float | None = None

    def see(self, done: int, *, rate: float | None = None) -> None:
        """So many are done by now. `rate` is what somebody else measured from the beginning, as a first guess."""
        now = self._clock()
        passed = now - self._at
        if done < self._done:  # another stage
            self._at, self._done, self.rate, self._end = now, done, rate or 0.0, None
            self._first = True
            return
        if passed < _EVERY:
            return
        latest = (done - self._done) / passed
        # The longer ago the last look, the more this one counts.
        weight = 1 - (1 - _WEIGHT) ** (passed / _EVERY)
        if self._first:
            self.rate = latest if rate is None else rate
        self._first = False
        self.rate += weight * (latest - self.rate)
        self._at, self._done = now, done

    def left(self, remaining: int) -> float | None:
        """Seconds until the rest is done; None while nobody can say."""
        if self.rate <= 0 or remaining < 0:
            return None
        seconds, now = remaining / self.rate, self._clock()
        # The end that was promised stands until it is far from what is likely.
        if self._end is None or abs(self._end - now - seconds) > max(2.0, 0.25 * seconds):
            self._end = now + seconds
        return max(0.0, self._end - now) if remaining else 0.0


class Work:
    """One piece of work under way."""

    def __init__(
        self, words: str, cancel: Callable[[], None] | None, busy: Callable[[], bool], clock: Callable[[], float]
    ) -> None:
        self.words = words
        self.cancel = cancel
        self.busy = busy
        self._clock = clock
        self._began = clock()
        self._pace = Pace(clock)
        self._done = 0
        self._total: int | None = None
        self.ended = False

    def progress(self, done: int, total: int | None = None) -> None:
        """How far it is. May be called from any thread."""
        self._done, self._total = done, total

    def end(self) -> None:
        """It is over. May be called from any thread."""
        self.ended = True

    @property
    def spoken_of(self) -> bool:
        """True once it has taken long enough."""
        return self._clock() - self._began >= SILENT_SECONDS

    def described(self, key: str) -> str:
        """Words, count, rate, time; `key` gives it up where that is possible."""
        parts = [self.words]
        if self._done or self._total:
            self._pace.see(self._done)
            parts.append(f"{self._done:,}" + (f" of {self._total:,}" if self._total else ""))
            if self._pace.rate >= 1:
                parts.append(f"{self._pace.rate:,.0f}/s")
            left = self._pace.left((self._total or 0) - self._done) if self._total else None
            if left is not None and left >= 1:
                parts.append(f"{duration(left)} left")
        else:
            parts.append(duration(self._clock() - self._began))
        if self.cancel is not None and key:
            parts.append(f"{key} gives up")
        return " · ".join(parts)


class Works:
    """What is under way beside the screen; the last begun is spoken of."""

    def __init__(self, room: Room, clock: Callable[[], float] = time.monotonic) -> None:
        self._room = room
        self._clock = clock
        self._under_way: list[Work] = []
        self.words = ""
        """What the status line says; empty where nothing takes long."""

    def begin(
        self, words: str, *, cancel: Callable[[], None] | None = None, busy: Callable[[], bool] | None = None
    ) -> Work:
        """Work begins, until its `end`, or until `busy` says that it is over. `cancel` gives it up."""
        work = Work(words, cancel, busy or (lambda: True), self._clock)
        self._under_way.append(work)
        return work

    def watch(self, words: str, busy: Callable[[], bool], cancel: Callable[[], None] | None = None) -> None:
        """The same, spoken of once however often it is begun again meanwhile."""
        self._drop_ended()
        if busy() and not any(work.words == words for work in self._under_way):
            self.begin(words, cancel=cancel, busy=busy)

    def tick(self) -> None:
        """Now and then: say what takes long."""
        self._drop_ended()
        work = self._spoken_of()
        words = work.described(self._room.keys_of("escape")) if work is not None else ""
        if words != self.words:
            self.words = words
            self._room.screen.show_state()

    def give_up(self) -> bool:
        """Give up what is spoken of; True where there was something that can be."""
        self._drop_ended()
        work = self._spoken_of()
        if work is None or work.cancel is None:
            return False
        work.end()
        work.cancel()
        self._room.messages.say(f"{work.words}: given up")
        self.tick()
        return True

    def _spoken_of(self) -> Work | None:
        return next((work for work in reversed(self._under_way) if work.spoken_of), None)

    def _drop_ended(self) -> None:
        self._under_way = [work for work in self._under_way if not work.ended and work.busy()]
