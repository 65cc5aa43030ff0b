"""`glossator index --watch`: stays, and takes up every change until it is told to end."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Final

from index.errors import CollectionError
from tui.command_line import output

if TYPE_CHECKING:
    from index.collection import Collection
    from index.events import IndexSummary
    from index.watching.events import WatchEvent

Run = Callable[["Sequence[str] | None"], "IndexSummary"]
"""Brings the index up to date, where it is told which files alone may have changed by looking at these."""
Show = Callable[["IndexSummary", bool], None]
"""Shows a summary; True with the first one."""
_ENDS: Final = ("SIGTERM", "SIGHUP")


class _Ended(BaseException):
    """A signal asks for the end."""


def watch(collection: Collection, run: Run, show: Show) -> int:
    """Bring the index up to date and keep it so; shows the first summary, and each in which something is new.

    Returns 0 where a signal ended it; an interruption is for the caller.
    """
    events: SimpleQueue[WatchEvent] = SimpleQueue()
    try:
        with _signals(), collection.keeping_up.turn(_waits):
            watcher = collection.keeping_up.start(events.put)
            try:
                _keep_up(events, run, show)
            finally:
                watcher.stop()
    except _Ended:
        return 0
    return 0


def _keep_up(events: SimpleQueue[WatchEvent], run: Run, show: Show) -> None:
    # Imported here: most commands do without.
    from index.watching.events import Blind, Changed, Lost, Watching
    from index.watching.pace import Pace

    pace = Pace()
    lost = first = True
    while True:
        event: WatchEvent | None = None
        with contextlib.suppress(Empty):
            event = events.get(timeout=None if lost else pace.wait(time.monotonic()))
        if isinstance(event, Blind):
            raise CollectionError(event.why)
        if isinstance(event, Lost):
            output.complain(f"{event.why}; waiting for it")
        elif isinstance(event, Watching) and event.how == "looking":
            output.complain(f"{event.why}: looking every {event.seconds:,.0f} s")
        lost = isinstance(event, Lost) or (lost and event is None)
        if event is not None and not lost:
            pace.changed(event.paths if isinstance(event, Changed) else None)
        if not lost and pace.due(time.monotonic()):
            among = pace.among
            pace.run_began(time.monotonic())
            well = _take_up(run, among, show, first=first)
            pace.run_ended(time.monotonic(), well=well)
            first = False


def _take_up(run: Run, among: Sequence[str] | None, show: Show, *, first: bool) -> bool:
    """One run; whether it went well. What goes wrong ends all at the beginning; later it is told, and the next change
    tries again."""
    try:
        summary = run(among)
    except CollectionError as error:
        if first:
            raise
        output.complain(str(error))
        return False
    if first or summary.added or summary.updated or summary.removed or summary.renamed:
        show(summary, first)
        output.flush()
    return True


def _waits(process: int | None) -> None:
    who = f"process {process}" if process is not None else "another process"
    output.complain(f"{who} watches this collection already; waiting for its end")


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """A kill, and a terminal that goes away, are an orderly end; what was to be ignored (nohup) stays so."""

    def end(number: int, frame: FrameType | None) -> None:
        raise _Ended

    before = {}
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
