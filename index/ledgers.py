"""What documents state beyond names: quotations, dates, figures, of all of them or of one, for Collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.alike_texts.copies import AlikeTexts
    from index.asking.sayings import Sayings
    from index.asking.timeline import Dated, Timeline, Wanted
    from index.attributing import Attributing
    from index.corrections.block_kinds import BlockKinds
    from index.entities.names_here import NamesHere
    from index.events import Cancelled
    from index.facts.deciding import FactDeciding
    from index.facts.table import FactReading, Read
    from index.quotation import Quotation
    from index.reckoning import FoundDate, FoundFigure, Reckoning
    from index.rooms import Rooms


class Ledgers:
    """Answers from what is analysed now. Safe to call from any thread, but for one document not from the screen's."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        self._rooms = rooms
        self._only = only

    def quotes(
        self, path: str | None = None, *, speaker: str | None = None, aside: bool = False
    ) -> Iterator[tuple[str, Quotation]]:
        """Quotations, each with the path of its document, by document and position.

        `speaker`: those by somebody called so, as the query field `speaker:` finds them. `aside`: those of captions
        and footers too.
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
        for document, found in quoted.all(aside=aside) if one is None else iter([(one, quoted.of(one, aside=aside))]):
            for quotation in found:
                if fits is None or fits(quotation):
                    yield document, quotation

    def unread(self, path: str) -> str | None:
        """Why a document has no names, quotations and dates: what stopped its analysis, in words."""
        shelf = self._rooms.library.shelf()
        return shelf.catalogue.analysis_fault(path) if shelf is not None else None

    @cached_property
    def sayings(self) -> Sayings:
        """Quotations as rows of a list."""
        from index.asking.sayings import Sayings

        return Sayings(self._rooms, self._only)

    @cached_property
    def attributing(self) -> Attributing:
        """Saying who speaks."""
        from index.attributing import Attributing

        return Attributing(self._rooms)

    @property
    def alike(self) -> AlikeTexts:
        """Documents with the same text, near copies, and passages in the same words."""
        return self._rooms.alike

    @cached_property
    def names_here(self) -> NamesHere:
        """Saying that no name stands in a place, or whose it is."""
        from index.entities.names_here import NamesHere

        return NamesHere(self._rooms)

    @property
    def kinds(self) -> BlockKinds:
        """What the reader decided that blocks are."""
        return self._rooms.kinds

    def dates(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundDate]:
        """Dates by document and position; `aside`: those of captions, credits and footers too.

        Values are made here, so that a date which the reader sets for a document counts at once.
        """
        return self._reckoning.dates(path, aside=aside)

    def timeline(
        self,
        wanted: Wanted,
        answering: Callable[[str, bool], Iterable[str]],
        *,
        before: Dated | None = None,
        cancelled: Cancelled | None = None,
    ) -> Timeline:
        """Every dated statement that is wanted, with its sentence, read while one goes through it.

        `answering` finds the paths of the documents that answer a query. `before`: what was read earlier; what has not
        changed since is not read again. Raises QueryError, Cancelled.
        """
        from index.asking.timeline import Timeline

        return Timeline(self._rooms, self._only, wanted, answering, before, cancelled)

    def figures(self, path: str | None = None, *, aside: bool = False) -> Iterator[FoundFigure]:
        """Figures by document and position; `aside`: those of what is no prose too."""
        return self._reckoning.figures(path, aside=aside)

    def facts(self, *, before: Read | None = None, cancelled: Cancelled | None = None) -> FactReading:
        """What documents state, to be put side by side, read while one goes through it.

        `before`: what was read earlier; what has not changed since is not read again. Raises Cancelled.
        """
        from index.facts.table import FactReading

        return FactReading(self._rooms, self._only, before, cancelled)

    @cached_property
    def deciding_facts(self) -> FactDeciding:
        """Saying what is one fact."""
        from index.facts.deciding import FactDeciding

        return FactDeciding(self._rooms)

    def faults(self) -> list[tuple[str, int, str]]:
        """What is wrong with the table of metadata and the decisions on what is stated, as (file, line, reason)."""
        corrections = self._rooms.marks.corrections
        corrections.refresh()
        written = [(each.file, each.line, each.reason) for each in corrections.faults()]
        return self._rooms.table_faults() + written

    @cached_property
    def _reckoning(self) -> Reckoning:
        from index.reckoning import Reckoning

        return Reckoning(self._rooms, self._only)
