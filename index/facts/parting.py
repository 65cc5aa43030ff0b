"""Rows that are too large to be one fact: parted by event once more, and those that still are by what they state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from index.facts.events import SHARED
from index.facts.joined import Joined

if TYPE_CHECKING:
    from index.facts.cell import Cell
    from index.facts.events import Events

_LARGEST: Final = 40
"""Documents of one row; that more give different accounts of one fact is not to be believed."""
_CLOSER: Final = 3 * SHARED
"""Names that documents of one event share, where there are so many of them."""


def parted(cells: Sequence[Cell], events: Events, joined: Joined) -> Joined:
    """The same sets, those of more documents than a fact has parted."""
    sets: dict[int, list[int]] = {}
    for at in range(len(cells)):
        sets.setdefault(joined.of(at), []).append(at)

    if not any(_is_large(some, cells) for some in sets.values()):
        return joined
    found = Joined(len(cells))
    for some in sets.values():
        for part in _parts(some, cells, events) if _is_large(some, cells) else (some,):
            for at in part[1:]:
                found.join(part[0], at)
    return found


def _is_large(some: Sequence[int], cells: Sequence[Cell]) -> bool:
    return len(some) > _LARGEST and len({cells[at].path for at in some}) > _LARGEST


def _parts(some: Sequence[int], cells: Sequence[Cell], events: Events) -> Iterator[list[int]]:
    groups = events.groups((cells[at].path for at in some), _CLOSER)
    by_event: dict[int, list[int]] = {}
    for at in some:
        by_event.setdefault(groups[cells[at].path], []).append(at)
    for part in by_event.values():
        if not _is_large(part, cells):
            yield part
            continue
        by_value: dict[tuple[object, ...], list[int]] = {}
        for at in part:
            cell = cells[at]
            by_value.setdefault((cell.number, cell.low, cell.high, cell.value), []).append(at)
        yield from by_value.values()
