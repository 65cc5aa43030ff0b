"""A layer of very many marks: opened the first time, opened again, written to.

    python bench/marks.py [--marks N] [--json]

Each mark has a passage and words around it out of made-up texts, every third a note of its own, most of them codes, as
the program writes them. CPU seconds until all are in memory, found by document and by file; `again` with what a sitting
before kept in the cache; each the best of three, for a machine has other things to do. `save`: milliseconds by the
clock for one more mark, on disk.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from _documents import texts

from index.annotations.annotation import Annotation
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.annotations.store import LayerStore

_SAVES = 200


def marks(count: int) -> Iterator[Annotation]:
    """Made-up marks, by document."""
    rng = random.Random(3)
    documents = [f"{title}\n\n{body}" for title, body in texts(400)]
    for number in range(count):
        at = number * len(documents) // count
        text, sha = documents[at], hashlib.sha256(str(at).encode()).hexdigest()
        start = rng.randrange(max(1, len(text) - 200))
        end = min(len(text), start + rng.randint(20, 200))
        words = text[start:end], text[max(0, start - 32) : start], text[end : end + 32]
        note = f"note {number:,}:\nwhat “{words[0][:20]}” says" if number % 3 == 0 else ""
        codes = (("claim/lamps",), ("people", "doubt"), ())[number % 3]
        id = f"urn:uuid:{uuid.UUID(int=rng.getrandbits(128), version=4)}"
        said = note, codes, "claim" if number % 5 == 0 else None, "ann"
        times = "2031-01-01T10:00:00.123Z", f"2031-01-{1 + number % 28:02}T11:00:00.456Z"
        yield Annotation(id, f"news/{at}.txt", sha, sha[::-1], start, end, *words, *said, *times)


def opened(folder: Path, cache: Path | None) -> tuple[LayerStore, float]:
    """The store, and the CPU seconds that it took."""
    began = time.process_time()
    store = LayerStore(folder, "ann", cache=cache)
    store.refresh()
    return store, time.process_time() - began


def measure(count: int, folder: Path) -> dict[str, object]:
    """A row of figures."""
    layers, cache = folder / "marks" / "layers", folder / "cache"
    layers.mkdir(parents=True)
    some = list(marks(count))
    (layers / "ann.jsonl").write_bytes(b"".join(dump_line(to_record(each)) for each in some))
    first = [opened(folder / "marks", None)[1] for _ in range(3)]
    store, _ = opened(folder / "marks", cache)
    if sorted(each.id for each in store.annotations()) != sorted(each.id for each in some):
        sys.exit("what was opened is not what was written")
    store.close()
    again = [opened(folder / "marks", cache)[1] for _ in range(3)]
    saves = []
    for _ in range(_SAVES):
        record = to_record(replace(some[0], id=f"urn:uuid:{uuid.uuid4()}"))
        began = time.perf_counter()
        store.write(lambda _, record=record: [record])
        saves.append(time.perf_counter() - began)
    saves.sort()
    size = round((layers / "ann.jsonl").stat().st_size / 1e6)
    figures = {"first": round(min(first), 2), "again": round(min(again), 2)}
    return {"marks": count, "mb": size, **figures, "save_p95_ms": round(1000 * saves[int(_SAVES * 0.95)], 1)}


def main() -> None:
    """Print the row."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--marks", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        row = measure(options.marks, Path(folder))
    if options.json:
        print(json.dumps({"layer": [row]}))
    else:
        print(f"{row['marks']:,} marks, {row['mb']} MB: opened in {row['first']} s CPU, again in {row['again']} s CPU;")
        print(f"one more saved in {row['save_p95_ms']} ms (p95)")


if __name__ == "__main__":
    main()
