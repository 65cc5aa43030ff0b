"""Files that are damaged, gone or from elsewhere: whatever is answered is right, or it is said that it is made anew."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.errors import Damaged, GlossatorError
from index.events import Event, Noticed
from index.paths import MARKS_FOLDER, collection_folders, user_folder

TEXTS = {f"{number:02}.txt": f"The heron number{number} saw word{number % 7} by the river." for number in range(40)}
QUERIES = {f"word{rest}": {path for path, text in TEXTS.items() if f"word{rest} " in text} for rest in range(7)}
QUERIES |= {'"heron number3"': {"03.txt"}, "numb* -word1": set(TEXTS) - QUERIES["word1"], "numbr~": set()}


def at_home(base: Path, patch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
    return base / "desk"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a collection of several segments, a deletion and marks of a reader, and a copy of it all."""
    base = tmp_path_factory.mktemp("faults") / "home"
    with pytest.MonkeyPatch.context() as patch:
        folder = at_home(base, patch)
        folder.mkdir(parents=True)
        for name, text in TEXTS.items():
            (folder / name).write_text(text)
        collection = opened(folder)
        (folder / "00.txt").write_text("something else, word9")
        (folder / "gone.txt").write_text("it will be gone")
        collection.update()
        (folder / "00.txt").write_text(TEXTS["00.txt"])
        (folder / "gone.txt").unlink()
        collection.update()
        collection.annotate("03.txt", 4, 9, note="a bird")
        collection.tag(["03.txt"], add=["bird"])
        collection.set_read(["04.txt"], True)
        collection.close()
    shutil.copytree(base, base.with_name("copy"))
    return base


@pytest.fixture
def indexed(made_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The collection as it was made. Its cache is named by its path, so that it is always the same one."""
    shutil.rmtree(made_once)
    shutil.copytree(made_once.with_name("copy"), made_once)
    return at_home(made_once, monkeypatch)


def opened(folder: Path) -> Collection:
    return Collection.open(folder, load_settings(folder).settings)


def cache_of(folder: Path) -> Path:
    return collection_folders(folder).cache


def generation_of(folder: Path) -> Path:
    return cache_of(folder) / (cache_of(folder) / "current").read_text().strip()


def found(collection: Collection, query: str) -> set[str]:
    return {hit.document.path for hit in collection.search(query, limit=0).hits}


def assert_right(collection: Collection) -> None:
    for query, expected in QUERIES.items():
        assert found(collection, query) == expected, query
    assert {row.path for row in collection.documents()} == set(TEXTS)
    for path, text in TEXTS.items():
        assert collection.document(path).text == text


def assert_marks_are_there(collection: Collection) -> None:
    (mark,) = collection.annotations()
    assert mark.annotation.note == "a bird"
    assert dict(collection.tags()) == {"bird": 1}


def victims(folder: Path) -> list[Path]:
    """Every file of which something can be answered."""
    files = [path for path in generation_of(folder).rglob("*") if path.is_file() and path.name != "held"]
    settings = list((user_folder("cache") / "settings").glob("*"))
    return sorted([*files, cache_of(folder) / "current", *settings])


def damage(rng: random.Random, file: Path) -> str:
    """Do something to a file; another takes its place, as after a restore."""
    content = bytearray(file.read_bytes())
    kind = rng.choice(["flip", "flip", "cut", "empty", "gone", "zeros"])
    file.unlink()
    if kind == "flip" and content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    elif kind == "cut":
        del content[rng.randrange(len(content) + 1) :]
    elif kind == "empty":
        content.clear()
    elif kind == "zeros" and content:
        at = rng.randrange(len(content))
        content[at : at + 512] = bytes(len(content[at : at + 512]))
    if kind != "gone":
        file.write_bytes(content)
    return f"{kind} {file.name}"


def test_what_is_read_before_any_run_is_right_or_said_to_be_damaged(indexed: Path, made_once: Path) -> None:
    rng = random.Random(8)
    said = 0
    for _ in range(40):
        shutil.rmtree(made_once / "cache")
        shutil.copytree(made_once.with_name("copy") / "cache", made_once / "cache")
        file = rng.choice(victims(indexed))
        what = damage(rng, file)
        collection = opened(indexed)
        try:
            # Of the catalogue no more is promised here: whether it is sound, every run looks first.
            if "catalogue" in file.name:
                for query in QUERIES:
                    found(collection, query)
            else:
                assert_right(collection)
        except Damaged:
            said += 1
        except GlossatorError as error:
            assert file.name in ("current", "catalogue.sqlite"), (what, error)
            said += 1
        finally:
            collection.close()
    assert said > 3


@pytest.mark.parametrize("times", [3, pytest.param(150, marks=pytest.mark.slow)])
def test_after_a_run_everything_is_right(indexed: Path, times: int) -> None:
    rng = random.Random(times)
    for _ in range(times):
        what = damage(rng, rng.choice(victims(indexed)))
        collection = opened(indexed)
        try:
            summary = collection.update()
            assert summary.documents == len(TEXTS), what
            assert_right(collection)
            assert_marks_are_there(collection)
        except BaseException as error:
            error.add_note(f"after: {what}")
            raise
        finally:
            collection.close()


def told(collection: Collection, **options: bool) -> list[str]:
    events: list[Event] = []
    collection.update(events.append, **options)
    return [event.message for event in events if isinstance(event, Noticed)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("index/*.seg", "the index is damaged and is made anew; searches go on meanwhile (glossator_"),
        ("catalogue.sqlite", "the catalogue is damaged and is made anew from your documents (catalogue.sqlite has"),
    ],
)
def test_a_flipped_bit_is_told_in_a_line_and_mended(indexed: Path, name: str, words: str) -> None:
    (file, *_) = generation_of(indexed).glob(name)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 16
    before, changed = generation_of(indexed), file.stat().st_mtime_ns
    with file.open("r+b") as out:
        out.write(content)
    os.utime(file, ns=(changed, changed))  # as when the disk forgets
    collection = opened(indexed)
    (message,) = told(collection)
    assert message.startswith(words) and "made anew" in message and "\n" not in message
    assert generation_of(indexed) != before
    assert_right(collection)
    assert_marks_are_there(collection)
    assert told(collection) == []
    collection.close()


def test_check_finds_and_mends(indexed: Path) -> None:
    (file, *_) = generation_of(indexed).glob("index/words*")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    (indexed / MARKS_FOLDER / "searches.yaml").write_text("version: 1\nsearches:\n  bad name!: heron\n")
    collection = opened(indexed)
    findings = {finding.part: finding for finding in collection.check()}
    assert findings["index"].state == "damaged" and findings["index"].repaired
    assert file.name in str(findings["index"].reason)
    assert findings["searches.yaml"].state == "faults" and "bad name!" in str(findings["searches.yaml"].reason)
    assert {finding.state for part, finding in findings.items() if part not in ("index", "searches.yaml")} == {"ok"}
    again = {finding.part: finding.state for finding in collection.check()}
    assert again["index"] == "ok"
    collection.close()


@pytest.fixture
def reading(indexed: Path) -> Iterator[Collection]:
    """A reader who has searched already."""
    collection = opened(indexed)
    assert found(collection, "word1") == QUERIES["word1"]
    yield collection
    collection.close()


def test_a_file_that_is_cut_while_it_is_open(indexed: Path, reading: Collection) -> None:
    for file in generation_of(indexed).glob("index/*.seg"):
        os.truncate(file, file.stat().st_size // 3)
    # What is in memory was compared when it was read.
    with suppress(Damaged):
        for query in QUERIES:
            assert found(reading, query) == QUERIES[query]
    reading.update()
    assert_right(reading)


def test_the_cache_is_deleted_while_it_is_open(indexed: Path, reading: Collection) -> None:
    shutil.rmtree(cache_of(indexed))
    assert found(reading, "word1") == QUERIES["word1"]
    reading.update()
    assert_right(reading)
    assert_marks_are_there(reading)


def test_an_index_of_another_version_answers_until_the_new_one_is_there(indexed: Path, reading: Collection) -> None:
    before = generation_of(indexed)
    (before / "fingerprint").write_text("from the future whoosh\n")
    answers: list[set[str]] = []

    def listen(event: Event) -> None:
        if generation_of(indexed) == before:
            answers.append(found(reading, "word2"))

    reading.update(listen)
    assert answers and all(answer == QUERIES["word2"] for answer in answers)
    assert generation_of(indexed) != before
    assert_right(reading)


def test_a_catalogue_of_another_schema_is_made_anew(indexed: Path) -> None:
    import sqlite3

    file = generation_of(indexed) / "catalogue.sqlite"
    file.with_suffix(".sums").unlink()
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version = 4711")
    database.close()
    collection = opened(indexed)
    with pytest.raises(Damaged, match="another version"):
        collection.search("heron")
    (message,) = told(collection)
    assert "another version" in message
    assert_right(collection)
    collection.close()


def test_the_clock_is_set_back(indexed: Path) -> None:
    collection = opened(indexed)
    (indexed / "05.txt").write_text("a crane instead, and word9 of another length")
    os.utime(indexed / "05.txt", (0, 0))
    assert collection.update().updated == 1
    assert found(collection, "crane") == {"05.txt"}
    collection.close()


def test_the_folder_of_documents_vanishes(indexed: Path, reading: Collection) -> None:
    indexed.rename(indexed.with_name("elsewhere"))
    with pytest.raises(GlossatorError):
        reading.update()
    assert found(reading, "word1") == QUERIES["word1"]
    assert reading.document("03.txt").text == TEXTS["03.txt"]
    indexed.with_name("elsewhere").rename(indexed)
    assert reading.update().unchanged == len(TEXTS)
    assert_marks_are_there(reading)
