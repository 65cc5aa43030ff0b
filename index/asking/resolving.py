"""Which documents meet the conditions of one query, by what is known of documents at that moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from index.asking.conditions import being_typed, documents_meeting, is_unfinished
from index.asking.own_titles import OWN_TITLE, OwnTitles
from index.search.query import Field, nodes

if TYPE_CHECKING:
    from index.desk.view import View
    from index.events import Cancelled
    from index.library import Shelf
    from index.search.query import Condition, Node


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
        if condition.name == OWN_TITLE:
            return self._own_titles.documents(condition)
        unfinished = self._as_typed and being_typed(condition, self._query)
        if unfinished and is_unfinished(condition):
            return self._shelf.catalogue.listed.everything(self._cancelled)
        found = documents_meeting(self._view(), condition, unfinished=unfinished, cancelled=self._cancelled)
        self._empty[condition] = not found
        return found

    def asked(self, tree: Node) -> Node:
        """A tree as it is put to the index, which knows no title that the reader set."""
        asks_titles = any(isinstance(node, Field) for node in nodes(tree))
        return self._own_titles.asked_too(tree) if asks_titles and self._own_titles else tree

    @cached_property
    def _own_titles(self) -> OwnTitles:
        decided = self._view().decided.items()
        titles = {number: decision.title for number, decision in decided if number > 0 and decision.title}
        return OwnTitles(titles, self._shelf.languages)

    def is_empty(self, condition: Condition, *, ask: bool) -> bool:
        """True where no document meets it. `ask`: even where nobody has had to know that."""
        if condition not in self._empty and ask:
            self(condition)
        return self._empty.get(condition, False)
