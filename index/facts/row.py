"""A row of the account table, and how rows are made of cells that were joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.facts.cell import Cell
from index.facts.conflicts import contradiction, reason
from index.facts.words import stem

if TYPE_CHECKING:
    from index.facts.events import Events

TOLD_BY: Final = 3
"""Documents that state a fact before others are silent about it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as several documents state it."""

    id: str
    label: str
    cells: tuple[Cell, ...]
    """By document and position."""
    conflict: str | None = None
    """Why two of them cannot both hold."""
    between: tuple[Cell, Cell] | None = None
    """Those two."""
    made: bool = False
    """The reader has decided on it."""

    @property
    def paths(self) -> list[str]:
        """Its documents."""
        return list(dict.fromkeys(cell.path for cell in self.cells))

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one row from another as long as its first cell stands."""
        first = self.cells[0]
        return (*first.place, first.slot.kind, first.slot.unit)

    @property
    def kind(self) -> str:
        """What its cells are."""
        return self.cells[0].slot.kind


def make_row(cells: Iterable[Cell], label: str | None, *, made: bool) -> Row:
    """A row of these cells; its id is given by `with_ids`."""
    some = tuple(sorted(cells, key=lambda cell: cell.place))
    pair = contradiction(some)
    why = reason(pair, some) if pair is not None else None
    return Row("", label or label_of(some), some, why, pair, made)


def label_of(cells: Sequence[Cell]) -> str:
    """What most of the cells are called."""
    telling = [cell for cell in cells if cell.slot.of] or cells
    labels = Counter(cell.label for cell in telling if cell.label)
    if not labels:
        return " ".join(cells[0].words.split())[:60]
    label = min(labels, key=lambda each: (-labels[each], each))
    if cells[0].slot.kind != "date":
        return label
    first: dict[str, str] = {}
    shared: Counter[str] = Counter()
    for cell in cells:
        for word in cell.near:
            folded = stem(word.casefold())
            first[folded] = min(word, first.get(folded, word))
        shared.update({stem(word.casefold()) for word in cell.near})
    told = sorted(
        (each for each in shared if shared[each] > 1), key=lambda each: (-shared[each], first[each][:1].isupper(), each)
    )
    what = " ".join(first[each] for each in told[:3])
    return f"{label}: {what}" if what else label


def with_ids(rows: Sequence[Row]) -> list[Row]:
    """Rows with ids: their labels as words, numbered where several have the same."""
    seen: Counter[str] = Counter()
    found = []
    for row in sorted(rows, key=lambda row: (row.label.casefold(), row.cells[0].place)):
        slug = "-".join("".join(c if c.isalnum() else " " for c in row.label.casefold()).split()) or "row"
        seen[slug] += 1
        id = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
        found.append(Row(id, row.label, row.cells, row.conflict, row.between, row.made))
    return found


def silent(row: Row, events: Events) -> list[str]:
    """Documents of the same event that do not state what three others do, by path."""
    paths = set(row.paths)
    if len(paths) < TOLD_BY:
        return []
    return [path for path in events.all_about(events.about(paths)) if path not in paths]
