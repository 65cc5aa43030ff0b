"""Work with queries, for Collection to hand out: lists of them, saved ones, and those that a reader may have meant."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError, QueryError
from index.rooms import Rooms
from index.settings import SearchSettings

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from index.asking.batch import Counted
    from index.asking.threads import InThread
    from index.asking.within import Within
    from index.document import DocumentRow, SearchPage, Span
    from index.events import Cancelled, OnEvent
    from index.search.query import Node
    from index.searches.seen import Seen, Standing

_NAP_SECONDS: Final = 0.004
Search = Callable[..., "SearchPage"]
"""Collection.search."""
Matches = Callable[..., "list[Span]"]
"""Collection.matches."""


class Queries:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(
        self, rooms: Rooms, settings: SearchSettings, search: Search, matches: Matches, only: str | None
    ) -> None:
        self._rooms = rooms
        self._settings = settings
        self._search = search
        self._matches = matches
        self._only = only

    def prepare(self, cancelled: Cancelled) -> None:
        """Have ready what the first query of a generation would wait for: the open index, words by their stems.

        Threads take turns with the screen's: it pauses between its steps.
        """
        shelf = self._rooms.indexed()
        for codes in shelf.languages.all:
            for _ in shelf.engine.vocabulary.prepare(codes):
                if cancelled():
                    return
                time.sleep(_NAP_SECONDS)

    # -- lists --------------------------------------------------------------------------------------------------

    def batch(
        self,
        lines: Sequence[str],
        *,
        names: bool = False,
        fuzzy: int = 0,
        in_one_pass: bool | None = None,
        on_event: OnEvent | None = None,
        cancelled: Cancelled | None = None,
    ) -> Iterator[Counted]:
        """How many documents and matches each line has, in order, blank lines left out; a line with a mistake says
        which. `names`: lines are names, taken literally, and "Last, First" both ways round. `fuzzy`: so many letters
        of each word may be amiss. `in_one_pass`: look for names in every text, or not; None chooses what is quicker.

        Raises UnreadableFile for too many lines, Cancelled.
        """
        from index.asking.batch import Batch, lines_of

        def ask(query: str) -> list[int]:
            return [hit.document.id for hit in self._search(query, limit=0, cancelled=cancelled).hits]

        shelf = self._rooms.indexed()
        batch = Batch(
            shelf,
            parse=self._parse,
            ask=ask,
            languages=shelf.languages,
            passages=self._rooms.passages,
            fuzzy=fuzzy,
            only=self._only,
            on_event=on_event,
            cancelled=cancelled,
        )
        kept = lines_of(lines)
        return batch.names(kept, in_one_pass=in_one_pass) if names else batch.queries(kept)

    def _parse(self, query: str, saved: Mapping[str, str] | None = None, *, as_typed: bool = False) -> Node:
        from index.asking.condition_values import checked
        from index.search.parser import parse
        from index.searches.standing_for import Expansion

        searches = self.saved if saved is None else lambda: saved
        tree = Expansion(query, searches, as_typed=as_typed).expanded(parse(query, as_typed=as_typed))
        return self._rooms.likenesses.expanded(checked(tree, query, as_typed=as_typed), query, as_typed=as_typed)

    def values(self, field: str) -> list[str]:
        """What a field may be asked for here, the most frequent first or by alphabet; none where that is not told."""
        from index.asking.known_values import known_values

        return known_values(self._rooms, field)

    def within(self, query: str, path: str, *, as_typed: bool = False, cancelled: Cancelled | None = None) -> Within:
        """A query put to one document: its matches there, none where a search would not find the document, and what
        of the query does not hold. Of a document that is not indexed yet the matches of words alone.

        Raises QueryError, UnknownDocument, Cancelled.
        """
        from index.asking.resolving import Resolver
        from index.asking.within import Within, within

        def spans() -> list[Span]:
            return self._matches(query, path, as_typed=as_typed)

        shelf = self._rooms.library.shelf()
        row = shelf.catalogue.row(path) if shelf is not None else None
        if shelf is None or row is None:
            return Within(spans())
        engine, languages = shelf.engine, shelf.languages
        resolve = Resolver(shelf, query, as_typed, cancelled, self._rooms.desk.view(shelf))
        only = {row.id}

        def holds(tree: Node) -> bool:
            found = engine.search(
                resolve.asked(tree), resolve=resolve, languages=languages, restrict=only, limit=1, cancelled=cancelled
            )
            return found.total > 0

        return within(self._parse(query, as_typed=as_typed), query, holds, spans)

    def thread(self, path: str) -> list[InThread]:
        """The conversation of a mail, each behind the one that it answers; none where it is no mail or not indexed."""
        from index.asking.threads import Threads

        catalogue = self._rooms.indexed().catalogue
        row = catalogue.row(path)
        headed = catalogue.headed
        return Threads(headed.named, headed.of, catalogue.rows).of(row.id) if row is not None else []

    def annotated(self, query: str) -> tuple[frozenset[str], Callable[[Annotation], bool] | None]:
        """The documents that answer a query, and which of their annotations it asks for; None: all of them.

        Raises QueryError.
        """
        from index.asking.condition_passages import remarks_of

        found = frozenset(hit.document.path for hit in self._search(query, limit=0).hits)
        return found, remarks_of(self._parse(query), self._rooms.marks.codebook.book)

    # -- saved searches -----------------------------------------------------------------------------------------

    def saved(self) -> dict[str, str]:
        """Every saved search: its query by its name."""
        return self._rooms.marks.searches.all()

    def check(self, name: str, query: str) -> None:
        """Raises QueryError for a query that cannot be saved under a name."""
        self._parse(query, {**self.saved(), name.strip().removeprefix("@"): query})

    def save(self, name: str, query: str) -> str:
        """Save a query under a name; on disk when this returns what was done, in words. One step of undo.

        What it finds now counts as seen. Raises GlossatorError where the name cannot be one, ReadOnlyError,
        QueryError for a query with a mistake.
        """
        self.check(name, query)
        plain = name.strip().removeprefix("@")
        new = plain not in self.saved()
        done = self._rooms.marks.searches.save(name, query)
        if new:
            self.seen(plain)
        return done

    def delete(self, name: str) -> str:
        """Take a saved search away; like `save`."""
        return self._rooms.marks.searches.delete(name)

    def rename(self, name: str, to: str) -> str:
        """Give a saved search another name; like `save`."""
        done = self._rooms.marks.searches.rename(name, to)
        self._seen.move(name, to.strip().removeprefix("@"))
        return done

    def faults(self) -> list[str]:
        """What is wrong with searches.yaml, each with line and column."""
        return self._rooms.marks.searches.faults()

    def standing(self, name: str, cancelled: Cancelled | None = None) -> Standing:
        """How many documents a saved search finds now, and how many of them are new since it was last looked at.

        Raises Cancelled.
        """
        from index.searches.seen import Standing

        query = self.saved().get(name)
        if query is None:
            return Standing(name, "", 0, None, "it is gone")
        try:
            rows = [hit.document for hit in self._search(f"@{name}", limit=0, cancelled=cancelled).hits]
        except QueryError as error:
            return Standing(name, query, 0, None, str(error))
        known = self._seen.known(name)
        new = None if known is None else sum(not known.has(*self._marks_of(row)) for row in rows)
        return Standing(name, query, len(rows), new)

    def seen(self, name: str) -> None:
        """What a saved search finds now was looked at."""
        try:
            rows = [hit.document for hit in self._search(f"@{name}", limit=0).hits]
        except GlossatorError:
            return
        self._seen.keep(name, map(self._marks_of, rows))

    @property
    def _seen(self) -> Seen:
        from index.searches.seen import Seen

        return Seen(self._rooms.state)

    def _marks_of(self, row: DocumentRow) -> tuple[str, str]:
        """By what a document is known again: its path, and the hash of its file."""
        return row.path, self._rooms.file_hash(row.path) or ""
