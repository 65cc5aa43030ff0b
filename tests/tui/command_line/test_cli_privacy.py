"""What a sitting leaves behind: closed to others, nothing of a document in a log, and nothing after `forget`."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
CANARY = "Zwirbelkanarie"
NOTE = "Notizkanarie"
BAD = b"%PDF-1.4 " + CANARY.encode() + b"\n%%EOF"


@pytest.fixture
def no_umask() -> Iterator[None]:
    """As careless a user as can be."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def told(folder: Path) -> Path:
    """The folder with a word in documents, good and bad, that stands nowhere else."""
    (folder / "letter.txt").write_text(f"A letter\n\nThe {CANARY} sang. Ines Varga heard the {CANARY} sing.\n")
    (folder / "bad.pdf").write_bytes(BAD)
    return folder


def sitting(run: Run, folder: Path, *options: object, **started: bool) -> bytes:
    """What makes files of each kind, and what goes wrong; returns what was said on standard error."""
    mark = "annotations", "add", "letter.txt", "10"
    words: list[tuple[object, ...]] = [
        ("index", folder), (*mark, "20", folder, "--note", NOTE, "--code", "bird"), ("copies", folder),
        ("search", f"{CANARY} AND (", folder), (*mark, "2000", folder), ("text", "nothing", folder), ("check", folder),
    ]  # fmt: skip
    makes = [run(*each, *options, **started).stderr for each in words[:3]]
    return b"".join(makes + [run(*each, *options).stderr for each in words[3:]])


def files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if not path.is_symlink()]


def holding(place: Path, *words: str) -> list[str]:
    """Files whose bytes or whose names hold a word."""
    found = []
    for path in place.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        if any(word.encode() in raw or word in path.name for word in words):
            found.append(path.relative_to(place).as_posix())
    return sorted(found)


def test_files_are_closed_to_others_and_nothing_of_a_document_is_told(
    told: Path, run: Run, environment: dict[str, str], no_umask: None
) -> None:
    said = sitting(run, told, "--marks", told.parent / "marks", started=True)
    home = Path(environment["HOME"])
    assert len(files(home)) > 10
    for path in files(home):
        kind = path.stat().st_mode
        assert stat.S_IMODE(kind) == (0o700 if stat.S_ISDIR(kind) else 0o600), path
    # Text of documents lies in the index, the catalogue, and the log of what can be undone; nowhere else.
    allowed = ("/index/", "/catalogue.sqlite", "/copies.sqlite", "/undo.jsonl")
    assert [path for path in holding(home, CANARY) if not any(each in path for each in allowed)] == []
    # A query is repeated where it cannot be understood, and that is all.
    assert said.count(CANARY.encode()) <= 1 and NOTE.encode() not in said
    shown = [name for name in os.listdir(told) if name.startswith(".")]
    assert shown == [], "with --marks nothing is written into the collection"


def test_forget_leaves_no_trace(told: Path, run: Run, environment: dict[str, str]) -> None:
    home, marks = Path(environment["HOME"]), told.parent / "marks"
    sitting(run, told, "--marks", marks)
    data = home / ".local/share/glossator/collections"
    (state,) = (home / ".local/state/glossator/collections").iterdir()
    shutil.copytree(marks, data / state.name / ".glossator")  # as if the folder had been read-only once
    assert holding(home, CANARY, NOTE, str(told)) and holding(marks, NOTE)
    shutil.rmtree(told)
    first = run("forget", told, "--yes")
    assert first.returncode == 0
    assert str(marks).encode() in first.stderr, "what --marks put elsewhere is told"
    assert holding(home, CANARY, NOTE, str(told), "papers") == []
    (marks / "mine.txt").write_text("not of Glossator")
    assert run("forget", told, "--yes", "--marks", marks).returncode == 0
    assert os.listdir(marks) == ["mine.txt"]
    assert run("forget", told, "--yes", "--marks", marks).stdout.startswith(b"nothing is kept of ")


def test_forget_takes_nothing_of_the_collection(told: Path, run: Run) -> None:
    run("annotations", "add", "letter.txt", "10", "20", told, "--note", NOTE)
    before = {path: path.read_bytes() for path in told.rglob("*") if path.is_file()}
    done = run("forget", told, "--yes", "--marks", told / ".glossator")
    assert done.returncode == 2 and b"lies in the collection" in done.stderr
    assert b"lies in the collection" in run("forget", told / "letter.txt", "--yes").stdout
    assert run("forget", told, "--yes").returncode == 0
    assert {path: path.read_bytes() for path in told.rglob("*") if path.is_file()} == before


def test_forget_waits_for_nobody_who_would_write_it_anew(told: Path, run: Run, environment: dict[str, str]) -> None:
    run("index", told)
    (held,) = Path(environment["HOME"]).rglob("held")
    code = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_SH); print('held', flush=True); input()"
    reader = subprocess.Popen([sys.executable, "-c", code, held], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert reader.stdout is not None and reader.stdout.readline() == b"held\n"
    done = run("forget", told, "--yes")
    assert done.returncode == 3 and b"open in another Glossator" in done.stderr
    assert held.exists()
    reader.communicate(b"\n")
    assert run("forget", told, "--yes").returncode == 0
