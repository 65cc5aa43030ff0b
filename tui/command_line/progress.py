"""One line on standard error that says how far long work has come; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Final, Self

from index.events import Event, Noticed, Progress
from tui.command_line import output

_STAGES: Final = {
    "annotations": "taking in annotations",
    "batch": "searching",
    "walk": "looking for files",
    "read": "reading",
    "commit": "writing the index",
    "structure": "telling text from what pages repeat",
    "gather": "gathering the index",
    "analyse": "looking for names",
    "join": "joining names",
    "waiting": "waiting for another process that compares the texts",
    "words": "reading words",
    "near": "comparing texts",
    "shared": "looking for the same words",
    "passages": "writing down passages",
    "waiting for another indexer": "waiting for another process that indexes this collection",
}
_SECONDS_BETWEEN: Final = 0.1


class ProgressLine:
    """Takes the events of a run, from whatever thread they come."""

    def __init__(self) -> None:
        self._shown = False
        self._last = 0.0
        self._watched = sys.stderr.isatty()

    def __call__(self, event: Event) -> None:
        """Show an event. What failed is said by whoever waits for the run."""
        if isinstance(event, Noticed):
            self.clear()
            output.complain(event.message)
        if isinstance(event, Progress) and self._watched:
            now = time.monotonic()
            if now - self._last >= _SECONDS_BETWEEN:
                self._last = now
                self._show(describe(event))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._show("")
            self._shown = False

    def _show(self, text: str) -> None:
        self._shown = True
        # A terminal that is gone is no fault, and no end of the work.
        with suppress(OSError):
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()


@contextmanager
def counted(stage: str) -> Iterator[Callable[[int, int], None]]:
    """What is told how many are done, of how many, and says it while it lasts."""
    began = time.monotonic()
    with ProgressLine() as line:

        def watch(done: int, total: int) -> None:
            passed = time.monotonic() - began
            line(Progress(stage, done, total, done / passed if passed > 0 else 0.0, 0))

        yield watch


def describe(progress: Progress) -> str:
    """`reading 1,200 of 50,000 · 410/s · 2 min left · 3 skipped`"""
    parts = [_STAGES.get(progress.stage, "working")]
    parts[0] += f" {progress.done:,}" + (f" of {progress.total:,}" if progress.total is not None else "")
    if progress.detail:
        parts[0] += f" ({progress.detail})"
    if progress.rate >= 1:
        parts.append(f"{progress.rate:,.0f}/s")
    if progress.total is not None and progress.rate > 0 and progress.total > progress.done:
        parts.append(_left((progress.total - progress.done) / progress.rate))
    if progress.errors:
        parts.append(f"{progress.errors:,} skipped")
    return " · ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    if seconds < 5400:
        return f"{round(seconds / 60)} min left"
    return f"{seconds / 3600:.1f} h left"
