"""The concordance of a query: every match in every document that answers, in lines, as they are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.document import DocumentRow
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.concordance import Line, Order, date_key, dispersion, lines, ordered, part_of
from index.search.matching import Matcher

__all__ = ["Concordance", "Line", "Order", "dispersion", "ordered", "part_of"]

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader


class Concordance:
    """Lines that are made while one goes through them, once. For one thread."""

    def __init__(
        self,
        catalogue: CatalogueReader,
        rows: Sequence[DocumentRow],
        matcher: Matcher,
        *,
        order: Order,
        width: int,
        notices: tuple[str, ...] = (),
        cancelled: Asked | None = None,
    ) -> None:
        self.order = order
        self.notices = notices
        self._rows = sorted(rows, key=date_key if order == "date" else _path)
        self._catalogue = catalogue
        self._matcher = matcher
        self._width = width
        self._cancelled = cancelled

    @property
    def documents(self) -> int:
        """How many documents answer; some may hold no match in their text."""
        return len(self._rows)

    def by_document(self) -> Iterator[list[Line]]:
        """The lines of one document after the other, by date in that order, else by path. Raises Cancelled.

        A document without a match gives an empty list, so that one can count how far it is.
        """
        by_id = {row.id: row for row in self._rows}
        for id, text, metadata in self._catalogue.texts(list(by_id)):
            if self._cancelled is not None and self._cancelled():
                raise Cancelled("The concordance was given up.")
            title = None
            if self._matcher.asks_titles:
                from index.catalogue.packing import unpack_metadata

                evidence = unpack_metadata(metadata).evidence
                title = next((each.span for each in evidence if each.field == "title"), None)
            spans = self._matcher.matches(text, title=title, cancelled=self._cancelled)
            yield lines(by_id[id], text, spans, self._width)

    def __iter__(self) -> Iterator[Line]:
        """Every line in order. By left or right context the first comes when all are known. Raises Cancelled."""
        if self.order in ("document", "date"):
            for some in self.by_document():
                yield from some
            return
        yield from ordered((line for some in self.by_document() for line in some), self.order)


def _path(row: DocumentRow) -> tuple[bool, str, str]:
    return (False, "", row.path)
