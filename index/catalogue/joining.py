"""Keeping the collection's entities right while documents come, change and go: tables `named`, `entities`, `called`.

At the end of every transaction the tables hold what joining the names of all analysed documents from nothing would
give (`index.understanding.joining` has the rules). What that takes is kept in counts: `spelled`, how often an entity is
spelled how; `bearers`, how often the full names with a surname stand; `bare`, the documents with a surname alone. So a
document costs its own names, and where the counts of a surname now say otherwise, those who have it alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from index.catalogue.calling import write_called
from index.catalogue.packing import pack_surfaces, unpack_surfaces
from index.document import Entity
from index.errors import Cancelled
from index.understanding.grouping import EntityRecord
from index.understanding.joining import Surname, bearer, called, surname_of

_SPELLING: Final = 0
"""A line of `spelled` is how an entity stands in the documents,"""
_NAME: Final = 1
"""or what the documents call it that name it by itself, and not by a surname that was joined to it."""
_AT_ONCE: Final = 500
"""Values in one question."""
_ENTITIES_AT_ONCE: Final = 5_000
"""Held in memory."""
_ROWS_AT_ONCE = 50_000
"""Held in memory, when many documents go or everything is joined anew."""


class _Row(NamedTuple):
    """One entity of one document."""

    document: int
    local: str
    entity: str
    type: str
    name: str
    mentions: int
    surfaces: str


class _Changes:
    """By how much the counts of some entities change."""

    def __init__(self) -> None:
        self.forms: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        """By entity and (how, form)."""
        self.mentions: Counter[str] = Counter()
        self.documents: Counter[str] = Counter()
        self.types: dict[str, str] = {}

    def add(self, row: _Row, sign: int) -> None:
        """Count a row, or take it away."""
        forms = self.forms[row.entity]
        for form, count in unpack_surfaces(row.surfaces):
            forms[_SPELLING, form] += sign * count
        if row.entity == row.local:
            forms[_NAME, row.name] += sign * row.mentions
        self.mentions[row.entity] += sign * row.mentions
        self.types[row.entity] = row.type

    def ids(self) -> list[str]:
        """The entities of which anything changes."""
        return sorted(
            id for id, forms in self.forms.items() if self.mentions[id] or self.documents[id] or any(forms.values())
        )


class NamesJoiner:
    """Told which names documents have lost and gained; `settle`, before the transaction ends, draws the conclusions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.drop()

    def forget(self, document: int) -> None:
        """The names of a document count no more."""
        if self._new.pop(document, None) is None:
            self._gone += self._rows_of("document = ?", document)
            self._db.execute("DELETE FROM named WHERE document = ?", (document,))
            if len(self._gone) >= _ROWS_AT_ONCE:
                self._conclude()

    def put(self, document: int, records: Iterable[EntityRecord]) -> None:
        """The names of a document that has none, or whose names were forgotten."""
        unique = {record.id: record for record in records}
        self._new[document] = [
            _Row(document, id, id, r.type, r.name, r.mentions, pack_surfaces(r.surfaces)) for id, r in unique.items()
        ]

    def drop(self) -> None:
        """The transaction was given up."""
        self._gone: list[_Row] = []
        self._new: dict[int, list[_Row]] = {}
        self._changed = False

    def settle(self) -> bool:
        """Write what follows from it. False where nothing changed since the last time."""
        self._conclude()
        changed, self._changed = self._changed, False
        return changed

    def renew(self, goes_on: Callable[[int], bool]) -> None:
        """Join everything anew from the names of the documents. `goes_on` is told how many are done; where it says no,
        Cancelled is raised."""
        for table in ("spelled", "bearers", "bare", "entities", "called"):
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("UPDATE named SET entity = local WHERE entity <> local")
        done, last = 0, -1
        while last is not None:
            if not goes_on(done):
                raise Cancelled("given up")
            number, last = self._renew_after(last)
            done += number

    def _renew_after(self, document: int) -> tuple[int, Any]:
        """Some documents more; how many, and the number of the last of them, None at the end."""
        sql = "SELECT MAX(document) FROM (SELECT document FROM named WHERE document > ? ORDER BY document LIMIT ?)"
        (last,) = self._db.execute(sql, (document, _ROWS_AT_ONCE)).fetchone()
        new: dict[int, list[_Row]] = defaultdict(list)
        if last is not None:
            for row in self._rows_of("document > ? AND document <= ?", document, last):
                new[row.document].append(row)
            self._settle([], new, written=True)
        return len(new), last

    # -- within --------------------------------------------------------------------------------------------------

    def _conclude(self) -> None:
        if self._gone or self._new:
            gone, self._gone = self._gone, []
            new, self._new = self._new, {}
            self._settle(gone, new)
            self._changed = True

    def _settle(self, gone: Sequence[_Row], new: dict[int, list[_Row]], *, written: bool = False) -> None:
        """`written`: the new rows stand in the table already, as they were found in their documents."""
        changes = _Changes()
        before: set[tuple[str, int]] = set()
        after: set[tuple[str, int]] = set()
        targets = self._surnames(gone, new, changes)
        for row in gone:
            changes.add(row, -1)
            before.add((row.entity, row.document))
        joined: list[_Row] = []
        for rows in new.values():
            for row in rows:
                target = targets.get((row.document, row.local))
                row = row._replace(entity=target) if target else row
                joined.append(row)
                changes.add(row, 1)
                after.add((row.entity, row.document))
        if written:
            self._redirect(row for row in joined if row.entity != row.local)
        else:
            self._db.executemany("INSERT INTO named VALUES (?,?,?,?,?,?,?)", (_columns(row) for row in joined))
        for sign, pairs in ((-1, before), (1, after)):
            for entity, _ in pairs:
                changes.documents[entity] += sign
        ids = changes.ids()
        for at in range(0, len(ids), _ENTITIES_AT_ONCE):
            self._write(ids[at : at + _ENTITIES_AT_ONCE], changes)

    def _surnames(
        self, gone: Iterable[_Row], new: dict[int, list[_Row]], changes: _Changes
    ) -> dict[tuple[int, str], str]:
        """(document, name there) -> entity, of bare surnames of the new rows. Moves those of other documents whose
        surname stands for another entity now."""
        more: dict[str, Counter[str]] = defaultdict(Counter)
        lost: list[tuple[str, int, str]] = []
        found: list[tuple[str, int, str]] = []
        for row in gone:
            surname = surname_of(row.type, row.name)
            if surname is not None and surname.full:
                more[surname.word][row.local] -= row.mentions
            elif surname is not None:
                lost.append((surname.word, row.document, row.local))
        for rows in new.values():
            persons = [(row, surname) for row in rows if (surname := surname_of(row.type, row.name)) is not None]
            found += _alone(persons)
            for row, surname in persons:
                if surname.full:
                    more[surname.word][row.local] += row.mentions
        self._db.executemany("DELETE FROM bare WHERE surname = ? AND document = ? AND local = ?", lost)
        bearers, moved = self._bearers(more, {word for word, _, _ in found})
        self._move(moved, changes)
        self._db.executemany("INSERT INTO bare VALUES (?,?,?)", found)
        return {(document, local): id for word, document, local in found if (id := bearers.get(word)) is not None}

    def _bearers(
        self, more: dict[str, Counter[str]], asked: set[str]
    ) -> tuple[dict[str, str | None], dict[str, str | None]]:
        """Count full names; for whom each surname stands now, and the same of those that stood for another."""
        changed = {word for word, counts in more.items() if any(counts.values())}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for word, entity, mentions in self._of("SELECT * FROM bearers WHERE surname IN", sorted(changed | asked)):
            counts[word][entity] = mentions
        now: dict[str, str | None] = {}
        moved: dict[str, str | None] = {}
        lines: list[tuple[str, str, int]] = []
        for word in sorted(changed | asked):
            there = counts[word]
            now[word] = bearer(there)
            if word in changed:
                for entity, count in more[word].items():
                    there[entity] += count
                lines += ((word, entity, there[entity]) for entity, count in more[word].items() if count)
                stood, now[word] = now[word], bearer({entity: count for entity, count in there.items() if count})
                if stood != now[word]:
                    moved[word] = now[word]
        self._db.executemany("INSERT OR REPLACE INTO bearers VALUES (?,?,?)", (line for line in lines if line[2]))
        sql = "DELETE FROM bearers WHERE surname = ? AND entity = ?"
        self._db.executemany(sql, (line[:2] for line in lines if not line[2]))
        return now, moved

    def _move(self, moved: dict[str, str | None], changes: _Changes) -> None:
        """Let the surnames that stand alone mean another entity."""
        sql = "SELECT surname, document, local FROM bare WHERE surname IN"
        rows: list[tuple[_Row, _Row]] = []
        for word, document, local in self._of(sql, sorted(moved)):
            (row,) = self._rows_of("document = ? AND local = ?", document, local)
            rows.append((row, row._replace(entity=moved[word] or local)))
        pairs = sorted({(row.entity, row.document) for both in rows for row in both})
        before = self._standing(pairs)
        self._redirect(new for _, new in rows)
        after = self._standing(pairs)
        for old, new in rows:
            changes.add(old, -1)
            changes.add(new, 1)
        for (entity, _), was, now in zip(pairs, before, after, strict=True):
            changes.documents[entity] += now - was

    def _standing(self, pairs: Iterable[tuple[str, int]]) -> list[int]:
        """1 for each (entity, document) where the document names the entity, else 0."""
        sql = "SELECT EXISTS (SELECT 1 FROM named WHERE entity = ? AND document = ?)"
        return [self._db.execute(sql, pair).fetchone()[0] for pair in pairs]

    def _redirect(self, rows: Iterable[_Row]) -> None:
        self._db.executemany(
            "UPDATE named SET entity = ? WHERE document = ? AND local = ?",
            ((row.entity, row.document, row.local) for row in rows),
        )

    def _write(self, ids: Sequence[str], changes: _Changes) -> None:
        """Bring some entities up to date, with what they are called."""
        forms: dict[str, dict[tuple[int, str], int]] = {id: {} for id in ids}
        for entity, how, form, number in self._of("SELECT * FROM spelled WHERE entity IN", ids):
            forms[entity][how, form] = number
        columns = "id, name, type, aliases, mentions, documents"
        before = {row[0]: row for row in self._of(f"SELECT {columns} FROM entities WHERE id IN", ids)}
        after: dict[str, Entity] = {}
        lines: list[tuple[str, int, str, int]] = []
        for id in ids:
            there = forms[id]
            for key, more in changes.forms[id].items():
                if more:
                    there[key] = there.get(key, 0) + more
                    lines.append((id, *key, there[key]))
            mentions, documents = before[id][4:] if id in before else (0, 0)
            mentions, documents = mentions + changes.mentions[id], documents + changes.documents[id]
            if documents:
                after[id] = _entity(id, changes.types[id], there, mentions, documents)
        self._db.executemany("INSERT OR REPLACE INTO spelled VALUES (?,?,?,?)", (line for line in lines if line[3]))
        sql = "DELETE FROM spelled WHERE entity = ? AND how = ? AND form = ?"
        self._db.executemany(sql, (line[:3] for line in lines if not line[3]))
        write_called(self._db, {id: _unpacked(*row) for id, row in before.items()}, after.values())
        self._db.executemany("DELETE FROM entities WHERE id = ?", ((id,) for id in before if id not in after))
        self._db.executemany(
            "INSERT OR REPLACE INTO entities VALUES (?,?,?,?,?,?)",
            ((e.id, e.name, e.type, json.dumps(e.aliases), e.mentions, e.documents) for e in after.values()),
        )

    def _rows_of(self, condition: str, *values: Any) -> list[_Row]:
        sql = f"SELECT document, local, entity, type, name, mentions, surfaces FROM named WHERE {condition}"
        return [_Row(*row) for row in self._db.execute(sql, values)]

    def _of(self, sql: str, values: Sequence[str]) -> Iterator[Any]:
        for at in range(0, len(values), _AT_ONCE):
            part = values[at : at + _AT_ONCE]
            yield from self._db.execute(f"{sql} ({','.join('?' * len(part))})", part).fetchall()


def _columns(row: _Row) -> tuple[Any, ...]:
    return row.document, row.local, row.entity, row.type, row.name, row.mentions, row.surfaces


def _alone(persons: Sequence[tuple[_Row, Surname]]) -> Iterator[tuple[str, int, str]]:
    """(surname, document, name there) of the bare surnames of a document that itself has no full name with them."""
    full = {surname.word for _, surname in persons if surname.full}
    for row, surname in persons:
        if not surname.full and surname.word not in full:
            yield surname.word, row.document, row.local


def _unpacked(id: str, name: str, kind: str, aliases: str, mentions: int, documents: int) -> Entity:
    return Entity(id, name, kind, tuple(json.loads(aliases)), mentions, documents)


def _entity(id: str, kind: str, forms: dict[tuple[int, str], int], mentions: int, documents: int) -> Entity:
    spellings = {form: count for (how, form), count in forms.items() if how == _SPELLING and count}
    names = {form: count for (how, form), count in forms.items() if how == _NAME and count}
    name, aliases = called(id, kind, names, spellings)
    return Entity(id, name, kind, aliases, mentions, documents)
