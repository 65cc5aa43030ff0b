"""Quotations by whom they are now: what the catalogue says, with the reader's decisions on names over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from index.quotation import Quotation, Reading

if TYPE_CHECKING:
    from index.catalogue.calling import Wanted
    from index.catalogue.reader import CatalogueReader
    from index.corrections.block_kinds import BlockKinds
    from index.corrections.corrections import Corrections
    from index.corrections.speakers import Decided, SpeakerChoice
    from index.document import Mention
    from index.entities.naming import Naming


class _Replayed(NamedTuple):
    """Decisions on speakers, laid over one state of the catalogue."""

    state: tuple[object, ...]
    by_path: dict[str, list[Decided]]
    who: dict[SpeakerChoice, tuple[str, str | None]]
    """What was looked up already."""


_NO_DECISIONS: tuple[()] = ()


class Speaking:
    """One moment of decisions on names over one catalogue; those on speakers are asked for each time.

    Safe to call from any thread, but where speakers were decided not from the screen's: edited documents are read.
    """

    def __init__(self, naming: Naming, catalogue: CatalogueReader, corrections: Corrections | None = None) -> None:
        self._naming = naming
        self._catalogue = catalogue
        self._corrections = corrections
        self._kinds: BlockKinds | None = None
        if corrections is not None:
            from index.corrections.block_kinds import BlockKinds

            self._kinds = BlockKinds(lambda: corrections, catalogue.deciding.version)
        self._replayed: _Replayed | None = None

    def of(self, path: str, *, aside: bool = False) -> list[Quotation]:
        """The quotations of one document in order of position; none while it has not been analysed.

        `aside`: those of captions and footers too.
        """
        found = self._catalogue.quoted.of(path)
        return self.decided(path, found, lambda: self._naming.mentions(path, hidden=True) or (), aside=aside)

    def decided(
        self, path: str, found: list[Quotation], mentions: Callable[[], Iterable[Mention]], *, aside: bool = False
    ) -> list[Quotation]:
        """The quotations of one document by whom they are now. `mentions`: all of it, those of hidden names too."""
        found = self._placed(path, found)
        if not aside:
            found = [quotation for quotation in found if not quotation.aside]
        current = self._naming.overlay.current
        if any(entity in current for quotation in found for entity in _entities(quotation)):
            where = {m.start: m.entity for m in mentions()}
            found = [self._decided(quotation, where) for quotation in found]
        replayed = self._decisions()
        decisions = replayed.by_path.get(path) if replayed is not None else None
        if replayed is None or not decisions or (not found and not self._catalogue.quoted.analysed(path)):
            return found
        from index.corrections.speakers import decided

        return decided(found, decisions, lambda choice: self._meant(replayed, choice))

    def paths(self) -> list[str]:
        """Documents that may quote anybody, by path."""
        found = self._catalogue.quoted.paths()
        replayed = self._decisions()
        return sorted({*found, *replayed.by_path}) if replayed is not None else found

    def decided_documents(self) -> list[str]:
        """Documents on whose speakers, or blocks, the reader has decided."""
        replayed = self._decisions()
        of_kinds = self._kinds.by_path() if self._kinds is not None else {}
        return list(dict.fromkeys([*(replayed.by_path if replayed is not None else ()), *of_kinds]))

    def _placed(self, path: str, found: list[Quotation]) -> list[Quotation]:
        """Quotations with whether they stand in prose, by what the reader decided that blocks are."""
        kinds = self._kinds.of(path) if self._kinds is not None else ()
        if not kinds:
            return found
        from index.corrections.block_kinds import is_aside

        return [replace(each, aside=is_aside(kinds, each.start, each.aside)) for each in found]

    def all(self, *, aside: bool = False) -> Iterator[tuple[str, list[Quotation]]]:
        """Those of every document that has any, by path, each document read when it is asked for."""
        for path in self.paths():
            found = self.of(path, aside=aside)
            if found:
                yield path, found

    def speakers(self) -> list[str]:
        """Names of those who are quoted, those of most documents first."""
        replayed = self._decisions()
        by_reader = {} if replayed is None else {c.name: None for each in replayed.by_path.values() for *_, c in each}
        return list(dict.fromkeys([*self._catalogue.quoted.speakers(), *(name for name in by_reader if name)]))

    def documents(self, wanted: Wanted) -> set[int]:
        """Documents in which somebody called so speaks, or somebody of whom these words are said."""
        overlay = self._naming.overlay
        ids: set[str] = set()
        for id in self._naming.called(wanted):
            ids.update(overlay.members.get(id, (id,)))
            ids.update(one for one, keys in overlay.moved.items() if id in keys.values())
        found = self._catalogue.quoted.documents(wanted, sorted(ids))
        again = self.decided_documents()
        if again:
            numbers = self._catalogue.listed.numbers_of(again)
            fits = self.spoken_by(wanted)
            found = found - set(numbers.values())
            found |= {number for path, number in numbers.items() if any(map(fits, self.of(path)))}
        return found

    def spoken_by(self, wanted: Wanted) -> Callable[[Quotation], bool]:
        """Whether a quotation is by somebody called so."""
        from index.catalogue.quoted import says

        ids = set(self._naming.called(wanted))
        return lambda quotation: says(quotation, wanted) or any(entity in ids for entity in _entities(quotation))

    def _decisions(self) -> _Replayed | None:
        """Decisions on speakers where they stand now; None where there are none."""
        corrections = self._corrections
        if corrections is None:
            return None
        generation = corrections.refresh()
        known = self._replayed
        if known is not None and known.state == (generation, _NO_DECISIONS):
            return None
        from index.corrections.speakers import ABOUT, by_document

        if (known is None or known.state[0] != generation) and not corrections.of(ABOUT):
            self._replayed = _Replayed((generation, _NO_DECISIONS), {}, {})
            return None
        # Another state of the catalogue has other places, and may have other entities.
        state = (generation, self._catalogue.deciding.version())
        if known is None or known.state != state:
            known = self._replayed = _Replayed(state, by_document(corrections.placed(ABOUT)), {})
        return known

    def _meant(self, replayed: _Replayed, choice: SpeakerChoice) -> tuple[str, str | None]:
        """The name and entity of a speaker now: by the id, else by the name that was chosen, else the words alone."""
        known = replayed.who.get(choice)
        if known is None:
            known = replayed.who[choice] = self._look_up(choice)
        return known

    def _look_up(self, choice: SpeakerChoice) -> tuple[str, str | None]:
        if choice.entity is None:
            return choice.name, None
        naming = self._naming
        if choice.entity in naming.overlay.looks or naming.current(choice.entity) != choice.entity:
            id = naming.current(choice.entity)
            return naming.shown([id]).get(id, choice.name), id
        found = next(iter(naming.found([choice.entity])), None)
        if found is None:
            called = self._catalogue.deciding.going_by([choice.name]).get(choice.name, [])
            same = [each for each in called if each.id.partition(":")[0] == choice.entity.partition(":")[0]]
            if len(same) != 1:
                return choice.name, None
            found = same[0]
        id = naming.current(found.id)
        return naming.shown([id]).get(id, found.name), id

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
