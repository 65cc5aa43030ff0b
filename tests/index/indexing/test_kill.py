"""kill -9 at random instants of indexing: what was committed stays, and the next run completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
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
Collection.open(folder, load_settings(folder).settings).update(tell, rebuild=len(sys.argv) > 2)
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
    for box in (f"box{rng.randrange(4)}.zip", f"box{rng.randrange(4)}.mbox"):
        fill(folder / box, rng, texts)


def fill(box: Path, rng: random.Random, texts: dict[str, str]) -> None:
    """Make an archive or a mailbox anew, with a document more or less than it had."""
    for path in [path for path in texts if path.startswith(f"{box.name}!/")]:
        del texts[path]
    made = {
        f"m{number}": f"word{rng.randrange(40)} unique{rng.getrandbits(60)}" for number in range(rng.randrange(1, 6))
    }
    if box.suffix == ".zip":
        with zipfile.ZipFile(box, "w") as archive:
            for name, text in made.items():
                archive.writestr(f"{name}.txt", text)
                texts[f"{box.name}!/{name}.txt"] = text
    else:
        mails = (
            f"From x Mon Sep  8 10:00:00 2031\nMessage-ID: <{name}@{box.stem}.example>\nFrom: x@example\n\n{text}\n\n"
            for name, text in made.items()
        )
        box.write_text("".join(mails))
        texts.update({f"{box.name}!/{name}@{box.stem}.example.eml": text for name, text in made.items()})


def index_and_kill(folder: Path, after: float, *rebuild: str) -> bool:
    """Run an update and kill its whole family after so many seconds; True where it was done before."""
    command = [sys.executable, "-P", "-c", SCRIPT, str(folder), *rebuild]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
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
            found = collection.document(path).text
            assert text in found if ".mbox!/" in path else found == text
    finally:
        collection.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find every process of a run")
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_at_random_instants_of_indexing(folder: Path, kills: int, count_told: Callable[[str], None]) -> None:
    rng = random.Random(20)
    texts: dict[str, str] = {}
    change(folder, rng, texts)
    began = time.monotonic()
    assert index_and_kill(folder, 60)
    whole = time.monotonic() - began
    finished = 0
    for kill in range(kills):
        change(folder, rng, texts)
        # The machine may have become faster since `whole` was measured: sooner, the more runs came to their end.
        after = rng.uniform(0.2, whole) / (1 + finished)
        finished += index_and_kill(folder, after, *(["rebuild"] if kill % 3 == 2 else []))
        if kill % 10 == 4:
            assert_right(folder, texts)
    assert finished < kills, "no run was killed in the middle: the test shows nothing"
    assert_right(folder, texts)
    cache = collection_folders(folder).cache
    assert (cache / "current").exists()
    assert len(list(cache.glob("generation-*"))) == 1 and not list(cache.rglob("*.tmp")), "what kills left is swept"
    count_told(f"{kills - finished} of {kills} runs killed, nothing lost")
