"""Rows of the account table as they are to be shown: narrowed and in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from index.errors import Cancelled
from index.facts.words import stem, words_of

if TYPE_CHECKING:
    from index.facts.row import Row
    from index.facts.table import Table

Order = Literal["conflict", "documents", "label"]
_LOOK = 512


class View(NamedTuple):
    """What of the table is shown."""

    order: Order = "conflict"
    backwards: bool = False
    conflicts: bool = False
    """Only rows whose cells cannot all hold."""
    alone: bool = False
    """Rows of a single document too."""
    path: str | None = None
    """Only rows that this document has a cell in."""
    names: tuple[str, ...] = ()
    """Only rows that speak of one who is called so."""
    words: str = ""
    """Only rows that hold these words."""


class Listed(list["Row"]):
    """Rows, and what is to be said of them."""

    def __init__(self, rows: Iterable[Row] = (), table: Table | None = None) -> None:
        super().__init__(rows)
        self.table = table
        self.paths = sorted({cell.path for row in self for cell in row.cells})
        """Documents that the rows have cells of."""
        self.conflicts = sum(row.conflict is not None for row in self)
        self.at = {row.key: number for number, row in enumerate(self)}

    def title(self, path: str) -> str:
        """What a document is called."""
        return self.table.titles.get(path, path) if self.table is not None else path


def listing(table: Table, view: View, cancelled: Callable[[], bool] = lambda: False) -> Listed:
    """The rows that are wanted, in order. Raises Cancelled."""
    wanted = view.words.casefold().split()
    names = [frozenset(stem(word.folded) for word in words_of(name, 0, len(name))) for name in view.names]
    kept = []
    for number, row in enumerate(table.rows if view.alone else table.shared()):
        if number % _LOOK == 0 and cancelled():
            raise Cancelled("Another table is wanted.")
        if view.conflicts and row.conflict is None:
            continue
        if view.path is not None and all(cell.path != view.path for cell in row.cells):
            continue
        if names and not _names(row, names):
            continue
        if wanted and not _holds(row, wanted, table):
            continue
        kept.append(row)
    return Listed(sorted(kept, key=_key(view.order), reverse=view.backwards), table)


def _key(order: Order) -> Callable[[Row], tuple[object, ...]]:
    if order == "label":
        return lambda row: (row.label.casefold(), row.cells[0].place)
    if order == "documents":
        return lambda row: (-len(row.paths), row.label.casefold(), row.cells[0].place)
    return lambda row: (row.conflict is None, -len(row.paths), row.label.casefold(), row.cells[0].place)


def _names(row: Row, names: list[frozenset[str]]) -> bool:
    """One of the names stands in the label or in the sentence of a cell, all of its words."""
    label = {stem(word.folded) for word in words_of(row.label, 0, len(row.label))}
    beside = [label, *({stem(word.casefold()) for word in cell.near} for cell in row.cells)]
    return any(name and name <= each for name in names for each in beside)


def _holds(row: Row, wanted: list[str], table: Table) -> bool:
    text = f"{row.label} " + " ".join(
        f"{cell.words} {cell.path} {table.titles.get(cell.path, '')} {cell.value or ''} {' '.join(cell.near)}"
        for cell in row.cells
    )
    folded = text.casefold()
    return all(word in folded for word in wanted)
