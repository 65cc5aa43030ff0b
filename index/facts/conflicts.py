"""Which statements of one thing cannot both hold. Where it is open whether they can, they are let stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from index.asking.moments import days_of

if TYPE_CHECKING:
    from index.facts.cell import Cell

_CLOSE: Final = 0.15
"""How far `about` and `nearly` reach, as a part of the number."""
_MOST: Final = 400
"""Cells of a row that are compared; of more, the first of each reading."""
_FURTHEST: Final = 30


def bounds(cell: Cell) -> tuple[float, float] | None:
    """Between what a figure may lie; None where that is open. A round number may have been rounded."""
    number, low, high = cell.number, cell.low, cell.high
    if number is None:
        return (float(low), float(high)) if low is not None and high is not None else None
    if low is None and high is None:
        return number * (1 - _CLOSE), number * (1 + _CLOSE)
    if low is None:
        up_to = cell.words.casefold().startswith(("up to", "less", "fewer", "under", "at most", "no more", "not more"))
        return (float("-inf") if up_to else number * (1 - _CLOSE)), float(number)
    if high is None:
        return float(number), float("inf")
    rounding = _rounding(number)
    return number - rounding, number + rounding


def _rounding(number: float) -> float:
    """Half of the last place that is told of a round number of thousands."""
    if number < 1000 or number % 1000:
        return 0
    place = 1000
    while number % (place * 10) == 0:
        place *= 10
    return place / 2 - 0.5


def can_both_hold(one: Cell, other: Cell) -> bool:
    """Whether two statements of one thing may both be true."""
    if one.value is not None and other.value is not None:
        first, second = days_of(one.value), days_of(other.value)
        return first is None or second is None or (first.first <= second.last and second.first <= first.last)
    if one.slot.kind != "figure" or other.slot.kind != "figure":
        return True
    here, there = bounds(one), bounds(other)
    if here is None or there is None:
        return True
    slack = 1e-9 * max(abs(here[0]), abs(there[0]), 1) if here[0] != float("-inf") != there[0] else 0
    return here[0] <= there[1] + slack and there[0] <= here[1] + slack


def _reading(cell: Cell) -> tuple[object, ...]:
    return (cell.number, cell.low, cell.high, cell.value)


def _of_another_order(one: Cell, other: Cell) -> bool:
    """Two numbers so far apart that hardly the same thing is counted."""
    low, high = sorted((abs(one.number or 0), abs(other.number or 0)))
    return low > 0 and high / low > _FURTHEST


def contradiction(cells: Sequence[Cell]) -> tuple[Cell, Cell] | None:
    """Two cells of different documents that cannot both hold; None where there are none.

    Of several pairs the one whose readings most documents share, then the first.
    """
    readings: dict[object, list[Cell]] = {}
    for cell in cells:
        if not cell.is_vague:
            readings.setdefault(_reading(cell), []).append(cell)
    held = sorted(readings.values(), key=lambda some: (-len({each.path for each in some}), some[0].place))[:_MOST]
    for one, other in combinations(held, 2):
        if can_both_hold(one[0], other[0]) or _of_another_order(one[0], other[0]):
            continue
        if {each.path for each in one} == {each.path for each in other}:
            continue  # the same documents state both
        for first in one:
            for second in other:
                if first.path != second.path:
                    return first, second
    return None


def reason(pair: tuple[Cell, Cell], cells: Sequence[Cell]) -> str:
    """In words why two cells cannot both hold, and how many documents say which."""
    parts = []
    for each in pair:
        like = {cell.path for cell in cells if _reading(cell) == _reading(each)}
        said = said_by(each)
        parts.append(f"{said} in {'1 document' if len(like) == 1 else f'{len(like):,} documents'}")
    return f"{parts[0]}, {parts[1]}: both cannot hold"


def said_by(cell: Cell) -> str:
    """What a cell states, for a reason: as it is reckoned."""
    if cell.value is not None:
        return cell.value
    if cell.number is None:
        return f"{cell.low:,} to {cell.high:,}" if cell.low is not None and cell.high is not None else cell.words
    if cell.low == cell.high:
        return f"{cell.number:,}"
    return " ".join(cell.words.split())
