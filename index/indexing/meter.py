"""How far a run has come, told often enough to watch and seldom enough not to cost."""

from __future__ import annotations

import time

from index.events import OnEvent, Progress

_PROGRESS_SECONDS = 0.1


class Meter:
    """Turns counts into Progress events, at most ten a second."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self.errors = 0
        self._stage = ""
        self._began = 0.0
        self._last = 0.0

    def show(self, stage: str, done: int, total: int | None, *, last: bool = False, detail: str = "") -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._last = stage, now, 0.0
        if last or now - self._last >= _PROGRESS_SECONDS:
            self._last = now
            rate = done / (now - self._began) if now > self._began else 0.0
            self._on_event(Progress(stage, done, total, rate, self.errors, detail))
