"""Answers to queries with what the reader set of the documents in place, for Collection to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.rooms import Rooms

if TYPE_CHECKING:
    from index.asking.facets import Facets
    from index.asking.hits import HitOrders
    from index.asking.questions import Questions
    from index.document import SearchPage
    from index.events import Cancelled
    from index.listing import Group, Grouping, Sort


class Answers:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(self, rooms: Rooms, questions: Questions, only: str | None) -> None:
        self._rooms = rooms
        self._questions = questions
        self._only = only

    def search(
        self,
        query: str,
        *,
        limit: int,
        sort: Sort,
        group: Grouping,
        as_typed: bool,
        cancelled: Cancelled | None,
    ) -> SearchPage:
        """The answer to a query; `limit` 0 = all. Raises QueryError, Cancelled."""
        shelf, desk = self._rooms.indexed(), self._rooms.desk
        view = desk.view(shelf)

        def arrange(numbers: Sequence[int]) -> tuple[Sequence[int], Sequence[Group]]:
            version = (shelf.folder, shelf.catalogue.listed.version())
            return self._orders.arrange(numbers, view(), version, sort, group, cancelled)

        page = self._questions.search(
            shelf,
            query,
            only=self._only,
            limit=limit,
            as_typed=as_typed,
            cancelled=cancelled,
            view=view,
            arrange=arrange if sort != "relevance" or group != "none" else None,
        )
        rows = desk.filled([hit.document for hit in page.hits], refresh=False)
        return replace(page, hits=tuple(replace(hit, document=row) for hit, row in zip(page.hits, rows, strict=True)))

    def facets(self, query: str, as_typed: bool, cancelled: Cancelled | None) -> Facets:
        """What all documents that answer have in common, counted. Raises QueryError, Cancelled."""
        from index.asking.facets import count_facets

        shelf = self._rooms.indexed()
        view = self._rooms.desk.view(shelf)
        numbers = self._questions.found(
            shelf, query, only=self._only, as_typed=as_typed, cancelled=cancelled, view=view
        )
        return count_facets(numbers, view(), cancelled)

    @cached_property
    def _orders(self) -> HitOrders:
        from index.asking.hits import HitOrders

        return HitOrders()
