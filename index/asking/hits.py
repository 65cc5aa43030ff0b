"""Hits in another order than the engine's, and divided: by what the catalogue knows and the reader set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from index.desk.listings import Arranger
from index.listing import Column, Group, Grouping, ListQuery, Sort

if TYPE_CHECKING:
    from index.desk.view import View
    from index.events import Cancelled

_COLUMNS: Final[dict[Sort, tuple[Column, bool]]] = {
    "date": ("date", False),
    "newest": ("date", True),
    "source": ("source", False),
    "title": ("title", False),
    "path": ("path", False),
    "source-turned": ("source", True),
    "title-turned": ("title", True),
    "path-turned": ("path", True),
}
"""What an order is in the list of documents, and whether it is turned round."""


class HitOrders:
    """Keeps the orders of the whole collection as long as it stays as it is. Safe to call from any thread."""

    def __init__(self) -> None:
        self._arranger = Arranger()

    def arrange(
        self,
        numbers: Sequence[int],
        view: View,
        version: object,
        sort: Sort,
        group: Grouping,
        cancelled: Cancelled | None,
    ) -> tuple[Sequence[int], Sequence[Group]]:
        """The numbers of hits, given best first, in an order, with its groups. Raises Cancelled."""
        if sort in _COLUMNS:
            column, descending = _COLUMNS[sort]
            query = ListQuery(sort=column, descending=descending, group=group)
            return self._arranger.arrange(view, version, query, cancelled, set(numbers))
        if group == "none":
            return numbers, ()
        return self._arranger.divide(view, version, numbers, group, cancelled)
