"""The text view and the list without a terminal: what a step costs, beside a ScrollView that returns constant strips.

Processor time of this process, at 120x40. Every text is made up, the same on every run.
"""

from __future__ import annotations

import asyncio
import gc
import random
import re
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

SIZE: Final = (120, 40)
WORDS: Final = [
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
LAYERS: Final = {"entities": 0.6, "annotations": 0.2, "matches": 0.18, "uncertain": 0.02}
"""The layers of highlights and their parts of the whole."""


class Paints:
    """How often the widget under measure was painted."""

    count = 0


def counted(widget: Any) -> None:
    """Count the paints of a widget."""
    paint = widget.render_lines

    def render_lines(crop: Any) -> Any:
        Paints.count += 1
        return paint(crop)

    widget.render_lines = render_lines


async def painted(what: str) -> None:
    """Wait until the widget has been drawn once more."""
    paints, end = Paints.count, time.monotonic() + 60
    while Paints.count == paints:
        await asyncio.sleep(0.001)
        if time.monotonic() > end:
            raise TimeoutError(f"{what} is never painted")


def text_of(kind: str, length: int) -> str:
    """A text of ordinary paragraphs, of Chinese, of one line (`line`), or of blocks of a line (`blocks`)."""
    rng = random.Random(7)
    if kind == "chinese":
        paragraph = "".join(rng.choice("中文文本在这里排版我们去公园") for _ in range(600)) + "。\n\n"
    elif kind == "blocks":
        paragraph = "".join(" ".join(rng.choice(WORDS) for _ in range(10)) + ".\n\n" for _ in range(100))
    else:
        paragraph = " ".join(rng.choice(WORDS) for _ in range(90)) + (". " if kind == "line" else ".\n\n")
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
        paints, started = Paints.count, time.process_time()
        act(step)
        await pilot.pause()
        if Paints.count > paints:  # a step that changed nothing, or whose paint fell into the next, tells nothing
            times.append((time.process_time() - started) * 1e3)
    return times


def p95(times: list[float]) -> float:
    """The time that 95 of 100 steps keep."""
    return sorted(times)[max(0, int(len(times) * 0.95) - 1)]


def _room(*widgets: Callable[[], Any]) -> Any:
    """A bare app with these widgets one under the other, and a constant ScrollView behind them."""
    from textual.app import App, ComposeResult
    from textual.scroll_view import ScrollView
    from textual.strip import Strip

    from tui import themes

    class Constant(ScrollView, can_focus=True):
        DEFAULT_CSS = "Constant { overflow: hidden hidden; scrollbar-size: 0 0; display: none; }"

        def render_line(self, y: int) -> Strip:
            return Strip.blank(self.size.width, self.rich_style)

    class Room(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return themes.VARIABLE_DEFAULTS

        def compose(self) -> ComposeResult:
            yield Constant(id="constant")
            for widget in widgets:
                yield widget()

    room = Room()
    themes.install(room, "dark", {})
    return room


async def floor_of(room: Any, pilot: Any, number: int) -> list[float]:
    """CPU milliseconds of a step of the constant ScrollView; the other widgets are gone afterwards."""
    constant = room.query_one("#constant")
    for widget in list(constant.siblings):
        widget.display = False
    counted(constant)
    constant.display = True
    constant.virtual_size = room.size.with_height(1_000_000)
    await pilot.pause()
    return await steps(pilot, lambda step: constant.scroll_to(y=step + 1, animate=False, force=True), number)


async def measure_text(kind: str, length: int, spans: int, number: int) -> dict[str, float]:
    """One document in a text view, with so many highlights in four layers."""
    from index.config import load_settings
    from index.document import Block, Document, Metadata
    from tui.widgets.text_view import TextView

    reading = load_settings(None).settings.reading
    text = text_of(kind, length)
    blocks = tuple(Block(m.start(), m.end(), "prose", "b") for m in re.finditer(r"\S[^\n]*", text))
    document = Document("a", text, blocks, Metadata(), "", "", "b", 0)
    nothing = Document("b", "A line.", (), Metadata(), "", "", "b", 0)
    rng = random.Random(3)
    result: dict[str, float] = {}
    room = _room(lambda: TextView(reading))
    async with room.run_test(size=SIZE) as pilot:
        view = room.query_one(TextView)
        counted(view)
        view.show(nothing)
        view.focus()
        await pilot.pause()
        gc.collect()
        before = rss_megabytes()
        wall, cpu = time.perf_counter(), time.process_time()
        view.show(document)
        view.refresh()
        await painted("the text")
        result["first paint wall ms"] = (time.perf_counter() - wall) * 1e3
        result["first paint ms"] = (time.process_time() - cpu) * 1e3
        cpu = time.process_time()
        for layer, part in LAYERS.items():
            starts = [rng.randrange(length) for _ in range(int(spans * part))]
            view.set_spans(layer, [(at, min(length, at + rng.randint(3, 20)), "ORG") for at in starts])
        result["layers ms"] = (time.process_time() - cpu) * 1e3
        cpu = time.process_time()
        view.go_to(length // 2, centre=True)
        await painted("the middle of the text")
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
            await painted("the text in another width")
            resizes.append((time.process_time() - cpu) * 1e3)
        result["resize ms"] = statistics.median(resizes)
        floor = await floor_of(room, pilot, number)
        result |= ratios(lines, pages, floor)
    return result


async def measure_list(rows: int, number: int) -> dict[str, float]:
    """A list of so many rows."""
    from tui.widgets.row_list import Line, RowList

    class Numbers(RowList):
        def render_row(self, index: int, width: int) -> list[Line]:
            return [[(f"document {index}", "ink"), ("  a source", "faint")]]

    room = _room(Numbers)
    async with room.run_test(size=SIZE) as pilot:
        numbers = room.query_one(Numbers)
        counted(numbers)
        numbers.set_rows(10)
        await pilot.pause()
        before, wall, cpu = rss_megabytes(), time.perf_counter(), time.process_time()
        numbers.set_rows(rows)
        await painted("the list")
        result = {
            "first paint wall ms": (time.perf_counter() - wall) * 1e3,
            "first paint ms": (time.process_time() - cpu) * 1e3,
        }
        numbers.go_to(rows // 2)
        downs = await steps(pilot, lambda _: numbers.move("row-down"), number)
        pages = await steps(pilot, lambda _: numbers.move("page-down"), number)
        result |= {"line p95 ms": p95(downs), "page p95 ms": p95(pages)}
        result["megabytes above the text"] = max(0.0, rss_megabytes() - before)
        result |= ratios(downs, pages, await floor_of(room, pilot, number))
    return result


def ratios(lines: list[float], pages: list[float], floor: list[float]) -> dict[str, float]:
    """Steps against those of the constant ScrollView: by the median, and by the least, which no noise can raise."""
    return {
        "line ms": statistics.median(lines),
        "bare line ms": statistics.median(floor),
        "ratio": statistics.median(lines) / statistics.median(floor),
        "least ratio": least(lines) / least(floor),
        "least page ratio": least(pages) / least(floor),
    }


def least(times: list[float]) -> float:
    """The time that the quickest tenth of the steps keep: of single steps one may have painted less."""
    return sorted(times)[len(times) // 10]
