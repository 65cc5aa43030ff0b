"""Queries put to what is indexed: which documents answer, where they match, and what to show of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from index.document import Document, Hit, SearchPage, Snippet, Span
from index.errors import QueryError
from index.library import Shelf
from index.listing import Group
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.asking.alike import Likenesses
    from index.asking.concordances import Concordance
    from index.asking.condition_notices import Unknown
    from index.asking.condition_passages import ConditionPassages
    from index.desk.desk import Desk
    from index.desk.view import View
    from index.events import Cancelled
    from index.search.concordance import Order
    from index.search.languages import Languages
    from index.search.query import Node
    from index.search.suggesting import Meant

LONGEST_NAME: Final = 5
"""Words of a query that may be a misspelt name."""
Passages = Callable[["Node", str, bool], "ConditionPassages | None"]
"""From a query, as tree and as typed, and whether it is still being typed."""
Arrange = Callable[[Sequence[int]], tuple[Sequence[int], Sequence[Group]]]
"""Puts the numbers of hits, best first, into another order, with its groups."""


class Questions:
    """Answers queries under one set of settings. Imports the search wing when first asked. Safe from any thread."""

    def __init__(
        self,
        settings: SearchSettings,
        searches: Callable[[], Mapping[str, str]],
        languages: Callable[[], Languages],
        passages: Passages,
        likenesses: Likenesses,
        values: Callable[[str], Sequence[str]] = lambda field: (),
    ) -> None:
        """`searches`: the saved searches, query by name. `languages`: how documents are read now. `passages`: what
        finds where the conditions of a query stand in documents. `likenesses`: what its `like:` stand for. `values`:
        what a field may be asked for here."""
        self._settings = settings
        self._searches = searches
        self._languages = languages
        self._passages = passages
        self._likenesses = likenesses
        self._values = values
        self._last_matches: tuple[tuple[object, ...], list[Span]] | None = None
        """Of the words of a query alone: annotations and names change while a text stays as it is."""

    def search(
        self,
        shelf: Shelf,
        query: str,
        *,
        only: str | None,
        limit: int,
        as_typed: bool,
        cancelled: Cancelled | None,
        view: Callable[[], View],
        arrange: Arrange | None = None,
    ) -> SearchPage:
        """The documents that answer, `only` one of them where it is named; `limit` 0 = all. `arrange`: in another
        order than the engine's, for which every hit is needed before the limit can cut.

        Raises QueryError, Cancelled.
        """
        from index.asking.condition_notices import unknown_values
        from index.asking.resolving import Resolver
        from index.search.misreadings import misreadings
        from index.search.mistakes import LONGEST_TOLD, told

        began = time.monotonic()
        catalogue = shelf.catalogue
        restrict = self._restricted(shelf, only)
        resolve = Resolver(shelf, query, as_typed, cancelled, view)
        tree = self._parse(query, as_typed)
        ranked = shelf.engine.search(
            resolve.asked(tree),
            resolve=resolve,
            languages=shelf.languages,
            restrict=restrict,
            ties=catalogue.listed.places,
            limit=limit if arrange is None else 0,
            cancelled=cancelled,
        )
        scores = dict(ranked.hits)
        order: Sequence[int] = list(scores)
        groups: Sequence[Group] = ()
        if arrange is not None:
            order, groups = arrange(order)
        rows = catalogue.rows(order[:limit] if limit else order)
        hits = tuple(Hit(row, scores[row.id]) for row in rows)
        notices = [*self._likenesses.told(tree), *misreadings(query), *ranked.notices, *self._notices(tree, shelf)]
        unknown = unknown_values(
            tree, query, lambda each: resolve.is_empty(each, ask=not ranked.total), self._values, view
        )
        instead = None
        if not ranked.total:
            # Whether what is meant finds anything is for the engine to say.
            for said, other in self._meanings(shelf, query, as_typed, unknown):
                try:
                    again = self._parse(other, False)
                except QueryError:
                    continue  # such as a likeness to words that tell nothing
                resolver, spoken = Resolver(shelf, other, False, cancelled, view), shelf.languages
                if shelf.engine.search(
                    resolver.asked(again),
                    resolve=resolver,
                    languages=spoken,
                    restrict=restrict,
                    limit=1,
                    cancelled=cancelled,
                ).total:
                    notices, instead = [*notices, said], other
                    break
        if instead is None:
            notices += [each.told for each in unknown]
        seconds = time.monotonic() - began
        lines = tuple(told(notice, LONGEST_TOLD) for notice in notices)
        return SearchPage(query, hits, ranked.total, catalogue.count(), seconds, lines, instead, tuple(groups))

    @staticmethod
    def _notices(tree: Node, shelf: Shelf) -> list[str]:
        from index.asking.condition_notices import unread_names

        unread = unread_names(tree, shelf.catalogue)
        return [unread] if unread else []

    def _meanings(
        self, shelf: Shelf, query: str, as_typed: bool, unknown: Sequence[Unknown]
    ) -> Iterator[tuple[str, str]]:
        """Queries that may be meant in place of one that finds nothing, with what to say of each."""
        from index.asking.alike import in_place_of
        from index.search.mistakes import told
        from index.search.parser import parse

        for meant in self._meant(shelf, query, as_typed):
            typed, other = (" ".join(words) for words in zip(*meant.words, strict=True))
            yield f"no match for {told(typed)}; did you mean {told(other)}?", meant.query
        name = self._name_meant(shelf, query, as_typed)
        if name is not None:
            yield f"no match for {told(query.strip())}; did you mean {told(name)}?", f'"{name}"'
        yield from ((each.told, each.instead) for each in unknown if each.instead is not None)
        alike = in_place_of(query, parse(query, as_typed=as_typed))
        if alike is not None:
            yield "none has all of these; some have many", alike

    def found(
        self,
        shelf: Shelf,
        query: str,
        *,
        only: str | None,
        as_typed: bool,
        cancelled: Cancelled | None,
        view: Callable[[], View],
    ) -> list[int]:
        """The numbers of all documents that answer. Raises QueryError, Cancelled."""
        from index.asking.resolving import Resolver

        resolve = Resolver(shelf, query, as_typed, cancelled, view)
        restrict = self._restricted(shelf, only)
        tree = self._parse(query, as_typed)
        ranked = shelf.engine.search(
            resolve.asked(tree),
            resolve=resolve,
            languages=shelf.languages,
            restrict=restrict,
            ties=shelf.catalogue.listed.places,
            limit=0,
            cancelled=cancelled,
        )
        return [number for number, _ in ranked.hits]

    @staticmethod
    def _restricted(shelf: Shelf, only: str | None) -> set[int] | None:
        if only is None:
            return None
        row = shelf.catalogue.row(only)
        return {row.id} if row else set()

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
        from index.asking.concordances import Concordance
        from index.search.matching import Matchers

        page = self.search(
            shelf, query, only=only, limit=0, as_typed=as_typed, cancelled=cancelled, view=desk.view(shelf)
        )
        tree = self._parse(query, as_typed)
        matchers = Matchers(tree, shelf.languages)
        by_path = sorted((hit.document for hit in page.hits), key=lambda row: row.path)
        rows = desk.filled(by_path, refresh=False)
        return Concordance(
            shelf.catalogue,
            rows,
            matchers,
            order=order,
            width=width,
            passages=self._passages(tree, query, as_typed),
            notices=page.notices,
            cancelled=cancelled,
        )

    def _meant(self, shelf: Shelf, query: str, as_typed: bool) -> Iterator[Meant]:
        """The query with words that there are, in place of those that are nowhere."""
        from index.search.parser import parse
        from index.search.suggesting import meanings

        def finds(word: Node) -> bool:
            return shelf.engine.search(word, languages=shelf.languages, limit=1).total > 0

        return meanings(query, parse(query, as_typed=as_typed), shelf.engine.vocabulary, finds)

    @staticmethod
    def _name_meant(shelf: Shelf, query: str, as_typed: bool) -> str | None:
        """The name that is nearest to all words of a query together."""
        from index.catalogue.calling import Wanted
        from index.search.parser import parse
        from index.search.suggesting import plain_words

        words = plain_words(parse(query, as_typed=as_typed))
        near = shelf.catalogue.called.near(Wanted(" ".join(words))) if 0 < len(words) <= LONGEST_NAME else None
        return near.replace('"', " ") if near is not None else None

    def matches(self, query: str, document: Document, as_typed: bool) -> list[Span]:
        """Every match in one document, in order of position."""
        from index.search.matching import matches

        title = next((e.span for e in document.metadata.evidence if e.field == "title"), None)
        # A hit is asked for its snippet and then for its matches: in a long text each takes seconds.
        stemming = self._languages().of_language(document.metadata.language)
        tree = self._parse(query, as_typed)
        key = (tree, document.sha256, title, stemming, document.blocks)
        known = self._last_matches
        if known is not None and known[0] == key:
            found = known[1]
        else:
            found = matches(tree, document.text, title=title, blocks=document.blocks, stemming=stemming)
            self._last_matches = (key, found)
        passages = self._passages(tree, query, as_typed)
        if passages is None:
            return list(found)
        return passages.among(found, document.path, lambda: document.metadata.headers)

    def snippet(self, query: str, document: Document, as_typed: bool) -> Snippet | None:
        """The passage of a document that shows the query best."""
        from index.search.snippets import best_snippet

        found = self.matches(query, document, as_typed)
        return best_snippet(document.text, document.blocks, found, self._settings.snippet_characters)

    def _parse(self, query: str, as_typed: bool) -> Node:
        from index.asking.condition_values import checked
        from index.search.mistakes import WantsValue, tidy
        from index.search.parser import parse
        from index.searches.standing_for import Expansion

        try:
            tree = Expansion(query, self._searches, as_typed=as_typed).expanded(parse(query, as_typed=as_typed))
            return self._likenesses.expanded(checked(tree, query, as_typed=as_typed), query, as_typed=as_typed)
        except WantsValue as error:
            from index.asking.condition_notices import with_example

            raise tidy(with_example(error, self._values)) from None
        except QueryError as error:
            raise tidy(error) from None
