"""kill -9 at random instants of indexing: what was committed stays, and the next run completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.paths import collection_folders

DOCUMENTS = 150

SCRIPT = """
import sys
from pathlib import Path
from index.collection import Collection
from index.config import load_settings
from index.events import Committed
folder = Path(sys.argv[1])
def tell(event):
    if isinstance(event, Committed):
        print("committed", event.generation, flush=True)
Collection.open(folder, load_settings(folder).settings).update(tell)
print("complete", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = tmp_path / "desk"
    made.mkdir()
    return made


def change(folder: Path, rng: random.Random, texts: dict[str, str]) -> None:
    """Add, change, rename and remove some documents."""
    for _ in range(DOCUMENTS // 5):
        name = f"d{rng.randrange(DOCUMENTS)}.txt"
        roll = rng.random()
        if roll < 0.15 and name in texts:
            (folder / name).unlink()
            del texts[name]
        elif roll < 0.3 and name in texts:
            other = f"r{rng.randrange(DOCUMENTS)}.txt"
            (folder / name).rename(folder / other)
            texts[other] = texts.pop(name)
        else:
            texts[name] = f"word{rng.randrange(40)} word{rng.randrange(40)} unique{rng.getrandbits(60)}"
            (folder / name).write_text(texts[name])


def index_and_kill(folder: Path, after: float) -> bool:
    """Run an update and kill its whole family after so many seconds; True where it was done before."""
    run = subprocess.Popen([sys.executable, "-P", "-c", SCRIPT, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        out, _ = run.communicate(timeout=after)
        return "complete" in out
    except subprocess.TimeoutExpired:
        for child in _descendants(run.pid):
            os.kill(child, signal.SIGKILL)
        run.communicate()
        return False


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        direct = [int(c) for c in children.read_text().split()]
    except OSError:
        direct = []
    # Grandchildren first: a parent that dies early would tell them to stop in good order.
    return [*(g for c in direct for g in _descendants(c)), pid]


def assert_right(folder: Path, texts: dict[str, str]) -> None:
    collection = Collection.open(folder, load_settings(folder).settings)
    try:
        summary = collection.update()
        assert summary.documents == len(texts)
        assert {row.path for row in collection.documents()} == set(texts)
        for word in (f"word{i}" for i in range(40)):
            hits = {hit.document.path for hit in collection.search("=" + word, limit=0).hits}
            assert hits == {path for path, text in texts.items() if word in text.split()}, word
        for path, text in texts.items():
            assert collection.document(path).text == text
    finally:
        collection.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find every process of a run")
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_at_random_instants_of_indexing(folder: Path, kills: int) -> None:
    rng = random.Random(20)
    texts: dict[str, str] = {}
    change(folder, rng, texts)
    began = time.monotonic()
    assert index_and_kill(folder, 60)
    whole = time.monotonic() - began
    finished = 0
    for kill in range(kills):
        change(folder, rng, texts)
        finished += index_and_kill(folder, rng.uniform(0.2, whole))
        if kill % 10 == 4:
            assert_right(folder, texts)
    assert finished < kills, "no run was killed in the middle: the test shows nothing"
    assert_right(folder, texts)
    assert (collection_folders(folder).cache / "current").exists()
