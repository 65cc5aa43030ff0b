"""Labels to jump by: short words of letters, none of which is the beginning of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

LETTERS: Final = "asdfjklghqwertyuiopzxcvbnm"
"""The letters under the resting fingers first."""


def labels(count: int, letters: str = LETTERS) -> list[str]:
    """So many labels, shortest and easiest first; one letter as long as the letters last, then two, then three."""
    found = list(letters)
    shortest, waiting = 1, len(found)  # the labels of the shortest length that may still be lengthened
    while len(found) < count:
        if not waiting:
            shortest, waiting = shortest + 1, len(found)
        waiting -= 1
        found += [found[waiting] + letter for letter in letters]
        del found[waiting]
    return found[:count]


class Target(NamedTuple):
    """Something on the screen that can be gone to."""

    offset: int
    row: int
    column: int
    rank: int
    """Of two that are too near to each other for a label each, the one of the lower rank gets it."""


def chosen(targets: Sequence[Target], room: int) -> list[Target]:
    """The targets that get a label of so many cells: one for each place, and none upon another."""
    kept: list[Target] = []
    for target in sorted(targets, key=lambda each: (each.row, each.column, each.rank)):
        before = kept[-1] if kept else None
        if before is None or before.row != target.row or target.column - before.column >= room:
            kept.append(target)
        elif target.rank < before.rank:
            kept[-1] = target
    return kept


def assign(targets: Sequence[Target], cursor: Target, letters: str = LETTERS) -> dict[int, str]:
    """Offset to label, the shortest labels for the targets nearest to the cursor. A row is as far as four columns."""
    room = 2 if len(targets) > len(letters) else 1
    kept = chosen(targets, room)
    while (needed := len(labels(len(kept), letters)[-1]) if kept else 1) > room:
        room = needed
        kept = chosen(targets, room)

    def far(target: Target) -> tuple[int, int]:
        return 4 * abs(target.row - cursor.row) + abs(target.column - cursor.column), target.offset

    nearest = sorted(kept, key=far)
    return {target.offset: label for target, label in zip(nearest, labels(len(nearest), letters), strict=True)}
