"""Rows of more documents than one fact has are parted; the others stay as they are."""

from __future__ import annotations

from index.facts.cell import Cell, Slot
from index.facts.events import Events
from index.facts.joined import Joined
from index.facts.parting import parted


def _all_joined(documents: int) -> tuple[list[Cell], Joined]:
    slot = Slot("figure", "barrel", "oil")
    cells = [Cell(f"{n:03d}.txt", 0, 5, "words", slot, 100 + n % 2) for n in range(documents)]
    joined = Joined(documents)
    for at in range(1, documents):
        joined.join(0, at)
    return cells, joined


def test_a_row_of_too_many_documents_holds_one_number() -> None:
    cells, joined = _all_joined(100)
    names = {cell.path: frozenset(range(8)) for cell in cells}
    found = parted(cells, Events(names), joined)
    sets: dict[int, set[object]] = {}
    for at, cell in enumerate(cells):
        sets.setdefault(found.of(at), set()).add(cell.number)
    assert sorted(sets.values(), key=str) == [{100}, {101}]


def test_a_row_of_as_many_as_one_fact_has_stays() -> None:
    cells, joined = _all_joined(40)
    assert parted(cells, Events({}), joined) is joined
