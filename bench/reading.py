"""Every budget of the reading room: what it allows, what was measured, and whether it is kept.

    python bench/reading.py [--json] [--quick] [--only WORDS]

What a reader does is done to the program itself, in a pty with this script as its terminal: a key is sent, and its
cost is the processor time of the process until the screen is still again. `ratio` is the same against a bare Textual
app, in a pty as well, whose one ScrollView returns constant strips. What cannot be made on the fly (a million rows,
a text that is in memory already) is measured without a terminal, at 120x40, against the same ScrollView. All
documents are made up. --quick leaves out what takes long to make: it takes a minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import start
from bench._documents import write_files
from bench._terminal import PROGRAM, Terminal, surroundings
from bench._views import measure_list, measure_text, p95, text_of

BARE = """
from textual.app import App
from textual.scroll_view import ScrollView
from textual.strip import Strip
class Constant(ScrollView, can_focus=True):
    DEFAULT_CSS = "Constant { overflow: hidden hidden; scrollbar-size: 0 0; }"
    def on_mount(self):
        self.virtual_size = self.app.size.with_height(1_000_000)
    def render_line(self, y):
        return Strip.blank(self.size.width, self.rich_style)
    def on_key(self, event):
        self.scroll_to(y=self.scroll_y + (40 if event.key == "space" else 1), animate=False, force=True)
class Bare(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        yield Constant()
Bare().run()
"""
SIGN = b"zxqv"
"""A word of the second paragraph of each text, which no list of titles shows."""


@dataclass
class Figure:
    """A line of the table."""

    what: str
    measured: float
    unit: str
    budget: float | None = None
    ratio: float | None = None
    """Against the bare app in the same run."""

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        return None if self.budget is None else self.measured <= self.budget


def written(folder: Path, name: str, kind: str, length: int) -> None:
    """A text whose second paragraph holds the sign; one of one line holds it near its beginning."""
    folder.mkdir(parents=True, exist_ok=True)
    space = " " if kind == "line" else "\n\n"
    text = f"A text of its kind{space}Here stands {SIGN.decode()}.{space}" + text_of(kind, length)
    (folder / name).write_text(text, encoding="utf-8")


@contextmanager
def reader(folder: Path, home: Path, size: tuple[int, int] = (120, 40)) -> Iterator[Terminal]:
    """The program on a folder, with a text on the page."""
    with Terminal([*PROGRAM, str(folder)], surroundings(home), size) as terminal:
        terminal.until(b"GLOSSATOR")
        yield terminal


def still(terminal: Terminal, patience: float = 300.0) -> None:
    """Wait until it has nothing more to do: neither wraps rows nor takes up what was indexed."""
    end, calm = time.perf_counter() + patience, 0
    while calm < 3 and time.perf_counter() < end:
        before, bytes_before = terminal.cpu, terminal.total
        terminal.until_quiet(0.3)
        idle = terminal.cpu - before < 0.02 and terminal.total - bytes_before < 200
        calm = calm + 1 if idle else 0


def steps(terminal: Terminal, keys: bytes, number: int) -> tuple[list[float], list[float]]:
    """(CPU, wall) milliseconds of each of so many presses of a key, until the screen is still."""
    cpu, wall = [], []
    for _ in range(number):
        terminal.until_quiet(0.03)
        before, began = terminal.cpu, time.perf_counter()
        terminal.send(keys)
        while not terminal.read(2):
            if time.perf_counter() - began > 10:
                raise TimeoutError(f"{keys!r} changes nothing: {terminal.tail()}")
        wall.append((time.perf_counter() - began) * 1e3)
        terminal.until_quiet(0.02)
        cpu.append((terminal.cpu - before) * 1e3)
    return cpu, wall


def index(folder: Path, home: Path) -> None:
    """Bring the index of a folder up to date."""
    command = [PROGRAM[0], *PROGRAM[1:], "index", str(folder)]
    with Terminal(command, surroundings(home)) as terminal:
        status = terminal.until_ended(3600)
        if status:
            raise SystemExit(f"the index was not made: {terminal.tail()}")


# -- the parts ------------------------------------------------------------------------------------------------------


def starting(room: Path, quick: bool) -> Iterator[Figure]:
    """From start to first paint."""
    found = start.measure(4 if quick else 9, room / "start")
    ratio = found["ratio"]
    yield Figure("start to first paint, of a bare app with three panes", ratio, "times", start.BUDGET, ratio)


def from_disk(room: Path, quick: bool) -> Iterator[Figure]:
    """A text that is not indexed, from the key that opens it to its first rows."""
    kinds = [("5 KB", "latin", 5_000), ("1 MB", "latin", 1_000_000)]
    if not quick:
        kinds += [
            ("10 MB", "latin", 10_000_000),
            ("50 MB", "latin", 50_000_000),
            ("50 MB in one line", "line", 50_000_000),
            ("500,000 blocks", "blocks", 33_500_000),
        ]
    for number, (name, kind, length) in enumerate(kinds):
        folder = room / f"disk{number}"
        written(folder, "b.txt", kind, length)
        (folder / "a.txt").write_text("First\n\nA short text, which is open first.\n")
        with reader(folder, room / f"home{number}") as terminal:
            terminal.until(b"which is open first")
            # At once, before the index can know it: it takes a while even to begin.
            terminal.forget()
            cpu, began = terminal.cpu, time.perf_counter()
            terminal.send(b"]d")
            terminal.until(SIGN)
            wall = (time.perf_counter() - began) * 1e3
            cpu = (terminal.cpu - cpu) * 1e3
            yield Figure(f"first paint from disk, {name}, CPU", cpu, "ms", 600)
            yield Figure(f"first paint from disk, {name}, wall", wall, "ms")


def in_a_text(room: Path, quick: bool) -> Iterator[Figure]:
    """Moving in an indexed text full of names and matches, and resizing the window; beside the bare app."""
    number = 40 if quick else 120
    folder, home = room / "text", room / "text-home"
    megabytes = 1 if quick else 10
    written(folder, "a.txt", "latin", megabytes * 1_000_000)
    index(folder, home)
    with Terminal([sys.executable, "-c", BARE], surroundings(room / "bare")) as bare:
        bare.until_painted()
        still(bare)
        bare_lines, _ = steps(bare, b"j", number)
        bare_pages, _ = steps(bare, b" ", number)
    with reader(folder, home) as terminal:
        terminal.until(SIGN)
        still(terminal)
        terminal.send(b"/envoy\r")
        terminal.until_painted()
        terminal.send(b"\x1b")
        still(terminal)
        terminal.send(b"gg" + b"j" * 60)
        still(terminal)
        for name, keys, bare_times in (("line", b"j", bare_lines), ("page", b" ", bare_pages)):
            cpu, _ = steps(terminal, keys, number)
            ratio = statistics.median(cpu) / statistics.median(bare_times)
            what = f"{name} down in {megabytes} MB of names and matches"
            yield Figure(f"{what}, CPU, p95", p95(cpu), "ms", 12 if name == "line" else None, ratio)
        resizes = []
        for turn in range(10):
            terminal.until_quiet(0.1)
            before = terminal.cpu
            terminal.resize(100 + turn % 2 * 20, 40)
            while not terminal.read(5):
                pass
            resizes.append((terminal.cpu - before) * 1e3)
        yield Figure(f"resize of the window to first paint, {megabytes} MB, CPU, p95", p95(resizes), "ms", 70)
        terminal.send(b"/")
        terminal.until_painted()
        still(terminal, 10)
        walls: list[float] = []
        for letter in b"letter harbour notes wanted" * (1 if quick else 3):
            _, wall = steps(terminal, bytes([letter]), 1)
            walls += wall
        yield Figure("key to echo in the search box, wall, p95", p95(walls), "ms", 20)


def memory(room: Path, quick: bool) -> Iterator[Figure]:
    """What the program holds for a text, above the text itself and what it holds for a short one."""
    length = 1_000_000 if quick else 50_000_000
    held = []
    for name, size in (("small", 5_000), ("large", length)):
        folder, home = room / f"memory-{name}", room / f"memory-{name}-home"
        written(folder, "a.txt", "latin", size)
        index(folder, home)
        with reader(folder, home) as terminal:
            terminal.until(SIGN)
            still(terminal)
            held.append(terminal.megabytes)
    # The text is Latin with dashes and curly quotes: two bytes a character in memory.
    above = held[1] - held[0] - 2 * length / 1e6
    yield Figure(f"memory above a text of {length / 1e6:.0f} MB, all rows exact, blocks included", above, "MB")


def without_terminal(room: Path, quick: bool) -> Iterator[Figure]:
    """The view and the list by themselves."""
    number = 40 if quick else 100
    cases: list[tuple[str, str, int, int]] = [
        ("5 KB", "latin", 5_000, 50_000),
        ("1 MB", "latin", 1_000_000, 50_000),
    ]
    if not quick:
        cases += [
            ("10 MB", "latin", 10_000_000, 50_000),
            ("50 MB", "latin", 50_000_000, 50_000),
            ("50 MB in one line", "line", 50_000_000, 50_000),
            ("500,000 blocks", "blocks", 33_500_000, 50_000),
            ("16 M Chinese characters", "chinese", 16_000_000, 50_000),
        ]
    for name, kind, length, spans in cases:
        found = alone(measure_text, kind, length, spans, number)
        what = f"{name}, 50,000 highlights"
        yield Figure(f"first paint from memory, {name}, CPU", found["first paint ms"], "ms", 100)
        yield Figure(f"line step in {what}, CPU, p95", found["line p95 ms"], "ms", 12, found["ratio"])
        yield Figure(f"page step in {what}, CPU, p95", found["page p95 ms"], "ms", 12, found["least page ratio"])
        yield Figure(f"resize of {what}, CPU", found["resize ms"], "ms", 70)
        yield Figure(f"memory above {what}", found["megabytes above the text"], "MB", 10)
    found = alone(measure_list, 1_000_000, number)
    yield Figure("list of 1,000,000 rows shown, CPU", found["first paint ms"], "ms", 100)
    yield Figure("list of 1,000,000 rows, a key, CPU, p95", found["line p95 ms"], "ms", 6, found["ratio"])
    yield Figure(
        "list of 1,000,000 rows, a page, CPU, p95", found["page p95 ms"], "ms", None, found["least page ratio"]
    )


def alone(measure: Callable[..., Any], *arguments: Any) -> dict[str, float]:
    """A measurement in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found: dict[str, float] = pool.apply(_measured, (measure, arguments))
    return found


def _measured(measure: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    import os

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(surroundings(Path(home)))
        return asyncio.run(measure(*arguments))


def collection(room: Path, quick: bool) -> Iterator[Figure]:
    """Opening a collection that is indexed."""
    count = 1_000 if quick else 50_000
    folder, home = room / "many", room / "many-home"
    write_files(folder, count)
    (folder / "000" / "000000.txt").write_text(f"First\n\nHere stands {SIGN.decode()}.\n")
    index(folder, home)
    times = []
    for _ in range(3):
        with Terminal([*PROGRAM, str(folder)], surroundings(home)) as terminal:
            terminal.until(SIGN)
            times.append(terminal.cpu)
    what = f"opening an indexed collection of {count:,} to its first document, CPU"
    yield Figure(what, min(times) * 1e3, "ms", 500)


def marks(room: Path, quick: bool) -> Iterator[Figure]:
    """Saving a mark."""
    count = 2_000 if quick else 100_000
    times = alone(_save_marks, str(room / "marks"), count)
    yield Figure(f"saving a mark with {count:,} in the layer, wall, p95", times["p95 ms"], "ms", 30)


async def _save_marks(folder: str, count: int) -> dict[str, float]:
    from index.collection import Collection
    from index.config import load_settings

    texts = Path(folder)
    written(texts, "a.txt", "latin", 1_000_000)
    collection = Collection.open(texts, load_settings(None).settings)
    collection.update()
    collection.annotate("a.txt", 0, 4, note="first")
    collection.close()
    (layer,) = (texts / ".glossator" / "layers").glob("*.jsonl")
    line = layer.read_text().splitlines()[-1]
    id = json.loads(line)["id"]
    stem, part = id[:-12], id[-12:]
    with layer.open("a") as lines:
        for number in range(count):
            lines.write(line.replace(stem + part, f"{stem}{number:012x}") + "\n")
    collection = Collection.open(texts, load_settings(None).settings)
    collection.annotations("a.txt")
    times = []
    for number in range(60):
        began = time.perf_counter()
        collection.annotate("a.txt", 100 + number, 110 + number, note="a note")
        times.append((time.perf_counter() - began) * 1e3)
    collection.close()
    return {"p95 ms": p95(times)}


PARTS: tuple[Callable[[Path, bool], Iterator[Figure]], ...] = (
    starting,
    from_disk,
    in_a_text,
    memory,
    without_terminal,
    collection,
    marks,
)


def main() -> None:
    """Measure all parts and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="smaller texts and collections")
    parser.add_argument("--only", metavar="PART", choices=[part.__name__ for part in PARTS], help="one part")
    options = parser.parse_args()
    figures: list[Figure] = []
    if not options.json:
        print(f"{'':66} {'measured':>10} {'budget':>8}       {'ratio':>6}  kept")
    for part in PARTS:
        if options.only in (None, part.__name__):
            with tempfile.TemporaryDirectory() as room:
                for figure in part(Path(room), options.quick):
                    figures.append(figure)
                    if not options.json:
                        show(figure)
    if options.json:
        print(json.dumps([{**asdict(figure), "kept": figure.kept} for figure in figures], indent=2))


def show(figure: Figure) -> None:
    """Print a line of the table."""
    budget = "" if figure.budget is None else f"{figure.budget:g}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    kept = {None: "", True: "yes", False: "NO"}[figure.kept]
    print(f"{figure.what:66} {figure.measured:10.2f} {budget:>8} {figure.unit:5} {ratio:>6}  {kept}", flush=True)


if __name__ == "__main__":
    main()
