"""How many of some documents have which source, date, format, language, tag or name: grouped by SQLite."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from index.catalogue.listing import ListedReader
from index.events import Cancelled as Asked

_SOME: Final = "json_each(?) AS some"
"""Numbers of documents as a table; the catalogue is opened for reading, and takes no temporary one."""
_LOOKED_UP: Final = 500


class Numbered(NamedTuple):
    """A value, how many documents have it, and the number of one of them."""

    value: str
    documents: int
    one: int


class Packed:
    """Numbers of documents in the form in which SQLite takes many of them."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.json = json.dumps(sorted(numbers))


class CountingReader(ListedReader):
    """Counts within some documents. From any thread; raises Cancelled when it is told so."""

    def sources(self, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        """By folded source."""
        return self._grouped("source", some, cancelled)

    def months(self, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        """By month, or by year where there is no month."""
        return self._grouped("substr(date, 1, 7)", some, cancelled)

    def formats(self, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        """By format."""
        return self._grouped("format", some, cancelled)

    def languages(self, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        """By language."""
        return self._grouped("language", some, cancelled)

    def tags(self, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        """By tag that documents carry themselves."""
        sql = f"SELECT tag, COUNT(*), MIN(document) FROM {_SOME} JOIN carried ON document = some.value GROUP BY tag"
        return [Numbered(*row) for row in self._rows(sql, (some.json,), cancelled)]

    def own_types(self, ours: Collection[str]) -> list[str]:
        """The types of entity that are none of ours: those of the reader's own names."""
        marks = ",".join("?" * len(ours))
        rows = self._rows(f"SELECT DISTINCT type FROM entities WHERE type NOT IN ({marks})", tuple(ours))
        return sorted(type for (type,) in rows)

    def names(self, types: Sequence[str], some: Packed, cancelled: Asked | None) -> dict[str, int]:
        """How many documents name each entity of these types, by its id."""
        marks = ",".join("?" * len(types))
        # A row of `named` is one name of a document, and (document, local) is its key: where that is the entity's own
        # id, documents need not be told apart, which takes most of the time.
        own = (
            f"SELECT entity, COUNT(*) FROM {_SOME} CROSS JOIN named ON document = some.value"
            f" WHERE local = entity AND named.type IN ({marks}) GROUP BY entity"
        )
        counts = dict(self._rows(own, (some.json, *types), cancelled))
        other = (
            f"SELECT entity, COUNT(DISTINCT document) FROM {_SOME} CROSS JOIN named AS n ON document = some.value"
            f" WHERE local <> entity AND n.type IN ({marks}) AND NOT EXISTS"
            " (SELECT 1 FROM named AS m WHERE m.document = n.document AND m.local = n.entity AND m.entity = n.entity)"
            " GROUP BY entity"
        )
        for entity, number in self._rows(other, (some.json, *types), cancelled):
            counts[entity] = counts.get(entity, 0) + number
        return counts

    # -- what is shown of them ----------------------------------------------------------------------------------

    def shown(self, entities: Sequence[str]) -> dict[str, str]:
        """The names of entities by id; those that are not put together yet are left out."""
        found: dict[str, str] = {}
        for at in range(0, len(entities), _LOOKED_UP):
            part = entities[at : at + _LOOKED_UP]
            found.update(self._rows(f"SELECT id, name FROM entities WHERE id IN ({','.join('?' * len(part))})", part))
        return found

    def going_by(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Ids of the entities that go by each of some folded names."""
        sql = "SELECT some.value, entity FROM json_each(?) AS some JOIN called ON name = some.value WHERE how > 0"
        found: dict[str, list[str]] = {}
        for name, entity in self._rows(sql, (json.dumps(names),)):
            found.setdefault(name, []).append(entity)
        return found

    def naming_others(self, others: Mapping[str, Sequence[str]], cancelled: Asked | None) -> dict[str, set[int]]:
        """Numbers of all documents that name one of the others and not the entity itself, by its id."""
        pairs = json.dumps([(entity, other) for entity, several in others.items() for other in several])
        sql = (
            "SELECT pair.one, n.document FROM"
            " (SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS other"
            " FROM json_each(?)) AS pair"
            " JOIN named AS n ON n.entity = pair.other"
            " WHERE NOT EXISTS (SELECT 1 FROM named AS m WHERE m.document = n.document AND m.entity = pair.one)"
        )
        found: dict[str, set[int]] = {}
        for entity, number in self._rows(sql, (pairs,), cancelled):
            found.setdefault(entity, set()).add(number)
        return found

    def stated_sources(self, numbers: Sequence[int]) -> dict[int, str]:
        """The source of documents as it is written."""
        found: dict[int, str] = {}
        for at in range(0, len(numbers), _LOOKED_UP):
            part = numbers[at : at + _LOOKED_UP]
            sql = f"SELECT id, source FROM documents WHERE source IS NOT NULL AND id IN ({','.join('?' * len(part))})"
            found.update(self._rows(sql, part))
        return found

    def carrying_any(self, some: Packed) -> int:
        """How many carry a tag."""
        sql = f"SELECT COUNT(DISTINCT document) FROM {_SOME} JOIN carried ON document = some.value"
        return int(next(iter(self._rows(sql, (some.json,))))[0])

    def carried_by(self, some: Packed) -> list[tuple[int, str]]:
        """(number, tag) of documents that carry tags."""
        sql = f"SELECT document, tag FROM {_SOME} JOIN carried ON document = some.value"
        return list(self._rows(sql, (some.json,)))

    def _grouped(self, column: str, some: Packed, cancelled: Asked | None) -> list[Numbered]:
        sql = (
            f"SELECT {column} AS what, COUNT(*), MIN(document) FROM {_SOME} JOIN listed ON document = some.value"
            " WHERE what IS NOT NULL GROUP BY what"
        )
        return [Numbered(*row) for row in self._rows(sql, (some.json,), cancelled)]
