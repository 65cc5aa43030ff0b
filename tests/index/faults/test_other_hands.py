"""What the reader wrote, when others had it in hand: bytes flipped and cut, a newer version's files, and locks that
another process holds. What can be read counts, the rest is told by `check` with its file, and nothing is written over.
"""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import safe_files
from index.errors import GlossatorError

from . import acts

NEWER = {
    "layers/": ('"glossator:version":1', '"glossator:version":99'),
    "memos.jsonl": ('"glossator:version":1', '"glossator:version":99'),
    "corrections.jsonl": ('"glossator:version":1', '"glossator:version":99'),
    "documents.yaml": ("version: 1", "version: 99"),
    "searches.yaml": ("version: 1", "version: 99"),
    "codebook.yaml": ("version: 1", "version: 99"),
    "entities.yaml": ("version: 1", "version: 99"),
    "dossiers/": ("version: 1", "version: 99"),
}
"""For each file what makes it one of a newer version."""
WRITES = {
    "layers/": "annotate", "memos.jsonl": "memo", "corrections.jsonl": "correction", "documents.yaml": "tag",
    "searches.yaml": "search", "codebook.yaml": "code", "entities.yaml": "name", "dossiers/": "dossier",
}  # fmt: skip
"""The act that writes it."""


def own_files(base: Path) -> dict[str, Path]:
    """Every file that the reader wrote, by the beginning of its name in `.glossator/`."""
    marks = base / "desk" / ".glossator"
    found = {path.relative_to(marks).as_posix(): path for path in marks.rglob("*") if path.is_file()}
    assert len(found) == len(NEWER)
    return {key: next(path for name, path in found.items() if name.startswith(key)) for key in NEWER}


def test_files_of_a_newer_version_are_read_told_and_left_alone(desk: Path) -> None:
    for key, (old, new) in NEWER.items():
        acts.restore(desk, "desk", "state")
        file = own_files(desk)[key]
        before = file.read_text()
        assert old in before, key
        file.write_text(before.replace(old, new))
        kept = file.read_bytes()
        collection = acts.opened(desk / "desk")
        acts.written(collection)
        told = " ".join(f"{finding.part} {finding.reason}" for finding in collection.check() if finding.reason)
        assert "newer" in told, key
        with pytest.raises(GlossatorError, match="newer"):
            acts.ACTS[WRITES[key]](collection)
        collection.close()
        assert file.read_bytes() == kept, key


@pytest.mark.parametrize("times", [4, pytest.param(300, marks=pytest.mark.slow)])
def test_flipped_and_cut_bytes_are_told_and_not_written_over(desk: Path, times: int) -> None:
    chance = random.Random(times)
    told = 0
    for _ in range(times):
        acts.restore(desk, "desk", "state")
        state = [path for path in (desk / "state").rglob("*") if path.is_file()]
        files = [*own_files(desk).values(), *state]
        file = chance.choice(files)
        content = bytearray(file.read_bytes())
        what = chance.choice(["flip", "cut", "zeros"])
        at = chance.randrange(len(content))
        if what == "flip":
            content[at] ^= 1 << chance.randrange(8)
        elif what == "cut":
            del content[at:]
        else:
            content[at : at + 64] = bytes(len(content[at : at + 64]))
        file.write_bytes(content)
        where = f"{what} at {at} of {file.name}, seed {times}"
        try:
            collection = acts.opened(desk / "desk")
            said = [finding for finding in collection.check() if finding.state not in ("ok", "missing")]
            told += bool(said)
            assert all("\n" not in str(finding.reason) for finding in said)
            if file not in state:
                assert file.read_bytes() == content, "what the reader wrote is not changed by looking at it"
            for name, act in acts.ACTS.items():
                others = file in state or name not in ("undo", "compact")
                try:
                    act(collection)
                except GlossatorError as error:
                    assert others and "\n" not in str(error)
            collection.close()
        except BaseException as error:
            error.add_note(where)
            raise
    assert told


@contextmanager
def held_by_another(file: Path) -> Iterator[None]:
    """A lock belongs to an opening of a file, so that another opening in this process is as good as another process."""
    opened = os.open(file, os.O_RDWR)
    fcntl.flock(opened, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(opened)


def test_a_lock_that_is_held_is_waited_for_and_then_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = safe_files.locked.__wrapped__.__kwdefaults__  # type: ignore[attr-defined]
    monkeypatch.setitem(waits, "seconds", 0.02)
    for key, act in WRITES.items():
        file = own_files(desk)[key]
        collection = acts.opened(desk / "desk")
        before = acts.written(collection)
        with held_by_another(file), pytest.raises(GlossatorError, match="held by another process"):
            acts.ACTS[act](collection)
        assert acts.written(collection) == before, key
        acts.ACTS[act](collection)
        assert acts.written(collection) != before, key
        collection.close()


def test_what_can_be_undone_is_locked_and_the_work_is_saved_all_the_same(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(safe_files.locked.__wrapped__.__kwdefaults__, "seconds", 0.02)  # type: ignore[attr-defined]
    (log,) = (desk / "state").rglob("undo.jsonl")
    collection = acts.opened(desk / "desk")
    with held_by_another(log):
        for name in ("annotate", "tag", "memo", "dossier", "search", "name", "correction", "code"):
            before = acts.written(collection)
            acts.ACTS[name](collection)
            assert acts.written(collection) != before, name
    collection.close()


def test_reading_positions_that_another_process_writes(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = (desk / "state").rglob("reading.sqlite")
    collection = acts.opened(desk / "desk")
    collection.position("ferry.txt")
    collection._rooms.state._db.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GlossatorError) as told:
        collection.set_position("ferry.txt", 9)
    assert "\n" not in str(told.value)
    assert collection.position("ferry.txt") == (4, 5)
    other.execute("ROLLBACK")
    other.close()
    collection.set_position("ferry.txt", 9)
    assert collection.position("ferry.txt")[0] == 9
    collection.close()


def test_reading_positions_on_a_full_disk(desk: Path) -> None:
    collection = acts.opened(desk / "desk")
    database = collection._rooms.state._db
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")  # a disk of that size
    many = [f"{number:060}.txt" for number in range(2000)]
    with pytest.raises(OSError, match="No space"):
        collection.set_read(many, True)
    assert collection._rooms.state.read_paths() == {"ferry.txt"}
    database.execute("PRAGMA max_page_count = 1000000")
    collection.set_read(many, True)
    assert len(collection._rooms.state.read_paths()) == 2001
    collection.close()
