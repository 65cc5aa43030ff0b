"""What documents state of days and of numbers, as compact JSON: table `reckoned`.

Dates are kept as the words state them; their values are made when one asks, from the date that the document has then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from index.catalogue.damage import tells_damage
from index.catalogue.packing import path_from_bytes, path_to_bytes, unpack_blocks, unpack_metadata
from index.document import Block, Metadata
from index.understanding.date_forms import Expression, Stated
from index.understanding.figures import Figure
from index.understanding.publication import Order

_AT_ONCE = 500


class Reckoned(NamedTuple):
    """The columns of one document, as they are written."""

    dates: str
    figures: str
    proof: str | None
    """The numeric date that shows the order of day and month."""


class StatedDates(NamedTuple):
    """The dates of one document, with the words of each."""

    path: str
    metadata: Metadata
    stated: Stated
    words: tuple[str, ...]


class PackedDates(NamedTuple):
    """The dates of one document as the catalogue keeps them."""

    id: int
    path: str
    sha256: str
    """Of the text."""
    metadata: str
    dates: str
    proof: str | None

    def opened(self) -> StatedDates:
        """The same, to be worked with."""
        found = json.loads(self.dates)
        expressions = tuple(_expression(*each[:6]) for each in found)
        stated = Stated(expressions, *_order(self.proof))
        return StatedDates(self.path, unpack_metadata(self.metadata), stated, tuple(each[6] for each in found))


class PackedFacts(NamedTuple):
    """The dates and the figures of one document as the catalogue keeps them."""

    dates: PackedDates
    figures: str
    title: str | None
    date: str | None


class StatedFigures(NamedTuple):
    """The figures of one document, with the words of each."""

    path: str
    figures: tuple[Figure, ...]
    words: tuple[str, ...]


def packed(text: str, stated: Stated, figures: Iterable[Figure]) -> Reckoned:
    """Dates and figures of a text as the catalogue keeps them."""
    proof = None
    if stated.order is not None and stated.proof is not None:
        proof = _dump([*stated.order, stated.proof])
    return Reckoned(
        _dump([[*each, text[each.start : each.end]] for each in stated.expressions]),
        _dump([[*each, text[each.start : each.end]] for each in figures]),
        proof,
    )


def write_reckoned(db: sqlite3.Connection, document: int, reckoned: Reckoned | None) -> None:
    """Write those of one document in place of what it had; None takes them away."""
    db.execute("DELETE FROM reckoned WHERE document = ?", (document,))
    if reckoned is not None and (reckoned.dates != "[]" or reckoned.figures != "[]"):
        db.execute("INSERT INTO reckoned VALUES (?,?,?,?)", (document, *reckoned))


@tells_damage
class ReckonedReader:
    """Answers of one catalogue, document by document in the order of their paths."""

    def __init__(self, rows: Callable[..., Iterable[Any]]) -> None:
        self._rows = rows

    def dates(self, path: str | None = None) -> Iterator[StatedDates]:
        """The dates of all documents that state some, or of one."""
        condition, values = _condition(path)
        rows = self._rows(
            "SELECT d.path, d.metadata, r.dates, r.proof FROM reckoned r JOIN documents d ON d.id = r.document"
            f" WHERE r.dates <> '[]'{condition} ORDER BY d.path",
            values,
        )
        for raw, metadata, dates, proof in rows:
            yield PackedDates(0, path_from_bytes(raw), "", metadata, dates, proof).opened()

    def stating_dates(self, paths: Iterable[str] | None = None) -> list[int]:
        """Numbers of the documents that state dates, of all or of some, by path."""
        sql = "SELECT d.id FROM reckoned r JOIN documents d ON d.id = r.document WHERE r.dates <> '[]'"
        if paths is None:
            return [id for (id,) in self._rows(f"{sql} ORDER BY d.path")]
        raws = sorted(map(path_to_bytes, paths))
        parts = [raws[at : at + _AT_ONCE] for at in range(0, len(raws), _AT_ONCE)]
        found = (self._rows(f"{sql} AND d.path IN ({_marks(part)}) ORDER BY d.path", part) for part in parts)
        return [id for rows in found for (id,) in rows]

    def packed_dates(self, ids: Sequence[int]) -> list[PackedDates]:
        """What the catalogue keeps of the dates of some documents, those that are gone left out; 500 at most."""
        rows = self._rows(
            "SELECT d.id, d.path, d.sha256, d.metadata, r.dates, r.proof FROM reckoned r"
            f" JOIN documents d ON d.id = r.document WHERE d.id IN ({_marks(ids)}) ORDER BY d.path",
            ids,
        )
        return [PackedDates(id, path_from_bytes(raw), *packed) for id, raw, *packed in rows]

    def stating(self, path: str | None = None) -> list[int]:
        """Numbers of the documents that state dates or figures, of all or of one, by path."""
        condition, values = _condition(path)
        sql = "SELECT d.id FROM reckoned r JOIN documents d ON d.id = r.document WHERE 1"
        return [id for (id,) in self._rows(f"{sql}{condition} ORDER BY d.path", values)]

    def packed_facts(self, ids: Sequence[int]) -> list[PackedFacts]:
        """Dates and figures of some documents, those that are gone left out; 500 at most."""
        rows = self._rows(
            "SELECT d.id, d.path, d.sha256, d.metadata, r.dates, r.proof, r.figures, d.title, d.date FROM reckoned r"
            f" JOIN documents d ON d.id = r.document WHERE d.id IN ({_marks(ids)}) ORDER BY d.path",
            ids,
        )
        return [
            PackedFacts(PackedDates(id, path_from_bytes(raw), *packed), figures, title, date)
            for id, raw, *packed, figures, title, date in rows
        ]

    def rare_names(self, most: int) -> Iterator[tuple[str, str, int]]:
        """Path, entity, and how many documents have it, of every entity that two or more have, but not more than so
        many."""
        rows = self._rows(
            "SELECT DISTINCT d.path, n.entity, e.documents FROM entities e JOIN named n ON n.entity = e.id"
            " JOIN documents d ON d.id = n.document WHERE e.documents BETWEEN 2 AND ? ORDER BY d.path, n.entity",
            (most,),
        )
        for raw, entity, documents in rows:
            yield path_from_bytes(raw), entity, documents

    def texts(self, ids: Sequence[int]) -> dict[int, tuple[str, tuple[Block, ...]]]:
        """Text and blocks of some documents, by number; 500 at most."""
        rows = self._rows(f"SELECT document, text, blocks FROM texts WHERE document IN ({_marks(ids)})", ids)
        return {id: (text.decode(), unpack_blocks(blocks)) for id, text, blocks in rows}

    def orders(self) -> list[tuple[str, str | None, Order, str]]:
        """Path, source, order and its proof of every document that shows the order of day and month."""
        rows = self._rows(
            "SELECT d.path, d.source, r.proof FROM reckoned r JOIN documents d ON d.id = r.document"
            " WHERE r.proof IS NOT NULL ORDER BY d.path"
        )
        found = []
        for raw, source, proof in rows:
            order, value = _order(proof)
            if order is not None and value is not None:
                found.append((path_from_bytes(raw), source, order, value))
        return found

    def figures(self, path: str | None = None) -> Iterator[StatedFigures]:
        """The figures of all documents that state some, or of one."""
        condition, values = _condition(path)
        rows = self._rows(
            "SELECT d.path, r.figures FROM reckoned r JOIN documents d ON d.id = r.document"
            f" WHERE r.figures <> '[]'{condition} ORDER BY d.path",
            values,
        )
        for raw, figures in rows:
            found = json.loads(figures)
            yield StatedFigures(
                path_from_bytes(raw), tuple(Figure(*each[:-1]) for each in found), tuple(each[-1] for each in found)
            )


def _expression(
    start: int, end: int, form: str, lean: str, aside: bool, near: tuple[str, int, int] | None
) -> Expression:
    return Expression(start, end, form, lean, aside, None if near is None else (near[0], near[1], near[2]))


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _condition(path: str | None) -> tuple[str, tuple[Any, ...]]:
    return ("", ()) if path is None else (" AND d.path = ?", (path_to_bytes(path),))


def _order(proof: str | None) -> tuple[Order | None, str | None]:
    if proof is None:
        return None, None
    day_first, start, end, value = json.loads(proof)
    return Order(day_first, start, end), value


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
