"""Bringing a collection up to date: new, changed, renamed, removed and unreadable files, with real parts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.config import load_settings
from index.events import Committed, Event, IndexSummary
from index.paths import collection_folders

Opener = Callable[[], Collection]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = tmp_path / "desk"
    made.mkdir()
    return made


@pytest.fixture
def opener(folder: Path) -> Iterator[Opener]:
    opened: list[Collection] = []

    def open_it() -> Collection:
        opened.append(Collection.open(folder, load_settings(folder).settings))
        return opened[-1]

    yield open_it
    for collection in opened:
        collection.close()


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def counts(summary: IndexSummary) -> tuple[int, int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.renamed, summary.unchanged


def found(collection: Collection, query: str) -> set[str]:
    return {hit.document.path for hit in collection.search(query, limit=0).hits}


def age(folder: Path, seconds: int = 100) -> None:
    """Make the files look as if they were written a while ago, so that time and size are trusted."""
    for file in folder.glob("*.txt"):
        status = file.stat()
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns - seconds * 10**9))


def test_added_changed_renamed_removed(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, one="A heron stood in the reeds.", two="The ferry left at dawn.", three="Nobody saw the lamp.")
    age(folder)
    assert counts(collection.update()) == (3, 0, 0, 0, 0)
    assert counts(collection.update()) == (0, 0, 0, 0, 3)

    write(folder, two="The barge left at dusk.")
    (folder / "one.txt").rename(folder / "uno.txt")
    (folder / "three.txt").unlink()
    write(folder, four="A lantern was found.")
    before = {row.path: row.id for row in collection.documents()}
    assert counts(collection.update()) == (1, 1, 1, 1, 0)

    rows = {row.path: row.id for row in collection.documents()}
    assert set(rows) == {"uno.txt", "two.txt", "four.txt"}
    assert rows["uno.txt"] == before["one.txt"], "a renamed document keeps its number"
    assert found(collection, "heron") == {"uno.txt"}
    assert found(collection, "barge") == {"two.txt"}
    assert found(collection, "ferry") == set()
    assert found(collection, "lamp") == set()
    assert found(collection, "lantern") == {"four.txt"}


def test_a_file_touched_but_not_changed_is_not_indexed_again(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, one="A heron stood in the reeds.")
    age(folder)
    collection.update()
    events: list[Event] = []
    age(folder, 50)
    assert counts(collection.update(events.append)) == (0, 0, 0, 0, 1)
    assert not [e for e in events if isinstance(e, Committed)]


def test_a_change_within_the_same_tick_and_size_is_noticed(folder: Path, opener: Opener) -> None:
    collection = opener()
    stamp = time.time_ns() + 10**10  # however long it takes, it was read no later than that
    for word in ("heron", "egret"):
        write(folder, one=word)
        os.utime(folder / "one.txt", ns=(stamp, stamp))
        summary = collection.update()
    assert counts(summary) == (0, 1, 0, 0, 0)
    assert found(collection, "egret") == {"one.txt"}


def test_two_files_with_the_same_words(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, one="same words", two="same words")
    assert counts(collection.update())[0] == 2
    assert found(collection, "same") == {"one.txt", "two.txt"}
    (folder / "one.txt").unlink()
    collection.update()
    assert found(collection, "same") == {"two.txt"}


def test_skipped_files_are_reported_once_tried_and_again_when_changed(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, good="a readable text")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    os.mkfifo(folder / "pipe.txt")
    for _ in range(2):
        summary = collection.update()
        reasons = {s.path: s for s in summary.skipped}
        assert set(reasons) == {"bad.txt", "picture.png", "pipe.txt"}
        assert reasons["bad.txt"].supported and "binary" in reasons["bad.txt"].reason
        assert not reasons["picture.png"].supported
        assert {s.path for s in collection.skipped()} == set(reasons)
    (folder / "bad.txt").write_text("mended")
    assert counts(collection.update())[0] == 1
    assert found(collection, "mended") == {"bad.txt"}


def test_a_document_that_becomes_unreadable_leaves_the_index(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, one="heron")
    collection.update()
    (folder / "one.txt").write_bytes(bytes(range(256)) * 40)
    summary = collection.update()
    assert [s.path for s in summary.skipped] == ["one.txt"]
    assert summary.documents == 0
    assert found(collection, "heron") == set()


def test_an_empty_folder(folder: Path, opener: Opener) -> None:
    collection = opener()
    assert counts(collection.update()) == (0, 0, 0, 0, 0)
    assert collection.documents() == []
    assert collection.search("heron").total == 0
    assert not (folder / ".glossator").exists(), "nothing is written into the collection"


BODIES = (
    "The harbour master said that the heron had sailed before the gale came up from the south that night.",
    "Two pilots were asked why nobody had lit the lamps on the mole, and neither could remember who should have.",
    "Salt rose by a third within a month, because no ship from the islands had been seen since the equinox.",
)


def test_a_line_that_recurs_in_three_documents_becomes_boilerplate(folder: Path, opener: Opener) -> None:
    collection = opener()
    footer = "Tide tables: page nine"
    for n in range(2):
        write(
            folder,
            **{f"d{n}": f"{BODIES[n]}\n\n{footer}\n", f"copy{n}": f"{BODIES[0]} Corrected at {n}.\n\n{footer}\n"},
        )
    collection.update()
    kinds = {b.kind for b in collection.document("d0.txt").blocks}
    assert "boilerplate" not in kinds, "versions of one text count once"
    for n in range(2):
        (folder / f"copy{n}.txt").unlink()
    write(folder, d2=f"{BODIES[2]}\n\n{footer}\n")
    collection.update()
    for n in range(3):
        document = collection.document(f"d{n}.txt")
        last = document.blocks[-1]
        assert (document.text[last.start : last.end], last.kind) == (footer, "boilerplate")
    assert found(collection, "block:boilerplate tide") == {"d0.txt", "d1.txt", "d2.txt"}
    assert found(collection, "-block:boilerplate tide") == set()
    (folder / "d2.txt").unlink()
    collection.update()
    assert "boilerplate" not in {b.kind for b in collection.document("d0.txt").blocks}
    assert found(collection, "block:boilerplate tide") == set()
    assert found(collection, "-block:boilerplate tide") == {"d0.txt", "d1.txt"}


def test_a_document_that_was_read_in_part_is_told_of_beside_the_skipped(folder: Path, opener: Opener) -> None:
    collection = opener()
    (folder / "cut.rtf").write_text("{\\rtf1 The northern gate was shut before")
    collection.update()
    assert collection.skipped() == []
    (told,) = collection.skipped(also_read=True)
    assert (told.path, told.read) == ("cut.rtf", True) and "cut short" in told.reason
    (folder / "cut.rtf").write_text("{\\rtf1 The northern gate was shut before noon.}")
    collection.update()
    assert collection.skipped(also_read=True) == []


def test_a_restructuring_that_was_killed_is_ended_by_the_next_run(folder: Path, opener: Opener) -> None:
    collection = opener()
    for n in range(3):
        write(folder, **{f"d{n}": f"{BODIES[n]}\n\nTide tables: page nine\n"})
    collection.update()
    cache = collection_folders(folder).cache
    writer = CatalogueWriter(cache / (cache / "current").read_text().strip() / "catalogue.sqlite")
    with writer.batch():  # as a kill leaves it between two batches
        writer.set_meta("restructuring", writer.meta("common_lines") or "")
        writer.set_meta("common_lines", "")
    writer.close()
    (folder / "d2.txt").unlink()
    collection.update()
    assert "boilerplate" not in {b.kind for b in collection.document("d0.txt").blocks}


def test_rebuilding_serves_the_old_index_until_the_switch(folder: Path, opener: Opener) -> None:
    collection = opener()
    write(folder, one="heron")
    collection.update()
    cache = collection_folders(folder).cache
    before = (cache / "current").read_text()
    assert counts(collection.update(rebuild=True)) == (1, 0, 0, 0, 0)
    assert (cache / "current").read_text() != before
    assert found(collection, "heron") == {"one.txt"}


@pytest.mark.parametrize("victim", ["catalogue", "index", "current", "everything"])
def test_what_is_damaged_is_made_anew(folder: Path, opener: Opener, victim: str) -> None:
    write(folder, one="heron", two="egret")
    first = opener()
    first.update()
    first.close()
    cache = collection_folders(folder).cache
    generation = cache / (cache / "current").read_text().strip()
    if victim == "catalogue":
        (generation / "catalogue.sqlite").write_bytes(b"SQLite format 3\0" + bytes(5000))
    elif victim == "current":
        (cache / "current").write_bytes(b"\xff\xfe../../etc")
    else:
        for file in generation.rglob("*"):
            if file.is_file() and (victim == "everything" or file.parent.name == "index"):
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    collection = opener()
    collection.update()
    assert found(collection, "heron") == {"one.txt"}
    assert found(collection, "egret") == {"two.txt"}


def test_a_single_file_is_a_collection_of_one(folder: Path) -> None:
    write(folder, one="heron", two="heron too")
    settings = load_settings(folder).settings
    alone = Collection.open(folder / "one.txt", settings)
    assert alone.update().documents == 1
    assert found(alone, "heron") == {"one.txt"}
    alone.close()

    whole = Collection.open(folder, settings)
    assert whole.update().documents == 2
    whole.close()
    narrowed = Collection.open(folder / "two.txt", settings)
    assert narrowed.root == folder.resolve()
    assert narrowed.update().documents == 2
    assert found(narrowed, "heron") == {"two.txt"}
    assert [row.path for row in narrowed.documents()] == ["two.txt"]
    narrowed.close()


def test_a_folder_that_somebody_sent_runs_nothing(folder: Path) -> None:
    """Neither the indexer nor its workers import a module that lies in the collection they are started from."""
    trap = "import pathlib\npathlib.Path(__file__).with_suffix('.sprung').write_text('')\n"
    for name in ["json", "multiprocessing", "yaml", "index", "tui", "whoosh", "sqlite3", "signal", "site"]:
        (folder / f"{name}.py").write_text(trap)
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(trap)
    write(folder, one="heron")
    script = (
        "from pathlib import Path\nfrom index.collection import Collection\nfrom index.config import load_settings\n"
        "c = Collection.open(Path('.'), load_settings(Path('.')).settings)\nprint(c.update().documents)\n"
        "print(c.search('heron').total)\n"
    )
    environment = {**os.environ, "PYTHONSAFEPATH": ""}
    run = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=folder, capture_output=True, text=True, env=environment, check=False
    )
    assert run.stdout.split() == ["1", "1"], run.stderr
    assert not list(folder.rglob("*.sprung"))
