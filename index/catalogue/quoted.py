"""The quotations of documents as compact JSON, and who speaks in which of them: tables `quotations` and `spoken`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from index.catalogue.calling import Wanted
from index.catalogue.damage import tells_damage
from index.catalogue.packing import path_from_bytes, path_to_bytes
from index.document import Span
from index.quotation import Quotation, Reading
from index.search.tokens import words

_AT_ONCE: Final = 500
_PAGES_AT_ONCE: Final = 16
Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""


def write_quotations(db: sqlite3.Connection, document: int, quotations: Iterable[Quotation]) -> None:
    """Write those of one document in place of what it had."""
    db.execute("DELETE FROM quotations WHERE document = ?", (document,))
    db.execute("DELETE FROM spoken WHERE document = ?", (document,))
    kept = list(quotations)
    if not kept:
        return
    db.execute("INSERT INTO quotations VALUES (?,?)", (document, packed(kept)))
    speakers = {(_folded(name), entity or "") for each in kept if not each.aside for name, entity in _speakers(each)}
    db.executemany("INSERT INTO spoken VALUES (?,?,?)", ((document, *speaker) for speaker in sorted(speakers)))


def packed(quotations: Iterable[Quotation]) -> str:
    """Quotations as a list of lists, in the order of the fields."""
    rows = [
        [
            *(q.start, q.end, q.kind, q.status, q.rule, q.confidence, q.group, q.speaker, q.entity, q.cue, q.where),
            [[r.speaker, r.entity, r.rule] for r in q.readings],
            *([1] if q.aside else []),
        ]
        for q in quotations
    ]
    return json.dumps(rows, ensure_ascii=True, separators=(",", ":"))


def unpacked(packed: str, entities: dict[str, str]) -> list[Quotation]:
    """The inverse of `packed`; `entities` maps the ids made inside the document to those of the collection."""
    return [
        Quotation(
            start,
            end,
            kind,
            status,
            rule,
            confidence,
            group,
            speaker,
            entities.get(entity, entity) if entity else None,
            cue,
            Span(*where) if where else None,
            tuple(Reading(name, entities.get(own, own) if own else None, by) for name, own, by in readings),
            bool(aside),
        )
        for start, end, kind, status, rule, confidence, group, speaker, entity, cue, where, readings, *aside in (
            json.loads(packed)
        )
    ]


@tells_damage
class QuotedReader:
    """Finds quotations by document and by speaker."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, path: str) -> list[Quotation]:
        """Those of one document in order of position; none while it has not been analysed."""
        found = list(
            self._rows(
                "SELECT id, q.rows FROM documents JOIN quotations q ON document = id WHERE path = ?",
                (path_to_bytes(path),),
            )
        )
        return unpacked(found[0][1], self._moved(found[0][0])) if found else []

    def pages(self, paths: Sequence[str]) -> Iterator[tuple[str, int, str, list[Quotation]]]:
        """(path, number, text, quotations) of documents, in the order given; those that are gone are left out."""
        for at in range(0, len(paths), _PAGES_AT_ONCE):
            part = [path_to_bytes(path) for path in paths[at : at + _PAGES_AT_ONCE]]
            marks = ",".join("?" * len(part))
            found = {
                path: (number, text, rows)
                for path, number, text, rows in self._rows(
                    "SELECT path, id, text, q.rows FROM documents JOIN texts t ON t.document = id"
                    f" LEFT JOIN quotations q ON q.document = id WHERE path IN ({marks})",
                    tuple(part),
                )
            }
            for raw in part:
                if raw in found:
                    number, text, rows = found[raw]
                    quotations = unpacked(rows, self._moved(number)) if rows is not None else []
                    yield path_from_bytes(raw), number, text.decode(), quotations

    def analysed(self, path: str) -> bool:
        """Whether a document has been looked through for quotations."""
        sql = "SELECT 1 FROM documents WHERE path = ? AND analysed IS NOT NULL"
        return bool(list(self._rows(sql, (path_to_bytes(path),))))

    def paths(self) -> list[str]:
        """Documents that quote anybody, by path."""
        rows = self._rows("SELECT path FROM documents JOIN quotations ON document = id ORDER BY path", ())
        return [path_from_bytes(raw) for (raw,) in rows]

    def speakers(self) -> list[str]:
        """Names of persons and institutions that are quoted, those of most documents first."""
        rows = self._rows(
            "SELECT MIN(e.name) FROM spoken s JOIN named n ON n.document = s.document AND n.local = s.entity"
            " JOIN entities e ON e.id = n.entity GROUP BY e.id ORDER BY COUNT(DISTINCT s.document) DESC, e.id",
            (),
        )
        return list(dict.fromkeys(name for (name,) in rows))

    def documents(self, wanted: Wanted, ids: Sequence[str]) -> set[int]:
        """Documents in which one of some entities speaks, or somebody of whom these words are said."""
        sql = "SELECT DISTINCT document FROM spoken WHERE instr(' ' || speaker || ' ', ?) > 0"
        found = {id for (id,) in self._rows(sql, (_inside(wanted),))}
        for at in range(0, len(ids), _AT_ONCE):
            part = tuple(ids[at : at + _AT_ONCE])
            rows = self._rows(
                "SELECT DISTINCT s.document FROM named n JOIN spoken s"
                " ON s.document = n.document AND s.entity = n.local"
                f" WHERE n.entity IN ({','.join('?' * len(part))})",
                part,
            )
            found.update(id for (id,) in rows)
        return found

    def _moved(self, document: int) -> dict[str, str]:
        return dict(self._rows("SELECT local, entity FROM named WHERE document = ? AND local <> entity", (document,)))


def _folded(speaker: str) -> str:
    return " ".join(words(speaker))


def _speakers(quotation: Quotation) -> Iterator[tuple[str, str | None]]:
    """Everybody to whom the words are given."""
    if quotation.speaker:
        yield quotation.speaker, quotation.entity
    for reading in quotation.readings:
        yield reading.speaker, reading.entity


def says(quotation: Quotation, wanted: Wanted) -> bool:
    """True if the text calls the speaker so, in whole words."""
    return any(_inside(wanted) in f" {_folded(speaker)} " for speaker, _ in _speakers(quotation))


def _inside(wanted: Wanted) -> str:
    """What is looked for among the folded words of a speaker: whole words, or a beginning."""
    return f" {wanted.name}" if wanted.beginning else f" {wanted.name} "
