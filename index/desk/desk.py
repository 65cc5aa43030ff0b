"""The desk of one collection: lists of its documents and the reader's decisions on them, for Collection to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from index.desk.listings import Arranger, Listing
from index.desk.view import View, as_decided
from index.desk.waiting import Waiting, Walked
from index.document import Document, DocumentRow, Evidence, Metadata
from index.events import Cancelled as Asked
from index.library import Library, Shelf
from index.listing import DocumentCounts, ListQuery

if TYPE_CHECKING:
    from index.catalogue.state import ReadingState
    from index.desk.decision import Decision, Told
    from index.desk.decisions import Decisions
    from index.desk.marginalia import Marginalia
    from index.entities.naming import Naming

_NO_FILES = Waiting()


class _Placed(NamedTuple):
    """Decisions by the path that each document has now."""

    generation: int
    version: object
    by_path: dict[str, Decision]
    moved: dict[str, str]
    """Where the entries of renamed documents stand: path now -> path then."""


class Desk:
    """Safe to call from any thread. `row` alone is quick enough for the screen's."""

    def __init__(
        self,
        library: Library,
        state: Callable[[], ReadingState],
        marks: Callable[[], tuple[Decisions, Marginalia]],
        walk: Callable[[], Iterator[tuple[str, int]]],
        only: str | None,
        naming: Callable[[Shelf], Naming],
    ) -> None:
        self._naming = naming
        self._library = library
        self._state = state
        self._marks = marks
        self._only = only
        self._walked = Walked(walk)
        self._arranger = Arranger()
        self._placed: _Placed | None = None
        self._read: tuple[object, frozenset[int]] | None = None
        self._decided: tuple[object, object, dict[int, Decision]] | None = None

    # -- lists --------------------------------------------------------------------------------------------------

    def list_documents(self, query: ListQuery, cancelled: Asked | None) -> Listing:
        """The listing of a query. Raises QueryError, Cancelled."""
        shelf = self._library.shelf()
        view = self._view(shelf, cancelled)
        complete = shelf is not None and not len(view.waiting)
        only = None if self._only is None else set(view.numbers_of([self._only]).values())
        order, groups = self._arranger.arrange(view, self._version(shelf, view), query, cancelled, only)
        return Listing(query, order, groups, complete, self._rows_of(shelf, view), view.number_of)

    def row(self, path: str) -> DocumentRow | None:
        """One document as lists show it."""
        shelf = self._library.shelf()
        found = shelf.catalogue.row(path) if shelf else None
        if found is None:
            waiting = self._walked.result
            number = waiting.number(path) if waiting is not None else None
            if waiting is None or number is None:
                return None
            found = waiting.row(number)
        return self.filled([found], refresh=False)[0]

    def rows(self) -> list[DocumentRow]:
        """Every document, by path."""
        shelf = self._library.shelf()
        rows = shelf.catalogue.rows() if shelf else []
        if not rows:
            files = self._walked.files(None)
            rows = [files.row(number) for number in files.numbers()]
        if self._only is not None:
            rows = [row for row in rows if row.path == self._only]
        return self.filled(rows)

    def filled(self, rows: Sequence[DocumentRow], *, refresh: bool = True) -> list[DocumentRow]:
        """Rows with what the reader decided and marked. Without `refresh`: as it was last read from the disk."""
        decisions, margins = self._marks()
        placed = self._placed
        if refresh:
            decisions.refresh()
            margins.refresh()
        if refresh or placed is None or placed.generation != decisions.generation:
            placed = self._settled(self._library.shelf(), decisions)
        decided, counts = placed.by_path, margins.counts
        read = self._state().read_among([row.path for row in rows])
        return [as_decided(row, decided.get(row.path), counts.get(row.path), row.path in read) for row in rows]

    def counts(self) -> DocumentCounts:
        """How many documents there are and were read."""
        shelf = self._library.shelf()
        view = self._view(shelf, None)
        if self._only is not None:
            row = self.row(self._only)
            return DocumentCounts(int(row is not None), int(row is not None and row.read))
        if not len(view.waiting):
            return DocumentCounts(shelf.catalogue.count() if shelf else 0, len(view.read))
        order, _ = self._arranger.arrange(view, self._version(shelf, view), ListQuery(), None)
        return DocumentCounts(len(order), len(view.read))

    # -- decisions ----------------------------------------------------------------------------------------------

    def tag(self, paths: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> str:
        """Put tags on and take them off."""
        return self._written(lambda decisions, moved: decisions.tag(paths, add, remove, moved))

    def star(self, paths: Sequence[str], starred: bool) -> str:
        """Put stars on or take them off."""
        return self._written(lambda decisions, moved: decisions.star(paths, starred, moved))

    def describe(self, paths: Sequence[str], told: Mapping[str, Told]) -> str:
        """Set title, date, source, author."""
        return self._written(lambda decisions, moved: decisions.describe(paths, told, moved))

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of documents, most used first."""
        decisions, _ = self._marks()
        decisions.refresh()
        shelf = self._library.shelf()
        counts: Counter[str] = Counter(shelf.catalogue.listed.tag_counts() if shelf else {})
        own = {path: d.tags for path, d in self._by_path(shelf, decisions).items() if d.tags}
        carried = {row.path: row.tags for row in shelf.catalogue.rows_of_paths(own)} if shelf else {}
        for path, tags in own.items():
            counts.update(tag for tag in tags if tag not in carried.get(path, ()))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold(), item[0]))

    def described(self, document: Document) -> Document:
        """A document with the title, date, source and authors that the reader set."""
        decision = self.decided().get(document.path)
        return document if decision is None else replace(document, metadata=told(document.metadata, decision))

    def decided(self) -> dict[str, Decision]:
        """What the reader decided, by path, at this moment; not to be changed."""
        decisions, _ = self._marks()
        decisions.refresh()
        return self._by_path(self._library.shelf(), decisions)

    def faults(self) -> list[str]:
        """What is wrong with the reader's own file of decisions."""
        decisions, _ = self._marks()
        decisions.refresh()
        return decisions.faults()

    # -- inside -------------------------------------------------------------------------------------------------

    def view(self, shelf: Shelf) -> Callable[[], View]:
        """What conditions of a search look into, put together once when one is asked for."""
        return cache(lambda: self._view(shelf, None, waiting=False))

    def _view(self, shelf: Shelf | None, cancelled: Asked | None, *, waiting: bool = True) -> View:
        decisions, margins = self._marks()
        decisions.refresh()
        margins.refresh()
        files = _NO_FILES
        if shelf is None or (waiting and not shelf.catalogue.listed.complete()):
            files = self._walked.files(cancelled)
        elif waiting:
            self._walked.forget()
        by_path = self._by_path(shelf, decisions)
        catalogue = shelf.catalogue if shelf else None
        view = View(catalogue, files, {}, by_path, margins.counts, frozenset(), margins.remarks)
        if shelf is not None:
            view = replace(view, named=cache(lambda: self._naming(shelf)))
        return replace(view, decided=self._decided_numbers(shelf, view), read=self._read_numbers(shelf, view))

    def _version(self, shelf: Shelf | None, view: View) -> object:
        return (shelf.folder, shelf.catalogue.listed.version()) if shelf else None, id(view.waiting)

    def _by_path(self, shelf: Shelf | None, decisions: Decisions) -> dict[str, Decision]:
        return self._settled(shelf, decisions).by_path

    def _settled(self, shelf: Shelf | None, decisions: Decisions) -> _Placed:
        """Decisions where their documents are now."""
        generation = decisions.generation
        version = (shelf.folder, shelf.catalogue.listed.version()) if shelf else None
        placed = self._placed
        if placed is not None and (placed.generation, placed.version) == (generation, version):
            return placed
        found = dict(decisions.all())
        moved: dict[str, str] = {}
        if shelf is not None:
            there = shelf.catalogue.listed.numbers_of(list(found))
            for path in [path for path in found if path not in there]:
                sha256 = found[path].sha256
                now = shelf.catalogue.path_by_file_hash(sha256) if sha256 else None
                if now is not None and now not in found:
                    found[now] = found.pop(path)
                    moved[now] = path
        self._placed = placed = _Placed(generation, version, found, moved)
        return placed

    def _written(self, write: Callable[[Decisions, Mapping[str, str]], str]) -> str:
        """Write decisions, and know where they belong before anybody asks for a row."""
        decisions, _ = self._marks()
        decisions.refresh()
        shelf = self._library.shelf()
        done = write(decisions, self._settled(shelf, decisions).moved)
        self._settled(shelf, decisions)
        return done

    def _decided_numbers(self, shelf: Shelf | None, view: View) -> dict[int, Decision]:
        version = (id(view.by_path), self._version(shelf, view))
        kept = self._decided
        if kept is None or kept[0] != version:
            numbers = view.numbers_of(view.by_path)
            found = {numbers[path]: decision for path, decision in view.by_path.items() if path in numbers}
            self._decided = kept = (version, view.by_path, found)
        return kept[2]

    def _read_numbers(self, shelf: Shelf | None, view: View) -> frozenset[int]:
        version = (self._state().read_version(), self._version(shelf, view))
        if self._read is None or self._read[0] != version:
            numbers = view.numbers_of(self._state().read_paths())
            self._read = (version, frozenset(numbers.values()))
        return self._read[1]

    def _rows_of(self, shelf: Shelf | None, view: View) -> Callable[[Sequence[int]], list[DocumentRow | None]]:
        waiting = view.waiting

        def rows(numbers: Sequence[int]) -> list[DocumentRow | None]:
            found = {row.id: row for row in shelf.catalogue.rows(n for n in numbers if n > 0)} if shelf else {}
            there = [found.get(n) if n > 0 else waiting.row(n) for n in numbers]
            filled = iter(self.filled([row for row in there if row is not None], refresh=False))
            return [next(filled) if row is not None else None for row in there]

        return rows


def told(stated: Metadata, decision: Decision) -> Metadata:
    """What a document says of itself, with what the reader decided in place of it."""
    own: dict[str, Any] = {
        name: value for name in ("title", "date", "source") if (value := getattr(decision, name)) is not None
    }
    if decision.author is not None:
        own["authors"] = decision.authors
    if own:
        evidence = [each for each in stated.evidence if each.field not in own]
        evidence += [Evidence(name, "reader") for name in own]
        stated = replace(stated, evidence=tuple(evidence), **own)
    return replace(stated, tags=tuple(sorted({*stated.tags, *decision.tags})))
