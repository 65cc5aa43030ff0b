"""Joining names from nothing, all of them at once: what the catalogue's tables must always come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from index.document import Entity
from index.understanding.grouping import EntityRecord, entity_id, listed_as, most_frequent, normalised

Documents = Mapping[int, Sequence[EntityRecord]]
Joined = tuple[dict[tuple[int, str], str], dict[str, Entity]]
"""(document, name there) -> entity, and the entities."""


def joined_across(documents: Documents) -> dict[tuple[int, str], str]:
    """(document, name there) -> the full name that a surname stands for, where its document has no full name."""
    weight: dict[str, Counter[str]] = defaultdict(Counter)
    bare: list[tuple[int, str, str]] = []
    inside: set[tuple[int, str]] = set()
    for number, records in documents.items():
        for record in records:
            words = normalised(record.name, "PERSON").split() if record.type == "PERSON" else []
            if len(words) > 1:
                weight[words[-1]][record.id] += record.mentions
                inside.add((number, words[-1]))
            elif words:
                bare.append((number, record.id, words[0]))
    found = {}
    for number, local, word in bare:
        most = sorted(weight[word].items(), key=lambda item: (-item[1], item[0]))
        if (number, word) not in inside and most and (len(most) == 1 or most[0][1] > 2 * most[1][1]):
            found[number, local] = most[0][0]
    return found


def join_from_nothing(documents: Documents) -> Joined:
    joined = joined_across(documents)
    means: dict[tuple[int, str], str] = {}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, set[int]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for number, records in documents.items():
        for record in records:
            id = means[number, record.id] = joined.get((number, record.id), record.id)
            spellings[id].update(dict(record.surfaces))
            if id == record.id:
                names[id][record.name] += record.mentions
            kinds[id] = record.type
            where[id].add(number)
    entities = {}
    for id, kind in kinds.items():
        name = shown(id, kind, names[id], spellings[id])
        ordered = sorted(spellings[id].items(), key=lambda item: (-item[1], item[0]))
        aliases = (name, *(spelling for spelling, _ in ordered if spelling != name))
        entities[id] = Entity(id, name, kind, aliases, spellings[id].total(), len(where[id]))
    return means, entities


def shown(id: str, kind: str, names: Counter[str], spellings: Counter[str]) -> str:
    listed = [name for name in sorted(names) if listed_as(kind, normalised(name, kind)) == name]
    if listed:
        return listed[0]
    full = {one: n for one, n in spellings.items() if entity_id(kind, normalised(one, kind)) == id}
    if full:
        return most_frequent(full, kind)
    pool = names or spellings
    return min(pool, key=lambda one: (-pool[one], one))
