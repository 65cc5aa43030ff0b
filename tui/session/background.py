"""Work beside the screen: jobs in threads whose results come back to the screen's own thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, Protocol, TypeVar

from index.errors import Cancelled

T = TypeVar("T")
R = TypeVar("R")
Failed = Callable[[Exception], None]
GRACE_SECONDS: Final = 1.0
READERS: Final = 3
"""Jobs that may run at a time beside those that write."""


class _Crew:
    """Threads that take jobs one after the other; each is started when it is first needed.

    An executor of the standard library would do, but the interpreter waits at its end for the jobs of those.
    """

    def __init__(self, most: int, name: str) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._most = most
        self._name = name
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._under_way = 0

    def submit(self, job: Callable[[], None]) -> None:
        """Have a job done; it takes care of its errors."""
        with self._lock:
            self._under_way += 1
            if self._under_way > len(self._threads) < self._most:
                name = f"{self._name}-{len(self._threads)}"
                self._threads.append(threading.Thread(target=self._work, name=name, daemon=True))
                self._threads[-1].start()
        self._jobs.put(job)

    def dismiss(self) -> None:
        """No more jobs: the threads end after those that were given."""
        for _ in self._threads:
            self._jobs.put(None)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end of all threads, at most so long; False where one is still at work."""
        end = None if seconds is None else time.monotonic() + seconds
        for thread in self._threads:
            thread.join(None if end is None else max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            finally:
                # A thread that sleeps keeps nothing alive.
                del job
                with self._lock:
                    self._under_way -= 1


class Screenside(Protocol):
    """What can run a call on the screen's thread: the application."""

    def call_later(self, callback: Callable[..., object], *args: Any) -> bool: ...


class Background:
    """Runs jobs in threads. `run` in any order, `in_order` one after the other: what writes goes there."""

    def __init__(self, screenside: Screenside, failed: Failed) -> None:
        self._screenside = screenside
        self._failed = failed
        self._readers = _Crew(READERS, "glossator-read")
        self._writer = _Crew(1, "glossator-write")
        self._lock = threading.Lock()
        self._open = 0
        self.closed = False
        """No job is taken any more."""
        self.deaf = False
        """The screen is being taken down: what comes back is not shown any more."""

    @property
    def idle(self) -> bool:
        """True where no job is under way and no result on its way to the screen."""
        with self._lock:
            return self._open == 0

    @property
    def leaving(self) -> bool:
        """Long jobs that only read ask this and give up."""
        return self.closed or self.deaf

    def tell(self, call: Callable[..., object], *arguments: object) -> None:
        """From a thread: have a call made on the screen's thread. Raises Cancelled where there is no screen left."""
        try:
            self._screenside.call_later(call, *arguments)
        except RuntimeError as error:  # its loop is closed
            raise Cancelled("The screen is gone.") from error

    def run(self, job: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None) -> None:
        """Run a job; then `done` with its result, or `failed`, on the screen's thread."""
        self._submit(self._readers, job, done, failed)

    def in_order(
        self, job: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None
    ) -> None:
        """The same, after every job given here before."""
        self._submit(self._writer, job, done, failed)

    def close(self) -> bool:
        """Let what writes come to its end. Jobs that only read are dropped, and those at work given a moment.

        False where one of them still reads: then what it reads from must not be closed under its hands.
        """
        if not self.closed:
            self.closed = True
            self._readers.dismiss()
            self._writer.dismiss()
        self._writer.wait()
        return self._readers.wait(GRACE_SECONDS)

    def _submit(
        self,
        crew: _Crew,
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
            posted = False
            try:
                if crew is self._writer or not self.closed:
                    posted = attempt()
            except RuntimeError:
                pass  # The screen's loop is closed: nobody is there to be told.
            finally:
                if not posted:
                    with self._lock:
                        self._open -= 1

        def attempt() -> bool:
            try:
                result = job()
            except Exception as error:
                return self._screenside.call_later(finish, failed or self._failed, error)
            return self._screenside.call_later(finish, done or nothing, result)

        with self._lock:
            self._open += 1
        crew.submit(work)


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
            lambda: self._work(request, lambda: flag.is_set() or self._background.leaving), done, failed
        )
