"""Worker processes under a limit of time and memory a task; a task that kills or hangs one costs that task alone.

The standard pools cannot stop one task, and one dead worker breaks them, so this is a small pool of our own. Workers
are spawned, never forked. A task is a named function of `index.indexing.worker_tasks` and its arguments.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from index.events import Cancelled

_CHUNK_TASKS = 16
_CHUNK_WEIGHT = 1_000_000
ALONE = _CHUNK_WEIGHT
"""The weight of a task after which none travels in the same parcel."""
_STARTING_SECONDS = 60.0
"""Allowed on top of a worker's first task: it imports its libraries then."""


@dataclass(frozen=True, slots=True)
class Task:
    """One call of a worker function. `weight` is a size in bytes: light tasks travel together."""

    function: str
    arguments: tuple[Any, ...]
    weight: int = 0
    patience: int = 1
    """So many times the seconds that others have."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result, in words for the reader."""

    reason: str
    fatal: bool = False
    """The process that did it could not go on with it."""


@dataclass(frozen=True, slots=True)
class Partial:
    """Something that came of a task which goes on; the deadline begins anew with it."""

    value: Any


@dataclass
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    assigned: deque[Task] = field(default_factory=deque)
    deadline: float = 0.0
    fresh: bool = True


class WorkerPool:
    """`run` yields (task, result or Failure) as they come, in no order. Use as a context manager.

    A function that is a generator answers with a `Partial` for each thing that it yields, then with what it returns.
    """

    def __init__(
        self,
        jobs: int,
        context: dict[str, Any],
        seconds: float,
        megabytes: int,
        module: str = "index.indexing.worker_tasks",
    ) -> None:
        """At most `jobs` processes; each makes `Tools(context)` and serves `call` of the module named."""
        self._jobs = max(1, jobs)
        self._module = module
        self._context = context
        self._seconds = seconds
        self._megabytes = megabytes
        self._spawn = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    def warm(self) -> None:
        """Start one process, so that it is ready when the first task is known."""
        if not self._workers:
            self._workers.append(self._start())

    def run(self, tasks: Iterable[Task], cancelled: Cancelled, most: int | None = None) -> Iterator[tuple[Task, Any]]:
        """Give the tasks to the workers, to `most` of them at a time. Ends early, with tasks left undone, once
        `cancelled()` says so."""
        jobs = self._jobs if most is None else min(self._jobs, most)
        queue = iter(tasks)
        again: deque[Task] = deque()
        while not cancelled():
            self._hand_out(queue, again, jobs)
            busy = [w for w in self._workers if w.assigned]
            if not busy:
                return
            ready = wait([w.pipe for w in busy], timeout=0.2)
            now = time.monotonic()
            for worker in busy:
                if worker.pipe in ready:
                    yield from self._receive(worker, again)
                elif now > worker.deadline:
                    allowed = self._seconds * worker.assigned[0].patience
                    reason = f"took longer than {allowed:g} s (setting documents.seconds_a_file)"
                    yield self._give_up(worker, reason, again)

    def _hand_out(self, queue: Iterator[Task], again: deque[Task], jobs: int) -> None:
        for i in range(jobs):
            if i < len(self._workers) and self._workers[i].assigned:
                continue
            # A task that was queued behind a fatal one goes alone, so that it can be blamed for itself only.
            chunk = [again.popleft()] if again else _chunk(queue)
            if not chunk:
                return
            if i == len(self._workers):
                self._workers.append(self._start())
            worker = self._workers[i]
            worker.assigned.extend(chunk)
            self._extend_deadline(worker)
            try:
                worker.pipe.send([(t.function, t.arguments) for t in chunk])
            except (BrokenPipeError, OSError):
                pass  # it died idle; the closed pipe is noticed in `run`, which blames the first task only once

    def _receive(self, worker: _Worker, again: deque[Task]) -> Iterator[tuple[Task, Any]]:
        while worker.assigned:
            try:
                if not worker.pipe.poll():
                    return
                result = worker.pipe.recv()
            except (EOFError, OSError):
                worker.process.join(1)
                code = worker.process.exitcode
                how = f"signal {-code}" if code is not None and code < 0 else f"exit {code}"
                yield self._give_up(worker, f"the process that read it died ({how})", again)
                return
            worker.fresh = False
            task = worker.assigned[0] if isinstance(result, Partial) else worker.assigned.popleft()
            self._extend_deadline(worker)
            yield task, result

    def _give_up(self, worker: _Worker, reason: str, again: deque[Task]) -> tuple[Task, Failure]:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        guilty = worker.assigned.popleft()
        again.extend(worker.assigned)
        self._workers.remove(worker)
        return guilty, Failure(reason, fatal=True)

    def _extend_deadline(self, worker: _Worker) -> None:
        allowed = self._seconds * (worker.assigned[0].patience if worker.assigned else 1)
        worker.deadline = time.monotonic() + allowed + (_STARTING_SECONDS if worker.fresh else 0)

    def _start(self) -> _Worker:
        ours, theirs = self._spawn.Pipe()
        arguments = (theirs, self._module, self._context, self._megabytes)
        process = self._spawn.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _chunk(queue: Iterator[Task]) -> list[Task]:
    chunk: list[Task] = []
    weight = 0
    for task in queue:
        chunk.append(task)
        weight += task.weight
        if len(chunk) >= _CHUNK_TASKS or weight >= _CHUNK_WEIGHT:
            break
    return chunk


def _serve(pipe: Connection, module: str, context: dict[str, Any], megabytes: int) -> None:
    """The life of a worker process."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    functions = importlib.import_module(module)
    limit_memory(megabytes)
    # What a task may tell while it goes on; its deadline begins anew with it, as with all that is partial.
    tools = functions.Tools({**context, "tell": lambda value: pipe.send(Partial(value))})
    while True:
        try:
            calls = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        for function, arguments in calls:
            try:
                for answer in _answers(functions.call, (tools, function, arguments), megabytes):
                    pipe.send(answer)
            except (KeyboardInterrupt, BrokenPipeError, OSError):
                return


def _end_with_parent() -> None:
    """Where the indexer is killed nobody is left to stop a task that hangs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answers(call: Callable[..., Any], arguments: tuple[Any, ...], megabytes: int) -> Iterator[Any]:
    """What came of a task: all but the last as `Partial`."""
    try:
        result = call(*arguments)
        if isinstance(result, Generator):
            result = yield from _partials(result)
        yield result
    except MemoryError:
        yield Failure(f"needs more than {megabytes} MB of memory (setting documents.worker_megabytes)", fatal=True)


def _partials(given: Generator[Any, None, Any]) -> Generator[Partial, None, Any]:
    while True:
        try:
            value = next(given)
        except StopIteration as end:
            return end.value
        yield Partial(value)


def limit_memory(megabytes: int) -> None:
    """Let this process have so much more memory than it has now."""
    try:
        import resource
    except ImportError:
        return
    # On top of what the interpreter has mapped already: shared libraries count as address space too.
    mapped = 0
    try:
        with open("/proc/self/statm") as statm:  # noqa: PTH123 - a plain read of a kernel file
            mapped = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        mapped = 200_000_000
    limit = mapped + megabytes * 1_000_000
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        pass  # a lower limit set from outside stands
