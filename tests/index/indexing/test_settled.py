"""Telling that there is nothing to index: never where there is something, and without an indexer where there is not."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.indexing.settled import settled
from index.settings import Settings

LONG_AGO = time.time_ns() - 10**12


@pytest.fixture
def desk(tmp_path: Path, homes: object) -> Iterator[Path]:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("one.txt", "two.txt", "three.txt"):
        write(folder / name, f"A heading\n\nTamsin Orrell wrote {name} by the river.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    yield folder


def write(file: Path, text: str) -> None:
    """Long enough ago that its time tells whether it changed."""
    file.write_text(text)
    os.utime(file, ns=(LONG_AGO, LONG_AGO))


def shipped() -> Settings:
    return load_settings(None).settings


def is_settled(folder: Path, settings: Settings | None = None) -> bool:
    collection = Collection.open(folder, settings or shipped())
    try:
        return settled(collection._upkeep._job(False, None, 0)) is not None
    finally:
        collection.close()


def index(folder: Path) -> Path:
    """Bring it up to date; returns the folder that is in use."""
    collection = Collection.open(folder, shipped())
    collection.update()
    shelf = collection._library.shelf()
    assert shelf is not None
    used = shelf.folder
    collection.close()
    return used


def test_what_is_settled_is_told_without_an_indexer(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_settled(desk)
    index(desk)
    assert is_settled(desk)
    monkeypatch.delattr("index.indexing.indexer.IndexerProcess")
    collection = Collection.open(desk, shipped())
    summary = collection.update()
    collection.close()

    assert (summary.documents, summary.unchanged, summary.added) == (3, 3, 0)
    assert [item.path for item in summary.skipped] == ["picture.png"]


CHANGES: dict[str, Callable[[Path], object]] = {
    "a new file": lambda desk: write(desk / "four.txt", "Something new.\n"),
    "a longer file": lambda desk: write(desk / "one.txt", "A heading\n\nNothing of that is so any more.\n" * 3),
    "a file touched": lambda desk: os.utime(desk / "one.txt"),
    "a file gone": lambda desk: (desk / "one.txt").unlink(),
    "a file of another name": lambda desk: (desk / "one.txt").rename(desk / "uno.txt"),
    "another picture": lambda desk: (desk / "second.png").write_bytes(b"\x89PNG"),
    "no picture": lambda desk: (desk / "picture.png").unlink(),
}


def test_whatever_changed_is_for_the_indexer(desk: Path, tmp_path: Path) -> None:
    index(desk)
    kept = shutil.copytree(desk, tmp_path / "kept")
    for name, change in CHANGES.items():
        assert is_settled(desk), name
        change(desk)
        assert not is_settled(desk), name
        for file in desk.iterdir():
            file.unlink()
        shutil.copytree(kept, desk, dirs_exist_ok=True)


def test_other_settings_are_for_the_indexer(desk: Path) -> None:
    index(desk)
    settings = shipped()

    assert not is_settled(desk, replace(settings, documents=replace(settings.documents, ignore=("two.txt",))))
    assert not is_settled(desk, replace(settings, search=replace(settings.search, engine="tantivy")))


def test_what_is_amiss_in_the_cache_is_for_the_indexer(desk: Path) -> None:
    used = index(desk)
    with (used.parent / "indexer.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert not is_settled(desk), "another one is at work"
    assert is_settled(desk)
    shutil.rmtree(used / "index")
    (used / "index").mkdir()
    assert not is_settled(desk), "the index is gone"
    index(desk)
    assert is_settled(desk)


def test_names_that_a_stopped_run_did_not_join_are_joined_by_the_next(desk: Path) -> None:
    used = index(desk)
    with sqlite3.connect(used / "catalogue.sqlite") as catalogue:
        catalogue.execute("UPDATE meta SET value = '' WHERE key = 'joined'")
        catalogue.execute("DELETE FROM entities")
    catalogue.close()
    assert not is_settled(desk)
    index(desk)
    collection = Collection.open(desk, shipped())
    names = [entity.name for entity in collection.entities()]
    collection.close()

    assert "Tamsin Orrell" in names
