"""Several processes on one folder, and processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import index
from index.annotations.annotation import Annotation
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.annotations.store import LayerStore

ROOT = Path(index.__file__).parents[1]

SAVER = """
import sys
from dataclasses import replace
from pathlib import Path
from index.annotations.lines import parse_line
from index.annotations.record import from_record, to_record
from index.annotations.store import LayerStore

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
base = from_record(parse_line(sys.stdin.buffer.readline().rstrip()), "ann")
store = LayerStore(folder, "ann")
for number in range(count):
    one = replace(base, id=f"urn:x:{name}:{number}", note="n" * (number * 37 % 5000))
    store.write(lambda lookup: [to_record(one)])
    if number % 50 == 25:
        store.compact()
    print(one.id, flush=True)
"""


def saver(folder: Path, name: str, count: int, base: Annotation) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    process.stdin.write(dump_line(to_record(base)))
    process.stdin.close()
    return process


def all_output(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.read()


def read(folder: Path) -> LayerStore:
    store = LayerStore(folder, "ann")
    store.refresh()
    return store


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path, mark: Callable[..., Annotation]) -> None:
    folder = tmp_path / ".glossator"
    base = mark("Some words here.", "words")
    savers = [saver(folder, name, 200, base) for name in "ab"]
    with ThreadPoolExecutor(2) as pool:
        acknowledged = [id for out in pool.map(all_output, savers) for id in out.split()]
    assert [each.wait() for each in savers] == [0, 0]
    store = read(folder)
    assert {each.id for each in store.annotations()} == {id.decode() for id in acknowledged}
    assert len(acknowledged) == 400 and store.faults() == []


def killed_at(folder: Path, base: Annotation, seconds: float) -> set[str]:
    """What a process acknowledged before it was killed."""
    process = saver(folder, "a", 100_000, base)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return {line.decode() for line in (first + rest).split(b"\n")[:-1]}


def test_kill_at_any_instant_loses_nothing_that_was_acknowledged(
    tmp_path: Path, mark: Callable[..., Annotation]
) -> None:
    base = mark("Some words here.", "words")
    chance = random.Random(20)

    def once(number: int) -> None:
        folder = tmp_path / str(number)
        acknowledged = killed_at(folder, base, chance.uniform(0, 0.3))
        store = read(folder)
        there = {each.id for each in store.annotations()}
        assert acknowledged <= there and len(there - acknowledged) <= 1
        assert len(store.faults()) <= 1
        store.write(lambda lookup: [to_record(base)])
        store.compact()
        assert {each.id for each in read(folder).annotations()} == there | {base.id}
        assert os.listdir(folder / "layers") == ["ann.jsonl"]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(once, range(20)))
