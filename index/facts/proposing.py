"""Which cells may state one thing: those whose unit and subject agree in documents of one event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from index.asking.moments import days_of
from index.errors import Cancelled
from index.facts.cell import Cell, Slot
from index.facts.conflicts import can_both_hold
from index.facts.events import SHARED
from index.facts.joined import Joined
from index.facts.parting import parted
from index.facts.words import MEASURES, MONEY, PLAIN_EVENTS, stem

if TYPE_CHECKING:
    from index.facts.events import Events

_LOOK: Final = 512
"""After so many cells it is asked whether all this is still wanted."""
_COMPARED: Final = 40
"""Clusters of one bucket that a cell is compared with, and cells of each."""
_CELLS: Final = 8
_TELLING: Final = 100
"""From this number on two documents that state it of one thing need share no name."""
_BEFELL: Final = 4
"""Names that documents share which count people by what befell them: news is full of the dead."""
_SMALL: Final = 10
"""Below this a number is shared by chance."""
_FEW_ACCOUNTS: Final = 6
"""So many documents of an event that count one thing at the most, where two numbers of a size are taken for accounts
of it."""
_CLOSE: Final = 160
_SAME_WORDS, _SAME_MEASURE = 3, 4
"""Words that sentences share which state the same; more of them where only a measure is told."""
_NEVER: Final = 1000


@lru_cache(1)
def _measures() -> frozenset[str]:
    return frozenset(map(stem, MEASURES))


@lru_cache(65_536)
def _names(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if word[:1].isupper())


@lru_cache(65_536)
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word.casefold()) for word in words)


def propose(cells: Sequence[Cell], events: Events, cancelled: Callable[[], bool] = lambda: False) -> Joined:
    """Join cells, sorted by place, that may state one thing. Raises Cancelled."""
    joined = Joined(len(cells))
    buckets: dict[Slot, list[int]] = {}
    for at, cell in enumerate(cells):
        buckets.setdefault(cell.slot, []).append(at)
    seen = 0
    for slot in sorted(buckets):
        some = buckets[slot]
        seen += len(some)
        if seen > _LOOK:
            seen = 0
            if cancelled():
                raise Cancelled("Another table is wanted.")
        if len({cells[at].path for at in some}) < 2:
            if slot.of and len(some) > 1:
                _join_all(some, joined)
            continue
        for group in _by_event(some, cells, events):
            if slot.of:
                _join_all(group, joined)
            else:
                _join_alike(group, cells, joined)
        if slot.of:
            _join_same_number(some, cells, events, joined)
    _join_same_words(cells, buckets, events, joined)
    _join_bare(cells, buckets, events, joined)
    return parted(cells, events, joined)


def _by_event(some: Sequence[int], cells: Sequence[Cell], events: Events) -> Iterator[list[int]]:
    wanted = _BEFELL if cells[some[0]].slot.unit == "people" else SHARED
    groups = events.groups((cells[at].path for at in some), wanted)
    found: dict[int, list[int]] = {}
    for at in some:
        found.setdefault(groups[cells[at].path], []).append(at)
    return iter(found.values())


def _join_all(some: Sequence[int], joined: Joined) -> None:
    for at in some[1:]:
        joined.join(some[0], at)


def _join_same_number(some: Sequence[int], cells: Sequence[Cell], events: Events, joined: Joined) -> None:
    """One large number of one thing is one fact, whatever else the documents speak of; a smaller one where two of
    them go together."""
    first: dict[object, list[int]] = {}
    for at in some:
        number = cells[at].number
        if number is None:
            continue
        earlier = first.setdefault(number, [])
        if earlier and number >= _TELLING:
            joined.join(earlier[0], at)
        elif number >= _SMALL:
            for other in earlier[-_CELLS:]:
                if events.together(cells[other].path, cells[at].path):
                    joined.join(other, at)
        earlier.append(at)


def _join_same_words(cells: Sequence[Cell], buckets: dict[Slot, list[int]], events: Events, joined: Joined) -> None:
    """One number of one unit in nearly the same words is one fact, whatever names the documents have in common."""
    seen: dict[tuple[str, object], list[int]] = {}
    for slot in sorted(buckets):
        if slot.kind != "figure" or slot.unit in ("people", "years old"):
            continue
        wanted = _SAME_MEASURE if slot.unit in _measures() or slot.unit in MONEY else _SAME_WORDS
        for at in buckets[slot]:
            cell = cells[at]
            if cell.number is None or cell.number < _SMALL:
                continue
            earlier = seen.setdefault((slot.unit, cell.number), [])
            near = _stems(cell.near)
            for other in earlier[-_CELLS:]:
                if len(near & _stems(cells[other].near)) >= wanted and events.at_one_time(cell.path, cells[other].path):
                    joined.join(other, at)
            earlier.append(at)


def _join_alike(some: Sequence[int], cells: Sequence[Cell], joined: Joined) -> None:
    """Cells of which the unit or the event alone tells too little: those whose sentences have words in common."""
    clusters: list[list[int]] = []
    few = 1 < len({cells[at].path for at in some}) <= _FEW_ACCOUNTS
    for at in some:
        cell = cells[at]
        best, most = None, 0
        for cluster in clusters[-_COMPARED:]:
            shared = max((_alike(cell, cells[other], few=few) for other in cluster[:_CELLS]), default=0)
            if shared > most:
                best, most = cluster, shared
        if best is None:
            clusters.append([at])
        else:
            best.append(at)
            joined.join(best[0], at)


def _alike(one: Cell, other: Cell, *, few: bool) -> int:
    """How much their sentences share, 0 where that is too little for cells of this kind. Names count twice.

    `few`: only few documents of the event have such cells.
    """
    shared = len(_stems(one.near) & _stems(other.near))
    if one.slot.kind == "date":
        shared += len(_names(one.near) & _names(other.near))
        wanted = _wanted_of_dates(one, other, few=few)
    else:
        wanted = _wanted_of_figures(one, other, few=few)
    return shared + 1 if shared >= wanted else 0


def _wanted_of_dates(one: Cell, other: Cell, *, few: bool) -> int:
    if one.value is None or other.value is None:
        like = one.value == other.value and one.words.casefold() == other.words.casefold()
        return 2 if like else 3 if one.value != other.value else _NEVER
    if not can_both_hold(one, other):
        return 3
    fine = len(one.value) > 4 and len(other.value) > 4 and one.slot.unit not in PLAIN_EVENTS
    if fine and few and one.path != other.path:
        return 0
    return 1 if fine else 3


def _wanted_of_figures(one: Cell, other: Cell, *, few: bool) -> int:
    """Never enough where only a measure is told, and the numbers differ."""
    bare = one.slot.unit in _measures() or one.slot.unit in MONEY
    if one.number is None or one.number != other.number:
        if bare or one.is_vague or other.is_vague:
            return _NEVER
        return 1 if few and one.path != other.path and _of_a_size(one.number, other.number) else 3
    if is_telling(one.number):
        return 0
    if bare:
        return 2 if one.number >= 10 else 3
    return 0 if one.number >= 10 else 1 if one.number > 2 else 2


def _of_a_size(one: float | None, other: float | None) -> bool:
    """Numbers that may be two counts of one thing."""
    if one is None or other is None:
        return False
    return min(one, other) >= _SMALL and max(one, other) <= 2 * min(one, other)


def is_telling(number: float | None) -> bool:
    """A number that hardly two things have by chance: of three digits or more, not of one and noughts."""
    return number is not None and number >= _TELLING and len(f"{number:.0f}".rstrip("0")) > 1


def _join_bare(cells: Sequence[Cell], buckets: dict[Slot, list[int]], events: Events, joined: Joined) -> None:
    """A figure that names no subject goes to one that does: with the same number in its document, or where its
    sentence names that subject."""
    by_unit: dict[str, list[Slot]] = {}
    for slot in buckets:
        if slot.kind == "figure" and slot.of and slot.unit not in ("people", "years old"):
            by_unit.setdefault(slot.unit, []).append(slot)
    for slot in sorted(buckets):
        if slot.kind != "figure" or slot.of or slot.unit not in by_unit:
            continue
        named = sorted(by_unit[slot.unit])
        numbers = {(cells[at].path, cells[at].number): at for each in named for at in buckets[each]}
        telling = {cells[at].number: at for each in reversed(named) for at in buckets[each]}
        by_word: dict[str, list[Slot]] = {}
        for each in named:
            by_word.setdefault(each.of.split()[0], []).append(each)
        for at in buckets[slot]:
            cell = cells[at]
            like = numbers.get((cell.path, cell.number))
            if like is not None and cell.number is not None:
                joined.join(at, like)
                continue
            like = telling.get(cell.number) if is_telling(cell.number) else None
            if like is not None and events.together(cell.path, cells[like].path):
                joined.join(at, like)
                continue
            if slot.unit in _measures() or slot.unit in MONEY:
                continue
            near = _stems(cell.near)
            for each in sorted(each for word in near for each in by_word.get(word, ())):
                if near.issuperset(each.of.split()) and not _beside(cell, (cells[other] for other in buckets[each])):
                    other = _of_event(cell, buckets[each], cells, events)
                    if other is not None:
                        joined.join(at, other)
                        break


def _beside(cell: Cell, others: Iterable[Cell]) -> bool:
    """Whether another figure stands close by: `34 boats, with two patrol boats` are told apart."""
    return any(cell.path == each.path and abs(cell.start - each.start) < _CLOSE for each in others)


def _of_event(cell: Cell, some: Sequence[int], cells: Sequence[Cell], events: Events) -> int | None:
    """The first of some cells that stands in a document of the same event."""
    for at in some[:200]:
        if cells[at].path == cell.path or events.together(cell.path, cells[at].path):
            return at
    return None


# -- dates that are stated by a duration -------------------------------------------------------------------------------


def counted(cells: Sequence[Cell], events: Events) -> list[Cell]:
    """The same cells, those with a duration as the dates that they come to; those of which none is stated left
    out: the length of time stands in a cell of its own."""
    if not any(cell.due is not None for cell in cells):
        return list(cells)
    stated: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.slot.kind == "date" and cell.due is None and cell.value is not None:
            stated.setdefault(cell.slot.unit, []).append(cell)
    found = (_counted(cell, stated, events) if cell.due is not None else cell for cell in cells)
    return [cell for cell, before in zip(found, cells, strict=True) if before.due is None or cell.value is not None]


def _counted(cell: Cell, stated: dict[str, list[Cell]], events: Events) -> Cell:
    due = cell.due
    assert due is not None
    anchors = stated.get(due.event, [])
    near = [each for each in anchors if each.path == cell.path]
    near = near or [each for each in anchors if events.together(each.path, cell.path)]
    values = {each.value for each in near}
    if len(values) != 1:
        return cell._replace(due=None)
    anchor = near[0]
    value = _moved(anchor.value or "", due.hours * due.number, due.unit, due.number)
    where = "" if anchor.path == cell.path else f" in {anchor.path}"
    how = f"counted: {due.number:,} {due.unit} from {anchor.value} ({anchor.label}{where})"
    return cell._replace(value=value, how=how if value else "", due=None)


def _moved(value: str, hours: int, unit: str, number: int) -> str | None:
    """A value so much later, as fine as both are; None where a stretch of days has no such end, or no calendar does."""
    days = days_of(value)
    if days is None or "/" in value:
        return None
    if unit.startswith(("month", "mois", "year", "ans")) or len(value) < 10:
        months = number * (12 if unit.startswith(("year", "ans")) else 1)
        if len(value) < 7 or not unit.startswith(("month", "mois", "year", "ans")):
            return None
        year, month = divmod(int(value[:4]) * 12 + int(value[5:7]) - 1 + months, 12)
        return f"{year:04d}-{month + 1:02d}" if year <= MAXYEAR else None
    day = days.first + hours // 24
    return date.fromordinal(day).isoformat() if day <= date.max.toordinal() else None
