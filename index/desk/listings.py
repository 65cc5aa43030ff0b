"""Listings: an order of numbers, made of orders and groups that are kept as long as the catalogue stays as it is."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any, Final

from index.catalogue.listing import ListedReader, Numbers
from index.desk.decision import Decision
from index.desk.filters import Chosen, choose
from index.desk.view import View
from index.document import DocumentRow
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.keys import fold, folder_of, natural, natural_path
from index.listing import Group, Grouping, ListQuery

_KEPT_ORDERS: Final = 6
_AT_ONCE: Final = 16_384
"""Numbers handled in one call into C, while which no other thread runs."""
_DECIDED_ORDERS: Final = {"title", "source", "date", "author"}
_DATES: Final = {"date": 4, "month": 7}
"""Groupings by date, and how much of a date they look at."""

Rows = Callable[[Sequence[int]], "list[DocumentRow | None]"]


class Listing:
    """Documents in an order; see `index.listing.DocumentListing`."""

    def __init__(
        self,
        query: ListQuery,
        order: Numbers[int],
        groups: Sequence[Group],
        complete: bool,
        rows: Rows,
        number_of: Callable[[str], int | None],
    ) -> None:
        self.query = query
        self.groups = groups
        self.complete = complete
        self._order = order
        self._rows = rows
        self._number_of = number_of
        self._seen: dict[int, str] = {}
        """Paths of rows that were handed out, for those whose documents go meanwhile."""

    def __len__(self) -> int:
        return len(self._order)

    def rows(self, start: int, stop: int) -> list[DocumentRow]:
        """The documents of some positions."""
        numbers = self._order[max(0, start) : max(0, stop)]
        found = [
            row or DocumentRow(0, self._seen.get(number, ""), None, (), None, None, None, False, 0)
            for number, row in zip(numbers, self._rows(numbers), strict=True)
        ]
        self._seen.update((number, row.path) for number, row in zip(numbers, found, strict=True))
        return found

    def position_of(self, path: str) -> int | None:
        """Where a document stands."""
        number = self._number_of(path)
        if number is None:
            return None
        for at in range(0, len(self._order), 4 * _AT_ONCE):
            try:
                return at + self._order[at : at + 4 * _AT_ONCE].index(number)
            except ValueError:
                continue
        return None

    def paths(self, start: int, stop: int) -> list[str]:
        """The paths of some positions."""
        return [row.path for row in self.rows(start, stop)]


@dataclass(slots=True)
class _Kept:
    """What was made of one version of the catalogue."""

    version: object
    orders: OrderedDict[tuple[str, bool], tuple[Numbers[int], Numbers[int]]] = field(default_factory=OrderedDict)
    groups: dict[str, _Groups] = field(default_factory=dict)
    path_keys: Numbers[int] | None = None


@dataclass(slots=True)
class _Groups:
    """The group of each document, by number."""

    names: list[str]
    of: Numbers[int]


class Arranger:
    """Makes the order of a query. Asked from several threads, it works for one after the other."""

    def __init__(self) -> None:
        self._kept = _Kept(None)
        self._lock = threading.Lock()

    def arrange(
        self,
        view: View,
        version: object,
        query: ListQuery,
        cancelled: Asked | None,
        only: set[int] | None = None,
    ) -> tuple[Numbers[int], list[Group]]:
        """Numbers in order, and their groups; `only` some where that is given. Raises QueryError, Cancelled."""
        chosen = choose(view, query.words, cancelled) if query.words.strip() else None
        with self._lock:
            if self._kept.version != version:
                self._kept = _Kept(version)
            _go_on(cancelled)
            order = self._order(view, query, cancelled)
            if chosen is not None:
                order = _only(order, chosen, cancelled)
            if only is not None:
                order = _only(order, Chosen(only), cancelled)
            if query.group == "none":
                return order, []
            return self._grouped(view, order, query, cancelled)

    def divide(
        self, view: View, version: object, order: Sequence[int], grouping: Grouping, cancelled: Asked | None
    ) -> tuple[Numbers[int], list[Group]]:
        """Numbers group by group, in each as they are given. Raises Cancelled."""
        with self._lock:
            if self._kept.version != version:
                self._kept = _Kept(version)
            return self._grouped(view, array("i", order), ListQuery(group=grouping), cancelled)

    # -- orders -------------------------------------------------------------------------------------------------

    def _order(self, view: View, query: ListQuery, cancelled: Asked | None) -> Numbers[int]:
        """Everything there is in the order of a column; files that wait come last, but in the order of paths."""
        named, nameless = array("i"), array("i")
        if view.catalogue is not None:
            named, nameless = self._catalogued(view.catalogue.listed, query.sort, query.descending, cancelled)
            if query.sort in _DECIDED_ORDERS:
                named, nameless = _with_decided(view, query, named, nameless)
        if not len(view.waiting):
            return named + nameless if len(nameless) else named
        waiting = self._waiting(view, cancelled)
        if query.sort != "path":
            return named + nameless + waiting
        assert not len(nameless)
        keyed = view.catalogue.listed.path_keys(cancelled) if view.catalogue is not None else iter(())
        both = array("i", (number for _, number in merge(keyed, view.waiting.keyed(waiting))))
        if query.descending:
            both.reverse()
        return both

    def _catalogued(
        self, listed: ListedReader, column: str, descending: bool, cancelled: Asked | None
    ) -> tuple[Numbers[int], Numbers[int]]:
        orders = self._kept.orders
        key = (column, descending)
        if key not in orders:
            orders[key] = listed.order(column, descending, cancelled)
            if len(orders) > _KEPT_ORDERS:
                orders.popitem(last=False)
        orders.move_to_end(key)
        return orders[key]

    @staticmethod
    def _waiting(view: View, cancelled: Asked | None) -> Numbers[int]:
        """Files that are not in the catalogue yet."""
        if view.catalogue is None:
            return array("i", view.waiting.numbers())
        there = {path for _, path in view.catalogue.paths()}
        _go_on(cancelled)
        return array("i", (number for number in view.waiting.numbers() if view.waiting.path(number) not in there))

    # -- groups -------------------------------------------------------------------------------------------------

    def _grouped(
        self, view: View, order: Numbers[int], query: ListQuery, cancelled: Asked | None
    ) -> tuple[Numbers[int], list[Group]]:
        """The order group by group: each in the order it had."""
        groups = self._groups(view, query.group, cancelled)
        decided = {
            number: name
            for number, decision in view.decided.items()
            if (name := _decided_group(decision, query.group)) is not None
        }
        buckets: dict[str, Numbers[int]] = {}
        names, of, waiting = groups.names, groups.of, view.waiting
        for count, number in enumerate(order):
            if count % _AT_ONCE == 0:
                _go_on(cancelled)
            if number in decided:
                name = decided[number]
            elif number < 0:
                name = folder_of(waiting.path(number)) if query.group == "folder" else ""
            else:
                name = names[of[number]] if number < len(of) else ""  # it came since the groups were asked for
            bucket = buckets.get(name)
            if bucket is None:
                bucket = buckets[name] = array("i")
            bucket.append(number)
        backwards = query.descending and _is_by_group(query)
        ordered = sorted((name for name in buckets if name), key=_group_key(query.group), reverse=backwards)
        result, found = array("i"), []
        for name in [*ordered, *([""] if "" in buckets else [])]:
            found.append(Group(name, len(result), len(buckets[name])))
            result.extend(buckets[name])
        return result, found

    def _groups(self, view: View, grouping: str, cancelled: Asked | None) -> _Groups:
        kept = self._kept.groups
        if grouping not in kept:
            numbered: dict[str, int] = {"": 0}
            listed = view.catalogue.listed.group_names(grouping, cancelled) if view.catalogue is not None else ()
            of = array("i")
            for number, name in listed:
                while len(of) <= number:
                    of.append(0)
                of[number] = numbered.setdefault(name, len(numbered))
            kept[grouping] = _Groups(list(numbered), of)
        return kept[grouping]


def _with_decided(
    view: View, query: ListQuery, named: Numbers[int], nameless: Numbers[int]
) -> tuple[Numbers[int], Numbers[int]]:
    """The order with documents where what the reader set puts them."""
    assert view.catalogue is not None
    listed = view.catalogue.listed
    moved = {
        number: value
        for number, decision in view.decided.items()
        if number > 0 and (value := _sorted_by(decision, query.sort)) is not None
    }
    if not moved:
        return named, nameless
    others = _only(named, Chosen(set(moved), all_but=True), None)
    rest = _only(nameless, Chosen(set(moved), all_but=True), None)
    known: dict[int, Any] = {}

    def key_of(number: int) -> Any:
        if number not in known:
            known[number] = _Turned(*listed.key(query.sort, number), query.descending)
        return known[number]

    placed = []
    for number, value in moved.items():
        try:
            _, path_key, _ = listed.key(query.sort, number)
        except ValueError:  # it went between the two questions
            continue
        key = value if query.sort == "date" else natural(fold(value))
        wanted = _Turned(key, path_key, number, query.descending)
        try:
            placed.append((bisect(others, wanted, key=key_of), wanted))
        except ValueError:  # another one went: as the documents say, until the list is made anew
            return named, nameless
    result, at = array("i"), 0
    for position, wanted in sorted(placed, key=lambda item: item[1]):
        result.extend(others[at:position])
        result.append(wanted.number)
        at = position
    result.extend(others[at:])
    return result, rest


def _sorted_by(decision: Decision, column: str) -> str | None:
    if column == "author":
        return ", ".join(decision.authors) or None
    value: str | None = getattr(decision, column)
    return value


@dataclass(slots=True)
class _Turned:
    """What a document is sorted by; compares the other way round where the order is descending, but for the path."""

    key: Any
    path_key: str
    number: int
    descending: bool

    def __lt__(self, other: _Turned) -> bool:
        if self.key != other.key:
            return bool((self.key > other.key) if self.descending else (self.key < other.key))
        return (self.path_key, self.number) < (other.path_key, other.number)


def _only(order: Numbers[int], chosen: Chosen, cancelled: Asked | None) -> Numbers[int]:
    """The numbers that are chosen, in order."""
    kept = array("i")
    numbers, all_but = chosen.numbers, chosen.all_but
    for at in range(0, len(order), _AT_ONCE):
        _go_on(cancelled)
        some = order[at : at + _AT_ONCE]
        if all_but:
            kept.extend(number for number in some if number not in numbers)
        else:
            kept.extend(filter(numbers.__contains__, some))
    return kept


def _decided_group(decision: Decision, grouping: str) -> str | None:
    if grouping == "source":
        return decision.source
    if grouping in _DATES and decision.date is not None:
        return decision.date[: _DATES[grouping]]
    return None


def _is_by_group(query: ListQuery) -> bool:
    """True where the groups are in the order of the column, so that turning it turns them as well."""
    return query.sort == query.group or (query.sort, query.group) in (("path", "folder"), ("date", "month"))


def _group_key(grouping: str) -> Callable[[str], tuple[str, str]]:
    if grouping == "folder":
        from index.keys import fold_path

        return lambda name: (natural_path(fold_path(name)), name)
    return lambda name: (natural(fold(name)), name)


def _go_on(cancelled: Asked | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
