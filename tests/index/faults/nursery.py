"""A process that has loaded the program and forks those that are to be killed, each at an instant of its own.

It reads a job a line, answers with the number of the process that does it, and with its status when it has ended.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any


class Nursery:
    """The side of the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)

    def ask(self, **job: Any) -> int:
        """Have something done; returns the number of the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """Wait for the end of what was asked for last; returns its status as `os.waitstatus_to_exitcode` has it."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def main() -> None:
    """Fork, tell the number, wait, tell the status."""
    sys.path.append(str(Path(__file__).parent))
    import acts

    acts.load()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                JOBS[job.pop("do")](**job)
            except BaseException as error:
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def one_act(folder: str, environment: dict[str, str], act: str, at: int | None, after: bool, acks: str) -> None:
    """Do an act, and die at one of its calls: before it, or after it (of a write then only half was written)."""
    import acts
    import disk

    os.environ.update(environment)
    collection = acts.opened(Path(folder))
    acts.written(collection)

    def die(name: str, real: Any, given: tuple[Any, ...]) -> None:
        try:
            if after and name == "write":
                real(given[0], bytes(given[1])[: len(given[1]) // 2])
            elif after:
                real()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)

    with disk.failing(at, die):
        acts.ACTS[act](collection)
    Path(acks).touch()


def many_acts(folder: str, environment: dict[str, str], seed: int, first: int, acks: str) -> None:
    """Do one thing after the other, and note each that is done, until somebody ends it."""
    import acts

    os.environ.update(environment)
    collection = acts.opened(Path(folder))
    chance = random.Random(seed)
    noted = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(first, first + 1000):
        kind = chance.choice(list(acts.COUNTED))
        acts.COUNTED[kind](collection, number)
        os.write(noted, f"{kind} {number}\n".encode())
        if number % 9 == 8:
            collection.compact_annotations()


def index(folder: str, environment: dict[str, str], at: int | None, how: str, acks: str) -> None:
    """Be the indexer, on a disk that fails at one of its calls; what is told goes into `acks`."""
    import threading

    import acts
    import disk

    from index.errors import GlossatorError
    from index.indexing import indexer
    from index.indexing.wanted import Wanted

    os.environ.update(environment)
    job = acts.opened(Path(folder))._upkeep._job(False, 1, 0)
    fault = {"full": disk.full, "broken": disk.broken, "": disk.broken}[how]
    said = "done"
    with disk.failing(at, fault) as counted:
        try:
            indexer.run(job, lambda event: None, threading.Event(), Wanted())
        except GlossatorError as error:
            said = str(error)
        except OSError as error:
            said = indexer._stopped(error, job.cache)
    Path(acks).write_text(json.dumps([said, len(counted.calls)]))


def faulted(folder: str, environment: dict[str, str], act: str, fault: list[Any], system: str, acks: str) -> None:
    """Do an act on a disk that fails: number of the call, error, whether it stays, of which calls alone. What was told
    goes into `acks`."""
    import acts
    import failing_system

    from index.errors import GlossatorError

    os.environ.update(environment)
    collection = acts.opened(Path(folder))
    acts.written(collection)
    said = ""
    at, error, stays, only = fault
    with failing_system.FailingSystem(Path(system)).failing(Path(folder).parent, at, error, stays=stays, only=only):
        try:
            acts.ANY[act](collection)
        except (GlossatorError, OSError) as raised:
            said = str(raised)
    Path(acks).write_text(json.dumps(said))


def each_act(folder: str, environment: dict[str, str], acks: str) -> None:
    """Do one act after the other; what each has changed and what undoing the last of them leaves goes into `acks`."""
    import acts

    os.environ.update(environment)
    collection = acts.opened(Path(folder))
    done = []
    for name, act in acts.ACTS.items():
        before = acts.written(collection)
        act(collection)
        done.append((name, acts.written(collection) != before))
    before = acts.written(collection)
    collection.tag(["letter.txt"], add=["the last but one"])
    collection.annotate("letter.txt", 2, 8, note="the last of all")
    collection.undo()
    collection.undo()
    Path(acks).write_text(json.dumps([done, acts.written(collection) == before]))


JOBS: dict[str, Any] = {"one": one_act, "many": many_acts, "index": index, "faulted": faulted, "each": each_act}

if __name__ == "__main__":
    main()
