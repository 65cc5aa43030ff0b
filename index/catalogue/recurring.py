"""Lines that recur in several documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from index.understanding.kinship import MOST_COMPARED, hold_apart

Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""


def common_lines(rows: Rows, documents: int) -> frozenset[str]:
    """Those that stand in at least so many documents; versions of one text count once."""
    found = rows(
        "SELECT line FROM lines JOIN documents ON document = id GROUP BY line HAVING COUNT(DISTINCT sha256) >= ?",
        (documents,),
    )
    return frozenset(line for (line,) in found if hold_apart(_sketches(rows, line), documents))


def _sketches(rows: Rows, line: str) -> Iterator[bytes]:
    """Those of the texts that hold a line, each text once; of very many the first."""
    found = rows(
        "SELECT DISTINCT sha256, sketch FROM lines JOIN documents ON lines.document = id"
        " LEFT JOIN sketches ON sketches.document = id WHERE line = ? LIMIT ?",
        (line, MOST_COMPARED),
    )
    return (sketch or b"" for _, sketch in found)
