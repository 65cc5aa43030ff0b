"""Every dated statement of a collection with the sentence around it, read document by document while one looks on.

What was read before and has not changed is not read again: when the reader sets the date of a document, its dates
have their values at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from index.corrections.block_kinds import is_aside
from index.document import Block, Span
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.reckoning import CommonOrders, as_decided
from index.sentences import sentence_around
from index.understanding.anchors import resolved
from index.understanding.date_values import DateValue

if TYPE_CHECKING:
    from index.catalogue.reckoned import PackedDates, ReckonedReader
    from index.corrections.block_kinds import SetKind
    from index.desk.decision import Decision
    from index.entities.naming import Naming
    from index.library import Shelf
    from index.rooms import Rooms

__all__ = ["DateValue", "Dated", "Origin", "Statement", "Timeline", "Wanted", "stated"]

_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents and which statements are wanted; all of them where nothing is said."""

    path: str | None = None
    """Of one document alone."""
    query: str | None = None
    """Of the documents that answer a search."""
    as_typed: bool = False
    name: str | None = None
    """Only what is said of those who are called so."""
    entity: str | None = None
    """Only what is said of this one; `name` is what it is called."""


class Origin(NamedTuple):
    """The document that a statement stands in."""

    path: str
    title: str
    """Its path where it has no title."""
    source: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A date with what is said there."""

    origin: Origin
    words: str
    date: DateValue
    sentence: str
    """As it stands; of a very long one what lies around the date."""
    at: int
    """Where in it the words of the date begin."""
    beside: bool = False
    """The name that was asked for stands elsewhere in the paragraph."""

    @property
    def place(self) -> tuple[str, int]:
        """What tells one statement from another."""
        return (self.origin.path, self.date.start)


class _Read(NamedTuple):
    """What was read of one document."""

    stamp: object
    """Compares equal as long as nothing has changed; None where that cannot be told."""
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """What was read by now."""

    by_path: Mapping[str, _Read] = field(default_factory=dict)

    def statements(self) -> Iterator[Statement]:
        """Every statement, those of captions, credits and footers too; by document, each by position."""
        for read in self.by_path.values():
            yield from read.statements


class Timeline:
    """Reads the dates of a collection. For one thread; each step of `count` is a document."""

    def __init__(
        self,
        rooms: Rooms,
        only: str | None,
        wanted: Wanted,
        found: Callable[[str, bool], Iterable[str]],
        before: Dated | None = None,
        cancelled: Asked | None = None,
    ) -> None:
        """`found` answers a query with paths. `before`: what was read earlier; stands until it is read anew."""
        self.notices: tuple[str, ...] = ()
        self.documents = 0
        self._rooms = rooms
        self._before = before.by_path if before is not None else {}
        self._read: dict[str, _Read] = dict(self._before)
        self._cancelled = cancelled
        self._mentioned: _Mentioned | None = None
        shelf = rooms.library.shelf()
        self._reader: ReckonedReader | None = shelf.catalogue.reckoned if shelf is not None else None
        self._ids: list[int] = []
        if shelf is not None:
            paths = self._paths(shelf, wanted, only, found)
            self._ids = shelf.catalogue.reckoned.stating_dates(paths)
            self.documents = len(self._ids)

    def counted(self) -> Dated:
        """What was read by now, and of the rest what was known before."""
        return Dated(dict(self._read))

    def count(self) -> Iterator[None]:
        """Read on, a document a step. Raises Cancelled."""
        if self._reader is None:
            return
        decided = self._rooms.desk.decided()
        common, kinds = CommonOrders(self._reader, decided), self._rooms.kinds.by_path()
        now: dict[str, _Read] = {}
        for at in range(0, len(self._ids), _AT_ONCE):
            packed = self._reader.packed_dates(self._ids[at : at + _AT_ONCE])
            stamps = {each.id: self._stamp(each, decided.get(each.path), kinds.get(each.path, ())) for each in packed}
            new = [each.id for each in packed if not self._is_known(each, stamps[each.id])]
            texts = self._reader.texts(new) if new else {}
            for each in packed:
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled("The timeline was given up.")
                if each.id in texts:
                    own = kinds.get(each.path, ())
                    read = self._open(each, decided.get(each.path), own, common, *texts[each.id])
                    self._read[each.path] = now[each.path] = _Read(stamps[each.id], read)
                elif each.path in self._before:
                    now[each.path] = self._before[each.path]
                yield None
        self._read = now

    # -- which documents -----------------------------------------------------------------------------------------

    def _paths(
        self, shelf: Shelf, wanted: Wanted, only: str | None, found: Callable[[str, bool], Iterable[str]]
    ) -> set[str] | None:
        """Those that are looked into; None = all."""
        paths: set[str] | None = None
        path = wanted.path if wanted.path is not None else only
        if path is not None:
            paths = {path}
        if wanted.query is not None:
            answering = set(found(wanted.query, wanted.as_typed))
            paths = answering if paths is None else paths & answering
        if wanted.name is not None or wanted.entity is not None:
            naming = self._rooms.names.naming()
            ids = self._ids_of(naming, wanted) if naming is not None else []
            named: set[int] = set()
            if naming is not None:
                self._mentioned = _Mentioned(naming, frozenset(ids))
                for id in ids:
                    named.update(number for number, _ in naming.documents_naming(id))
            naming_paths = {row.path for row in shelf.catalogue.rows(sorted(named))}
            paths = naming_paths if paths is None else paths & naming_paths
        return paths

    def _ids_of(self, naming: Naming, wanted: Wanted) -> list[str]:
        if wanted.entity is not None:
            return [naming.current(wanted.entity)]
        from index.catalogue.calling import wanted_name

        name = wanted_name(wanted.name or "")
        ids = naming.called(name) if name is not None else []
        if not ids:
            near = naming.near(name) if name is not None else None
            self.notices = (f"nobody here is called {wanted.name}" + (f"; did you mean {near}" if near else ""),)
        return ids

    # -- one document --------------------------------------------------------------------------------------------

    def _stamp(self, packed: PackedDates, decision: Decision | None, kinds: Sequence[SetKind]) -> object:
        if self._mentioned is not None or "|" in packed.dates or '"date_alternatives":[]' not in packed.metadata:
            # Whose mentions stand there, or what other documents agree on, may be another thing by now.
            return None
        told = (decision.title, decision.date, decision.source) if decision is not None else ()
        return (packed.sha256, hash(packed.metadata), hash(packed.dates), told, kinds)

    def _is_known(self, packed: PackedDates, stamp: object) -> bool:
        before = self._before.get(packed.path)
        return before is not None and stamp is not None and before.stamp == stamp

    def _open(
        self,
        packed: PackedDates,
        decision: Decision | None,
        kinds: Sequence[SetKind],
        common: CommonOrders,
        text: str,
        blocks: Sequence[Block],
    ) -> tuple[Statement, ...]:
        found = packed.opened()
        metadata = as_decided(decision, found.metadata)
        values = resolved(found.stated, metadata, common.of(found, metadata))
        if kinds:
            values = [each._replace(aside=is_aside(kinds, each.start, each.aside)) for each in values]
        origin = Origin(found.path, metadata.title or found.path, metadata.source)
        starts = self._mentioned.starts(found.path) if self._mentioned is not None else None
        statements = stated(origin, text, blocks, zip(values, found.words, strict=True), starts)
        return tuple(statements)


def stated(
    origin: Origin,
    text: str,
    blocks: Sequence[Block],
    dates: Iterable[tuple[DateValue, str]],
    mentions: Sequence[int] | None = None,
) -> Iterator[Statement]:
    """Dates with the sentences around them. `mentions`: only those beside which a mention begins, in the sentence or
    else in the paragraph."""
    from bisect import bisect_left, bisect_right

    begins = [block.start for block in blocks]
    known: tuple[Span, str] | None = None
    for date, words in dates:
        at = bisect_right(begins, date.start) - 1
        paragraph = Span(blocks[at].start, blocks[at].end) if at >= 0 else Span(0, len(text))
        place = Span(date.start, date.end)
        if known is None or not (known[0].start <= place.start and place.end <= known[0].end):
            span = sentence_around(text, place, paragraph)
            known = (span, text[span.start : span.end])
        sentence, shown = known
        beside = False
        if mentions is not None:
            in_sentence = bisect_left(mentions, sentence.end) > bisect_left(mentions, sentence.start)
            beside = not in_sentence
            if beside and bisect_left(mentions, paragraph.end) == bisect_left(mentions, paragraph.start):
                continue
        yield Statement(origin, words, date, shown, date.start - sentence.start, beside)


class _Mentioned:
    """Where some entities are mentioned."""

    def __init__(self, naming: Naming, ids: frozenset[str]) -> None:
        self._naming = naming
        self._ids = ids

    def starts(self, path: str) -> list[int]:
        """In one document, in order."""
        return sorted(mention.start for mention in self._naming.mentions(path) or () if mention.entity in self._ids)
