"""A worker that a task kills, hangs or bloats costs that task alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.indexing.workers import Failure, Task, WorkerPool

HOSTILE = """
import os, signal, time

class Tools:
    def __init__(self, context):
        self.greeting = context["greeting"]

def call(tools, function, arguments):
    if function == "greet":
        return f"{tools.greeting} {arguments[0]}"
    if function == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if function == "leave":
        os._exit(3)
    if function == "hang":
        time.sleep(600)
    if function == "bloat":
        return len(bytearray(4_000_000_000))
    raise AssertionError(function)
"""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "hostile_tasks_for_test.py").write_text(HOSTILE)
    monkeypatch.syspath_prepend(tmp_path)
    yield "hostile_tasks_for_test"
    sys.modules.pop("hostile_tasks_for_test", None)


def run(module: str, tasks: list[Task], jobs: int = 2, seconds: float = 20) -> dict[Task, object]:
    with WorkerPool(jobs, {"greeting": "hello"}, seconds, 1000, module) as pool:
        return dict(pool.run(tasks, lambda: False))


def greetings(count: int) -> list[Task]:
    return [Task("greet", (i,)) for i in range(count)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_task_is_answered_once(hostile: str, jobs: int) -> None:
    tasks = greetings(100)
    assert run(hostile, tasks, jobs) == {t: f"hello {t.arguments[0]}" for t in tasks}


@pytest.mark.parametrize(
    ("fault", "reason"), [("die", "signal 9"), ("leave", "exit 3"), ("bloat", "more than 1000 MB of memory")]
)
def test_a_fatal_task_costs_itself_alone(hostile: str, fault: str, reason: str) -> None:
    fatal = Task(fault, ())
    tasks = [*greetings(20), fatal, *(Task("greet", (i,)) for i in range(20, 40))]
    results = run(hostile, tasks)
    failure = results.pop(fatal)
    assert isinstance(failure, Failure) and reason in failure.reason
    assert results == {t: f"hello {t.arguments[0]}" for t in tasks if t is not fatal}


def test_a_hanging_task_is_stopped(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing.workers._STARTING_SECONDS", 3.0)
    hang = Task("hang", ())
    results = run(hostile, [hang, *greetings(10)], jobs=2, seconds=0.5)
    failure = results[hang]
    assert isinstance(failure, Failure) and "longer than 0.5 s" in failure.reason
    assert len(results) == 11


def test_cancelling_leaves_the_rest_undone(hostile: str) -> None:
    done: list[object] = []
    with WorkerPool(2, {"greeting": "hello"}, 20, 1000, hostile) as pool:
        for _, result in pool.run(greetings(1000), lambda: len(done) >= 20):
            done.append(result)
    assert 20 <= len(done) < 1000
