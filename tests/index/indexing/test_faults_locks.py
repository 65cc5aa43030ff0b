"""Two indexers of one collection: they take turns, whatever becomes of the other one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import GlossatorError
from index.events import Event
from index.indexing import indexer_lock
from index.indexing.indexer_lock import NAME, held

HOLDS = """
import sys, threading
from pathlib import Path
from index.indexing.indexer_lock import held
with held(Path(sys.argv[1]), lambda event: None, threading.Event()):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def in_thread(cache: Path, events: list[Event]) -> threading.Thread:
    def work() -> None:
        with held(cache, events.append, threading.Event()):
            events.append(None)  # type: ignore[arg-type]

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def wait_for(condition: list[Event]) -> None:
    end = time.monotonic() + 20
    while not condition:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_one_waits_for_the_other(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    events: list[Event] = []
    thread = in_thread(tmp_path, events)
    wait_for(events)
    assert events[-1] is not None
    other.communicate("")
    thread.join(20)
    assert events[-1] is None


def test_a_lock_file_that_a_kill_left_locks_nothing(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    assert (tmp_path / NAME).read_text() == f"{other.pid}\n"
    with held(tmp_path, lambda event: None, threading.Event()):
        assert (tmp_path / NAME).read_text() == f"{os.getpid()}\n"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux says that a process is stopped")
def test_a_process_that_is_stopped_is_not_waited_for(
    tmp_path: Path, other: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer_lock, "STOPPED_SECONDS", 0.2)
    monkeypatch.setattr(indexer_lock, "_LOOK_SECONDS", 0.05)
    other.send_signal(signal.SIGSTOP)
    with (
        pytest.raises(GlossatorError, match=f"process {other.pid}, which indexes this collection, is stopped"),
        held(tmp_path, lambda event: None, threading.Event()),
    ):
        pass
    other.send_signal(signal.SIGCONT)


def test_waiting_can_be_given_up(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    gone = threading.Event()
    with pytest.raises(GlossatorError, match="given up"), held(tmp_path, lambda event: gone.set(), gone):
        pass


def test_the_cache_is_made_again_while_one_waits(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    events: list[Event] = []
    thread = in_thread(tmp_path, events)
    wait_for(events)
    (tmp_path / NAME).unlink()  # the other holds a file that has no name any more
    thread.join(20)
    assert events[-1] is None
