"""`glossator config`, `check` and `forget`, and the line of progress."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from index.events import Progress
from tui.command_line.progress import describe

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]
PROGRAM = Path(sys.executable).with_name("glossator")
SHIPPED = Path(__file__).parents[3] / "config.yaml"


# -- config -----------------------------------------------------------------------------------------------------------


def test_config_says_where_each_value_comes_from(folder: Path, answers: Answers, run: Run) -> None:
    (folder / ".glossator").mkdir()
    own = folder / ".glossator" / "config.yaml"
    own.write_text("reading:\n  measure: 50\nsealed: true\n")
    lines = {line["setting"]: line for line in answers("config", folder)}
    assert lines["reading.measure"] == {"setting": "reading.measure", "value": 50, "source": str(own), "line": 2}
    assert lines["search.engine"]["source"] == str(SHIPPED)
    assert lines["sealed"]["value"] is False
    assert lines["keys.search"]["value"] == ["/"]
    done = run("config", folder, "--sealed")
    assert done.stderr.startswith(f"{own}:3:1: sealed: ignored".encode())
    assert b"sealed: true  (option)\n" in done.stdout


def test_config_init_makes_a_file_that_changes_nothing(
    run: Run, answers: Answers, environment: dict[str, str], tmp_path: Path
) -> None:
    before = answers("config")
    own = Path(environment["HOME"]) / ".config" / "glossator" / "config.yaml"
    assert run("config", "--init").stdout == f"{own}\n".encode()
    assert answers("config") == before
    assert run("config", "--check", own).returncode == 0
    # Every setting is there, and taking a `#` away sets it.
    text = own.read_text()
    own.write_text(text.replace("  #measure: 72", "  measure: 60"))
    assert {line["setting"]: line["value"] for line in answers("config")}["reading.measure"] == 60
    again = run("config", "--init")
    assert again.returncode == 3
    assert b"there is one already" in again.stderr


def test_config_check_lists_every_fault(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("keys:\n  annotate: [t]\n  zen: [ctrl+i]\n")
    done = run("config", "--check", file)
    assert done.returncode == 2
    places = [line.split(": ")[0:2] for line in done.stderr.decode().splitlines()]
    assert places == [[f"{file}:2:14", "keys.annotate"], [f"{file}:3:9", "keys.zen"]]
    file.write_text("search:\n  limit: 3\n")
    assert run("config", "--check", file).returncode == 0


# -- check and forget -------------------------------------------------------------------------------------------------


def test_check_examines_every_part(folder: Path, run: Run, answers: Answers) -> None:
    run("index", folder)
    found = answers("check", folder)
    assert all(list(row) == ["part", "state", "repaired", "reason"] for row in found)
    assert {row["state"] for row in found} == {"ok"}


def test_forget_removes_every_trace(folder: Path, run: Run, environment: dict[str, str]) -> None:
    run("index", folder)
    home = Path(environment["HOME"])
    kept = [path for path in home.rglob("*") if "papers" in path.name]
    assert kept
    done = run("forget", folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"say --yes" in done.stderr
    assert run("forget", folder, "--yes").returncode == 0
    assert [path for path in home.rglob("*") if "papers" in path.name] == []
    assert not any(b"papers" in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert sorted(path.name for path in folder.iterdir()) == ["letter.txt", "picture.png", "report.md"]
    assert run("forget", folder, "--yes").stdout.startswith(b"nothing is kept of ")


def test_forget_asks_on_a_terminal(folder: Path, run: Run, environment: dict[str, str]) -> None:
    run("index", folder)
    for answer, status in (("n", 130), ("y", 0)):
        child = pexpect.spawn(str(PROGRAM), ["forget", str(folder)], env=environment, timeout=30)
        child.expect("Remove")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == status
    assert run("forget", folder, "--yes").stdout.startswith(b"nothing is kept of ")


# -- progress ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (Progress("walk", 1200, None, 0.0, 0), "looking for files 1,200"),
        (Progress("read", 1200, 50_000, 410.2, 3), "reading 1,200 of 50,000 · 410/s · 2 min left · 3 skipped"),
        (Progress("analyse", 10, 20, 0.5, 0), "looking for names 10 of 20 · 20 s left"),
        (Progress("read", 1, 1_000_000, 50.0, 0), "reading 1 of 1,000,000 · 50/s · 5.6 h left"),
        (Progress("commit", 20, 20, 9.0, 0), "writing the index 20 of 20 · 9/s"),
        (Progress("something new", 1, None, 0.0, 0), "working 1"),
    ],
)
def test_progress_in_words(progress: Progress, expected: str) -> None:
    assert describe(progress) == expected


def test_progress_shows_on_a_terminal_alone(folder: Path, run: Run) -> None:
    assert run("index", folder).stderr == b""
