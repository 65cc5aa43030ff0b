"""Every lock held by another process: what is done meanwhile, what is said, and that it goes on when it is let go.

Locks of the files that a reader writes, one for each: `test_other_hands.py`. Who is stopped while he holds the lock of
the indexer: `tests/index/indexing/test_faults_locks.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.paths import collection_folders

from . import acts

PATIENCE = 60.0
HOLDS = """
import fcntl, os, sys
held = open(sys.argv[1], "a+b")
fcntl.flock(held, fcntl.LOCK_SH if sys.argv[2] == "shared" else fcntl.LOCK_EX)
held.truncate(0)
held.write(b"%d\\n" % os.getpid())
held.flush()
print("held", flush=True)
sys.stdin.read()
"""
WAITS = "process {pid} indexes this collection; waiting for it"
OPEN = "is open in another Glossator, which would write it all anew: end that first"
CASES = [
    ("indexer.lock", "alone", "index --rebuild", WAITS, 0),
    ("indexer.lock", "alone", "check", WAITS, 0),
    ("indexer.lock", "alone", "forget --yes", OPEN, None),
    ("watch.lock", "alone", "index --watch", "process {pid} watches this collection already", 0),
    ("watch.lock", "alone", "search boom", "", None),
    ("watch.lock", "alone", "forget --yes", OPEN, None),
    ("GENERATION/held", "shared", "index --rebuild", "", None),
    ("GENERATION/held", "shared", "forget --yes", OPEN, None),
    ("GENERATION/copies.lock", "alone", "copies --near", "another process compares the texts of this collection", 1),
    ("GENERATION/copies.lock", "alone", "search boom", "", None),
    ("GENERATION/index/glossator_WRITELOCK", "alone", "index", "Another process writes the index", None),
]
"""Lock, how it is held, the command beside it, what that says; the status that it ends with when the lock is let go,
None where it does not wait for it."""
REFUSED = (OPEN, "Another process writes the index")
QUICK = {0, 2, 8}


@contextmanager
def held_elsewhere(lock: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """Another process holds it until its input ends."""
    words = [sys.executable, "-S", "-E", "-c", HOLDS, str(lock), how]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
        process.communicate()


def lock_of(folder: Path, name: str) -> Path:
    cache = collection_folders(folder).cache
    return cache / name.replace("GENERATION", (cache / "current").read_text().strip())


@pytest.mark.parametrize(
    ("lock", "how", "command", "words", "status"),
    [pytest.param(*case, marks=() if at in QUICK else pytest.mark.slow) for at, case in enumerate(CASES)],
    ids=[f"{case[0]} {case[2]}" for case in CASES],
)
def test_a_lock_that_another_process_holds(
    lock: str, how: str, command: str, words: str, status: int | None, desk: Path, tmp_path: Path
) -> None:
    folder = desk / "desk"
    if command == "index":
        (folder / "new.txt").write_text("A new text\n\nJosef Hallam came back to the boom.\n")
    before = set(collection_folders(folder).cache.glob("generation-*"))
    program = [sys.executable, "-P", "-c", "import sys; from tui.cli import main; sys.exit(main())"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with held_elsewhere(lock_of(folder, lock), how) as other, (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen([*program, *command.split(), folder], env=environment, stdout=err, stderr=err)
        said = words.format(pid=other.pid)
        try:
            if status is None:
                assert process.wait(PATIENCE) == (3 if words in REFUSED else 0), (tmp_path / "err").read_text()
                assert said in (tmp_path / "err").read_text()
                assert before <= set(collection_folders(folder).cache.glob("generation-*")), "somebody reads in it"
            else:
                until_said(tmp_path / "err", said, process)
                other.communicate()
                if command == "index --watch":
                    until_said(tmp_path / "err", "2 documents", process)
                    process.terminate()
                assert process.wait(PATIENCE) == status, (tmp_path / "err").read_text()
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in (tmp_path / "err").read_text()
    collection = acts.opened(folder)
    assert collection.update().documents == 2 + (command == "index")
    assert acts.faults(collection) == [] and len(collection.annotations()) == 2
    collection.close()


def until_said(file: Path, words: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for words while the process goes on."""
    end = time.monotonic() + PATIENCE
    while words not in file.read_text():
        assert time.monotonic() < end and process.poll() is None, file.read_text()
        time.sleep(0.01)
