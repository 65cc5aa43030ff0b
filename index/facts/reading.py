"""The cells of one document: its figures and its dates, each with what it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.document import Block, Span
from index.facts.cell import Cell, Slot
from index.facts.figure_cells import figure_cells
from index.facts.surroundings import Surroundings

if TYPE_CHECKING:
    from index.understanding.date_values import DateValue
    from index.understanding.figures import Figure


def cells_of(
    path: str,
    text: str,
    blocks: Sequence[Block],
    figures: Iterable[tuple[Figure, str]],
    dates: Iterable[tuple[DateValue, str]],
) -> tuple[Cell, ...]:
    """What a document states, by position. Linear in the number of figures and dates."""
    around = Surroundings(path, text, blocks)
    stated = list(figure_cells(around, ((figure, words) for figure, words in figures if not figure.aside)))
    cells = [cell for each in stated for cell in _with_due(around, each)]
    cells += _date_cells(around, dates)
    return tuple(sorted(cells, key=lambda cell: (cell.start, cell.end, cell.slot)))


def _with_due(around: Surroundings, cell: Cell) -> Iterator[Cell]:
    """A length of time, and the date that can be counted by it."""
    yield cell._replace(due=None)
    if cell.due is not None:
        event = around.event(Span(cell.start, cell.end))
        if event is not None and event.name != cell.due.event:
            slot = Slot("date", event.name)
            place = (cell.path, cell.start, cell.end, cell.words)
            yield Cell(*place, slot, near=event.beside, due=cell.due, label=event.word)


def _date_cells(around: Surroundings, dates: Iterable[tuple[DateValue, str]]) -> Iterator[Cell]:
    """Dates of an event; those of nothing that is told are left to the timeline."""
    for date, words in dates:
        if date.aside:
            continue
        event = around.event(Span(date.start, date.end))
        if event is not None:
            slot = Slot("date", event.name)
            place = (around.path, date.start, date.end, words)
            yield Cell(*place, slot, value=date.value, near=event.beside, label=event.word)
