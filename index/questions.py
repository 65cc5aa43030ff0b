"""Queries put to what is indexed: which documents answer, where they match, and what to show of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from index.document import Document, Hit, SearchPage, Snippet, Span
from index.library import Shelf
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.concordances import Concordance
    from index.desk.desk import Desk
    from index.desk.view import View
    from index.events import Cancelled
    from index.search.concordance import Order
    from index.search.query import Condition, Node
    from index.search.suggesting import Meant

Sort = Literal["relevance", "date", "path"]


class Questions:
    """Answers queries under one set of settings. Imports the search wing when first asked. Safe from any thread."""

    def __init__(self, settings: SearchSettings, searches: Callable[[], Mapping[str, str]] = dict) -> None:
        """`searches`: the saved searches, query by name."""
        self._settings = settings
        self._searches = searches
        self._last_matches: tuple[tuple[str, bool, str, Span | None], list[Span]] | None = None

    def search(
        self,
        shelf: Shelf,
        query: str,
        *,
        only: str | None,
        limit: int,
        sort: Sort,
        as_typed: bool,
        cancelled: Cancelled | None,
        view: Callable[[], View],
    ) -> SearchPage:
        """The documents that answer, `only` one of them where it is named; `limit` 0 = all.

        Raises QueryError, Cancelled.
        """
        from index.conditions import documents_meeting, is_unfinished

        began = time.monotonic()
        catalogue = shelf.catalogue
        restrict = None
        if only is not None:
            row = catalogue.row(only)
            restrict = {row.id} if row else set()

        def resolve(condition: Condition) -> set[int]:
            unfinished = as_typed and condition.span.end == len(query)
            if unfinished and is_unfinished(condition):
                return catalogue.listed.everything(cancelled)
            return documents_meeting(view(), condition, unfinished=unfinished, cancelled=cancelled)

        ranked = shelf.engine.search(
            self._parse(query, as_typed),
            resolve=resolve,
            restrict=restrict,
            # Another order than the engine's needs every hit before the limit can cut.
            limit=limit if sort == "relevance" else 0,
            cancelled=cancelled,
        )
        scores = dict(ranked.hits)
        rows = catalogue.rows(scores)
        if sort == "path":
            rows.sort(key=lambda row: row.path)
        elif sort == "date":
            rows.sort(key=lambda row: (row.date is None, row.date or "", row.path))
        hits = tuple(Hit(row, scores[row.id]) for row in (rows[:limit] if limit else rows))
        notices, instead = tuple(ranked.notices), None
        if not ranked.total:
            # Whether what is meant finds anything is for the engine to say; conditions are looked up as before.
            meant = self._meant(shelf, query, as_typed)
            if meant is not None:
                again = self._parse(meant.query, False)
                if shelf.engine.search(again, resolve=resolve, restrict=restrict, limit=1, cancelled=cancelled).total:
                    typed, other = (" ".join(words) for words in zip(*meant.words, strict=True))
                    notices, instead = (*notices, f"no match for {typed}; did you mean {other}?"), meant.query
        seconds = time.monotonic() - began
        return SearchPage(query, hits, ranked.total, catalogue.count(), seconds, notices, instead)

    def concordance(
        self,
        shelf: Shelf,
        desk: Desk,
        query: str,
        order: Order,
        width: int,
        only: str | None,
        as_typed: bool,
        cancelled: Cancelled | None,
    ) -> Concordance:
        """Every match of the query, in lines that are made while one goes through them; what the reader set of the
        documents, `desk` knows. Raises QueryError, Cancelled."""
        from index.concordances import Concordance
        from index.search.matching import Matcher

        page = self.search(
            shelf, query, only=only, limit=0, sort="path", as_typed=as_typed, cancelled=cancelled, view=desk.view(shelf)
        )
        matcher = Matcher(self._parse(query, as_typed), self._settings.stemming)
        rows = desk.filled([hit.document for hit in page.hits], refresh=False)
        return Concordance(
            shelf.catalogue, rows, matcher, order=order, width=width, notices=page.notices, cancelled=cancelled
        )

    def _meant(self, shelf: Shelf, query: str, as_typed: bool) -> Meant | None:
        """The query with words that there are, in place of those that are nowhere."""
        from index.search.parser import parse
        from index.search.suggesting import meant

        return meant(query, parse(query, as_typed=as_typed), shelf.engine.vocabulary)

    def matches(self, query: str, document: Document, as_typed: bool) -> list[Span]:
        """Every match in one document, in order of position."""
        from index.search.matching import matches

        title = next((e.span for e in document.metadata.evidence if e.field == "title"), None)
        # A hit is asked for its snippet and then for its matches: in a long text each takes seconds.
        key = (query, as_typed, document.sha256, title)
        known = self._last_matches
        if known is not None and known[0] == key:
            return list(known[1])
        tree = self._parse(query, as_typed)
        found = matches(tree, document.text, title=title, stemming=self._settings.stemming)
        self._last_matches = (key, found)
        return list(found)

    def snippet(self, query: str, document: Document, as_typed: bool) -> Snippet | None:
        """The passage of a document that shows the query best."""
        from index.search.snippets import best_snippet

        found = self.matches(query, document, as_typed)
        return best_snippet(document.text, document.blocks, found, self._settings.snippet_characters)

    def _parse(self, query: str, as_typed: bool) -> Node:
        from index.search.parser import parse
        from index.searches.standing_for import Expansion

        return Expansion(query, self._searches, as_typed=as_typed).expanded(parse(query, as_typed=as_typed))
