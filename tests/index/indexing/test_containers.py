"""Files that hold documents: each a document of its own, kept, changed, moved and removed with its file."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.errors import CollectionError
from index.events import IndexSummary

LONG_AGO = time.time_ns() - 10**12
Opener = Callable[[], Collection]


@pytest.fixture
def desk(tmp_path: Path, homes: object) -> Path:
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


@pytest.fixture
def opener(desk: Path) -> Iterator[Opener]:
    opened: list[Collection] = []

    def open_it(path: Path = desk) -> Collection:
        opened.append(Collection.open(path, load_settings(path).settings))
        return opened[-1]

    yield open_it
    for collection in opened:
        collection.close()


def packed(**texts: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name.replace("__", "."), text)
    return buffer.getvalue()


def put(file: Path, data: bytes, seconds: int = 0) -> None:
    """Long enough ago that its time tells whether it changed; `seconds` later for a later version."""
    file.write_bytes(data)
    os.utime(file, ns=(LONG_AGO, LONG_AGO + seconds * 10**9))


def counts(summary: IndexSummary) -> tuple[int, int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.renamed, summary.unchanged


def paths(collection: Collection) -> list[str]:
    return [row.path for row in collection.documents()]


def test_documents_in_an_archive_come_change_and_go_with_it(desk: Path, opener: Opener) -> None:
    inner = packed(deep__txt="The stove was cold.")
    put(desk / "box.zip", packed(a__txt="A heron stood.", b__md="# Barge\n\nA barge left.", c__png="x", in__zip=inner))
    put(desk / "lone.txt", b"Nobody saw the lamp.")
    collection = opener()
    first = collection.update()
    assert counts(first) == (4, 0, 0, 0, 0)
    assert [(s.path, s.supported) for s in first.skipped] == [("box.zip!/c.png", False)]
    assert paths(collection) == ["box.zip!/a.txt", "box.zip!/b.md", "box.zip!/in.zip!/deep.txt", "lone.txt"]
    assert [hit.document.path for hit in collection.search("stove").hits] == ["box.zip!/in.zip!/deep.txt"]
    assert collection.document("box.zip!/b.md").metadata.title == "Barge"

    again = collection.update()
    assert counts(again) == (0, 0, 0, 0, 4) and again.skipped == first.skipped

    put(desk / "box.zip", packed(a__txt="A heron flew.", d__txt="New here.", in__zip=inner), 60)
    assert counts(collection.update()) == (1, 1, 1, 0, 2)
    assert paths(collection) == ["box.zip!/a.txt", "box.zip!/d.txt", "box.zip!/in.zip!/deep.txt", "lone.txt"]

    ids = {row.path: row.id for row in collection.documents()}
    (desk / "box.zip").rename(desk / "chest.zip")
    assert counts(collection.update()) == (0, 0, 0, 3, 1)
    assert {row.path.replace("chest", "box"): row.id for row in collection.documents()} == ids

    (desk / "chest.zip").unlink()
    assert counts(collection.update()) == (0, 0, 3, 0, 1)
    assert counts(collection.update()) == (0, 0, 0, 0, 1)


def test_an_archive_that_breaks_off_keeps_what_came_before(desk: Path, opener: Opener) -> None:
    put(desk / "box.zip", packed(a__txt="A heron stood.", b__txt="A barge left."))
    collection = opener()
    collection.update()
    put(desk / "box.zip", b"PK not an archive", 60)
    broken = collection.update()
    assert counts(broken) == (0, 0, 2, 0, 0)
    assert [(s.path, s.supported) for s in broken.skipped] == [("box.zip", True)]
    assert collection.update().skipped == broken.skipped

    put(desk / "box.zip", packed(a__txt="A heron stood.", b__txt="A barge left."))
    whole = collection.update()
    assert counts(whole) == (2, 0, 0, 0, 0) and whole.skipped == ()


def test_a_document_in_an_archive_is_read_before_it_is_indexed(desk: Path, opener: Opener) -> None:
    put(desk / "box.zip", packed(a__txt="A heron stood.", in__zip=packed(deep__txt="The stove was cold.")))
    collection = opener()
    assert collection.document("box.zip!/in.zip!/deep.txt").text == "The stove was cold."


def test_an_archive_alone_is_a_collection_of_what_it_holds(desk: Path, opener: Opener) -> None:
    put(desk / "box.zip", packed(a__txt="A heron stood.", b__txt="A heron flew."))
    put(desk / "lone.txt", b"A heron slept.")
    collection = opener(desk / "box.zip")
    collection.update()
    assert collection.search("heron").total == 2 and collection.name == "box.zip"
    assert paths(collection) == ["box.zip!/a.txt", "box.zip!/b.txt"]
    opener().update()
    with pytest.raises(CollectionError, match=r"open .*papers"):
        opener(desk / "box.zip")


def test_a_higher_limit_has_what_was_refused_read(desk: Path, homes: object) -> None:
    put(desk / "box.zip", packed(a__txt="A heron stood.", b__txt="A barge left."))
    low = Collection.open(desk, load_settings(desk, overrides={"formats.max_members": "1"}).settings)
    refused = low.update()
    assert counts(refused)[0] == 1 and "formats.max_members" in refused.skipped[0].reason
    low.close()
    high = Collection.open(desk, load_settings(desk).settings)
    assert counts(high.update()) == (1, 0, 0, 0, 1)
    high.close()
