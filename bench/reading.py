"""What the reading pane and the lists cost: first paint, scrolling, resizing, memory.

Run as `python bench/reading.py [--json] [--quick]`. Each case runs in a process of its own on a generated document,
headless at 120x40. Times are CPU time but for those called wall; `ratio` is the CPU time of a step against that of
a ScrollView that returns constant strips, measured in the same process.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import multiprocessing
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

CASES = {
    # name: (kind of text, characters, spans)
    "5 KB, 50,000 spans": ("latin", 5_000, 50_000),
    "1 MB, 50,000 spans": ("latin", 1_000_000, 50_000),
    "10 MB, 50,000 spans": ("latin", 10_000_000, 50_000),
    "50 MB": ("latin", 50_000_000, 0),
    "50 MB, 50,000 spans": ("latin", 50_000_000, 50_000),
    "16 M Chinese characters": ("chinese", 16_000_000, 1_000),
    "one line of 10 MB": ("line", 10_000_000, 1_000),
}
LISTS = {"list of 1,000,000": 1_000_000}
SIZE = (120, 40)


class Paints:
    """How often the widget under measure was painted."""

    count = 0


PAINTS = Paints()


def counted(widget: Any) -> None:
    """Count the paints of a widget."""
    paint = widget.render_lines

    def render_lines(crop: Any) -> Any:
        PAINTS.count += 1
        return paint(crop)

    widget.render_lines = render_lines


def text_of(kind: str, length: int) -> str:
    """A text of ordinary paragraphs, the same on every run."""
    rng = random.Random(7)
    if kind == "chinese":
        paragraph = "".join(rng.choice("中文文本在这里排版我们去公园") for _ in range(600)) + "。\n\n"
    else:
        words = [
            "the",
            "envoy",
            "returned",
            "to",
            "talks",
            "without",
            "an",
            "agreement",
            "on",
            "prisoners",
            "–",
            "Kabul’s",
        ]
        paragraph = " ".join(rng.choice(words) for _ in range(90)) + (". " if kind == "line" else ".\n\n")
    return (paragraph * (length // len(paragraph) + 1))[:length]


def rss_megabytes() -> float:
    """Memory in use now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # not Linux: the highest so far is the best there is
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1e6


async def steps(pilot: Any, act: Callable[[int], object], number: int) -> list[float]:
    """CPU milliseconds of each of so many steps, its paint included."""
    times = []
    for step in range(number):
        paints, started = PAINTS.count, time.process_time()
        act(step)
        await pilot.pause()
        if PAINTS.count > paints:  # a step that changed nothing, or whose paint fell into the next, tells nothing
            times.append((time.process_time() - started) * 1e3)
    return times


def p95(times: list[float]) -> float:
    """The time that 95 of 100 steps keep."""
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


async def measure_text(kind: str, length: int, spans: int, number: int) -> dict[str, float]:
    """One document in a text view."""
    from textual.app import App, ComposeResult
    from textual.scroll_view import ScrollView
    from textual.strip import Strip

    from index.document import Block, Document, Metadata
    from index.settings import ReadingSettings
    from tui import themes
    from tui.widgets.text_view import TextView

    class Constant(ScrollView, can_focus=True):
        DEFAULT_CSS = "Constant { overflow: hidden hidden; scrollbar-size: 0 0; }"

        def render_line(self, y: int) -> Strip:
            return Strip.blank(self.size.width, self.rich_style)

    class Room(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return themes.VARIABLE_DEFAULTS

        def compose(self) -> ComposeResult:
            reading = ReadingSettings(measure=72, tab_width=8, scroll_margin=3, mark_read_at=90, page_overlap=2)
            yield Constant()
            yield TextView(reading)

    text = text_of(kind, length)
    blocks = tuple(Block(m.start(), m.end(), "prose", "b") for m in re.finditer(r"\S[^\n]*", text))
    document = Document("a", text, blocks, Metadata(), "", "", "b", 0)
    rng = random.Random(3)
    marks = [
        (at, min(length, at + rng.randint(3, 20)), "ORG") for at in sorted(rng.randrange(length) for _ in range(spans))
    ]
    result: dict[str, float] = {}
    room = Room()
    themes.install(room, "dark", {})
    async with room.run_test(size=SIZE) as pilot:
        view, constant = room.query_one(TextView), room.query_one(Constant)
        counted(view)
        counted(constant)
        constant.display = False
        view.show(document_of_one_line(Document, Metadata))
        view.focus()
        await pilot.pause()
        gc.collect()
        before = rss_megabytes()
        wall, cpu = time.perf_counter(), time.process_time()
        view.show(document)
        view.refresh()
        await painted(view)
        result["first paint wall ms"] = (time.perf_counter() - wall) * 1e3
        result["first paint ms"] = (time.process_time() - cpu) * 1e3
        cpu = time.process_time()
        view.set_spans("entities", marks)
        result["layer ms"] = (time.process_time() - cpu) * 1e3
        cpu = time.process_time()
        view.go_to(length // 2, centre=True)
        await painted(view)
        result["jump ms"] = (time.process_time() - cpu) * 1e3
        cpu = time.process_time()
        while not view._layout.wrap_some(0.05, 0):
            pass
        view._settle()
        result["all rows exact ms"] = (time.process_time() - cpu) * 1e3
        await pilot.pause()
        lines = await steps(pilot, lambda step: view.wheel(1 if step // 20 % 2 == 0 else -1), number)
        moves = await steps(pilot, lambda _: view.move("row-down"), number)
        pages = await steps(pilot, lambda step: view.move("page-down" if step % 2 else "page-up"), number)
        result |= {"line p95 ms": p95(lines), "cursor p95 ms": p95(moves), "page p95 ms": p95(pages)}
        gc.collect()
        result["megabytes above the text"] = max(0.0, rss_megabytes() - before)
        resizes = []
        for turn in range(5):
            cpu = time.process_time()
            view.styles.width = 70 + 9 * (turn % 2)
            await painted(view)
            resizes.append((time.process_time() - cpu) * 1e3)
        result["resize ms"] = statistics.median(resizes)
        view.display, constant.display = False, True
        constant.virtual_size = room.size.with_height(100_000)
        await pilot.pause()
        floor = await steps(pilot, lambda step: constant.scroll_to(y=step + 1, animate=False, force=True), number)
        result["line ms"] = statistics.median(lines)
        result["ratio"] = statistics.median(lines) / statistics.median(floor)
    return result


def document_of_one_line(document: Any, metadata: Any) -> Any:
    """Something to have been read before, so that first paint is not the program's own."""
    return document("b", "A line.", (), metadata(), "", "", "b", 0)


async def painted(view: Any) -> None:
    """Wait until the view has been drawn."""
    paints = PAINTS.count
    while PAINTS.count == paints:
        await asyncio.sleep(0.001)


async def measure_list(rows: int, number: int) -> dict[str, float]:
    """A list of so many rows."""
    from textual.app import App, ComposeResult

    from tui import themes
    from tui.widgets.row_list import Line, RowList

    class Numbers(RowList):
        def render_row(self, index: int, width: int) -> list[Line]:
            return [[(f"document {index}", "ink"), ("  a source", "faint")]]

    class Room(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return themes.VARIABLE_DEFAULTS

        def compose(self) -> ComposeResult:
            yield Numbers()

    room = Room()
    themes.install(room, "dark", {})
    async with room.run_test(size=SIZE) as pilot:
        numbers = room.query_one(Numbers)
        counted(numbers)
        numbers.set_rows(10)
        await pilot.pause()
        before, wall, cpu = rss_megabytes(), time.perf_counter(), time.process_time()
        numbers.set_rows(rows)
        await painted(numbers)
        result = {
            "first paint wall ms": (time.perf_counter() - wall) * 1e3,
            "first paint ms": (time.process_time() - cpu) * 1e3,
        }
        numbers.go_to(rows // 2)
        downs = await steps(pilot, lambda _: numbers.move("row-down"), number)
        pages = await steps(pilot, lambda _: numbers.move("page-down"), number)
        result |= {"line p95 ms": p95(downs), "page p95 ms": p95(pages), "line ms": statistics.median(downs)}
        result["megabytes above the text"] = max(0.0, rss_megabytes() - before)
    return result


def measure(name: str, number: int) -> dict[str, float]:
    """One case, in the process that calls this."""
    if name in LISTS:
        return asyncio.run(measure_list(LISTS[name], number))
    return asyncio.run(measure_text(*CASES[name], number))


def main() -> None:
    """Measure all cases and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="leave out texts above 1 MB")
    options = parser.parse_args()
    names = [name for name in (*CASES, *LISTS) if not options.quick or name in LISTS or CASES[name][1] <= 1_000_000]
    context = multiprocessing.get_context("spawn")
    results = {}
    for name in names:
        with context.Pool(1) as pool:
            results[name] = pool.apply(measure, (name, 40 if options.quick else 100))
    if options.json:
        print(json.dumps(results, indent=2))
        return
    columns = list(dict.fromkeys(column for result in results.values() for column in result))
    for name, result in results.items():
        print(name)
        for column in columns:
            if column in result:
                print(f"  {column:26} {result[column]:9.1f}")


if __name__ == "__main__":
    main()
