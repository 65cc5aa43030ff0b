"""When the next run is due: soon after a change, never beside another run, and never without a rest between two."""

from __future__ import annotations

from collections.abc import Collection

_MOST_NAMED = 1_000
"""Files that are told of by name; where more have changed, all are looked at."""
_SHORTEST_REST = 0.5
_LONGEST_REST = 60.0
_MOST_TIMES = 4.0
"""A rest is as long as the run was, and twice and then four times as long where one run follows on the other: something
that changes all the while is taken up now and then, and the machine has most of its time for its reader."""


class Pace:
    """Times are seconds of any one clock."""

    def __init__(self) -> None:
        self._changed = False
        self._named: set[str] | None = set()
        self._running_since: float | None = None
        self._rests_until = 0.0
        self._rested = 0.0
        """How long the rest before the last run was,"""
        self._times = 1.0
        """and how many times as long as the run before it."""

    def changed(self, paths: Collection[str] | None = None) -> None:
        """Something is not as it was; what a run under way has seen of it is not known. `paths`: nothing but these."""
        self._changed = True
        if paths is None or self._named is None or len(self._named) + len(paths) > _MOST_NAMED:
            self._named = None
        else:
            self._named.update(paths)

    @property
    def among(self) -> tuple[str, ...] | None:
        """The files that the run which is due need look at; None: all."""
        return None if self._named is None else tuple(sorted(self._named))

    def run_began(self, now: float) -> None:
        """A run, whoever started it, begins to look."""
        follows = self._rested > 0 and now - self._rests_until < self._rested
        self._times = min(_MOST_TIMES, self._times * 2) if follows else 1.0
        self._changed, self._named = False, set()
        self._running_since = now

    def run_ended(self, now: float, *, well: bool = True) -> None:
        """The run is over. Where it did not end `well`, nobody knows what it looked at: the next looks at all."""
        if not well:
            self._named = None
        if self._running_since is not None:
            self._rested = min(_LONGEST_REST, max(_SHORTEST_REST, self._times * (now - self._running_since)))
            self._rests_until = now + self._rested
        self._running_since = None

    def due(self, now: float) -> bool:
        """True where a run is to begin."""
        return self._changed and self._running_since is None and now >= self._rests_until

    def wait(self, now: float) -> float | None:
        """Seconds until a run is due; None where nothing has changed."""
        if not self._changed or self._running_since is not None:
            return None
        return max(0.0, self._rests_until - now)
