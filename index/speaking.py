"""Quotations by whom they are now: what the catalogue says, with the reader's decisions on names over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from index.quotation import Quotation, Reading

if TYPE_CHECKING:
    from index.catalogue.calling import Wanted
    from index.catalogue.reader import CatalogueReader
    from index.entities.naming import Naming


class Speaking:
    """One moment of decisions over one catalogue. Safe to call from any thread."""

    def __init__(self, naming: Naming, catalogue: CatalogueReader) -> None:
        self._naming = naming
        self._catalogue = catalogue

    def of(self, path: str) -> list[Quotation]:
        """The quotations of one document in order of position; none while it has not been analysed."""
        found = self._catalogue.quoted.of(path)
        current = self._naming.overlay.current
        if not any(entity in current for quotation in found for entity in _entities(quotation)):
            return found
        where = {m.start: m.entity for m in self._naming.mentions(path, hidden=True) or ()}
        return [self._decided(quotation, where) for quotation in found]

    def all(self) -> Iterator[tuple[str, list[Quotation]]]:
        """Those of every document that has any, by path, each document read when it is asked for."""
        for path in self._catalogue.quoted.paths():
            yield path, self.of(path)

    def documents(self, wanted: Wanted) -> set[int]:
        """Documents in which somebody called so speaks, or somebody of whom these words are said."""
        overlay = self._naming.overlay
        ids: set[str] = set()
        for id in self._naming.called(wanted):
            ids.update(overlay.members.get(id, (id,)))
            ids.update(one for one, keys in overlay.moved.items() if id in keys.values())
        return self._catalogue.quoted.documents(wanted, sorted(ids))

    def spoken_by(self, wanted: Wanted) -> Callable[[Quotation], bool]:
        """Whether a quotation is by somebody called so."""
        from index.catalogue.quoted import says

        ids = set(self._naming.called(wanted))
        return lambda quotation: says(quotation, wanted) or any(entity in ids for entity in _entities(quotation))

    def _decided(self, quotation: Quotation, where: dict[int, str | None]) -> Quotation:
        entity = quotation.entity
        if entity is not None and quotation.where is not None:
            entity = where.get(quotation.where.start) or self._naming.current(entity)
        names = self._naming.shown([entity] if entity else [])
        return replace(
            quotation,
            entity=entity,
            speaker=names.get(entity or "", quotation.speaker),
            readings=tuple(self._read(reading) for reading in quotation.readings),
        )

    def _read(self, reading: Reading) -> Reading:
        entity = self._naming.current(reading.entity) if reading.entity else None
        return replace(
            reading, entity=entity, speaker=self._naming.shown([entity or ""]).get(entity or "", reading.speaker)
        )


def _entities(quotation: Quotation) -> Iterator[str]:
    if quotation.entity is not None:
        yield quotation.entity
    yield from (reading.entity for reading in quotation.readings if reading.entity is not None)
