"""Deciding about names, for Collection to hand out: which are one, which are not, what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import GlossatorError
from index.rooms import Rooms

if TYPE_CHECKING:
    from index.document import Entity
    from index.entities.naming import Naming
    from index.entities.own import OwnNaming
    from index.entities.ruling import Ruling
    from index.entities.suggestion import Example, Suggestion
    from index.events import Cancelled

MOST_SUGGESTIONS = 500
"""The best of them, which are looked into for evidence."""


class EntityDecisions:
    """Entities are given by their ids in `Collection.entities`. Safe from any thread, but never from the screen's.

    What decides is on disk when it returns what was done, in words; it is one step of undo, and counts at once. It
    raises GlossatorError where there is no such entity or the name cannot be one, and ReadOnlyError.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def faults(self) -> list[str]:
        """What is wrong with entities.yaml, each with line and column; what can be read of it counts."""
        marks = self._rooms.marks
        return list(dict.fromkeys([*marks.rulings.faults(), *marks.own_names.faults()]))

    @property
    def own(self) -> OwnNaming:
        """Names that the program does not find by itself."""
        return self._rooms.marks.own_names

    def look_first(self, path: str) -> None:
        """Have the next run of the indexer look at this document first."""
        self._rooms.waited_for(path)

    def unmet(self) -> tuple[str, ...]:
        """Names that are decided on and that nothing, or more than one thing, goes by."""
        naming = self._rooms.names.naming()
        return naming.overlay.unmet if naming is not None else ()

    def entity(self, id: str) -> Entity | None:
        """One entity as it is decided to be; None where there is none, or it is hidden."""
        naming = self._rooms.names.naming()
        return naming.entity(id) if naming is not None else None

    # -- suggestions ---------------------------------------------------------------------------------------------

    def suggestions(self, cancelled: Cancelled | None = None) -> list[Suggestion]:
        """Names that may be one, best first, with what speaks for it and against it. Raises Cancelled."""
        from index.entities.evidence import weighed
        from index.understanding.aliases import near_misses

        naming = self._naming()
        entities = {entity.id: entity for entity in naming.entities()}
        found = near_misses(list(entities.values()), cancelled)
        open_ = [miss for miss in found if frozenset((miss.one, miss.other)) not in naming.overlay.apart]
        return weighed(open_[:MOST_SUGGESTIONS], entities, naming, self._rooms.indexed().catalogue, cancelled)

    def examples(self, id: str, most: int = 3) -> list[Example]:
        """Places that name an entity, each in another document if there are so many."""
        from index.entities.evidence import examples

        return examples(id, self._naming(), self._rooms.indexed().catalogue, most)

    # -- decisions -----------------------------------------------------------------------------------------------

    def join(self, one: str, other: str) -> str:
        """Two entities are one, called as the first is."""
        hand = _Hand(self._naming())
        first, second = hand.head(one), hand.head(other)
        if one == other:
            raise GlossatorError(f"{first.name} is one already")
        ones, others = hand.members(one), hand.members(other)

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            new = hand.without_quarrel(rulings, ones, others)
            key = hand.key(first, rulings)
            ruling = new.get(key, hand.ruling(rulings, key))
            return new | {key: replace(ruling, also=_with(ruling.also, hand.written(second)))}

        return self._change(f"{first.name} and {second.name} are one", decide)

    def keep_apart(self, one: str, other: str) -> str:
        """Two entities are not one, and this is not suggested again."""
        hand = _Hand(self._naming())
        first, second = hand.head(one), hand.head(other)
        if one == other:
            raise GlossatorError(f"{first.name} is one; take a name out of it instead")

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            key = hand.key(first, rulings)
            ruling = hand.ruling(rulings, key)
            return {key: replace(ruling, apart=_with(ruling.apart, hand.written(second)))}

        return self._change(f"{first.name} and {second.name} are not one", decide)

    def take_out(self, id: str, alias: str) -> str:
        """A name that an entity goes by is another's: it becomes an entity of its own."""
        from index.entities.replay import is_called
        from index.entities.ruling import checked_name

        hand, alias = _Hand(self._naming()), checked_name(alias)
        head = hand.head(id)
        if is_called(head, alias):
            raise GlossatorError(f"{alias} is its own name; other names can be taken out of it")
        joined = [one for one in hand.found(id) if one.id != head.id and is_called(one, alias)]

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            ids = {one.id for one in joined}
            new = hand.unjoined(rulings, ids) if joined else {}
            key = hand.key(head, rulings)
            ruling = new.get(key, hand.ruling(rulings, key))
            if joined:
                return new | {key: replace(ruling, apart=_with(ruling.apart, *map(hand.written, joined)))}
            return {key: replace(ruling, without=_with(ruling.without, alias))}

        return self._change(f"{alias} is taken out of {head.name}", decide)

    def rename(self, id: str, name: str | None) -> str:
        """What an entity is called on the screen; None gives back the name in the documents."""
        from index.entities.ruling import checked_name

        shown = checked_name(name) if name is not None else None
        what = f"is called {shown}" if shown else "has its own name again"
        return self._set(id, what, lambda old, head: replace(old, shown=None if shown == head.name else shown))

    def retype(self, id: str, type: str | None) -> str:
        """The kind that an entity is of; None gives back the one that was found."""
        from index.entities.ruling import checked_type

        kind = checked_type(type) if type is not None else None
        what = f"is of the kind {kind}" if kind else "has its own kind again"
        return self._set(id, what, lambda old, head: replace(old, type=None if kind == head.type else kind))

    def describe(self, id: str, name: str | None, type: str | None) -> str:
        """Both at once, in one step of undo."""
        from index.entities.ruling import checked_name, checked_type

        shown = checked_name(name) if name is not None else None
        kind = checked_type(type) if type is not None else None

        def change(old: Ruling, head: Entity) -> Ruling:
            return replace(old, shown=None if shown == head.name else shown, type=None if kind == head.type else kind)

        what = f"is called {shown}, {kind}" if shown else "has its own name and kind again"
        return self._set(id, what, change)

    def join_named(self, id: str, name: str) -> str:
        """The entity that goes by a name is one with this."""
        return self.join(id, self.one_named(name, but=id))

    def one_named(self, name: str, *, but: str | None = None) -> str:
        """Id of the entity that goes by a name, not `but`. Raises GlossatorError where none does, or several."""
        from index.catalogue.calling import wanted_name

        wanted = wanted_name(name)
        found = self._naming().called(wanted) if wanted is not None else []
        found = [other for other in found if other != but]
        if not found:
            raise GlossatorError(f"no other name {name.strip()[:60]} in these documents")
        if len(found) > 1:
            exact = [one for one in found if (e := self.entity(one)) is not None and e.name == " ".join(name.split())]
            if len(exact) != 1:
                raise GlossatorError(f"{len(found)} names go by {name.strip()[:60]}; type the whole of one")
            found = exact
        return found[0]

    def hide(self, id: str) -> str:
        """An entity is no name worth listing."""
        return self._set(id, "is not listed any more", lambda old, head: replace(old, hidden=True))

    def show_again(self, id: str) -> str:
        """A hidden name is listed again."""
        hand = _Hand(self._naming())
        head, members = hand.head(id), hand.members(id)

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            said = {key: ruling for key, ruling in rulings.items() if ruling.hidden and hand.means(key, members)}
            return {key: replace(ruling, hidden=False) for key, ruling in said.items()}

        return self._change(f"{head.name} is listed again", decide)

    def write_note(self, id: str, note: str) -> str:
        """What the reader says of an entity, in place of all notes on its names; empty takes them away."""
        from index.entities.ruling import LONGEST_NOTE

        if len(note) > LONGEST_NOTE:
            raise GlossatorError(f"a note has at most {LONGEST_NOTE:,} characters")
        hand = _Hand(self._naming())
        head, members = hand.head(id), hand.members(id)

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            said = {key: ruling for key, ruling in rulings.items() if ruling.note and hand.means(key, members)}
            new = {key: replace(ruling, note=None) for key, ruling in said.items()}
            key = hand.key(head, rulings)
            return new | {key: replace(new.get(key, hand.ruling(rulings, key)), note=note.strip() or None)}

        return self._change(f"note on {head.name}" if note.strip() else f"no note on {head.name}", decide)

    # -- within --------------------------------------------------------------------------------------------------

    def _set(self, id: str, what: str, change: Callable[[Ruling, Entity], Ruling]) -> str:
        hand = _Hand(self._naming())
        head = hand.head(id)

        def decide(rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
            keys = hand.keys(head, rulings)
            # Where it stands under several names, none may say otherwise.
            new = {key: replace(rulings[key], shown=None, type=None) for key in keys}
            key = keys[0] if keys else hand.written(head)
            old = hand.ruling(rulings, key)
            for other in keys:
                old = replace(old, shown=old.shown or rulings[other].shown, type=old.type or rulings[other].type)
            return new | {key: change(old, head)}

        return self._change(f"{head.name} {what}", decide)

    def _change(self, what: str, decide: Callable[[Mapping[str, Ruling]], Mapping[str, Ruling]]) -> str:
        return self._rooms.marks.rulings.change(what, decide)

    def _naming(self) -> Naming:
        return self._rooms.names.of(self._rooms.indexed())


class _Hand:
    """How decisions on entities are written down: under the names that the program found them by."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._overlay = naming.overlay

    def head(self, id: str) -> Entity:
        """The entity that the program found, to which others may be joined. Raises GlossatorError."""
        found = self._overlay.heads.get(id)
        if found is None:
            found = self._naming.entity(id)
        if found is None:
            raise GlossatorError("that name is gone by now")
        return found

    def found(self, id: str) -> list[Entity]:
        """All that the program found of it."""
        return self._naming.found(self.members(id))

    def members(self, id: str) -> frozenset[str]:
        """The ids that the program found of it."""
        return frozenset(self._overlay.members.get(id, (id,))) | {self.head(id).id}

    def written(self, entity: Entity) -> str:
        """Its name, with its kind where another entity has the same name. Raises GlossatorError."""
        from index.entities.ruling import is_name, named, written

        unique, known = self._naming.is_unique(entity)
        name = written(entity.name, None if unique and named(entity.name).type is None else entity.type)
        if not known or not is_name(name):
            raise GlossatorError(f"nothing can be decided about {entity.name[:40]!r}: it has no words to be known by")
        return name

    def keys(self, entity: Entity, rulings: Mapping[str, Ruling]) -> list[str]:
        """Names that an entry stands under which speaks of this entity alone."""
        return [key for key in sorted(rulings) if self._overlay.meant.get(key) == (entity.id,)]

    def key(self, entity: Entity, rulings: Mapping[str, Ruling]) -> str:
        """The first of those, or the name of a new entry."""
        return next(iter(self.keys(entity, rulings)), None) or self.written(entity)

    @staticmethod
    def ruling(rulings: Mapping[str, Ruling], key: str) -> Ruling:
        """The entry, or one about nothing."""
        from index.entities.ruling import NOTHING

        return rulings.get(key, NOTHING)

    def means(self, name: str, ids: frozenset[str] | set[str]) -> bool:
        """True where a name in a decision stands for one of these."""
        return bool(ids.intersection(self._overlay.meant.get(name, ())))

    def without_quarrel(
        self, rulings: Mapping[str, Ruling], ones: frozenset[str], others: frozenset[str]
    ) -> dict[str, Ruling]:
        """Entries that said that the two are different, without that."""
        new: dict[str, Ruling] = {}
        for key, ruling in rulings.items():
            there = others if self.means(key, ones) else ones if self.means(key, others) else frozenset[str]()
            apart = self._but(ruling.apart, there)
            without = self._but(ruling.without, there)
            if (apart, without) != (ruling.apart, ruling.without):
                new[key] = replace(ruling, apart=apart, without=without)
        return new

    def unjoined(self, rulings: Mapping[str, Ruling], ids: set[str]) -> dict[str, Ruling]:
        """Entries that joined one of these to something, without that."""
        return {
            key: replace(ruling, also=() if self.means(key, ids) else self._but(ruling.also, ids))
            for key, ruling in rulings.items()
            if ruling.also and (self.means(key, ids) or self._but(ruling.also, ids) != ruling.also)
        }

    def _but(self, names: Sequence[str], ids: frozenset[str] | set[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not self.means(name, ids))


def _with(names: Iterable[str], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))
