"""EIO and ENOSPC at each call of the system by which something is written, SQLite's and the index's own among them.

Commands run as they are, with their indexers and workers. Whatever they say, what the reader wrote is there, the
documents are as they were, and the next run without faults finds everything in order.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from . import acts
from .failing_system import KILL
from .machine import Machine

ERRORS = (errno.EIO, errno.ENOSPC)
slow = pytest.mark.slow


def digests(folder: Path) -> dict[str, str]:
    """Names and contents of all files."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def no_cache(home: Path) -> None:
    """As at the first start."""
    shutil.rmtree(home / "cache")


def changed(home: Path) -> None:
    """One document came, one changed and one went."""
    (home / "desk" / "new.txt").write_text("A new text\n\nJosef Hallam came back to the boom with a lantern.\n")
    (home / "desk" / "ferry.txt").write_text(acts.DOCUMENTS["ferry.txt"])
    os.utime(home / "desk" / "ferry.txt", (1e9, 1e9))


def as_it_is(home: Path) -> None:
    """Nothing happened."""


def damaged_habits(home: Path) -> None:
    """The file of reading positions has lost its end, and still has what stood at its beginning."""
    (file,) = (home / "state").rglob("reading.sqlite")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("CREATE TABLE more (text TEXT)")
        database.execute("INSERT INTO more VALUES (?)", ["x" * 50_000])
        database.commit()
    with file.open("r+b") as out:
        out.truncate(file.stat().st_size - 20_000)


def with_clippings(home: Path) -> None:
    """The clippings among the samples, never indexed."""
    for file in (Path(__file__).parents[3] / "samples").iterdir():
        if file.suffix in (".txt", ".md"):
            shutil.copy2(file, home / "desk")
    no_cache(home)


COMMANDS: dict[str, tuple[tuple[str, ...], Callable[[Path], None]]] = {
    "first": (("index",), no_cache),
    "clippings": (("index",), with_clippings),
    "refresh": (("index",), changed),
    "rebuild": (("index", "--rebuild"), as_it_is),
    "search": (("search", "boom"), changed),
    "check": (("check",), as_it_is),
    "mend": (("check",), damaged_habits),
    "copies": (("copies",), as_it_is),
    "forget": (("forget", "--yes"), as_it_is),
}
"""The words of each command, and what happened before it."""
SPARSE = {"first": 5, "clippings": 15, "rebuild": 5, "search": 3}
"""Of those with hundreds of instants one is tried for so many; FAULTS_EVERY=1 tries all, in an hour or two."""


def how(at: int) -> tuple[int, bool]:
    """The errors by turns: once, and from then on."""
    return ERRORS[at % 2], bool(at // 2 % 2)


def one_fault(machine: Machine, home: Path, name: str, at: int) -> tuple[int, bool]:
    """One command on a failing disk, and the next run on a good one. How many calls failed, and was that told?"""
    acts.restore(home)
    words, prepare = COMMANDS[name]
    prepare(home)
    desk, system = home / "desk", machine.system
    before = digests(desk)
    error, stays = how(at)
    with system.failing(home, at, error, stays=stays):
        said = machine.run(*words, desk)
    fired = system.fired
    where = (name, errno.errorcode[error], at, "stays" if stays else "once", system.calls, system.where, said)
    assert "Traceback" not in said.err and said.status in (0, 1, 3), where
    assert said.status == 0 or said.err.strip() or said.out.strip(), where
    assert digests(desk) == before, where
    assert error != errno.EIO or "disk is full" not in said.err, where
    if name == "forget":
        assert machine.run(*words, desk).status == 0, where
        left = [path for place in ("cache", "state", "data") for path in (home / place).rglob("collections/*")]
        assert left == [] and digests(desk) == before, where
        return fired, said.status != 0
    again = machine.run("index", desk)
    assert again.status == 0, (where, again)
    checked = machine.run("check", desk, "--json")
    parts = [json.loads(line) for line in checked.out.splitlines()]
    assert checked.status == 0 and all(each["state"] == "ok" or each["repaired"] for each in parts), (where, checked)
    assert digests(desk) == before, where
    assert leftovers(home) == [], where
    collection = acts.opened(desk)
    assert {hit.document.path for hit in collection.search("boom", limit=0).hits} >= {"letter.txt"}, where
    assert acts.habits(collection) == ((4, 5), None, "ferry.txt"), where
    collection.close()
    return fired, bool(said.status or said.err)


def leftovers(home: Path) -> list[str]:
    """Files that only stand for the time of a write."""
    return [str(path) for path in home.rglob("*") if path.name.endswith(".tmp") or path.suffix[1:].isdigit()]


@pytest.mark.parametrize(
    ("chosen", "first", "every", "most"),
    [
        pytest.param(("refresh", "mend"), 42, 1, 1, id="some"),
        *(pytest.param((name,), 1, SPARSE.get(name, 1), 9999, id=name, marks=slow) for name in COMMANDS),
    ],
)
def test_a_command_on_a_failing_disk(
    chosen: tuple[str, ...],
    first: int,
    every: int,
    most: int,
    desk: Path,
    machine: Machine,
    count_told: Callable[[str], None],
) -> None:
    """`every`: how many instants there are for one that is tried, from the `first` on."""
    every = int(os.environ.get("FAULTS_EVERY", every))
    tried = told = 0
    for name in chosen:
        for at in range(first, first + most * every, every):
            fired, said = one_fault(machine, desk, name, at)
            if not fired:
                break
            tried, told = tried + 1, told + said
    assert tried
    count_told(f"{tried} faults in {', '.join(chosen)}: {told} told, the next run finds all in order, nothing lost")


@pytest.mark.parametrize(
    ("chosen", "every"),
    [
        pytest.param(("annotate", "correction", "name", "dossier", "read"), 4, id="some"),
        pytest.param(tuple(acts.ANY), 1, id="all", marks=slow),
    ],
)
def test_saving_on_a_failing_disk(
    chosen: tuple[str, ...], every: int, desk: Path, machine: Machine, count_told: Callable[[str], None]
) -> None:
    tried = told = at = 0
    for name in chosen:
        while True:
            at += every
            fired, said = one_act(machine, desk, name, at)
            if not fired:
                at = tried % every  # others of the next one
                break
            tried, told = tried + 1, told + said
    assert told
    count_told(f"{tried} faults in {len(chosen)} acts, {told} told, nothing lost")


def one_act(machine: Machine, home: Path, name: str, at: int) -> tuple[int, bool]:
    """One thing that a reader does on a failing disk, and the same on a good one, unless it was done."""
    acts.restore(home, "desk", "state")
    folder = home / "desk"
    collection = acts.opened(folder)
    before = acts.written(collection), acts.habits(collection)
    collection.close()
    error, stays = how(at)
    status, said = machine.act(home, name, at, error, stays, "")
    fired = machine.system.fired
    where = (name, errno.errorcode[error], at, "stays" if stays else "once", machine.system.where, said)
    assert status == 0, where
    assert "\n" not in said, where
    collection = acts.opened(folder)
    found = acts.written(collection), acts.habits(collection)
    if said and found == before:
        acts.ANY[name](collection)
        assert (acts.written(collection), acts.habits(collection)) != before or name in ("compact",), where
    elif not said and fired == 0 and name != "compact":
        assert found != before, where
    kept(before[0], found[0], name, where)
    # A line that was refused half written, and could not be cut off again, is told of; the others count.
    torn = ("never finished", *(["not JSON"] if stays else []))
    assert [fault for fault in acts.faults(collection) if not any(each in str(fault) for each in torn)] == [], where
    collection.update()
    collection.close()
    assert leftovers(home) == [], where
    return fired, bool(said)


def kept(before: dict[str, Any], found: dict[str, Any], name: str, where: object) -> None:
    """Whatever an act is not about is as it was, and of what it is about nothing is lost that it was not to change."""
    changed = [part for part in before if before[part] != found[part]]
    assert len(changed) <= (2 if name in ("rename a code", "undo") else 1), (where, changed)
    for part in changed:
        if name not in ("delete", "undo", "edit a note", "change a memo", "rename a code", "describe"):
            assert len(found[part]) >= len(before[part]), (where, part)


@pytest.mark.parametrize(
    ("chosen", "every"),
    [
        pytest.param(("refresh", "tag", "compact", "new dossier"), 5, id="some"),
        pytest.param(("first", "refresh", "rebuild", "mend", *acts.ANY), 1, id="all", marks=slow),
    ],
)
def test_what_a_kill_leaves_between_writing_and_renaming_is_swept_by_the_next_run(
    chosen: tuple[str, ...], every: int, desk: Path, machine: Machine, count_told: Callable[[str], None]
) -> None:
    killed, left = 0, set()
    for name in chosen:
        at = every if name in COMMANDS else 1
        while killed_at_a_rename(machine, desk, name, at):
            killed, at = killed + 1, at + every
            # "/…/.NAME.HEX.tmp" and Whoosh's "/…/_glossator_2.toc.17…"
            left |= {Path(path).name.split(".")[1] for path in leftovers(desk)}
            collection = acts.opened(desk / "desk")
            collection.update()
            assert leftovers(desk) == [], (name, at)
            collection.close()
    assert left
    count_told(f"killed {killed} times between writing and renaming, {len(left)} kinds of files left, all swept")


def killed_at_a_rename(machine: Machine, home: Path, name: str, at: int) -> bool:
    """Do something, and kill who renames for the time with number `at`; False where nobody did so often."""
    acts.restore(home)
    if name in COMMANDS:
        words, prepare = COMMANDS[name]
        prepare(home)
        with machine.system.failing(home, at, KILL, only="rename"):
            machine.run(*words, home / "desk")
    else:
        machine.act(home, name, at, KILL, False, "rename")
    return machine.system.fired > 0


def test_the_clock_goes_back_while_one_saves_and_indexes(desk: Path, machine: Machine) -> None:
    acts.restore(desk)
    acks = desk.with_name("said")
    environment = {f"XDG_{place}_HOME": str(desk / place.lower()) for place in acts.PLACES}
    with machine.system.clock_goes_back(3600):
        machine.nursery.ask(do="each", folder=str(desk / "desk"), environment=environment, acks=str(acks))
        assert machine.nursery.wait() == 0
        done, as_before = json.loads(acks.read_text())
        assert [name for name, had_effect in done if not had_effect] == ["compact"] and as_before
        changed(desk)
        assert machine.run("index", desk / "desk").status == 0
    assert machine.system.asked > 20
    assert machine.run("check", desk / "desk").status == 0
    collection = acts.opened(desk / "desk")
    assert collection.update().documents == 3
    assert {hit.document.path for hit in collection.search("lantern", limit=0).hits} == {"new.txt"}
    collection.close()
