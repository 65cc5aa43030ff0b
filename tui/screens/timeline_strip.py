"""The strip above the timeline: how many statements there are to each month, year or decade, in one row of bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from index.asking.moments import Days

_BARS: Final = "▁▂▃▄▅▆▇█"
_UNITS: Final = (1, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000)
"""Months to a bar, the finest first."""
_FEW: Final = 0.01
"""The part of all statements at either end that may lie beyond the strip, where it shows the rest more finely so."""
_WIDEST: Final = 3
"""Cells of a bar."""


class Strip(NamedTuple):
    """Bars from left to right."""

    unit: int
    """Months to a bar."""
    first: int
    """The number of the first bar: its months, counted from the year 0, by the unit."""
    counts: tuple[int, ...]
    before: int
    """Statements that lie before the first bar."""
    after: int
    coarse: int
    """Those that no one bar holds, such as a year among months."""

    def label(self, number: int) -> str:
        """A bar as an EDTF value: its month, or its first year."""
        year, month = divmod((self.first + number) * self.unit, 12)
        return f"{year:04d}-{month + 1:02d}" if self.unit == 1 else f"{year:04d}"

    def bar_of(self, days: Days) -> int | None:
        """The bar that holds a value; None where none does."""
        number = _month(days.first) // self.unit
        held = number == _month(days.last) // self.unit and 0 <= number - self.first < len(self.counts)
        return number - self.first if held else None


def _month(day: int) -> int:
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


def strip_of(spread: Sequence[tuple[Days, int]], width: int) -> Strip | None:
    """So many bars as there is room for at most; None where there is nothing to show."""
    months = [(_month(days.first), _month(days.last), count) for days, count in spread]
    coarsest: Strip | None = None
    for unit in _UNITS:
        bars: dict[int, int] = {}
        coarse = 0
        for begins, ends, count in months:
            if begins // unit == ends // unit:
                bars[begins // unit] = bars.get(begins // unit, 0) + count
            else:
                coarse += count
        if not bars:
            continue
        for part in (0.0, _FEW):
            coarsest = _cut(unit, bars, coarse, part)
            if len(coarsest.counts) <= width:
                return coarsest
    return coarsest if coarsest is not None and len(coarsest.counts) <= width else None


def _cut(unit: int, bars: dict[int, int], coarse: int, part: float) -> Strip:
    """The bars from end to end, without such a part of all at either end."""
    numbers, most = sorted(bars), part * sum(bars.values())
    before = after = 0
    low, high = 0, len(numbers) - 1
    while low < high and before + bars[numbers[low]] <= most:
        before += bars[numbers[low]]
        low += 1
    while low < high and after + bars[numbers[high]] <= most:
        after += bars[numbers[high]]
        high -= 1
    first, last = numbers[low], numbers[high]
    if last - first > 10_000:
        return Strip(unit, first, (0,) * 10_001, before, after, coarse)
    counts = tuple(bars.get(number, 0) for number in range(first, last + 1))
    return Strip(unit, first, counts, before, after, coarse)


def drawn_strip(strip: Strip, width: int, here: int | None) -> list[Line]:
    """The bars, and below them from when to when, with a mark below the bar in which the cursor stands."""
    wide = max(1, min(_WIDEST, width // len(strip.counts)))
    most = max(strip.counts)
    bars = [_BARS[(count * len(_BARS) - 1) // most] if count else "·" for count in strip.counts]
    row: Line = []
    for number, bar in enumerate(bars):
        role = "match bold" if number == here else "bar" if strip.counts[number] else "faint"
        if row and row[-1][1] == role:
            row[-1] = (row[-1][0] + bar * wide, role)
        else:
            row.append((bar * wide, role))
    return [row, _axis(strip, wide, width, most, here)]


def _axis(strip: Strip, wide: int, width: int, most: int, here: int | None) -> Line:
    """The first and the last bar by name, and with a mark the one of the cursor, for which the others give way."""
    first, last = strip.label(0), strip.label(len(strip.counts) - 1)
    length = min(width, wide * len(strip.counts))
    left = (f"‹{strip.before:,} " if strip.before else "") + first
    right = last + (f" {strip.after:,}›" if strip.after else "")
    parts = [(0, left), (length - len(right), right)]
    if len(left) + len(right) + 1 > length:
        parts = [(0, f"{left} to {right}" if first != last else left)]
    if here is not None:
        at, label = here * wide + wide // 2, strip.label(here)
        mark = (at, f"▴{label}") if at + 1 + len(label) <= width else (at - len(label), f"{label}▴")
        parts = [part for part in parts if _apart(part, mark)] + [mark]
    axis = ""
    for place, text in sorted(parts):
        axis = axis.ljust(place) + text
    unit = "month" if strip.unit == 1 else "year" if strip.unit == 12 else f"{strip.unit // 12:,} years"
    words = f"  by {unit} · {most:,} at most" + (f" · {strip.coarse:,} wider than a bar" if strip.coarse else "")
    return [(axis, "faint"), (words if len(axis) + len(words) <= width else "", "faint")]


def _apart(one: tuple[int, str], other: tuple[int, str]) -> bool:
    return one[0] + len(one[1]) < other[0] or other[0] + len(other[1]) < one[0]
