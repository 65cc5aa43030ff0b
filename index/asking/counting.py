"""Counts that go through every match, for Collection to hand out: collocates, and frequency over time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from index.rooms import Rooms

if TYPE_CHECKING:
    from index.asking.collocates import Collocates, LinesBeside, Standard, Window
    from index.asking.concordances import Concordance
    from index.asking.over_time import OverTime
    from index.events import Cancelled
    from index.library import Shelf
    from index.search.word_counts import WordCounts

Concord = Callable[..., "Concordance"]
"""Collection.concordance."""


class Counting:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(self, rooms: Rooms, concordance: Concord, only: str | None) -> None:
        self._rooms = rooms
        self._concordance = concordance
        self._only = only
        self._last: tuple[WordCounts, Standard] | None = None

    def collocates(
        self, query: str, window: Window, *, as_typed: bool = False, cancelled: Cancelled | None = None
    ) -> Collocates:
        """The words around the matches of a query, counted while one goes through it. Raises QueryError, Cancelled."""
        from index.asking.collocates import Collocates

        shelf = self._rooms.indexed()
        standard = self._standard(shelf, cancelled)
        found = self._concordance(query, as_typed=as_typed, cancelled=cancelled)
        return Collocates(found, shelf.catalogue, standard, window, cancelled)

    def lines_beside(
        self,
        query: str,
        forms: Collection[str],
        window: Window,
        *,
        as_typed: bool = False,
        cancelled: Cancelled | None = None,
    ) -> LinesBeside:
        """The lines that the row of some forms of a word counts. Raises QueryError, Cancelled."""
        from index.asking.collocates import LinesBeside

        found = self._concordance(query, as_typed=as_typed, cancelled=cancelled)
        return LinesBeside(found, self._rooms.indexed().catalogue, frozenset(forms).__contains__, window, cancelled)

    def over_time(
        self, queries: Sequence[str], *, as_typed: bool = False, cancelled: Cancelled | None = None
    ) -> OverTime:
        """How often queries match by the dates of documents, counted while one goes through it. Raises QueryError,
        Cancelled."""
        from index.asking.over_time import OverTime, sums

        shelf = self._rooms.indexed()
        found = [self._concordance(query, as_typed=as_typed, cancelled=cancelled) for query in queries]
        return OverTime(found, sums(self._dates(shelf, cancelled), self._word_counts(shelf, cancelled).lengths))

    def _dates(self, shelf: Shelf, cancelled: Cancelled | None) -> Iterator[tuple[int, str | None]]:
        """The number and date of every document, as the reader set it or as it says."""
        only = None
        if self._only is not None:
            row = shelf.catalogue.row(self._only)
            only = row.id if row else 0
        decided = self._rooms.desk.view(shelf)().decided
        for number, stated in shelf.catalogue.listed.dates(cancelled):
            if only in (None, number):
                decision = decided.get(number)
                yield number, (decision.date if decision is not None else None) or stated

    def _standard(self, shelf: Shelf, cancelled: Cancelled | None) -> Standard:
        from index.asking.collocates import Standard
        from index.search.stems import stemmers
        from index.search.stopwords import small_words

        counts = self._word_counts(shelf, cancelled)
        known = self._last
        if known is None or known[0] is not counts:
            main = shelf.languages.main[:1]
            known = self._last = (counts, Standard(counts, next(iter(stemmers(main)), None), small_words(main)))
        return known[1]

    def _word_counts(self, shelf: Shelf, cancelled: Cancelled | None) -> WordCounts:
        """Of every text, or where one document was asked for, of that one."""
        counts = shelf.engine.word_counts(cancelled)
        if self._only is None:
            return counts
        from index.search.tokens import words
        from index.search.word_counts import of_texts

        row = shelf.catalogue.row(self._only)
        texts = shelf.catalogue.texts([row.id] if row else [])
        return of_texts(((id, words(text)) for id, text, _ in texts), counts.words, lambda: None)
