"""The dates and figures of a collection: what documents state, valued by the dates that they have now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from index.corrections.block_kinds import is_aside
from index.desk.desk import told
from index.document import Metadata

if TYPE_CHECKING:
    from index.catalogue.reckoned import ReckonedReader, StatedDates
    from index.desk.decision import Decision
    from index.rooms import Rooms
    from index.understanding.date_values import DateValue, Ordering
    from index.understanding.figures import Figure


class FoundDate(NamedTuple):
    """A date of a document."""

    document: str
    text: str
    """Its words, as they stand."""
    date: DateValue


class FoundFigure(NamedTuple):
    """A figure of a document."""

    document: str
    text: str
    figure: Figure


class Reckoning:
    """Answers from what is analysed now. Not for the screen's thread where no one document is asked for."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        self._rooms = rooms
        self._only = only

    def dates(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundDate]:
        """Dates by document and position, of all documents or of one; `aside`: those of captions and footers too.

        A date that the reader sets for a document counts at once: values are made here.
        """
        reader = self._reader()
        if reader is None:
            return
        from index.understanding.anchors import resolved

        decided = self._rooms.desk.decided()
        common, kinds = CommonOrders(reader, decided), self._rooms.kinds.by_path()
        for found in reader.dates(path if path is not None else self._only):
            metadata = as_decided(decided.get(found.path), found.metadata)
            values = resolved(found.stated, metadata, common.of(found, metadata))
            set_kinds = kinds.get(found.path, ())
            for value, words in zip(values, found.words, strict=True):
                if set_kinds:
                    value = value._replace(aside=is_aside(set_kinds, value.start, value.aside))
                if aside or not value.aside:
                    yield FoundDate(found.path, words, value)

    def figures(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundFigure]:
        """Figures by document and position, of all documents or of one; `aside`: those of what is no prose too."""
        reader = self._reader()
        if reader is None:
            return
        kinds = self._rooms.kinds.by_path()
        for found in reader.figures(path if path is not None else self._only):
            set_kinds = kinds.get(found.path, ())
            for figure, words in zip(found.figures, found.words, strict=True):
                if set_kinds:
                    figure = figure._replace(aside=is_aside(set_kinds, figure.start, figure.aside))
                if aside or not figure.aside:
                    yield FoundFigure(found.path, words, figure)

    def _reader(self) -> ReckonedReader | None:
        shelf = self._rooms.library.shelf()
        return shelf.catalogue.reckoned if shelf is not None else None


class CommonOrders:
    """Which of day and month comes first in the documents of each source, looked up when a date needs it."""

    def __init__(self, reader: ReckonedReader, decided: Mapping[str, Decision]) -> None:
        self._reader = reader
        self._decided = decided
        self._by_source: dict[str, Ordering | None] | None = None

    def of(self, found: StatedDates, metadata: Metadata) -> Ordering | None:
        """What the other documents of a source agree on; None for a document that needs none."""
        open_to_two = metadata.date is None and bool(metadata.date_alternatives)
        if not metadata.source or found.stated.order is not None:
            return None
        if not open_to_two and not any("|" in each.form for each in found.stated.expressions):
            return None
        if self._by_source is None:
            self._by_source = self._read()
        return self._by_source.get(metadata.source)

    def _read(self) -> dict[str, Ordering | None]:
        from index.understanding.anchors import common_ordering
        from index.understanding.date_values import Ordering

        by_source: dict[str, list[tuple[str, Ordering]]] = {}
        for path, source, order, proof in self._reader.orders():
            decision = self._decided.get(path)
            source = (decision.source if decision is not None else None) or source
            if source:
                by_source.setdefault(source, []).append((path, Ordering(order, proof)))
        return {source: common_ordering(each) for source, each in by_source.items()}


def as_decided(decision: Decision | None, metadata: Metadata) -> Metadata:
    """Metadata with what the reader set."""
    return metadata if decision is None else told(metadata, decision)
