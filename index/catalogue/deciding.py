"""What the reader's decisions on names are replayed over: the entities that names mean, and where those stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from index.catalogue.calling import Wanted
from index.catalogue.damage import tells_damage
from index.catalogue.packing import path_to_bytes, unpack_surfaces
from index.document import Entity
from index.search.tokens import words

Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""

_ENTITY = "e.id, e.name, e.type, e.aliases, e.mentions, e.documents"
_MOST_WORDS = 16
_LAST = "\U0010ffff"


@tells_damage
class DecidingReader:
    """Asks for some entities at a time, never for all."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def version(self) -> tuple[str, ...]:
        """Changes whenever names were put together anew, or documents came or went."""
        return tuple(
            value for (value,) in self._rows("SELECT value FROM meta WHERE key IN ('listed', 'named') ORDER BY key", ())
        )

    def going_by(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        """The entities that go by each of some names, their own or one of their aliases."""
        folded: dict[str, list[str]] = {}
        for name in names:
            key = " ".join(words(name)[:_MOST_WORDS])
            if key:
                folded.setdefault(key, []).append(name)
        sql = (
            f"SELECT c.name, {_ENTITY} FROM json_each(?) AS some JOIN called AS c ON c.name = some.value"
            " JOIN entities AS e ON e.id = c.entity WHERE c.how = 2 ORDER BY e.id"
        )
        found: dict[str, list[Entity]] = {}
        for key, *row in self._rows(sql, (json.dumps(sorted(folded)),)):
            for name in folded[key]:
                found.setdefault(name, []).append(_entity(row))
        return found

    def of_ids(self, ids: Iterable[str]) -> list[Entity]:
        """Those of some ids that there are, by id."""
        sql = f"SELECT {_ENTITY} FROM json_each(?) AS some JOIN entities AS e ON e.id = some.value ORDER BY e.id"
        return [_entity(row) for row in self._rows(sql, (json.dumps(sorted(ids)),))]

    def documents(self, ids: Iterable[str]) -> Iterator[tuple[str, int, int]]:
        """(entity, document, mentions) of some."""
        sql = "SELECT entity, document, mentions FROM json_each(?) AS some JOIN named ON entity = some.value"
        yield from self._rows(sql, (json.dumps(sorted(ids)),))

    def spellings(self, ids: Iterable[str]) -> Iterator[tuple[str, int, str, int]]:
        """(entity, document, spelling, mentions) of some."""
        sql = "SELECT entity, document, surfaces FROM json_each(?) AS some JOIN named ON entity = some.value"
        for entity, document, packed in self._rows(sql, (json.dumps(sorted(ids)),)):
            for spelling, count in unpack_surfaces(packed):
                yield entity, document, spelling, count

    def spellings_in(self, path: str, ids: Iterable[str]) -> Iterator[tuple[str, str, int]]:
        """(entity, spelling, mentions) of some in one document."""
        sql = (
            "SELECT entity, surfaces FROM named WHERE document = (SELECT id FROM documents WHERE path = ?)"
            " AND entity IN (SELECT value FROM json_each(?))"
        )
        for entity, packed in self._rows(sql, (path_to_bytes(path), json.dumps(sorted(ids)))):
            for spelling, count in unpack_surfaces(packed):
                yield entity, spelling, count

    def called(self, wanted: Wanted) -> Iterator[tuple[str, int]]:
        """(entity, how) of whatever is called so, or in part so; see `lines_of`."""
        name = wanted.name
        if wanted.beginning:
            return iter(self._rows("SELECT entity, 2 FROM called WHERE name >= ? AND name < ?", (name, name + _LAST)))
        sql = "SELECT entity, how FROM called WHERE name = ? OR (name >= ? AND name < ?)"
        rows = self._rows(sql, (name, name + " ", name + "!"))
        return iter(rows)

    def naming(self, ids: Iterable[str]) -> set[int]:
        """Documents that mention one of some."""
        sql = "SELECT DISTINCT document FROM json_each(?) AS some JOIN named ON entity = some.value"
        return {number for (number,) in self._rows(sql, (json.dumps(sorted(ids)),))}

    def by_path(self, documents: Iterable[int]) -> list[int]:
        """Some documents in the order of their paths, which unlike their numbers does not depend on when they came."""
        sql = "SELECT d.id FROM json_each(?) AS some JOIN documents AS d ON d.id = some.value ORDER BY d.path"
        return [number for (number,) in self._rows(sql, (json.dumps(sorted(documents)),))]

    def shared(self, document: int) -> Iterator[tuple[str, int]]:
        """(entity, documents that name it) of whatever a document names, dates and quantities left out."""
        sql = "SELECT e.id, e.documents FROM named JOIN entities AS e ON e.id = named.entity WHERE document = ?"
        yield from self._rows(sql, (document,))


def _entity(row: Iterable[Any]) -> Entity:
    id, name, type, aliases, mentions, documents = row
    return Entity(id, name, type, tuple(json.loads(aliases)), mentions, documents)
