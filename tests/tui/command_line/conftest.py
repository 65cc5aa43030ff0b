"""The installed command, run for real in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import forked
import pytest
from forked import Ready

PROGRAM = Path(sys.executable).with_name("glossator")

LETTER = "A letter from the harbour\n\nThe ferry Aldous left the harbour at dawn. Mayor Ines Varga saw it leave.\n"
REPORT = "# Report on the ferry\n\nBy Tomas Reed\n\nThe ferry never arrived, said Mayor Ines Varga on 3 May 2031.\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a person who has never used Glossator."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GLOSSATOR_", "XDG_", "PYTHON"))}
    home = tmp_path / "home"
    home.mkdir()
    return {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of two documents and a picture."""
    made = tmp_path / "papers"
    made.mkdir()
    (made / "letter.txt").write_text(LETTER)
    (made / "report.md").write_text(REPORT)
    (made / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    for file in made.iterdir():
        # What was written a moment ago is read again by every command.
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 3600))
    return made


Run = Callable[..., subprocess.CompletedProcess[bytes]]


def in_fork(
    ready: Ready, words: Sequence[str], *, cwd: Path, env: dict[str, str], input: bytes, timeout: float
) -> subprocess.CompletedProcess[bytes]:
    """As `subprocess.run` with everything captured, in a process that has loaded the program already."""
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into.write(input)
        into.seek(0)
        fds = [into.fileno(), out.fileno(), err.fileno()]
        program = ready.ask("program", fds, words=words, folder=str(cwd), environment=env)
        try:
            status = program.wait(timeout)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(30)
            raise
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read())
    return subprocess.CompletedProcess(list(words), status, *said)


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path, ready: Ready) -> Run:
    """Runs `glossator` with arguments, beside the collection; no traceback may ever show.

    `started`, or any keyword of `subprocess.run` but `input` and `cwd`: the installed program, started from nothing.
    """

    def command(
        *arguments: object, debug: bool = False, started: bool = False, **keywords: Any
    ) -> subprocess.CompletedProcess[bytes]:
        words = [word if isinstance(word, bytes) else str(word) for word in arguments]
        settings = {"cwd": tmp_path, "env": environment, "timeout": 120, "input": b""}
        if started or not forked.POSSIBLE or not keywords.keys() <= {"input", "cwd"}:
            done = subprocess.run([PROGRAM, *words], **(settings | {"capture_output": True} | keywords))
        else:
            done = in_fork(ready, [os.fsdecode(word) for word in words], **(settings | keywords))
        if not debug and done.stderr is not None:
            assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done

    return command


@pytest.fixture
def answers(run: Run) -> Callable[..., list[dict[str, Any]]]:
    """Runs a command with `--json` and reads its lines; the exit status must be the one expected."""

    def command(*arguments: object, status: int = 0) -> list[dict[str, Any]]:
        done = run(*arguments, "--json")
        assert done.returncode == status, (done.returncode, done.stderr.decode())
        assert not done.stdout or done.stdout.endswith(b"\n")
        return [json.loads(line) for line in done.stdout.splitlines()]

    return command
