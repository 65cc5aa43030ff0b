"""The account table of a collection: read document by document, put together in rows, as the reader decided.

What was read before and has not changed is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from index.asking.moments import days_of
from index.errors import Cancelled
from index.facts.cell import Cell
from index.facts.decisions import ABOUT, rows_of
from index.facts.events import APART, Events, heard, rare, weight
from index.facts.proposing import counted, propose
from index.facts.reading import cells_of
from index.facts.row import Row, silent
from index.reckoning import CommonOrders, as_decided
from index.understanding.anchors import resolved
from index.understanding.figures import Figure

if TYPE_CHECKING:
    from index.catalogue.reckoned import PackedFacts, ReckonedReader
    from index.corrections.correction import PlacedCorrection
    from index.desk.decision import Decision
    from index.rooms import Rooms

__all__ = ["Cell", "FactReading", "Read", "Row", "table"]

_AT_ONCE: Final = 64


class _Read(NamedTuple):
    """What was read of one document."""

    stamp: object
    """Compares equal as long as nothing has changed; None where that cannot be told."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read by now."""

    by_path: Mapping[str, _Read] = field(default_factory=dict)
    names: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Names of each document that few others have."""
    placed: tuple[PlacedCorrection, ...] = ()
    """The reader's decisions."""
    titles: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    """When each document appeared, by the calendar, where that is known."""
    weights: Sequence[float] = ()
    """What each name counts for, by its number."""

    def cells(self) -> list[Cell]:
        """Every cell, by document and position."""
        return [cell for path in sorted(self.by_path) for cell in self.by_path[path].cells]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, those of several documents and those of one."""

    rows: tuple[Row, ...] = ()
    events: Events = field(default_factory=lambda: Events({}))
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of the documents of the rows."""

    def silent(self, row: Row) -> list[str]:
        """Documents of the same event that say nothing of it."""
        return silent(row, self.events)

    def shared(self) -> list[Row]:
        """Rows that several documents have a cell in, and those that the reader made."""
        return [row for row in self.rows if row.made or len(row.paths) > 1]


def table(read: Read, cancelled: Callable[[], bool] = lambda: False) -> Table:
    """The table of what was read, sorted by label. Raises Cancelled."""
    events = Events(read.names, read.days, read.weights)
    cells = counted(read.cells(), events)
    rows = rows_of(cells, propose(cells, events, cancelled), read.placed)
    return Table(tuple(rows), events, read.titles)


class FactReading:
    """Reads what documents state. For one thread; each step of `count` is a document."""

    def __init__(
        self, rooms: Rooms, only: str | None, before: Read | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """`before`: what was read earlier; stands until it is read anew."""
        self.notices: tuple[str, ...] = ()
        self.documents = 0
        self._rooms = rooms
        self._before = before.by_path if before is not None else {}
        self._read: dict[str, _Read] = dict(self._before)
        self._cancelled = cancelled
        self._names: dict[str, frozenset[int]] = {}
        self._placed: tuple[PlacedCorrection, ...] = ()
        self._titles: dict[str, str] = {}
        self._days: dict[str, int] = {}
        self._weights: list[float] = []
        shelf = rooms.library.shelf()
        self._reader: ReckonedReader | None = shelf.catalogue.reckoned if shelf is not None else None
        self._ids: Sequence[int] = []
        if self._reader is not None:
            self._ids = self._reader.stating(only)
            self.documents = len(self._ids)

    def counted(self) -> Read:
        """What was read by now, and of the rest what was known before."""
        return Read(dict(self._read), self._names, self._placed, dict(self._titles), dict(self._days), self._weights)

    def count(self) -> Iterator[None]:
        """Read on, a document a step. Raises Cancelled."""
        reader = self._reader
        if reader is None:
            return
        corrections = self._rooms.marks.corrections
        corrections.refresh()
        self._placed = tuple(corrections.placed(ABOUT))
        self._names = self._linked(reader)
        decided = self._rooms.desk.decided()
        common = CommonOrders(reader, decided)
        now: dict[str, _Read] = {}
        for at in range(0, len(self._ids), _AT_ONCE):
            packed = reader.packed_facts(self._ids[at : at + _AT_ONCE])
            stamps = {each.dates.id: self._stamp(each, decided.get(each.dates.path)) for each in packed}
            new = [each.dates.id for each in packed if not self._is_known(each, stamps[each.dates.id])]
            texts = reader.texts(new) if new else {}
            for each in packed:
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled("The account table was given up.")
                path, id = each.dates.path, each.dates.id
                self._head(each, decided.get(path))
                if id in texts:
                    cells = self._open(each, decided.get(path), common, *texts[id])
                    self._read[path] = now[path] = _Read(stamps[id], cells)
                elif path in self._before:
                    now[path] = self._before[path]
                yield None
        self._read = now

    def _linked(self, reader: ReckonedReader) -> dict[str, frozenset[int]]:
        """The names that tell the event of each document, as the reader decided whose they are."""
        naming = self._rooms.names.naming()
        self._weights = []
        numbers: dict[str, int] = {}
        found: dict[str, list[int]] = {}
        for path, entity, documents in reader.rare_names(rare(self.documents)):
            id = heard(naming.current(entity) if naming is not None else entity)
            if id not in numbers:
                self._weights.append(weight(documents))
            found.setdefault(path, []).append(numbers.setdefault(id, len(numbers)))
        return {path: frozenset(some) for path, some in found.items()}

    def _head(self, packed: PackedFacts, decision: Decision | None) -> None:
        """Title and date of a document, as the reader set them."""
        path = packed.dates.path
        title, date = packed.title, packed.date
        if decision is not None:
            title, date = decision.title or title, decision.date or date
        self._titles[path] = title or path
        days = days_of(date) if date else None
        if days is not None and days.last - days.first <= APART:
            self._days[path] = days.first

    def _stamp(self, packed: PackedFacts, decision: Decision | None) -> object:
        dates = packed.dates
        if "|" in dates.dates or '"date_alternatives":[]' not in dates.metadata:
            return None  # what other documents agree on may be another thing by now
        told = (decision.title, decision.date, decision.source) if decision is not None else ()
        return (dates.sha256, hash(dates.metadata), hash(dates.dates), hash(packed.figures), told)

    def _is_known(self, packed: PackedFacts, stamp: object) -> bool:
        before = self._before.get(packed.dates.path)
        return before is not None and stamp is not None and before.stamp == stamp

    def _open(
        self, packed: PackedFacts, decision: Decision | None, common: CommonOrders, text: str, blocks: Sequence[Any]
    ) -> tuple[Cell, ...]:
        found = packed.dates.opened()
        metadata = as_decided(decision, found.metadata)
        values = resolved(found.stated, metadata, common.of(found, metadata))
        figures = [(Figure(*each[:-1]), each[-1]) for each in json.loads(packed.figures)]
        return cells_of(found.path, text, blocks, figures, zip(values, found.words, strict=True))
