#!/usr/bin/env python3
"""How fast documents are indexed and queries of every form answered, beside other engines on the same documents.

    bench/search.py [--documents N] [--engine whoosh|tantivy|both] [--corpus FILE.jsonl.gz] [--queries N] [--json]

Both engines of ours stand beside SQLite FTS5, tantivy by its own query API, ripgrep over files, and, for indexing,
Whoosh's plain `add_document` loop. `cold` is with nothing remembered of earlier queries, `warm` the same asked again;
ripgrep is asked a few queries, once. Milliseconds; the table shows processor time, JSON has the clock's beside it. The
files of the index are in the memory of the machine in any case.

With 5,000 documents it takes a minute and a half, with 100,000 half an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._ours import Ours
from bench._peers import Peer, Ripgrep, missing, peers, plain_whoosh
from bench._queries import CORPUS, Held, documents, queries
from bench._timing import Took, spread_of, timed
from index.errors import GlossatorError
from index.search.engine import IndexedText

GOAL = 2.5
"""So many times the documents a second of Whoosh's plain loop."""
PLAIN = 2000
"""Documents that this loop is given: it is slow, and as slow for few as for many."""
FEW = 5
"""Queries of each form for a peer that reads everything for each."""


def measure(count: int, corpus: Path, engines: Sequence[str], number: int) -> dict[str, Any]:
    """All figures."""
    held = documents(count, corpus)
    asked = queries(held, number)
    skipped = missing()
    found: dict[str, Any] = {"settings": settings(count, corpus, engines, number), "skipped": skipped}
    found["indexing"], found["queries"] = {}, {form: {} for form in asked}
    with tempfile.TemporaryDirectory() as place:
        for name in engines:
            try:
                ours = Ours(name, Path(place))
                found["indexing"][name] = built(ours, held)
            except GlossatorError as error:
                skipped[f"ours on {name}"] = str(error)
                continue
            ours.catalogue(held)
            found["indexing"][name] |= {"opening": opening(ours), "one_changed": one_changed(ours, held[0])}
            for form, each in asked.items():
                found["queries"][form][name] = answered(ours, form, each)
            ours.close()
        for peer in peers(Path(place)):
            found["indexing"][peer.name] = built(peer, held)
            peer.forget()
            for form, each in asked.items():
                some = answered(peer, form, each[:FEW] if peer.name == Ripgrep.name else each)
                if some is not None:
                    found["queries"][form][peer.name] = some
        found["plain_whoosh"] = beside_plain_whoosh(held[:PLAIN], Path(place))
    return found


def built(engine: Peer | Ours, held: list[Held]) -> dict[str, Any]:
    """What it costs to take the documents in, and how much that is on disk."""
    _, took = timed(partial(engine.build, held))
    files = [engine.place] if engine.place.is_file() else engine.place.rglob("*")
    return {
        "documents_per_s": round(len(held) / took.wall * 1e3),
        "wall_s": round(took.wall / 1e3, 2),
        "cpu_s": round(took.cpu / 1e3, 2),
        "megabytes": round(sum(file.stat().st_size for file in files) / 1e6, 1),
    }


def opening(ours: Ours) -> dict[str, float]:
    """From nothing to the first answer."""
    _, took = timed(lambda: ours.ask("rare", ("warm",)))
    return {"wall_ms": round(took.wall, 1), "cpu_ms": round(took.cpu, 1)}


def one_changed(ours: Ours, held: Held) -> dict[str, float]:
    """One changed document, until it can be searched."""

    def change() -> None:
        engine = ours.engine
        engine.begin()
        engine.add([IndexedText(held.text.id, held.text.title, held.text.body + " newest")])
        engine.commit()
        engine.refresh()

    _, took = timed(change)
    return {"wall_ms": round(took.wall, 1), "cpu_ms": round(took.cpu, 1)}


def answered(engine: Peer | Ours, form: str, asked: list[tuple[str, ...]]) -> dict[str, Any] | None:
    """Times of one form; None where the engine does not have it."""
    cold: list[Took] = []
    warm: list[Took] = []
    hits: list[int] = []
    for words in asked:
        engine.forget()
        total, took = timed(partial(engine.ask, form, words))
        if total is None:
            return None
        cold.append(took)
        hits.append(total)
        if engine.name != Ripgrep.name:
            warm.append(timed(partial(engine.ask, form, words))[1])
    middle = sorted(hits)[len(hits) // 2]
    return {"asked": len(asked), "hits": middle, "cold": spread_of(cold), "warm": spread_of(warm)}


def beside_plain_whoosh(held: list[Held], place: Path) -> dict[str, Any]:
    """Whoosh's own writer on some of the documents, ours on the same, one after the other."""
    plain = plain_whoosh(held, place / "plain")
    again = Ours("whoosh", place / "again")
    _, took = timed(lambda: again.build(held))
    ours = len(held) / took.wall * 1e3
    return {
        "documents": len(held),
        "plain_documents_per_s": round(plain),
        "ours_documents_per_s": round(ours),
        "ratio": round(ours / plain, 2),
        "goal": GOAL,
    }


def settings(count: int, corpus: Path, engines: Sequence[str], number: int) -> dict[str, Any]:
    """With what was measured."""
    found = {
        "documents": count,
        "corpus": corpus.name if corpus.is_file() else "made up",
        "engines": list(engines),
        "queries_a_form": number,
        "limit": 20,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for name in ("whoosh", "tantivy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    if Ripgrep.name not in missing():
        run = subprocess.run(["rg", "--version"], capture_output=True, text=True, check=False)
        found["ripgrep"] = run.stdout.split("\n")[0]
    return found


def show(found: dict[str, Any]) -> None:
    """The same for people."""
    said = found["settings"]
    print(f"{said['documents']:,} documents ({said['corpus']}), {said['cores']} cores, Python {said['python']}\n")
    print(
        f"{'indexing':14}{'documents/s':>12}{'wall s':>10}{'CPU s':>10}{'MB':>9}{'opening ms':>12}{'a change ms':>12}"
    )
    for name, row in found["indexing"].items():
        first, changed = (f"{row[key]['wall_ms']:.0f}" if key in row else "" for key in ("opening", "one_changed"))
        cells = f"{row['documents_per_s']:>12,}{row['wall_s']:>10.1f}{row['cpu_s']:>10.1f}{row['megabytes']:>9.1f}"
        print(f"{name:14}{cells}{first:>12}{changed:>12}")
    plain = found["plain_whoosh"]
    print(
        f"\nWhoosh's plain loop, {plain['documents']:,} documents: {plain['plain_documents_per_s']:,} a second, ours "
        f"{plain['ours_documents_per_s']:,}: {plain['ratio']} times as many (goal {plain['goal']})"
    )
    for name, why in found["skipped"].items():
        print(f"{name}: {why}")
    names = list(found["indexing"])
    print("\nCPU milliseconds p50/p95, cold; hits in brackets\n")
    for part in ("cold", "warm"):
        if part == "warm":
            print("\nthe same, warm\n")
        print(f"{'':18}" + "".join(f"{name:>22}" for name in names))
        for form, row in found["queries"].items():
            print(f"{form:18}" + "".join(f"{cell(row.get(name), part):>22}" for name in names))


def cell(row: dict[str, Any] | None, part: str) -> str:
    """One form of one engine. Ripgrep runs beside us on all cores: of it the clock counts."""
    times = row and row[part]["cpu_ms"]
    if row is None or times is None:
        return "-"
    hits = f" ({row['hits']:,})" if part == "cold" else ""
    return f"{times['p50']:.1f}/{times['p95']:.1f}{hits}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("whoosh", "tantivy", "both"), default="both")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--queries", type=int, default=20, help="of each form")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="title and text a line, as JSON, gzipped")
    parser.add_argument("--json", action="store_true", help="all numbers, with the settings")
    options = parser.parse_args()
    engines = ("whoosh", "tantivy") if options.engine == "both" else (options.engine,)
    found = measure(options.documents, options.corpus, engines, options.queries)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        show(found)


if __name__ == "__main__":
    main()
