#!/usr/bin/env python3
"""How fast a list of many documents is ordered, narrowed and looked at.

    bench/listing.py [--rows N] [--json]

The documents are made up and written straight into a catalogue, so that nothing has to be indexed. Times are
milliseconds, CPU and wall; memory is what the process holds above what it held before the first listing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_SYLLABLES = ["ka", "ren", "dol", "mi", "sta", "ver", "bo", "lin", "tra", "os", "fel", "gar", "un", "pri", "mo", "wick"]


def fill(file: Path, rows: int) -> None:
    """A catalogue of so many documents."""
    from index.catalogue.database import open_for_writing
    from index.catalogue.listed import COLUMNS, MARKS

    connection = open_for_writing(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    documents, lines = [], []
    for document, line in _made_up(rows):
        documents.append(document)
        lines.append(line)
        if len(lines) == 20_000:
            _write(connection, documents, lines, COLUMNS, MARKS)
            documents, lines = [], []
    _write(connection, documents, lines, COLUMNS, MARKS)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('listed', '1')")
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('walked', '1')")
    connection.execute("COMMIT")
    connection.close()


def _write(connection: Any, documents: list[Any], lines: list[Any], columns: str, marks: str) -> None:
    connection.executemany(
        "INSERT INTO documents VALUES (?,?,?,0,0,?,?,'text/1',?,?,?,?,?,'[]',?,'{}',NULL)", documents
    )
    connection.executemany(f"INSERT INTO listed ({columns}) VALUES ({marks})", lines)


def _made_up(rows: int) -> Iterator[tuple[Any, Any]]:
    from index.catalogue.listed import listed_line
    from index.document import Metadata

    rng = random.Random(5)
    stock = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(20_000)]
    sources = [" ".join(rng.choices(stock, k=2)).title() for _ in range(300)]
    people = [" ".join(rng.choices(stock, k=2)).title() for _ in range(5_000)]
    for number in range(1, rows + 1):
        day = f"{rng.randint(1990, 2031)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        title = " ".join(rng.choices(stock, k=rng.randint(4, 9))).capitalize() if rng.random() < 0.95 else None
        source = rng.choice(sources) if rng.random() < 0.9 else None
        authors = (rng.choice(people),) if rng.random() < 0.7 else ()
        date = day if rng.random() < 0.9 else None
        name = (title or "scan").lower().replace(" ", "-")[:30]
        path = f"{rng.choice(sources).lower()}/{number % 1000:03d}/{day}_{name}_{number}.txt"
        stated = Metadata(title=title, authors=authors, source=source, date=date, language="en")
        words, size = rng.randint(50, 5000), rng.randint(500, 50_000)
        document = (number, path.encode(), size, f"{number:064x}", f"{number:064x}", title, json.dumps(authors),
                    source, date, "en", words)  # fmt: skip
        yield document, listed_line(number, path, stated, words, size)


class Clock:
    """Wall and CPU milliseconds of what is called."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, float]] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        figures = {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}
        self.figures[name] = {key: round(value, 1) for key, value in figures.items()}
        return result

    def many(self, name: str, calls: list[Callable[[], Any]]) -> None:
        taken = []
        for call in calls:
            began = time.process_time()
            call()
            taken.append((time.process_time() - began) * 1000)
        taken.sort()
        self.figures[name] = {"p50": round(taken[len(taken) // 2], 2), "p95": round(taken[int(len(taken) * 0.95)], 2)}


def megabytes() -> float:
    """Memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / 1e6


def measure(folder: Path, rows: int) -> dict[str, Any]:
    """Every figure."""
    from index.collection import Collection
    from index.config import load_settings
    from index.indexing.generations import Generations
    from index.listing import COLUMNS, ListQuery
    from index.paths import collection_folders

    root = folder / "desk"
    root.mkdir()
    cache = collection_folders(root)
    cache.make()
    generations = Generations(cache.cache)
    generation = generations.start("made up")
    fill(generation / "catalogue.sqlite", rows)
    generations.switch(generation)

    clock = Clock()
    before = megabytes()
    collection = Collection.open(root, load_settings(root).settings)
    listing = clock.time("first listing, path", lambda: collection.list_documents(ListQuery()))
    for column in COLUMNS[1:]:
        clock.time(f"first listing, {column}", lambda column=column: collection.list_documents(ListQuery(sort=column)))
    clock.time("again, path", lambda: collection.list_documents(ListQuery()))
    for group in ("source", "date", "folder"):
        clock.time(f"by {group}", lambda group=group: collection.list_documents(ListQuery(group=group)))
    for words in ("karen", "ka sta", "e", "source:ka", "date:2001..2003", "-date:2001", "is:unread", "tag:none"):
        clock.time(f"filter `{words}`", lambda words=words: collection.list_documents(ListQuery(words)))
    rng = random.Random(2)
    places = [rng.randrange(max(1, len(listing) - 40)) for _ in range(200)]
    clock.many("rows(40)", [lambda at=at: listing.rows(at, at + 40) for at in places])
    paths = [listing.paths(at, at + 1)[0] for at in places]
    clock.many("position_of", [lambda path=path: listing.position_of(path) for path in paths])
    clock.many("row", [lambda path=path: collection.row(path) for path in paths])
    clock.time("counts", collection.document_counts)
    grown = round(megabytes() - before)
    collection.close()
    return {"documents": rows, "milliseconds": clock.figures, "megabytes": grown}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000, metavar="N")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for home in ("CACHE", "STATE", "DATA", "CONFIG"):
            os.environ[f"XDG_{home}_HOME"] = str(Path(name) / home.lower())
        figures = measure(Path(name), chosen.rows)
    if chosen.json:
        print(json.dumps(figures))
        return
    print(f"{figures['documents']:,} documents, {figures['megabytes']} MB")
    for what, taken in figures["milliseconds"].items():
        print(f"{what:<28}" + "  ".join(f"{key} {value:>8,.1f} ms" for key, value in taken.items()))


if __name__ == "__main__":
    main()
