"""The reader's decisions replayed over the entities that the program found: a pure function of both.

What comes of it depends neither on the order of decisions nor on that of documents. A name means the entities whose
own name it is; where there are none, the one entity that goes by it; where several do, it means none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.document import Entity
from index.entities.ruling import NOTHING, Ruling, named
from index.understanding.grouping import entity_id, normalised

GoingBy = Callable[[Iterable[str]], Mapping[str, Sequence[Entity]]]
"""Told names, gives the entities that go by each."""
OfIds = Callable[[Iterable[str]], Sequence[Entity]]
_ROUNDS: Final = 4
"""What is taken out of an entity may itself be joined with another, and so on."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What decisions make of entities. Those of which it does not speak stay as they are."""

    looks: Mapping[str, Entity] = field(default_factory=dict)
    """By id: name, type and aliases of those that are another than the program found them; not their counts."""
    hidden: frozenset[str] = frozenset()
    """Ids of those that are not listed."""
    current: Mapping[str, str] = field(default_factory=dict)
    """From the id that the program found to the one that it has now, for each entity that is concerned."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The inverse."""
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Id that the program found -> key of a spelling that is taken out of it -> id that it belongs to now."""
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of ids that are said to be different."""
    heads: Mapping[str, Entity] = field(default_factory=dict)
    """By id: the entity that the program found and that the others are joined to."""
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Every name in a decision, and the ids, as the program found them, that it stands for."""
    unmet: tuple[str, ...] = ()
    """Names that are decided on and that nothing, or more than one thing, goes by."""

    def __bool__(self) -> bool:
        return bool(self.current)


def replay(rulings: Mapping[str, Ruling], going_by: GoingBy, of_ids: OfIds) -> Overlay:
    """The overlay of some rulings."""
    if not any(rulings.values()):
        return Overlay()
    return _Replay(rulings, going_by, of_ids).overlay()


class _Replay:
    """One replay."""

    def __init__(self, rulings: Mapping[str, Ruling], going_by: GoingBy, of_ids: OfIds) -> None:
        self.rulings = {name: rulings[name] for name in sorted(rulings) if rulings[name]}
        self.taken_out = {named(name).name for ruling in self.rulings.values() for name in ruling.without}
        names: set[str] = set(self.rulings)
        for ruling in self.rulings.values():
            names.update((*ruling.also, *ruling.apart, *ruling.without))
        self.found = going_by({named(name).name for name in names})
        self.names = names
        self.nodes: dict[str, Entity] = {e.id: e for those in self.found.values() for e in those}
        self.of_ids = of_ids
        self.made: set[str] = set()
        """Ids that only what was taken out of another has."""
        self.moved: dict[str, dict[str, str]] = {}
        self.groups: dict[str, set[str]] = {}
        self._meant: dict[str, tuple[str, ...]] = {}

    def overlay(self) -> Overlay:
        self._settle()
        self._index()
        heads = self._heads()
        ids = self._ids(heads)
        clashes = self._clashes(heads, ids)
        if clashes:
            self._group([*self._edges(), *clashes])
            heads = self._heads()
            ids = self._unshared(self._ids(heads))
        concerned = {id for id, group in self.groups.items() if self._is_concerned(group, ids[heads[id]], heads[id])}
        current = {id: ids[heads[id]] for id in sorted(concerned)}
        members: dict[str, tuple[str, ...]] = {}
        looks: dict[str, Entity] = {}
        found: dict[str, Entity] = {}
        for id in current:
            if current[id] not in looks:
                group = sorted(self.groups[id], key=lambda one: (-self.nodes[one].mentions, one))
                members[current[id]] = tuple(one for one in group if one not in self.made)
                found[current[id]] = self.nodes[heads[id]]
                looks[current[id]] = self._look(current[id], heads[id], group)
        hidden = {current[id] for id in current if self._told(heads[id]).hidden}
        targets = {id: {key: current[to] for key, to in keys.items()} for id, keys in self.moved.items()}
        apart = {
            frozenset((current.get(one, one), current.get(other, other)))
            for one, others in self._forbidden().items()
            for other in others
        }
        meant = {name: self._means(name) for name in sorted(self.names)}
        unmet = tuple(name for name, ids in meant.items() if not ids)
        return Overlay(looks, frozenset(hidden), current, members, targets, frozenset(apart), found, meant, unmet)

    # -- what names mean -----------------------------------------------------------------------------------------

    def _means(self, written: str) -> tuple[str, ...]:
        """The ids that a name stands for."""
        known = self._meant.get(written)
        if known is None:
            known = self._meant[written] = self._look_up(written)
        return known

    def _look_up(self, written: str) -> tuple[str, ...]:
        name, kind = named(written)
        there = [e for e in self.found.get(name, ()) if kind in (None, e.type)]
        there += [e for id in self.made if kind in (None, (e := self.nodes[id]).type)]
        own = {e.id for e in there if is_called(e, name)}
        if own:
            return tuple(sorted(own))
        # A spelling that is taken out of one of them is no longer what it goes by.
        return (there[0].id,) if len(there) == 1 and name not in self.taken_out else ()

    # -- who is one ----------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        for _ in range(_ROUNDS):
            self._meant.clear()
            self._group(self._edges())
            before = {id: dict(keys) for id, keys in self.moved.items()}
            self._take_out()
            if self.moved == before:
                return

    def _edges(self) -> list[tuple[str, str]]:
        """Pairs of ids that are said to be one."""
        found: set[tuple[str, str]] = set()
        for name, ruling in self.rulings.items():
            for other in ruling.also:
                ones, others = self._means(name), self._means(other)
                alike = {(a, b) for a in ones for b in others if self.nodes[a].type == self.nodes[b].type}
                if not alike and len(ones) == len(others) == 1:
                    alike = {(ones[0], others[0])}
                found.update((min(pair), max(pair)) for pair in alike if pair[0] != pair[1])
        return sorted(found)

    def _forbidden(self) -> dict[str, set[str]]:
        """Ids that are said to be different, both ways."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, ruling in self.rulings.items():
            for other in (*ruling.apart, *ruling.without):
                for one in self._means(name):
                    for another in self._means(other):
                        if one != another:
                            found[one].add(another)
                            found[another].add(one)
        return found

    def _group(self, edges: Sequence[tuple[str, str]]) -> None:
        forbidden = self._forbidden()
        self.groups = {id: {id} for id in self.nodes}
        for one, other in edges:
            first, second = self.groups[one], self.groups[other]
            # What is said to be different outweighs what is said to be one.
            if first is second or any(forbidden.get(id, set()) & second for id in first):
                continue
            first |= second
            for id in second:
                self.groups[id] = first

    def _take_out(self) -> None:
        """Spellings that are taken out of entities become entities of their own."""
        for name, ruling in self.rulings.items():
            for one in self._means(name):
                for spelling in ruling.without:
                    for id in sorted(self.groups[one] - self.made):
                        self._take_out_of(id, named(spelling).name)

    def _take_out_of(self, id: str, spelling: str) -> None:
        entity = self.nodes[id]
        key = normalised(spelling, entity.type)
        if is_called(entity, spelling) or not any(normalised(a, entity.type) == key for a in entity.aliases):
            return
        target = entity_id(entity.type, key)
        if target not in self.nodes:
            there = self.of_ids([target])
            if not there:
                self.made.add(target)
            self.nodes[target] = there[0] if there else Entity(target, spelling, entity.type, (spelling,), 0, 0)
            self.groups[target] = {target}
        self.moved.setdefault(id, {})[key] = target

    # -- what they look like -------------------------------------------------------------------------------------

    def _index(self) -> None:
        """Which rulings speak of which entity, once it is known what every name means."""
        self.told: dict[str, list[Ruling]] = defaultdict(list)
        self.joined: set[str] = set()
        for name, ruling in self.rulings.items():
            for id in self._means(name):
                if ruling.decides:
                    self.told[id].append(ruling)
            self.joined.update(id for other in ruling.also for id in self._means(other))
        self.targets = {to for keys in self.moved.values() for to in keys.values()}

    def _heads(self) -> dict[str, str]:
        """By id, the member that its group is called after: one that others are joined to before one that is joined."""

        def rank(id: str) -> tuple[int, int, str]:
            at = 2 if id not in self.told else 1 if id in self.joined else 0
            return at, -self.nodes[id].mentions, id

        found: dict[str, str] = {}
        for id, group in self.groups.items():
            if id not in found:
                found.update(dict.fromkeys(group, min(group, key=rank)))
        return found

    def _told(self, id: str) -> Ruling:
        """What is decided about an entity under any of its names."""
        found = NOTHING
        for ruling in self.told.get(id, ()):
            found = replace(
                found,
                shown=found.shown or ruling.shown,
                type=found.type or ruling.type,
                hidden=found.hidden or ruling.hidden,
            )
        return found

    def _ids(self, heads: Mapping[str, str]) -> dict[str, str]:
        """The id of the group behind each head: another where it is of another kind."""
        found = {}
        for head in set(heads.values()):
            entity, kind = self.nodes[head], self._told(head).type
            found[head] = head if kind in (None, entity.type) else entity_id(kind, normalised(entity.name, kind))
        return found

    def _unshared(self, ids: Mapping[str, str]) -> dict[str, str]:
        """The same, where those that are said to be different, and would have one id, keep their own."""
        found: dict[str, str] = {}
        taken: dict[str, set[str]] = {}
        for head in sorted(ids, key=lambda one: (ids[one] != one, one)):
            id = ids[head]
            owner = self.groups.get(id, taken.get(id))
            found[head] = id if owner in (None, self.groups[head]) else head
            taken.setdefault(found[head], self.groups[head])
        return found

    def _clashes(self, heads: Mapping[str, str], ids: Mapping[str, str]) -> list[tuple[str, str]]:
        """Pairs that have come to have one id: the same name, now of the same kind."""
        changed = {head: id for head, id in ids.items() if head != id}
        for entity in self.of_ids(sorted(set(changed.values()) - self.nodes.keys())):
            self.nodes[entity.id] = entity
        by_id: dict[str, str] = {}
        found: set[tuple[str, str]] = set()
        for head in sorted(changed):
            other = changed[head] if changed[head] in self.nodes else by_id.setdefault(changed[head], head)
            if other != head:
                found.add((min(head, other), max(head, other)))
        return sorted(found)

    def _is_concerned(self, group: set[str], id: str, head: str) -> bool:
        told = self._told(head)
        return bool(
            len(group) > 1
            or id != head
            or told.shown
            or told.hidden
            or not group.isdisjoint(self.moved)
            or not group.isdisjoint(self.targets)
        )

    def _look(self, id: str, head: str, group: Sequence[str]) -> Entity:
        told, entity = self._told(head), self.nodes[head]
        name = told.shown or entity.name
        aliases = [name, entity.name]
        for one in [head, *(one for one in group if one != head)]:
            gone = self.moved.get(one, {})
            of = self.nodes[one]
            aliases += [a for a in of.aliases if normalised(a, of.type) not in gone]
        return Entity(id, name, told.type or entity.type, tuple(dict.fromkeys(aliases)), 0, 0)


def is_called(entity: Entity, name: str) -> bool:
    """True where this is the entity's own name, not only one that it goes by."""
    key = normalised(name, entity.type)
    return key == normalised(entity.name, entity.type) or entity_id(entity.type, key) == entity.id
