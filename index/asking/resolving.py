"""Which documents meet the conditions of one query, by what is known of documents at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.asking.conditions import being_typed, documents_meeting, is_unfinished

if TYPE_CHECKING:
    from index.desk.view import View
    from index.events import Cancelled
    from index.library import Shelf
    from index.search.query import Condition


class Resolver:
    """Answers for one query, and remembers which conditions no document meets. For one thread."""

    def __init__(
        self, shelf: Shelf, query: str, as_typed: bool, cancelled: Cancelled | None, view: Callable[[], View]
    ) -> None:
        self._shelf = shelf
        self._query = query
        self._as_typed = as_typed
        self._cancelled = cancelled
        self._view = view
        self._empty: dict[Condition, bool] = {}

    def __call__(self, condition: Condition) -> set[int]:
        """The numbers of the documents; all of them while a value is unfinished. Raises QueryError, Cancelled."""
        unfinished = self._as_typed and being_typed(condition, self._query)
        if unfinished and is_unfinished(condition):
            return self._shelf.catalogue.listed.everything(self._cancelled)
        found = documents_meeting(self._view(), condition, unfinished=unfinished, cancelled=self._cancelled)
        self._empty[condition] = not found
        return found

    def is_empty(self, condition: Condition, *, ask: bool) -> bool:
        """True where no document meets it. `ask`: even where nobody has had to know that."""
        if condition not in self._empty and ask:
            self(condition)
        return self._empty.get(condition, False)
