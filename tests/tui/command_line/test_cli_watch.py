"""`glossator index --watch`: the installed program, real files, real signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("glossator")
PATIENCE = 30.0


class Running:
    """A program at work, and what it says."""

    def __init__(self, words: list[str], environment: dict[str, str], home: Path, name: str) -> None:
        self._out, self._err = home / f"{name}.out", home / f"{name}.err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [PROGRAM, *words], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )

    @property
    def lines(self) -> list[str]:
        return self._out.read_text().splitlines()

    @property
    def complaints(self) -> str:
        return self._err.read_text()

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end and self.process.poll() is None, (self.lines, self.complaints)
            time.sleep(0.02)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        assert "Traceback" not in self.complaints
        return status


Start = Callable[..., Running]


@pytest.fixture
def start(environment: dict[str, str], folder: Path, tmp_path: Path) -> Iterator[Start]:
    started: list[Running] = []

    def begin(*words: str, **variables: str) -> Running:
        arguments = ["index", "--watch", *words, str(folder)]
        started.append(Running(arguments, {**environment, **variables}, tmp_path, f"run{len(started)}"))
        return started[-1]

    yield begin
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def test_a_line_for_each_change_and_a_second_one_waits(start: Start, folder: Path) -> None:
    first = start("--json")
    first.until(lambda: len(first.lines) == 1)
    assert json.loads(first.lines[0])["added"] == 2
    (folder / ".glossator").mkdir()
    (folder / ".glossator" / "documents.yaml").write_text("{}\n")
    (folder / "new.txt").write_text("A new letter\n\nWith words.\n")
    first.until(lambda: len(first.lines) == 2)
    second = start()
    second.until(lambda: f"process {first.process.pid} watches this collection already" in second.complaints)
    (folder / "new.txt").rename(folder / "newer.txt")
    (folder / "letter.txt").unlink()
    first.until(lambda: sum(json.loads(line)["renamed"] for line in first.lines) == 1)
    first.until(lambda: sum(json.loads(line)["removed"] for line in first.lines) == 1)
    assert first.end(signal.SIGTERM) == 0
    second.until(lambda: second.lines)
    assert second.lines[0].startswith("2 documents · 2 unchanged")
    assert second.end(signal.SIGINT) == 130
    assert "interrupted" in second.complaints


def test_it_looks_where_it_must_and_ends_with_its_terminal(
    start: Start, folder: Path, environment: dict[str, str]
) -> None:
    settings = Path(environment["HOME"], ".config", "glossator", "config.yaml")
    settings.parent.mkdir(parents=True)
    settings.write_text("indexing:\n  poll_seconds: 1\n  watch: on\n")
    # A folder whose name is not UTF-8 cannot be watched by the system's notices.
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).mkdir()
    watching = start()
    watching.until(lambda: watching.lines)
    assert "looking every 1 s" in watching.complaints
    (folder / "new.txt").write_text("A new letter\n\nWith words.\n")
    watching.until(lambda: any("1 added" in line for line in watching.lines[1:]))
    # The folder goes: it is waited for, and nothing that was indexed is dropped.
    folder.rename(folder.with_name("aside"))
    watching.until(lambda: "the folder is gone; waiting for it" in watching.complaints)
    folder.with_name("aside").rename(folder)
    (folder / "newest.txt").write_text("A newer letter\n\nWith other words.\n")
    watching.until(lambda: sum("1 added" in line for line in watching.lines) == 2)
    assert not any("removed" in line for line in watching.lines)
    assert watching.end(signal.SIGHUP) == 0
