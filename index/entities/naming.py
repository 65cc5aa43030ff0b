"""Entities as the reader decided them to be, at read time: what the catalogue says, with an overlay over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.document import Entity, EntityCount, Mention
from index.entities.passages import PassageNames
from index.entities.replay import Overlay, is_called
from index.entities.ruling import UNDECIDED
from index.understanding.grouping import normalised

if TYPE_CHECKING:
    from index.catalogue.calling import Wanted
    from index.catalogue.reader import CatalogueReader
    from index.corrections.corrections import Corrections
    from index.speaking import Speaking


class Naming:
    """One moment of decisions over one catalogue. Safe to call from any thread.

    Without decisions every question goes to the catalogue as it is. With some, only the entities that they concern
    are looked into further.
    """

    def __init__(self, catalogue: CatalogueReader, overlay: Overlay, corrections: Corrections | None = None) -> None:
        """`corrections`: decisions on who speaks."""
        self.overlay = overlay
        self._catalogue = catalogue
        self._corrections = corrections
        self._counts: dict[str, dict[int, int]] = {}
        self.passages = PassageNames(catalogue, corrections, self.current)

    def current(self, id: str) -> str:
        """The id that an entity found by the program has now."""
        return self.overlay.current.get(id, id)

    # -- lists ---------------------------------------------------------------------------------------------------

    def entities(self) -> list[Entity]:
        """Every entity that is not hidden, most documents first."""
        found = self._catalogue.entities(UNDECIDED)
        if not self.overlay and not self.passages.changes:
            return found
        kept = [self._counted(entity) for entity in found if entity.id not in self.overlay.current]
        kept = [entity for entity in kept if entity.documents] + self._concerned
        return sorted(kept, key=lambda e: (-e.documents, -e.mentions, e.id))

    def _counted(self, entity: Entity) -> Entity:
        """One of which no decision speaks but such as are about single passages."""
        if entity.id not in self.passages.changes:
            return entity
        counts = dict(self.documents_naming(entity.id))
        return replace(entity, mentions=sum(counts.values()), documents=len(counts))

    @cached_property
    def _concerned(self) -> list[Entity]:
        """Those that decisions concern and that are listed, counted."""
        return [entity for id in self.overlay.looks if (entity := self.entity(id)) is not None and entity.documents]

    def entity(self, id: str) -> Entity | None:
        """One entity by its id, None where there is none or it is hidden."""
        look = self.overlay.looks.get(id)
        if look is None:
            gone = id in self.overlay.current
            found = None if gone else next(iter(self._catalogue.deciding.of_ids([id])), None)
            return self._counted(found) if found is not None else None
        if id in self.overlay.hidden:
            return None
        counts = self.counts_of(id)
        return replace(look, mentions=sum(counts.values()), documents=len(counts))

    def found(self, ids: Iterable[str]) -> list[Entity]:
        """Entities as the program found them."""
        return self._catalogue.deciding.of_ids(ids)

    def is_unique(self, entity: Entity) -> tuple[bool, bool]:
        """Whether no entity of another kind has the same name; and whether it is known by its name at all."""
        there = self._catalogue.deciding.going_by([entity.name]).get(entity.name, ())
        known = entity.id not in self.overlay.members.get(self.current(entity.id), (entity.id,))
        return (
            all(other.id == entity.id or not is_called(other, entity.name) for other in there),
            known or any(other.id == entity.id for other in there),
        )

    def names(self) -> list[str]:
        """The names of all entities as they are shown, most documents first."""
        if not self.overlay:
            return self._catalogue.called.names()
        return list(dict.fromkeys(entity.name for entity in self.entities()))

    def entity_counts(self, path: str) -> list[EntityCount]:
        """The sidebar of one document: entities and dates, most mentions here first."""
        found = self._ruled_counts(path)
        number = self.passages.number_of(path)
        if number is None:
            return found
        lines = {count.id: count for count in found}
        for id, changes in self.passages.changes.items():
            line = lines.get(id)
            look = line or self.entity(id)
            if look is None or id in self.overlay.hidden:
                continue
            here = (line.here if line is not None else 0) + changes.get(number, 0)
            everywhere = sum(count for _, count in self.documents_naming(id))
            lines[id] = EntityCount(id, look.name, look.type, here, max(here, everywhere))
        return sorted((line for line in lines.values() if line.here > 0), key=lambda line: (-line.here, line.name))

    def _ruled_counts(self, path: str) -> list[EntityCount]:
        """The same without what is decided about single passages."""
        found = self._catalogue.entity_counts(path)
        overlay = self.overlay
        concerned = [count for count in found if count.id in overlay.current]
        if not concerned:
            return found
        here: Counter[str] = Counter()
        for count in concerned:
            here[overlay.current[count.id]] += count.here
        for id, spelling, number in self._moved_in(path, [count.id for count in concerned]):
            here[overlay.current[id]] -= number
            here[self._target(id, spelling)] += number
        kept = [count for count in found if count.id not in overlay.current]
        for id, number in here.items():
            if number > 0 and id not in overlay.hidden:
                look = overlay.looks[id]
                kept.append(EntityCount(id, look.name, look.type, number, max(number, self._everywhere(id))))
        return sorted(kept, key=lambda count: (-count.here, count.name))

    def documents_naming(self, id: str) -> list[tuple[int, int]]:
        """(document number, mentions), most mentions first."""
        counts: dict[int, int] | None = self.counts_of(id) if id in self.overlay.looks else None
        if counts is None:
            found = [] if id in self.overlay.current else self._catalogue.documents_naming(id)
            if id not in self.passages.changes:
                return found
            counts = self.passages.changed(id, dict(found))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def counts_of(self, id: str) -> dict[int, int]:
        """Mentions by document of an entity that decisions concern."""
        known = self._counts.get(id)
        if known is None:
            known = self._counts[id] = self._count(id)
        return known

    def _count(self, id: str) -> dict[int, int]:
        counts: Counter[int] = Counter()
        deciding, moved = self._catalogue.deciding, self.overlay.moved
        members = self.overlay.members[id]
        for _, document, number in deciding.documents(one for one in members if one not in moved):
            counts[document] += number
        concerned = {one for one in members if one in moved}
        concerned |= {one for one, keys in moved.items() if id in keys.values()}
        for one, document, spelling, number in deciding.spellings(concerned):
            if self._target(one, spelling) == id:
                counts[document] += number
        return self.passages.changed(id, counts)

    def spellings(self, id: str) -> Iterator[tuple[str, int, str, int]]:
        """(id that the program found, document, spelling, mentions) of all that belongs to an entity now."""
        moved = self.overlay.moved
        concerned = set(self.overlay.members.get(id, (id,)))
        concerned |= {one for one, keys in moved.items() if id in keys.values()}
        for one, document, spelling, number in self._catalogue.deciding.spellings(concerned):
            if self._target(one, spelling) == id:
                yield one, document, spelling, number

    def _everywhere(self, id: str) -> int:
        return sum(self.counts_of(id).values())

    # -- mentions ------------------------------------------------------------------------------------------------

    def mentions(self, path: str, *, hidden: bool = False) -> list[Mention] | None:
        """Mentions in one document; None while it has not been analysed. `hidden`: those of hidden names too."""
        found = self._catalogue.mentions(path)

        def text() -> str:
            document = self._catalogue.document(path)
            return document.text if document is not None else ""

        return None if found is None else self.decided(self.passages.decided(path, found), text, hidden=hidden)

    def decided(self, found: list[Mention], text_of: Callable[[], str], *, hidden: bool = False) -> list[Mention]:
        """The mentions of one document, by whose they are now. `text_of` is asked only where a decision needs it."""
        overlay = self.overlay
        if not any(mention.entity in overlay.current for mention in found):
            return found
        text: str | None = None
        kept: list[Mention] = []
        for mention in found:
            if mention.entity is None or mention.entity not in overlay.current:
                kept.append(mention)
                continue
            id = overlay.current[mention.entity]
            if mention.entity in overlay.moved:
                if text is None:
                    text = text_of()
                id = self._target(mention.entity, text[mention.start : mention.end])
            if hidden or id not in overlay.hidden:
                kept.append(replace(mention, entity=id, type=overlay.looks[id].type))
        return kept

    def _target(self, id: str, spelling: str) -> str:
        """The entity that a spelling of one that the program found belongs to now."""
        keys = self.overlay.moved.get(id)
        if keys is not None:
            target = keys.get(normalised(spelling, id.partition(":")[0].upper()))
            if target is not None:
                return target
        return self.overlay.current.get(id, id)

    def _moved_in(self, path: str, ids: Sequence[str]) -> list[tuple[str, str, int]]:
        """(entity, spelling, mentions) of what is taken out of some entities, in one document."""
        some = [id for id in ids if id in self.overlay.moved]
        if not some:
            return []
        found = self._catalogue.deciding.spellings_in(path, some)
        return [(id, text, number) for id, text, number in found if self._target(id, text) != self.current(id)]

    # -- by name -------------------------------------------------------------------------------------------------

    def called(self, wanted: Wanted) -> list[str]:
        """Ids of those with this name; of persons, with this surname; if there are none, with these words in a name."""
        if not self.overlay:
            return self._catalogue.called.entities(wanted)
        found: dict[str, int] = {}
        for id, how in self._catalogue.deciding.called(wanted):
            if id not in self.overlay.current:
                found[id] = max(found.get(id, 0), how)
        for name, id, how in self._lines:
            fits = name.startswith(wanted.name) if wanted.beginning else name == wanted.name
            if fits or (not wanted.beginning and name.startswith(wanted.name + " ")):
                found[id] = max(found.get(id, 0), how if fits else 0)
        best = 1 if any(found.values()) and not wanted.beginning else 0
        return sorted(id for id, how in found.items() if how >= best)

    def documents(self, wanted: Wanted) -> set[int]:
        """Documents that mention one of those."""
        changes = self.passages.changes
        if not self.overlay and not changes:
            return self._catalogue.called.documents(wanted)
        ids = self.called(wanted)
        apart = {id for id in ids if id in self.overlay.looks or id in changes}
        found = self._catalogue.deciding.naming(id for id in ids if id not in apart)
        for id in apart:
            found.update(document for document, _ in self.documents_naming(id))
        return found

    def near(self, wanted: Wanted) -> str | None:
        """The name of the entity that is called most nearly so; None where nothing is near."""
        return self._catalogue.called.near(wanted)

    @cached_property
    def _lines(self) -> list[tuple[str, str, int]]:
        """What those are called that decisions concern: (folded name, id, how)."""
        from index.catalogue.calling import lines_of

        return [line for look in self.overlay.looks.values() for line in lines_of(look)]

    @cached_property
    def speaking(self) -> Speaking:
        """Quotations, by whom they are now."""
        from index.speaking import Speaking

        return Speaking(self, self._catalogue, self._corrections)

    # -- within some documents -----------------------------------------------------------------------------------

    def counted(self, counts: dict[str, int], types: Collection[str], numbers: Collection[int]) -> dict[str, int]:
        """How many of some documents name each entity, from what the catalogue counted."""
        if not self.overlay and not self.passages.changes:
            return counts
        kept = {id: number for id, number in counts.items() if id not in self.overlay.current}
        for id in self.passages.changes:
            entity = self.entity(id) if id not in self.overlay.current else None
            if entity is not None and entity.type in types:
                kept[id] = sum(document in numbers for document, _ in self.documents_naming(id))
        kept = {id: number for id, number in kept.items() if number}
        for id, look in self.overlay.looks.items():
            if look.type in types and id not in self.overlay.hidden:
                number = sum(document in numbers for document in self.counts_of(id))
                if number:
                    kept[id] = number
        return kept

    def shown(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of those among some ids that decisions concern."""
        looks = self.overlay.looks
        return {id: looks[id].name for id in ids if id in looks}
