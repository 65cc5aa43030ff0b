"""Indexing a folder from nothing, and again with nothing changed, one file changed and one added.

    python bench/indexing.py [--documents N] [--json]

The whole way: walk, read, structure, full text, entities, catalogue, in the indexer process and its workers. Beside it
SQLite's FTS5 takes in the same texts, in one process and without reading or understanding anything, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from _documents import texts, write_files

from index.collection import Collection
from index.config import load_settings
from index.events import Analysed, Committed, Event


def full_text_5(count: int) -> float:
    """Seconds SQLite takes to index the same texts."""
    documents = texts(count)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, content='')")
    began = time.perf_counter()
    database.executemany("INSERT INTO t(rowid, title, body) VALUES (?,?,?)", ((i, *d) for i, d in enumerate(documents)))
    database.commit()
    return time.perf_counter() - began


def indexer_seconds() -> float:
    """CPU seconds of the indexers so far, with their workers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(name) / kind.lower())
        folder = Path(name) / "desk"
        size = write_files(folder, count)
        collection = Collection.open(folder, load_settings(folder).settings)
        began = time.perf_counter()
        first: dict[str, float] = {}
        last: dict[str, float] = {}

        def on_event(event: Event) -> None:
            if isinstance(event, Committed | Analysed):
                kind = type(event).__name__
                first.setdefault(kind, time.perf_counter() - began)
                last[kind] = time.perf_counter() - began

        collection.update(on_event)
        whole = time.perf_counter() - began
        result = {
            "documents": count,
            "megabytes": round(size / 1e6, 1),
            "first_results_s": round(first["Committed"], 2),
            "all_searchable_s": round(last["Committed"], 1),
            "searchable_documents_per_s": round(count / last["Committed"]),
            "everything_s": round(whole, 1),
        }
        for label, change in (
            ("unchanged_s", lambda: None),
            ("one_changed_s", lambda: next(folder.rglob("*.txt")).write_text("Changed words.")),
            ("one_added_s", lambda: (folder / "new.txt").write_text("A new text.")),
        ):
            change()
            first.clear()
            began, spent = time.perf_counter(), indexer_seconds()
            collection.update(on_event)
            result[label] = round(time.perf_counter() - began, 2)
            result[label.replace("_s", "_cpu_s")] = round(indexer_seconds() - spent, 2)
            if "Committed" in first:
                result[label.replace("_s", "_searchable_s")] = round(first["Committed"], 2)
        cache = Path(name) / "cache"
        result["cache_megabytes"] = round(sum(f.stat().st_size for f in cache.rglob("*") if f.is_file()) / 1e6, 1)
        collection.close()
    result["fts5_s"] = round(full_text_5(count), 1)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.documents)
    if options.json:
        print(json.dumps(result))
        return
    for key, value in result.items():
        print(f"{key:30} {value}")


if __name__ == "__main__":
    main()
