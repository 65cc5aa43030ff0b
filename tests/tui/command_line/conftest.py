"""The installed command, run for real in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs `glossator` with arguments, beside the collection; no traceback may ever show."""

    def command(*arguments: object, debug: bool = False, **keywords: Any) -> subprocess.CompletedProcess[bytes]:
        words = [PROGRAM, *(word if isinstance(word, bytes) else str(word) for word in arguments)]
        settings = {"cwd": tmp_path, "env": environment, "capture_output": True, "timeout": 120, "input": b""}
        done = subprocess.run(words, **(settings | keywords))
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
