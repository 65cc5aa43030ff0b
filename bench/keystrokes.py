#!/usr/bin/env python3
"""From a key in the search prompt to its letter and to results on the screen, in a pty, over a collection of files.

    bench/keystrokes.py [--documents N] [--new N] [--rounds N] [--json]

Queries of every form are typed letter by letter, the next letter when the results of the one before are there: first
with everything indexed, then while an indexing run takes in new files, told apart by what the run is at. Budgets, 95th
percentile by the clock: 20 ms to the letter, 150 ms to results. Beside the clock stands the processor time of the
reader, which other processes do not lengthen, and how many times as long a key takes as when all is quiet.

With 5,000 documents it takes about a minute and a half, with 50,000 about fifteen.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._documents import texts, write_files
from bench._screen import Screen, Watched
from bench._terminal import PROGRAM, Terminal, surroundings
from bench._timing import spread

SIZE = (120, 40)
ECHO, RESULTS = 20.0, 150.0
"""Budgets in milliseconds."""
FORMS: dict[str, tuple[str, ...]] = {
    "prefix of 2": ("pr", "co", "th", "in", "re"),
    "word": ("government", "people", "zoning"),
    "AND": ("people government", "minister war"),
    "OR": ("peace OR war",),
    "phrase": ('"prime minister"', '"said on monday"'),
    "phrase of common": ('"of the"', '"in the"', '"to the"'),
    "near": ("government NEAR/5 people", '"people the"~5'),
    "wildcard": ("*ment", "gove?nm*t", "s*d"),
    "fuzzy": ("goverment~", "peple~2"),
    "regex": ("/pri.*er/", "/.*tion/"),
    "condition": ("government date:20..", "people path:00"),
}
"""What is typed."""
FIRST = "first letter"
"""Of every query: it opens the page of results, and is told apart from the letters that only change it."""
AT_WORK = {"reading": "reading", "writing": "reading", "finding": "finding names", "joining": "finding names"}
"""What the header says of a run, by its first word, and the name of the stage in the table."""


@dataclass(frozen=True)
class Key:
    """One key, in milliseconds."""

    form: str
    stage: str
    echo: float
    results: float
    cpu: float
    """Processor time of the reader until the results were there."""


def typed(screen: Screen, text: str) -> str | None:
    """What stands beside the text in the prompt; None where the prompt does not hold this text."""
    for number in (-2, -1, -3):
        row = screen.row(number)
        if row.startswith(f" /{text} "):
            return row[len(text) + 2 :].strip()
    return None


def stage(screen: Screen) -> str:
    """What the header says of an indexing run."""
    row = screen.row(0)
    return next((name for word, name in AT_WORK.items() if f"{word} " in row), "quiet")


def type_letters(watched: Watched, form: str, text: str) -> Iterator[Key]:
    """Type a query into the empty prompt, letter by letter, and clear it."""
    for end in range(1, len(text) + 1):
        begun = text[:end]
        now = stage(watched.screen)
        cpu = watched.terminal.cpu
        sent = watched.send(text[end - 1].encode())
        echo = watched.until(lambda screen, begun=begun: typed(screen, begun) is not None)  # type: ignore[misc]
        if begun.strip():
            there = watched.until(lambda screen, begun=begun: bool(typed(screen, begun)))  # type: ignore[misc]
            form_of_key = FIRST if end == 1 else form
            yield Key(form_of_key, now, (echo - sent) * 1e3, (there - sent) * 1e3, (watched.terminal.cpu - cpu) * 1e3)
        # Nobody types faster, and what is drawn after the first results belongs to this letter, not to the next.
        watched.rest(0.05)
    watched.send(b"\x15")
    watched.until(lambda screen: typed(screen, "") is not None)
    watched.rest(0.05)


@contextmanager
def prompt(folder: Path, home: Path) -> Iterator[Watched]:
    """The program on a folder, with the search prompt open."""
    with Terminal([*PROGRAM, str(folder)], surroundings(home), SIZE) as terminal:
        watched = Watched(terminal, SIZE)
        watched.until(lambda screen: "GLOSSATOR" in screen.row(0) and " documents" in screen.row(0))
        watched.rest(0.5)
        watched.send(b"/")
        watched.until(lambda screen: typed(screen, "") is not None)
        yield watched


def index(folder: Path, home: Path) -> None:
    """Bring the index of the folder up to date."""
    with Terminal([*PROGRAM, "index", str(folder)], surroundings(home)) as terminal:
        if terminal.until_ended(7200):
            raise SystemExit(f"the index was not made: {terminal.tail()}")


def add_files(folder: Path, count: int) -> None:
    """New files, for an indexing run that has something to do."""
    part = folder / "new"
    part.mkdir()
    for number, (title, body) in enumerate(texts(count)):
        (part / f"{number:06d}.txt").write_text(f"{title}\n\n{body}\n\nNumber {number}.\n", encoding="utf-8")


def measure(documents: int, new: int, rounds: int) -> list[Key]:
    """Every key."""
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place) / "desk", Path(place) / "home"
        write_files(folder, documents)
        index(folder, home)
        keys: list[Key] = []
        with prompt(folder, home) as watched:
            watched.until(lambda screen: "up to date" in screen.row(0))
            for _ in range(rounds):
                for form, queries in FORMS.items():
                    for query in queries:
                        keys += type_letters(watched, form, query)
        add_files(folder, new)
        with prompt(folder, home) as watched:
            watched.until(lambda screen: stage(screen) != "quiet")
            while "up to date" not in watched.screen.row(0):
                for form, queries in FORMS.items():
                    for query in queries:
                        keys += type_letters(watched, form, query)
                        if "up to date" in watched.screen.row(0):
                            return keys
    return keys


def table(keys: list[Key]) -> dict[str, Any]:
    """By stage, all keys and those of each form."""
    by_stage: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_stage[key.stage].append(key)
    return {name: {"all": figures(some), "forms": forms(some)} for name, some in by_stage.items()}


def forms(keys: list[Key]) -> dict[str, Any]:
    """The figures of each form."""
    return {form: figures(some) for form in (FIRST, *FORMS) if (some := [key for key in keys if key.form == form])}


def figures(keys: list[Key]) -> dict[str, Any]:
    """What some keys come to."""
    return {
        "keys": len(keys),
        "echo_ms": spread([key.echo for key in keys]),
        "results_ms": spread([key.results for key in keys]),
        "reader_cpu_ms": spread([key.cpu for key in keys]),
        "slowest_ms": round(max(key.results for key in keys), 1),
    }


def summary(keys: list[Key], documents: int, new: int) -> dict[str, Any]:
    """Everything, with the budgets and how many times as long a key takes during a run."""
    stages = table(keys)
    quiet = [key for key in keys if key.stage == "quiet"]
    for name, found in stages.items():
        some = [key for key in keys if key.stage == name]
        if name != "quiet" and quiet:
            found["times_as_long_as_quiet"] = {
                part: round(
                    statistics.median(getattr(key, part) for key in some)
                    / max(statistics.median(getattr(key, part) for key in quiet), 1e-3),
                    2,
                )
                for part in ("echo", "results", "cpu")
            }
        found["kept"] = {
            "echo": found["all"]["echo_ms"]["p95"] <= ECHO,
            "results": found["all"]["results_ms"]["p95"] <= RESULTS,
        }
    return {"documents": documents, "new": new, "budgets_ms": {"echo": ECHO, "results": RESULTS}, "stages": stages}


def show(found: dict[str, Any]) -> None:
    """The same for people."""
    print(f"{found['documents']:,} documents, {found['new']:,} new ones during a run; milliseconds, p50/p95\n")
    print(f"{'':36}{'keys':>6}{'echo':>14}{'results':>16}{'slowest':>9}{'reader CPU':>16}")
    for name, part in found["stages"].items():
        rows = {name: part["all"], **{f"  {form}": row for form, row in part["forms"].items()}}
        for title, row in rows.items():
            cells = [f"{row[k]['p50']:.1f}/{row[k]['p95']:.1f}" for k in ("echo_ms", "results_ms", "reader_cpu_ms")]
            print(f"{title:36}{row['keys']:>6}{cells[0]:>14}{cells[1]:>16}{row['slowest_ms']:>9.1f}{cells[2]:>16}")
        kept = " · ".join(f"{what}: {'kept' if ok else 'NOT KEPT'}" for what, ok in part["kept"].items())
        times = part.get("times_as_long_as_quiet")
        print(f"  budgets {found['budgets_ms']}  {kept}" + (f"  · as long as quiet: {times}" if times else "") + "\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--new", type=int, help="files that the run takes in; as many as half of the others")
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is typed while all is quiet")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    new = options.new or max(1_000, options.documents // 2)
    found = summary(measure(options.documents, new, options.rounds), options.documents, new)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        show(found)


if __name__ == "__main__":
    main()
