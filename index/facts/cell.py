"""A cell of the account table: words of one document, with what they state, as far as it can be reckoned with."""

from __future__ import annotations

from typing import Literal, NamedTuple

from index.understanding.numbers import Number

Kind = Literal["figure", "date", "words"]
Place = tuple[str, int, int]
"""Document, start and end, in code points."""


class Slot(NamedTuple):
    """What a cell may be one of several statements of. Cells of one slot are compared."""

    kind: Kind
    unit: str
    """The noun that is counted, what befell people (`dead`), or the event that a date is of."""
    of: str = ""
    """What tells it from others of the unit; "" where nothing does."""


class Due(NamedTuple):
    """A date that is stated by a duration: within so long of an event."""

    hours: int
    unit: str
    number: int
    event: str


class Cell(NamedTuple):
    """Words that state one thing. `text[start:end]` are they."""

    path: str
    start: int
    end: int
    words: str
    slot: Slot
    number: Number | None = None
    low: Number | None = None
    """Bounds of a figure, None where there is none; both the number itself where it is exact."""
    high: Number | None = None
    value: str | None = None
    """EDTF, of a date."""
    near: tuple[str, ...] = ()
    """Words around it that tell of what it is."""
    due: Due | None = None
    label: str = ""
    """What a row of such cells may be called; of a date the word of its event."""
    how: str = ""
    """How it was reckoned where the words alone do not say it."""

    @property
    def place(self) -> Place:
        """What tells one cell from another."""
        return (self.path, self.start, self.end)

    @property
    def is_vague(self) -> bool:
        """True where it has no bounds and no value: it can contradict nothing."""
        return self.value is None and self.number is None and self.low is None and self.high is None
