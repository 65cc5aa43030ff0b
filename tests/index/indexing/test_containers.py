"""Files that hold documents: each a document of its own, kept, changed, moved and removed with its file."""

from __future__ import annotations

import io
import os
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.document import Skipped
from index.errors import CollectionError
from index.events import Committed, IndexSummary
from index.indexing.comparing import Changes
from index.indexing.dividing import Reading, reading_tasks
from index.indexing.results import AsOne
from index.indexing.workers import Task
from index.readers.contained import Contained, Limits, Portion, parts
from index.walk import FoundFile

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


def tarred(**texts: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in texts.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
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


def mail(number: int, *, attached: str = "") -> bytes:
    head = f"From a@b.c Mon Sep  8 10:00:00 2031\nFrom: a@b.c\nMessage-ID: <{number}@desk>\nSubject: Letter {number}\n"
    if not attached:
        return f"{head}\nThe heron stood {number} times.\n\n".encode()
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f'See below.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\n'
        f'{attached}\n--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="a.png"\n\n'
        "x\n--b--\n\n"
    ).encode()


def committed(collection: Collection) -> tuple[IndexSummary, int]:
    """A run, and how many documents were written in it."""
    told: list[int] = []
    summary = collection.update(lambda event: told.append(event.documents) if isinstance(event, Committed) else None)
    return summary, sum(told)


def test_what_is_known_in_a_file_is_not_read_again(desk: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    box, rows = (
        mail(1) + mail(2, attached="A barge left.") + mail(3),
        b"id,text\n1,one heron stood\n2,two herons stood\n",
    )
    put(desk / "in.mbox", box)
    put(desk / "rows.csv", rows)
    collection = opener()
    first, _ = committed(collection)
    assert counts(first) == (6, 0, 0, 0, 0) and len(first.skipped) == 1
    put(desk / "in.mbox", box.replace(b"3 times", b"30 times") + mail(4), 60)
    put(desk / "rows.csv", rows + b"3,three herons flew\n", 60)
    second, written = committed(collection)
    # An attachment, and one that no reader reads, come with the mail that is known.
    assert counts(second) == (2, 1, 0, 0, 5) and written == 3 and second.skipped == first.skipped
    assert collection.search("barge").total == 1 and collection.search("heron").total == 6
    put(desk / "in.mbox", mail(1) + mail(4), 120)
    assert counts(collection.update()) == (0, 0, 3, 0, 5)
    assert counts(collection.update()) == (0, 0, 0, 0, 5)


def test_what_is_known_stays_where_the_file_breaks_off_behind_it(desk: Path, opener: Opener) -> None:
    whole = tarred(a__txt="A heron stood.", b__txt="A barge left.", c__txt="x" * 2000)
    put(desk / "box.tar", tarred(a__txt="A heron stood.", b__txt="A barge left."))
    collection = opener()
    assert counts(collection.update()) == (2, 0, 0, 0, 0)
    put(desk / "box.tar", whole[: whole.index(b"xxx") + 700], 60)
    broken = collection.update()
    assert counts(broken) == (0, 0, 0, 0, 2) and [s.path for s in broken.skipped] == ["box.tar"]


def test_a_large_file_is_shared_out_among_workers(desk: Path, homes: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing.dividing._LARGE", 100)
    inner = packed(deep__txt="The stove was cold.", deeper__txt="The stove was hot.")
    texts = {f"{number}__txt": f"Heron {number} stood." for number in range(9)}
    changes = Changes(to_read=[FoundFile("box.zip", 10_000, 1, 1)])
    put(desk / "box.zip", packed(in__zip=inner, c__png="x", **texts))
    (task,) = reading_tasks(changes, 3)
    reading, found, refused = Reading(), list[str](), list[str]()
    tasks = [task, *reading.begin(task)]
    limits = Limits(10**8, load_settings(desk).settings.formats, False)
    for each in tasks:
        for part in parts(desk, "box.zip", limits, each.arguments[1]):
            found += [part.path] if isinstance(part, Contained) else []
            refused += [part.path] if isinstance(part, Skipped) else []
    assert len(tasks) == 3 and refused == ["box.zip!/c.png"]
    names = [*(f"{number}.txt" for number in range(9)), "in.zip!/deep.txt", "in.zip!/deeper.txt"]
    assert sorted(found) == [f"box.zip!/{name}" for name in names]
    ends = [reading.end(each, None) for each in tasks]
    assert ends == [(False, None), (False, None), (True, None)]


def test_what_is_too_much_for_a_share_is_judged_by_one_who_reads_all(desk: Path) -> None:
    reading = Reading()
    task = Task("read", ("box.zip", Portion(of=2), ""))
    (other,) = reading.begin(task)
    assert reading.end(task, AsOne()) == (False, None)
    ended, alone = reading.end(other, None)
    assert not ended and alone is not None and alone.arguments == ("box.zip", Portion(), "begun")
    assert reading.begin(alone) == [] and reading.end(alone, None) == (True, None)


def test_the_name_of_a_folder_may_end_with_the_mark_of_containers(desk: Path, opener: Opener) -> None:
    (desk / "Urgent!").mkdir()
    put(desk / "Urgent!" / "box.zip", packed(a__txt="A heron stood.", in__zip=packed(deep__txt="The stove was cold.")))
    put(desk / "Urgent!" / "lone.txt", b"Nobody saw the lamp.")
    collection = opener()
    assert collection.document("Urgent!/box.zip!/a.txt").text == "A heron stood."
    assert counts(collection.update()) == (3, 0, 0, 0, 0)
    assert counts(collection.update()) == (0, 0, 0, 0, 3)
    assert collection.original("Urgent!/box.zip!/a.txt") == desk / "Urgent!" / "box.zip"
    (desk / "Urgent!" / "lone.txt").unlink()
    assert counts(collection.update(among=["Urgent!/lone.txt"])) == (0, 0, 1, 0, 2)
    put(desk / "Urgent!" / "box.zip", packed(a__txt="A heron stood."), 60)
    assert counts(collection.update()) == (0, 0, 1, 0, 1)


def test_a_very_large_file_has_longer() -> None:
    changes = Changes(to_read=[FoundFile("box.zip", 20 * 10**9, 1, 1), FoundFile("a.txt", 10**9, 1, 1)])
    large, plain = reading_tasks(changes, 2)
    assert (large.patience, plain.patience) == (11, 1)
    reading = Reading()
    (other,) = reading.begin(large)
    reading.end(large, AsOne())
    _, alone = reading.end(other, None)
    assert other.patience == 11 and alone is not None and alone.patience == 11
