"""Writing what the reader decides about facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.errors import GlossatorError
from index.facts.decisions import ABOUT, LONGEST_LABEL, FactChoice

if TYPE_CHECKING:
    from index.facts.cell import Cell
    from index.rooms import Rooms


class FactDeciding:
    """Decisions on facts, each one step of undo. Reads texts and writes: not for the screen's thread."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def join(self, cells: Iterable[Cell], label: str = "") -> str:
        """All of these state one thing; says what was done. Raises GlossatorError, ReadOnlyError."""
        passages = passages_of(cells)
        if len(passages) < 2:
            raise GlossatorError("two cells are wanted to be joined")
        return self._decide(FactChoice("same", _label(label)), passages, f"{len(passages)} cells are one fact")

    def part(self, cell: Cell, label: str = "") -> str:
        """This one states another thing than the rest of its row."""
        label = _label(label)
        done = f"a row of its own: {label}" if label else "parted from its row"
        return self._decide(FactChoice("apart", label), passages_of([cell]), done)

    def put(self, passage: Passage, cells: Sequence[Cell], label: str = "") -> str:
        """Put a passage into a row, or where there is none, begin one with it."""
        label = _label(label)
        if not cells:
            done = f"a row of its own: {label or passage.exact[:40]}"
            return self._decide(FactChoice("apart", label), [passage], done)
        return self._decide(FactChoice("same", label), [*passages_of(cells), passage], "put into the row")

    def call(self, cells: Sequence[Cell], label: str) -> str:
        """Another label for the row of these cells."""
        label = _label(label)
        if not label:
            raise GlossatorError("a label is missing")
        return self._decide(FactChoice("label", label), passages_of(cells), f"the row is called {label}")

    def _decide(self, choice: FactChoice, passages: Sequence[Passage], done: str) -> str:
        self._rooms.marks.corrections.add(ABOUT, passages, choice.as_json(), done)
        return done


def passages_of(cells: Iterable[Cell]) -> list[Passage]:
    """The words of cells, each once."""
    found = {cell.place: Passage(cell.path, cell.start, cell.end, cell.words) for cell in cells}
    return list(found.values())


def _label(label: str) -> str:
    words = " ".join(label.split())
    if len(words) > LONGEST_LABEL:
        raise GlossatorError(f"a label has {LONGEST_LABEL} characters at most")
    return words
