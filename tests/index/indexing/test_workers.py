"""A worker that a task kills, hangs or bloats costs that task alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.indexing.workers import Failure, Partial, Task, WorkerPool

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
    if function == "rest":
        time.sleep(arguments[0])
        return "rested"
    if function == "stream":
        return stream(*arguments)
    if function == "bloat":
        return len(bytearray(4_000_000_000))
    raise AssertionError(function)

def stream(count, fatal, pause):
    for number in range(count):
        if number == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(pause)
        yield number
    return "the end"
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


def test_a_task_may_have_more_time_than_others(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing.workers._STARTING_SECONDS", 3.0)
    long = Task("rest", (2.5,), patience=50)
    assert run(hostile, [*greetings(2), long], jobs=1, seconds=0.4)[long] == "rested"


def test_cancelling_leaves_the_rest_undone(hostile: str) -> None:
    done: list[object] = []
    with WorkerPool(2, {"greeting": "hello"}, 20, 1000, hostile) as pool:
        for _, result in pool.run(greetings(1000), lambda: len(done) >= 20):
            done.append(result)
    assert 20 <= len(done) < 1000


def answers(module: str, tasks: list[Task], seconds: float = 20) -> list[tuple[Task, object]]:
    with WorkerPool(2, {"greeting": "hello"}, seconds, 1000, module) as pool:
        return list(pool.run(tasks, lambda: False))


def test_a_generator_answers_in_parts_and_then_with_its_result(hostile: str) -> None:
    tasks = [Task("stream", (500, -1, 0)), *greetings(3), Task("stream", (0, -1, 0))]
    given = answers(hostile, tasks)
    long, _, _, _, empty = tasks
    assert [a for t, a in given if t is long] == [*map(Partial, range(500)), "the end"]
    assert [a for t, a in given if t is empty] == ["the end"]
    assert {a for t, a in given if t.function == "greet"} == {f"hello {i}" for i in range(3)}


def test_a_generator_that_dies_keeps_the_parts_it_gave(hostile: str) -> None:
    tasks = [Task("stream", (10, 4, 0)), *greetings(3)]
    *parts, failure = [a for t, a in answers(hostile, tasks) if t is tasks[0]]
    assert parts == [Partial(n) for n in range(4)]
    assert isinstance(failure, Failure) and failure.fatal and "signal 9" in failure.reason


def test_the_deadline_begins_anew_with_each_part(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing.workers._STARTING_SECONDS", 3.0)
    given = answers(hostile, [Task("stream", (6, -1, 0.3))], seconds=1.2)
    assert given[-1][1] == "the end"


def test_a_task_that_hangs_ends_with_a_parent_that_was_killed(hostile: str, tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from index.indexing.workers import Task, WorkerPool\n"
        f"with WorkerPool(1, {{'greeting': ''}}, 600, 1000, {hostile!r}) as pool:\n"
        "    for _ in pool.run([Task('greet', (1,)), Task('hang', ())], lambda: False):\n"
        "        print('begun', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == b"begun\n"
        parent.kill()
        parent.communicate(timeout=20)  # the worker has the other end of the pipe as well
