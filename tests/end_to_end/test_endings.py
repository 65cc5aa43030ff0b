"""However it is ended, by a signal or by its terminal that goes away, at the keyboard or in a command: what was marked
is saved, no process stays, and nothing of a run that was cut off stands in the way of the next one. And what a sitting
does outside: no connection to anywhere, no file that others may read.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench._terminal import surroundings as of_homes

from .conftest import surroundings

if TYPE_CHECKING:
    from .conftest import OpenTerminal, Terminal

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to find every process"),
]
PROGRAM = Path(sys.executable).with_name("glossator")
PATIENCE = 40.0
slow = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Enough to be indexed for some seconds."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(4000):
        text = " ".join(f"word{number * at % 9973}" for at in range(60))
        (folder / f"{number:04}.txt").write_text(f"Report {number}\n\nCaptain Josef Hallam wrote it. {text}\n")
    return folder


def living(home: Path) -> dict[int, str]:
    """Processes whose home this is, by number, with what they run."""
    found = {}
    wanted = f"HOME={home}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:200]
        except OSError:
            continue
    return found


def until_all_ended(home: Path) -> None:
    end = time.monotonic() + PATIENCE
    while left := living(home):
        assert time.monotonic() < end, left
        time.sleep(0.05)


def leftovers(home: Path) -> list[str]:
    """What only stands for the time of a write."""
    return [str(path) for path in home.rglob("*") if path.name.endswith((".tmp", ".new"))]


def notes(folder: Path) -> list[str]:
    (layer,) = (folder / ".glossator" / "layers").glob("*.jsonl")
    return [str(json.loads(line).get("body")) for line in layer.read_text().splitlines()]


def end(room: Terminal, how: int | None) -> None:
    """By a signal; None takes its terminal away."""
    if how is None:
        room._child.close(force=False)
    else:
        room.signal(how)
        room.until_ended()


def sound_again(folder: Path, home: Path, environment: dict[str, str]) -> None:
    """The next run finds nothing in its way, and what there is, is as it should be."""
    done = subprocess.run([PROGRAM, "index", folder, "--json"], env=environment, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"] == 4000
    checked = subprocess.run([PROGRAM, "check", folder, "--json"], env=environment, capture_output=True, timeout=300)
    assert {json.loads(line)["state"] for line in checked.stdout.splitlines()} == {"ok"}, checked.stdout
    assert leftovers(home) == []


@pytest.mark.parametrize(
    "how",
    [None, pytest.param(signal.SIGHUP, marks=slow), pytest.param(signal.SIGTERM, marks=slow)],
    ids=["terminal gone", "hang-up", "terminate"],
)
def test_while_a_note_is_typed_and_the_index_is_made(
    how: int | None, papers: Path, home: Path, terminal: OpenTerminal, request: pytest.FixtureRequest
) -> None:
    room = terminal(papers)
    room.until("4,000 documents", "¶1/")
    room.send("a")
    room.until("note on “")
    room.send("kept\r")
    room.until("marked “")
    room.send("}a")
    room.until("note on “")
    room.send("half a no")
    room.until("half a no")
    assert len(living(home)) > 1, "the indexer has ended: the test shows nothing"
    end(room, how)
    until_all_ended(home)
    said = notes(papers)
    assert len(said) == 1 and "kept" in said[0]
    (state,) = home.rglob("reading.sqlite")
    with closing(sqlite3.connect(state)) as database:
        ((kept,),) = database.execute("SELECT value FROM settings WHERE name = 'drafts'")
    assert "half a no" in kept, "the note that was cut short is a draft"
    if how is not None or request.config.option.markexpr != "not slow":
        sound_again(papers, home, surroundings(home))


@pytest.mark.parametrize("command", ["index", pytest.param("search", marks=slow)])
@pytest.mark.parametrize(
    "how",
    [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=slow), pytest.param(signal.SIGINT, marks=slow)],
    ids=["terminate", "hang-up", "interrupt"],
)
def test_a_command_that_is_ended_takes_its_processes_along(
    command: str, how: int, papers: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    home = tmp_path / "home"
    environment = of_homes(home)
    words = [PROGRAM, command, *(["hallam"] if command == "search" else []), papers]
    # Where the tests run behind a shell it has interrupts ignored, and so would whatever they start.
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    run = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heeds)
    end = time.monotonic() + PATIENCE
    while not list(home.rglob("*.seg")) or len(living(home)) < 2:
        assert run.poll() is None and time.monotonic() < end, "it is done: the test shows nothing"
        time.sleep(0.01)
    run.send_signal(how)
    _, said = run.communicate(timeout=PATIENCE)
    assert run.returncode in (130, -how) and b"Traceback" not in said, (run.returncode, said)
    until_all_ended(home)
    if request.config.option.markexpr != "not slow":
        sound_again(papers, home, environment)


WATCH = """
import os, sys
def hook(event, arguments, out=os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)):
    if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethost", "socket.sendto",
                         "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "os.system", "started")):
        os.write(out, f"{event} {str(arguments)[:200]}\\n".encode())
sys.addaudithook(hook)
sys.audit("started", sys.argv[0])
"""


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_sitting_asks_nobody_and_shows_nothing_to_others(
    tmp_path: Path, home: Path, terminal: OpenTerminal, no_umask: None
) -> None:
    hooks, folder, seen = tmp_path / "hooks", tmp_path / "few", tmp_path / "seen"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(WATCH)
    folder.mkdir()
    (folder / "a.txt").write_text("A letter\n\nCaptain Josef Hallam saw http://127.0.0.1:9/x in the harbour.\n")
    (folder / "b.html").write_text("<p>The harbour <img src='http://127.0.0.1:9/y'> was shut, said Josef Hallam.</p>")
    room = terminal(folder, environment={"PYTHONPATH": str(hooks), "WATCHED": str(seen)})
    room.until("2 documents", "index up to date", "¶1/")
    for keys, words in (
        ("/harbour\r", "match 1"),
        ("a", "note on “"),
        ("kept\r", "marked “"),
        ("mA", "A is this place"),
    ):
        room.send(keys)
        room.until(words)
    room.send("\x11")
    assert room.until_ended() == 0
    told = seen.read_text().splitlines()
    assert len([line for line in told if line.startswith("started")]) > 2, "the processes below were not watched"
    assert [line for line in told if not line.startswith("started")] == []
    made = [path for place in (".cache/glossator", ".local") for path in (home / place).rglob("*")]
    assert len(made) > 10
    for path in made:
        mode = path.stat().st_mode
        given = home / ".cache/glossator/settings"  # made by the test
        if given not in (path, *path.parents):
            assert stat.S_IMODE(mode) == (0o700 if stat.S_ISDIR(mode) else 0o600), path
