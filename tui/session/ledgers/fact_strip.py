"""The sentences of the cells of a row, read beside the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from index.document import Span
from index.sentences import sentence_around
from tui.session.background import LatestWins

if TYPE_CHECKING:
    from index.facts.cell import Cell, Place
    from tui.session.room import Room

_KEPT: Final = 2000
AROUND: Final = 8
"""Cells before and after the one under the cursor whose sentences are read."""


class Sentence(NamedTuple):
    """A sentence, parted around its words."""

    before: str
    words: str
    after: str


class Sentences:
    """What was read of late. For the screen's thread."""

    def __init__(self, room: Room, changed: Callable[[], None]) -> None:
        self._room = room
        self._changed = changed
        self.version = 0
        """Grows whenever some were read."""
        self._known: OrderedDict[Place, Sentence] = OrderedDict()
        self._reader: LatestWins[tuple[Cell, ...], dict[Place, Sentence]] = LatestWins(
            room.background, self._read, self._take, self._failed
        )

    def of(self, cell: Cell) -> Sentence | None:
        """The sentence of a cell, None where it is not read yet."""
        found = self._known.get(cell.place)
        return found if found is not None and found.words == cell.words else None

    def want(self, cells: Sequence[Cell]) -> None:
        """Read those that are not known."""
        missing = tuple(cell for cell in cells if self.of(cell) is None)
        if missing:
            self._reader.submit(missing)

    def _read(self, cells: tuple[Cell, ...], cancelled: Callable[[], bool]) -> dict[Place, Sentence]:
        found: dict[Place, Sentence] = {}
        by_path: dict[str, list[Cell]] = {}
        for cell in cells:
            by_path.setdefault(cell.path, []).append(cell)
        for path, some in by_path.items():
            if cancelled():
                break
            document = self._room.collection.document(path)
            text = document.text
            for cell in some:
                block = next((each for each in document.blocks if each.start <= cell.start < each.end), None)
                paragraph = Span(block.start, block.end) if block is not None else Span(0, len(text))
                span = sentence_around(text, Span(cell.start, cell.end), paragraph)
                parts = (text[span.start : cell.start], text[cell.start : cell.end], text[cell.end : span.end])
                found[cell.place] = Sentence(*parts)
        return found

    def _take(self, _: tuple[Cell, ...], found: dict[Place, Sentence]) -> None:
        self._known.update(found)
        self.version += 1
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self._changed()

    def _failed(self, _: tuple[Cell, ...], error: Exception) -> None:
        """A document that is gone has no sentences; the table will be without it soon."""
