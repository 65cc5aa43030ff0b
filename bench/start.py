"""Processor time from start to first paint: Glossator on samples/ against a bare Textual app with three panes.

    python bench/start.py [--runs N] [--json]

Each run is a process of its own in a pty; it is killed at the first byte that paints words, and the processor time of
the process is read from the kernel. Budget: at most 1.4 times the bare app.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._terminal import PROGRAM, ROOT, Terminal, surroundings

SAMPLES = ROOT / "samples"
BUDGET = 1.4
BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import Footer, Header, OptionList, Static, Tree
class Bare(App):
    CSS = "OptionList, Tree { width: 30; }"
    def compose(self):
        yield Header()
        with Horizontal():
            yield OptionList("first document", "second document")
            yield Static("READY")
            yield Tree("names")
        yield Footer()
Bare().run()
"""
"""Textual's own widgets for the same three panes, with nothing behind them."""


def until_painted(command: Sequence[str], sign: bytes, environment: Mapping[str, str]) -> tuple[float, float]:
    """(processor seconds, wall seconds) until the sign stands in what the program wrote."""
    with Terminal(command, environment) as terminal:
        while sign not in terminal.written:
            terminal.read(20)
        return terminal.cpu, time.perf_counter() - terminal.began


def measure(runs: int, home: Path, folder: Path = SAMPLES) -> dict[str, float]:
    """Both apps so many times, by turns; the least of each, since whatever else the machine does can only add to it."""
    environment = surroundings(home)
    glossator = [*PROGRAM, str(folder)]
    bare = [sys.executable, "-c", BARE]
    until_painted(glossator, b"GLOSSATOR", environment)
    pairs = [
        (until_painted(glossator, b"GLOSSATOR", environment), until_painted(bare, b"READY", environment))
        for _ in range(runs)
    ]
    ours, theirs = min(g[0] for g, _ in pairs), min(b[0] for _, b in pairs)
    return {
        "glossator_cpu_s": round(ours, 4),
        "bare_cpu_s": round(theirs, 4),
        "ratio": round(ours / theirs, 3),
        "budget": BUDGET,
        "glossator_wall_s": round(statistics.median(g[1] for g, _ in pairs), 3),
        "bare_wall_s": round(statistics.median(b[1] for _, b in pairs), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        result = measure(options.runs, Path(home))
    if options.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:20} {value}")


if __name__ == "__main__":
    main()
