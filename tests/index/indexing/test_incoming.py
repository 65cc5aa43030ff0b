"""What comes back from the workers: a file that ends the process which reads it is read again without what did it."""

from __future__ import annotations

from typing import Any

from index.document import Document, ExtractedText, Metadata, Skipped
from index.indexing.comparing import Changes
from index.indexing.incoming import Incoming
from index.indexing.meter import Meter
from index.indexing.results import ReadResult
from index.indexing.workers import Failure, Partial, Task
from index.readers.contained import Begun, Portion
from index.walk import FoundFile

BOX = FoundFile("box.zip", 100, 1, 1)


class Writing:
    """Stands for catalogue and index: keeps what would be written."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.documents: list[str] = []
        self.ended: list[str] = []

    def write(self, changes: Changes, batch: Any) -> None:
        self.documents += [file.path for file, _ in batch.documents]
        self.ended += [file.path for file in batch.ended]


def made(path: str) -> Partial:
    document = Document(path, "x", (), Metadata(), "s", path, "text/2", 1)
    return Partial(ReadResult(document, ExtractedText("x", (), Metadata(), "text/2"), frozenset(), 1))


def fatal() -> Failure:
    return Failure("the process that read it died (signal 11)", fatal=True)


def incoming() -> tuple[Incoming, Writing, Changes, list[Task]]:
    stores, changes, again = Writing(), Changes(to_read=[BOX]), []
    meter = Meter(lambda event: None)
    return Incoming(stores, changes, meter, 100, again.append, lambda: None), stores, changes, again  # type: ignore[arg-type]


def test_a_file_is_read_again_without_what_ended_its_process() -> None:
    reading, stores, changes, again = incoming()
    task = Task("read", ("box.zip", Portion(), ""))
    for part in (Partial(Begun("box.zip!/a")), made("box.zip!/a"), Partial(Begun("box.zip!/b")), fatal()):
        reading.take(task, part)
    (retry,) = again
    assert retry.arguments == ("box.zip", Portion(leave_out=("box.zip!/b",)), "begun")
    left_out = Partial(Skipped("box.zip!/b", "the process that read it died or took too long", True))
    for part in (made("box.zip!/a"), left_out, made("box.zip!/c"), None):
        reading.take(retry, part)
    reading.commit()
    assert stores.documents == ["box.zip!/a", "box.zip!/c"] and stores.ended == ["box.zip"]
    assert list(changes.skipped) == ["box.zip!/b"] and reading.files == {}


def test_a_file_that_ends_the_process_again_and_again_is_given_up() -> None:
    reading, _stores, changes, again = incoming()
    task = Task("read", ("box.zip", Portion(), ""))
    for number in range(100):
        reading.take(task, Partial(Begun(f"box.zip!/{number}")))
        before = len(again)
        reading.take(task, fatal())
        if len(again) == before:
            break
        task = again[-1]
    assert 3 < len(again) < 100 and "box.zip" in changes.skipped and reading.files == {}


def test_a_fault_of_its_own_is_told_at_once() -> None:
    reading, stores, changes, again = incoming()
    task = Task("read", ("box.zip", Portion(), ""))
    for part in (Partial(Begun("box.zip!/a")), made("box.zip!/a"), Failure("not a zip archive")):
        reading.take(task, part)
    reading.commit()
    assert again == [] and changes.skipped["box.zip"][0].reason == "not a zip archive"
    assert stores.documents == ["box.zip!/a"] and stores.ended == []


def test_what_is_made_anew_is_made_anew_by_the_next_process_too() -> None:
    reading, _stores, _changes, again = incoming()
    reading.take(Task("read", ("box.zip", Portion(), "anew")), Partial(Begun("box.zip!/a")))
    reading.take(Task("read", ("box.zip", Portion(), "anew")), fatal())
    assert [task.arguments[2] for task in again] == ["anew"]
