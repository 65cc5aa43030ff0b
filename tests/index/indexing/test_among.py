"""A run that is told which files have changed looks at these alone, but not for ever, nor after one that was cut."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.events import IndexSummary
from index.indexing.among import BEHIND, LOOKED, Among
from index.indexing.generations import Generations
from index.paths import collection_folders
from index.watching.pace import Pace

LONG_AGO = time.time_ns() - 10**12


@pytest.fixture
def desk(tmp_path: Path, homes: object) -> Path:
    made = tmp_path / "papers"
    (made / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        put(made / name, f"A heron stood in {name}.")
    put(made / "d.png", "x")
    with zipfile.ZipFile(made / "box.zip", "w") as box:
        box.writestr("e.txt", "A barge left.")
        box.writestr("f.png", "x")
    return made


@pytest.fixture
def collection(desk: Path) -> Iterator[Collection]:
    opened = Collection.open(desk, load_settings(desk).settings)
    opened.update()
    yield opened
    opened.close()


def put(file: Path, text: str, seconds: int = 0) -> None:
    file.write_text(text)
    os.utime(file, ns=(LONG_AGO, LONG_AGO + seconds * 10**9))


def counts(summary: IndexSummary) -> tuple[int, int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.renamed, summary.unchanged


def note(desk: Path, key: str, value: str) -> None:
    folder = Generations(collection_folders(desk).cache).current()
    assert folder is not None
    catalogue = CatalogueWriter(folder / "catalogue.sqlite")
    with catalogue.batch():
        catalogue.set_meta(key, value)
    catalogue.close()


def test_only_files_that_are_named_are_looked_at(desk: Path, collection: Collection) -> None:
    skipped = collection.update().skipped
    for name in ("a.txt", "b.txt"):
        put(desk / name, "A barge came.", 60)
    some = collection.update(among=["b.txt", "box.zip", "never.txt", "gone/never.txt"])
    assert counts(some) == (0, 1, 0, 0, 3) and some.skipped == skipped and len(skipped) == 2

    assert counts(collection.update()) == (0, 1, 0, 0, 3)


@pytest.mark.parametrize("named", ["a.txt", "g.txt", "box.zip"])
def test_where_one_is_new_or_gone_the_other_name_of_it_is_looked_for(
    desk: Path, collection: Collection, named: str
) -> None:
    (desk / "a.txt").rename(desk / "g.txt")
    (desk / "box.zip").rename(desk / "chest.zip")
    some = collection.update(among=[named])
    assert counts(some) == (0, 0, 0, 2, 2) and len(some.skipped) == 2


@pytest.mark.parametrize(("key", "value"), [(BEHIND, "1"), (LOOKED, "1000"), ("read_with", "others")])
def test_all_is_looked_at_now_and_then(desk: Path, collection: Collection, key: str, value: str) -> None:
    put(desk / "a.txt", "A barge came.", 60)
    note(desk, key, value)
    assert counts(collection.update(among=["b.txt"]))[:2] == (0, 1)
    put(desk / "a.txt", "A barge went.", 120)
    assert counts(collection.update(among=["b.txt"]))[:2] == (0, 0)


def test_what_is_left_out_stays_so_where_it_is_named(desk: Path) -> None:
    for folder in (".glossator", "drafts"):
        (desk / folder).mkdir()
        put(desk / folder / "a.txt", "x")
    named = frozenset({".glossator/a.txt", "drafts/a.txt", "a.txt", "b.txt"})
    assert [item.path for item in Among(named).walk(desk, ("drafts/", "b.*"))] == ["a.txt"]


def named(pace: Pace) -> tuple[str, ...] | None:
    return pace.among


def test_names_are_gathered_until_a_run_and_after_one_that_failed_all_is_looked_at() -> None:
    pace = Pace()
    pace.changed(["b", "a"])
    pace.changed(["b"])
    assert named(pace) == ("a", "b")
    pace.run_began(0.0)
    pace.changed(["c"])
    pace.run_ended(1.0)
    assert named(pace) == ("c",)
    pace.changed()
    pace.changed(["d"])
    assert named(pace) is None
    pace.run_began(2.0)
    assert named(pace) == ()
    pace.run_ended(3.0, well=False)
    pace.changed(["e"])
    assert named(pace) is None
