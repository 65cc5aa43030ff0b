"""A disk that is full, or that cannot be written: the reader goes on with what there is, and is told what to do."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.errors import GlossatorError
from index.paths import collection_folders

FIRST = {f"{number}.txt": f"heron number{number}" for number in range(5)}
MORE = {f"more{number}.txt": " ".join(f"word{number}x{at}" for at in range(1500)) for number in range(8)}
"""About 130 KB."""


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """For this process and those that it starts: what a full disk does, without one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False).returncode:
        pytest.skip("only root may mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = tmp_path / "desk"
    made.mkdir()
    return made


def opened(folder: Path) -> Collection:
    return Collection.open(folder, load_settings(folder).settings)


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (10**9, 10**9))  # what changed only now is read again


def found(collection: Collection, query: str) -> set[str]:
    return {hit.document.path for hit in collection.search(query, limit=0).hits}


def test_what_was_indexed_answers_when_the_disk_is_full(folder: Path, started_processes: None) -> None:
    write(folder, FIRST)
    collection = opened(folder)
    collection.update()
    write(folder, MORE)
    with no_file_larger_than(100_000), pytest.raises(GlossatorError, match=r"the disk is full .* free some space"):
        collection.update()
    assert found(collection, "heron") == set(FIRST)
    assert collection.document("more3.txt").text == MORE["more3.txt"]
    (folder / "0.txt").unlink()
    assert collection.update().documents == len(FIRST) + len(MORE) - 1
    assert found(collection, "word3x1499") == {"more3.txt"}
    collection.close()


def test_an_annotation_that_cannot_be_saved_is_refused_and_the_others_stay(folder: Path) -> None:
    write(folder, FIRST)
    collection = opened(folder)
    collection.update()
    collection.annotate("1.txt", 0, 5, note="a bird")
    with no_file_larger_than(2_000), pytest.raises(GlossatorError):
        collection.annotate("2.txt", 0, 5, note="long " * 1000)
    assert [mark.annotation.note for mark in collection.annotations()] == ["a bird"]
    collection.annotate("2.txt", 0, 5, note="short")
    collection.close()
    again = opened(folder)
    assert sorted(mark.annotation.note for mark in again.annotations()) == ["a bird", "short"]
    assert again.check_annotations()[1] == []
    again.close()


@pytest.mark.slow
def test_a_small_disk_for_the_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    write(folder, FIRST)
    with mounted(cache, "size=1500k"):
        collection = opened(folder)
        collection.update()
        write(folder, MORE)
        for _ in range(2):
            with pytest.raises(GlossatorError, match="the disk is full under"):
                collection.update()
            assert found(collection, "heron") == set(FIRST)
        for name in MORE:
            (folder / name).unlink()
        assert collection.update().documents == len(FIRST)
        assert found(collection, "heron") == set(FIRST)
        collection.close()


@pytest.mark.slow
@pytest.mark.parametrize("before", [True, False], ids=["indexed before", "never indexed"])
def test_a_cache_and_a_state_that_cannot_be_written(folder: Path, tmp_path: Path, before: bool) -> None:
    write(folder, FIRST)
    if before:
        first = opened(folder)
        first.update()
        first.close()
    with read_only(tmp_path / "cache"), read_only(tmp_path / "state"):
        collection = opened(folder)
        assert collection.document("3.txt").text == FIRST["3.txt"]
        collection.set_read(["3.txt"], True)
        if before:
            assert found(collection, "heron") == set(FIRST)
            collection.update()  # nothing is to be done
        write(folder, {"new.txt": "a new heron"})
        with pytest.raises(GlossatorError, match="cannot be written"):
            collection.update()
        if before:
            assert found(collection, "heron") == set(FIRST)
        collection.annotate("3.txt", 0, 5, note="a bird")
        collection.close()
    again = opened(folder)
    again.update()
    assert len(found(again, "heron")) == len(FIRST) + 1
    assert [mark.annotation.note for mark in again.annotations()] == ["a bird"]
    again.close()


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """The folder as it is, on a disk that cannot be written."""
    place.mkdir(exist_ok=True)
    if os.geteuid() or subprocess.run(["mount", "--bind", place, place], check=False).returncode:
        pytest.skip("only root may mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_the_cache_lies_under_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    write(folder, FIRST)
    collection = opened(folder)
    assert collection.document("3.txt").text == FIRST["3.txt"]
    with pytest.raises(GlossatorError, match="cannot be written"):
        collection.update()
    assert not collection_folders(folder).cache.exists()
    collection.close()
