"""A real watcher of a real folder, by notices of the system and by looking."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.watching import child, looking, notices
from index.watching.disks import network_file_system
from index.watching.events import Changed, Lost, Order, WatchEvent, Watching, decode, encode
from index.watching.watcher import Watcher

PATIENCE = 20.0


class Watched:
    """What was told of a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[WatchEvent] = []
        self.waited = 0

    def until(self, kind: type[object]) -> WatchEvent:
        """Wait for an event that was not waited for before."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for number in range(self.waited, len(self.events)):
                if isinstance(self.events[number], kind):
                    self.waited = number + 1
                    return self.events[number]
            time.sleep(0.01)
        raise AssertionError(f"no {kind.__name__} in {self.events[self.waited :]}")

    def settle(self, touch: str = "settled.txt") -> None:
        """Have everything told that there is to tell: after this, what is told is of later."""
        (self.root / touch).write_text(str(time.monotonic_ns()))
        self.until(Changed)
        count = -1
        while count != len(self.events):
            count = len(self.events)
            time.sleep(0.25)
        self.waited = len(self.events)


@pytest.fixture(params=["notices", "looking"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Start = Callable[..., Watched]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts what the process runs, in a thread: both kinds are what they are in it."""
    gone = threading.Event()
    threads: list[threading.Thread] = []

    def begin(how: str = "notices", root: Path | None = None, **order: object) -> Watched:
        root = root or tmp_path / "papers"
        root.mkdir(exist_ok=True)
        watched = Watched(root)
        if how == "looking":
            monkeypatch.setattr(notices, "network_file_system", lambda folder: "nfs4")
            monkeypatch.setattr(looking, "_rest", lambda order, began: 0.05)
        wanted = replace(Order(str(root), None, ("*.bak.txt", "drafts/"), False, 1), **order)
        threads.append(threading.Thread(target=child.watch, args=(wanted, watched.events.append, gone), daemon=True))
        threads[-1].start()
        told = watched.until(Watching)
        assert isinstance(told, Watching) and told.how == how and bool(told.why) == (how == "looking")
        return watched

    yield begin
    gone.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_whatever_happens_to_a_document_is_noticed(start: Start, how: str, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "old").mkdir(parents=True)
    (papers / "old" / "a.txt").write_text("one")
    watched = start(how)
    new = papers / "b.txt"

    def save_as_editors_do() -> None:
        (papers / ".b.txt.swp").write_text("other words")
        (papers / ".b.txt.swp").rename(new)

    def cut_and_write() -> None:
        with new.open("r+") as file:
            file.truncate()
            file.write("again others")

    def delete_and_make() -> None:
        new.unlink()
        new.write_text("made anew")

    def make_folders() -> None:
        (papers / "deep" / "deeper").mkdir(parents=True)
        if how == "looking":  # an empty folder is nothing to look at
            (papers / "deep" / "b.txt").write_text("new")

    for deed in (
        lambda: new.write_text("two"),
        save_as_editors_do,
        cut_and_write,
        delete_and_make,
        lambda: (papers / "old").rename(papers / "new"),
        lambda: (papers / "new" / "a.txt").write_text("in a folder of another name"),
        make_folders,
        lambda: (papers / "deep" / "deeper" / "c.txt").write_text("in a new folder"),
        lambda: new.rename(os.fsdecode(os.fsencode(papers) + b"/\xff.txt")),
        lambda: shutil.rmtree(papers / "deep"),
        lambda: (papers / "new" / "a.txt").unlink(),
    ):
        deed()
        watched.until(Changed)


def test_the_files_that_changed_are_named_where_nothing_else_can_have(start: Start, tmp_path: Path) -> None:
    watched = start(table="metadata.csv")
    watched.settle()
    root = watched.root

    def told() -> tuple[str, ...] | None:
        event = watched.until(Changed)
        assert isinstance(event, Changed) and decode(encode(event)) == event
        return event.paths

    (root / "a.txt").write_text("one")
    assert told() == ("a.txt",)
    (root / "a.txt").rename(root / "b.txt")
    assert told() == ("a.txt", "b.txt")
    # What others are may depend on these.
    for name in ("page.html", "metadata.csv"):
        (root / name).write_text("x")
        assert told() is None
    (root / "new").mkdir()
    assert told() is None


def test_what_is_no_document_is_not_told_of(start: Start) -> None:
    watched = start()
    root = watched.root
    watched.settle()
    (root / ".glossator" / "layers").mkdir(parents=True)
    (root / ".glossator" / "layers" / "me.jsonl").write_text("{}\n")
    (root / "drafts").mkdir()
    (root / "drafts" / "a.txt").write_text("ignored")
    (root / "a.bak.txt").write_text("ignored")
    (root / "b.txt.swp").write_text("an editor's")
    (root / "link").symlink_to("/")
    time.sleep(0.6)
    assert watched.events[watched.waited :] == []
    watched.settle()


def test_one_that_changes_all_the_while_is_told_of_now_and_then(start: Start) -> None:
    watched = start()
    for number in range(50):
        (watched.root / "log.txt").write_text(str(number))
        time.sleep(0.02)
    watched.until(Changed)
    assert len(watched.events) <= 20


def test_a_folder_that_is_removed_is_waited_for(start: Start, how: str) -> None:
    watched = start(how)
    aside = watched.root.with_name("aside")
    watched.root.rename(aside)
    watched.until(Lost)
    assert sum(isinstance(event, Lost) for event in watched.events) == 1
    aside.rename(watched.root)
    watched.until(Changed)
    watched.settle()
    shutil.rmtree(watched.root)
    watched.until(Lost)
    watched.root.mkdir()
    watched.until(Changed)


def test_a_collection_of_one_file_watches_that_file(start: Start, how: str) -> None:
    watched = start(how, only="one.txt")
    (watched.root / "one.txt").write_text("here")
    watched.until(Changed)
    time.sleep(0.3)
    watched.waited = len(watched.events)
    (watched.root / "two.txt").write_text("not of it")
    time.sleep(0.4)
    assert watched.events[watched.waited :] == []


def test_where_a_limit_is_reached_it_looks(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchfiles import _rust_notify

    watched = start()
    monkeypatch.setattr(looking, "_rest", lambda order, began: 0.05)

    def full(*_: object) -> None:
        raise OSError('OS file watch limit reached. about ["/x"]')

    monkeypatch.setattr(_rust_notify, "RustNotify", full)
    (watched.root / "folder").mkdir()
    told = watched.until(Watching)
    assert isinstance(told, Watching) and told.how == "looking" and "max_user_watches" in told.why
    # What began the end of the notices is told of as well.
    watched.until(Changed)
    (watched.root / "folder" / "a.txt").write_text("seen")
    watched.until(Changed)


def test_the_process_ends_with_its_pipe(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    watched = Watched(tmp_path / "papers")
    watcher = Watcher(Order(str(watched.root), None, (), False, 1), str(tmp_path), watched.events.append)
    watched.until(Watching)
    (watched.root / "a.txt").write_text("x")
    watched.until(Changed)
    watcher.stop()
    assert watcher.wait(PATIENCE)


def test_network_file_systems_are_known_by_the_mount_that_is_nearest() -> None:
    table = (
        "22 1 8:1 / / rw - ext4 /dev/sda rw\n"
        "30 22 0:40 / /srv/my\\040papers rw,relatime shared:1 - nfs4 server:/x rw\n"
        "31 30 8:2 / /srv/my\\040papers/local rw - xfs /dev/sdb rw\n"
    )
    assert network_file_system("/srv/my papers/a", table) == "nfs4"
    assert network_file_system("/srv/my papers/local/b", table) is None
    assert network_file_system("/srv/my papersx", table) is None


def test_events_come_through_the_pipe_as_they_are() -> None:
    for event in (Watching("looking", "why", 2.5), Changed(), Lost("gone")):
        assert decode(encode(event)) == event
