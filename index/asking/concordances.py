"""The concordance of a query: every match in every document that answers, in lines, as they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.document import DocumentRow, Header, Span
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.concordance import Line, Order, date_key, dispersion, lines, ordered, part_of
from index.search.matching import Matchers

__all__ = ["Concordance", "Line", "Order", "dispersion", "ordered", "part_of"]

if TYPE_CHECKING:
    from index.asking.condition_passages import ConditionPassages
    from index.catalogue.reader import CatalogueReader


class Concordance:
    """Lines that are made while one goes through them, once. For one thread."""

    def __init__(
        self,
        catalogue: CatalogueReader,
        rows: Sequence[DocumentRow],
        matchers: Matchers,
        *,
        order: Order,
        width: int,
        passages: ConditionPassages | None = None,
        notices: tuple[str, ...] = (),
        cancelled: Asked | None = None,
    ) -> None:
        self.order = order
        self.width = width
        self.notices = notices
        self._rows = sorted(rows, key=date_key if order == "date" else _path)
        self._catalogue = catalogue
        self._matchers = matchers
        self._passages = passages
        self._cancelled = cancelled

    @property
    def documents(self) -> int:
        """How many documents answer; some may hold no match in their text."""
        return len(self._rows)

    def in_texts(self) -> Iterator[tuple[DocumentRow, str, list[Span]]]:
        """Each document with its text and the matches in it, by date in that order, else by path. Raises Cancelled.

        Documents without a match in their text are among them, so that one can count how far it is.
        """
        by_id = {row.id: row for row in self._rows}
        for id, text, metadata in self._catalogue.texts(list(by_id)):
            if self._cancelled is not None and self._cancelled():
                raise Cancelled("The concordance was given up.")
            title, matcher = None, self._matchers.of(id)
            if matcher.asks_titles:
                from index.catalogue.packing import unpack_metadata

                evidence = unpack_metadata(metadata).evidence
                title = next((each.span for each in evidence if each.field == "title"), None)
            blocks = self._catalogue.blocks(id) if matcher.asks_blocks else ()
            spans = matcher.matches(text, title=title, blocks=blocks, cancelled=self._cancelled)
            if self._passages is not None:
                spans = self._passages.among(spans, by_id[id].path, headers_in(metadata))
            yield by_id[id], text, spans

    def by_document(self) -> Iterator[list[Line]]:
        """The lines of one document after the other, in the same order. Raises Cancelled."""
        for row, text, spans in self.in_texts():
            yield lines(row, text, spans, self.width)

    def __iter__(self) -> Iterator[Line]:
        """Every line in order. By left or right context the first comes when all are known. Raises Cancelled."""
        if self.order in ("document", "date"):
            for some in self.by_document():
                yield from some
            return
        yield from ordered((line for some in self.by_document() for line in some), self.order)


def headers_in(packed: str) -> Callable[[], Sequence[Header]]:
    """The lines at the head of a document, from its packed metadata, when they are asked for."""

    def headers() -> Sequence[Header]:
        from index.catalogue.packing import unpack_metadata

        return unpack_metadata(packed).headers

    return headers


def _path(row: DocumentRow) -> tuple[bool, str, str]:
    return (False, "", row.path)
