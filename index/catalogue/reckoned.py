"""What documents state of days and of numbers, as compact JSON: table `reckoned`.

Dates are kept as the words state them; their values are made when one asks, from the date that the document has then.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from index.catalogue.packing import path_from_bytes, path_to_bytes, unpack_metadata
from index.document import Metadata
from index.understanding.date_forms import Expression, Stated
from index.understanding.figures import Figure
from index.understanding.publication import Order


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
            found = json.loads(dates)
            expressions = tuple(_expression(*each[:6]) for each in found)
            order, value = _order(proof)
            words = tuple(each[6] for each in found)
            yield StatedDates(path_from_bytes(raw), unpack_metadata(metadata), Stated(expressions, order, value), words)

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


def _condition(path: str | None) -> tuple[str, tuple[Any, ...]]:
    return ("", ()) if path is None else (" AND d.path = ?", (path_to_bytes(path),))


def _order(proof: str | None) -> tuple[Order | None, str | None]:
    if proof is None:
        return None, None
    day_first, start, end, value = json.loads(proof)
    return Order(day_first, start, end), value


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
