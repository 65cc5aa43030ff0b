"""In which letters two texts differ."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_MOST_CELLS: Final = 60_000
"""Of a table in which two stretches are compared letter by letter; longer ones are first compared word by word."""


class Edit(NamedTuple):
    """`one[start:end]` stands where the other text has `other[other_start:other_end]`."""

    start: int
    end: int
    other_start: int
    other_end: int


def edits(one: str, other: str) -> list[Edit]:
    """The fewest letters that differ, in order; of two long stretches that differ, few."""
    return list(_edits(one, other, 0, 0))


def _edits(one: str, other: str, at: int, other_at: int) -> Iterator[Edit]:
    begin = _common(one, other)
    end = _common(one[begin:][::-1], other[begin:][::-1])
    a, b = one[begin : len(one) - end], other[begin : len(other) - end]
    at, other_at = at + begin, other_at + begin
    if not a and not b:
        return
    if not a or not b:
        yield Edit(at, at + len(a), other_at, other_at + len(b))
    elif len(a) * len(b) <= _MOST_CELLS:
        yield from _by_letters(a, b, at, other_at)
    else:
        yield from _by_words(a, b, at, other_at)


def _common(one: str, other: str) -> int:
    most = min(len(one), len(other))
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _by_words(one: str, other: str, at: int, other_at: int) -> Iterator[Edit]:
    ones, others = _parts(one), _parts(other)
    starts, other_starts = _starts(ones), _starts(others)
    for tag, i, j, k, m in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        a, b = "".join(ones[i:j]), "".join(others[k:m])
        here, there = at + starts[i], other_at + other_starts[k]
        if len(a) * len(b) <= _MOST_CELLS:
            yield from _edits(a, b, here, there)
        else:
            yield Edit(here, here + len(a), there, there + len(b))


def _parts(text: str) -> list[str]:
    """Words, each with the space behind it; together they are the text. A space alone is like every other: costly."""
    *found, last = (f"{word} " for word in text.split(" "))
    return [*found, last[:-1]]


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


def _by_letters(one: str, other: str, at: int, other_at: int) -> Iterator[Edit]:
    """Along the cheapest way through the table of distances; letters are rather replaced than put in and taken out."""
    width = len(other) + 1
    table = [list(range(width))]
    for number, letter in enumerate(one, 1):
        above = table[-1]
        row = [number]
        for column, there in enumerate(other, 1):
            cost = above[column - 1] + (letter != there)
            row.append(min(cost, above[column] + 1, row[-1] + 1))
        table.append(row)
    i, j = len(one), len(other)
    changed: list[Edit] = []
    while i or j:
        here = table[i][j]
        if i and j and here == table[i - 1][j - 1] + (one[i - 1] != other[j - 1]):
            step = (i - 1, j - 1)
        elif i and here == table[i - 1][j] + 1:
            step = (i - 1, j)
        else:
            step = (i, j - 1)
        if here != table[step[0]][step[1]]:
            edit = Edit(at + step[0], at + i, other_at + step[1], other_at + j)
            if changed and changed[-1].start == edit.end and changed[-1].other_start == edit.other_end:
                edit = Edit(edit.start, changed[-1].end, edit.other_start, changed[-1].other_end)
                changed.pop()
            changed.append(edit)
        i, j = step
    yield from reversed(changed)
