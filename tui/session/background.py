"""Work beside the screen: jobs in threads whose results come back to the screen's own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

from index.errors import Cancelled

T = TypeVar("T")
R = TypeVar("R")
Failed = Callable[[Exception], None]


class Screenside(Protocol):
    """What can run a call on the screen's thread: the application."""

    def call_later(self, callback: Callable[..., object], *args: Any) -> bool: ...


class Background:
    """Runs jobs in threads. `run` in any order, `in_order` one after the other: what writes goes there."""

    def __init__(self, screenside: Screenside, failed: Failed) -> None:
        self._screenside = screenside
        self._failed = failed
        self._readers = ThreadPoolExecutor(3, "glossator-read")
        self._writer = ThreadPoolExecutor(1, "glossator-write")
        self._lock = threading.Lock()
        self._open = 0
        self.closed = False
        """Long jobs ask this and give up."""
        self.deaf = False
        """The screen is being taken down: what comes back is not shown any more."""

    @property
    def idle(self) -> bool:
        """True where no job is under way and no result on its way to the screen."""
        with self._lock:
            return self._open == 0

    def run(self, job: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Run a job; then `done` with its result, or `failed`, on the screen's thread."""
        self._submit(self._readers, job, done, failed)

    def in_order(
        self, job: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None
    ) -> None:
        """The same, after every job given here before."""
        self._submit(self._writer, job, done, failed)

    def close(self) -> None:
        """Let what writes come to its end; jobs that only read are dropped."""
        self.closed = True
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        job: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Failed | None,
    ) -> None:
        if self.closed:
            return

        def finish(call: Callable[..., None], *arguments: object) -> None:
            try:
                if not (self.closed or self.deaf):
                    call(*arguments)
            finally:
                with self._lock:
                    self._open -= 1

        def nothing(_: object) -> None:
            pass

        def work() -> None:
            try:
                result = job()
            except Exception as error:
                posted = self._screenside.call_later(finish, failed or self._failed, error)
            else:
                posted = self._screenside.call_later(finish, done or nothing, result)
            if not posted:
                with self._lock:
                    self._open -= 1

        with self._lock:
            self._open += 1
        pool.submit(work)


class LatestWins(Generic[T, R]):
    """One job running and one waiting at most: a new request takes the waiting one's place and cancels the running.

    A result is handed on only while no later request has been made.
    """

    def __init__(
        self,
        background: Background,
        work: Callable[[T, Callable[[], bool]], R],
        done: Callable[[T, R], None],
        failed: Callable[[T, Exception], None],
    ) -> None:
        self._background = background
        self._work = work
        self._done = done
        self._failed = failed
        self._running: threading.Event | None = None
        """The cancel flag of the running job."""
        self._waiting: list[T] = []
        self._serial = 0

    @property
    def busy(self) -> bool:
        """True while a job runs."""
        return self._running is not None

    def submit(self, request: T) -> None:
        """Ask; whatever was asked before is of no interest any more."""
        self._serial += 1
        if self._running is not None:
            self._waiting = [request]
            self._running.set()
        else:
            self._start(request)

    def cancel(self) -> None:
        """Nothing that was asked is of interest any more."""
        self._serial += 1
        self._waiting = []
        if self._running is not None:
            self._running.set()

    def _start(self, request: T) -> None:
        flag = self._running = threading.Event()
        serial = self._serial

        def over() -> bool:
            """The job has ended; starts the next one. True where its result still counts."""
            counts = serial == self._serial
            self._running = None
            if self._waiting:
                self._start(self._waiting.pop())
            return counts

        def done(result: R) -> None:
            if over():
                self._done(request, result)

        def failed(error: Exception) -> None:
            if over() and not isinstance(error, Cancelled):
                self._failed(request, error)

        self._background.run(
            lambda: self._work(request, lambda: flag.is_set() or self._background.closed), done, failed
        )
