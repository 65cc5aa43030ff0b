"""What the reader has open is indexed, and its names found, before everything else; with a real indexer process."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.events import Analysed, Committed, Event, Failed, IndexSummary
from index.indexing.wanted import TaskQueue, Wanted
from index.indexing.workers import Task

FILES = 150


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "desk"
    folder.mkdir()
    for number in range(FILES):
        file = folder / f"{number:03}.txt"
        file.write_text(f"Account {number}\n\nMr Zalmay Khalilzad met Dr Anna Berg in Paris for the {number}th time.\n")
        os.utime(file, (10_000 + number, 10_000 + number))
    return Collection.open(folder, load_settings(folder).settings)


def index(collection: Collection, look: dict[type[Event], object]) -> None:
    """A run; `look` is called once, at the first event of each kind, after it was taken up."""
    over = threading.Event()
    problems: list[BaseException] = []

    def on_event(event: Event) -> None:
        check = look.pop(type(event), None)
        if check is not None:
            try:
                collection.refresh()
                check()  # type: ignore[operator]
            except BaseException as error:
                problems.append(error)
        if isinstance(event, IndexSummary | Failed):
            over.set()

    run = collection.start_indexing(on_event, jobs=1, nice=0)
    assert over.wait(60)
    run.wait(10)
    assert not problems, problems
    assert not look


def catalogued(collection: Collection) -> set[str]:
    """Documents that the catalogue has."""
    shelf = collection._rooms.library.shelf()
    return {row.path for row in shelf.catalogue.rows()} if shelf else set()


def test_an_open_document_comes_first(collection: Collection) -> None:
    # The oldest would be read last, and its names found after everything is read.
    oldest = "000.txt"
    assert collection.document(oldest).text.startswith("Account 0\n")

    def committed() -> None:
        assert catalogued(collection) == {oldest}

    def analysed() -> None:
        assert collection.mentions(oldest)
        named = [path for path in catalogued(collection) if collection.mentions(path) is not None]
        assert named == [oldest]

    index(collection, {Committed: committed, Analysed: analysed})
    assert all(collection.mentions(f"{number:03}.txt") for number in range(FILES))
    collection.close()


def test_a_document_whose_names_are_missing_is_analysed_next(collection: Collection) -> None:
    """It was read already; without being asked for, the names of the newest would be found first."""
    wanted = "100.txt"

    def committed() -> None:
        assert wanted in catalogued(collection)
        assert collection.mentions(wanted) is None  # and so it is asked for

    def analysed() -> None:
        named = [path for path in catalogued(collection) if collection.mentions(path) is not None]
        assert named == [wanted]

    index(collection, {Committed: committed, Analysed: analysed})
    collection.close()


def test_an_unknown_path_and_one_outside_are_dropped(collection: Collection) -> None:
    for path in ("../other.txt", "nothing.txt", "\udcff.txt"):
        collection._upkeep.hurry(path)
    index(collection, {})
    assert len(catalogued(collection)) == FILES
    collection.close()


def test_a_queue_gives_what_is_wanted_next_and_each_task_once() -> None:
    wanted = Wanted()
    queue: TaskQueue
    asked: list[object] = []

    def look() -> None:
        for name in wanted.take():
            asked.append(queue.hurry(name))

    queue = TaskQueue((Task("read", (name,)) for name in "abcd"), look)
    assert next(queue).arguments == ("a",)
    wanted.ask("c")
    wanted.ask("a")
    assert [task.arguments[0] for task in queue] == ["c", "b", "d"]
    assert asked == [True, False]
    queue.put(Task("analyse", (7,)))
    assert [task.arguments[0] for task in queue] == [7]
