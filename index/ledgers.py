"""What documents state beyond names: quotations, dates, figures, of all of them or of one, for Collection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.quotation import Quotation
    from index.reckoning import FoundDate, FoundFigure, Reckoning
    from index.rooms import Rooms


class Ledgers:
    """Answers from what is analysed now. Safe to call from any thread, but for one document not from the screen's."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        self._rooms = rooms
        self._only = only

    def quotes(self, path: str | None = None, *, speaker: str | None = None) -> Iterator[tuple[str, Quotation]]:
        """Quotations, each with the path of its document, by document and position.

        `speaker`: those by somebody called so, as the query field `speaker:` finds them.
        """
        naming = self._rooms.names.naming()
        if naming is None:
            return
        from index.catalogue.calling import wanted_name

        quoted = naming.speaking
        one = path if path is not None else self._only
        wanted = wanted_name(speaker) if speaker is not None else None
        if speaker is not None and wanted is None:
            return
        fits = quoted.spoken_by(wanted) if wanted is not None else None
        for document, found in quoted.all() if one is None else iter([(one, quoted.of(one))]):
            for quotation in found:
                if fits is None or fits(quotation):
                    yield document, quotation

    def dates(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundDate]:
        """Dates by document and position; `aside`: those of captions, credits and footers too.

        Values are made here, so that a date which the reader sets for a document counts at once.
        """
        return self._reckoning.dates(path, aside=aside)

    def figures(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundFigure]:
        """Figures by document and position; `aside`: those of what is no prose too."""
        return self._reckoning.figures(path, aside=aside)

    def faults(self) -> list[tuple[str, int, str]]:
        """What is wrong with the decisions on what is stated, as (file, line, reason)."""
        corrections = self._rooms.marks.corrections
        corrections.refresh()
        return [(each.file, each.line, each.reason) for each in corrections.faults()]

    @cached_property
    def _reckoning(self) -> Reckoning:
        from index.reckoning import Reckoning

        return Reckoning(self._rooms, self._only)
