"""The pane of facets: under a heading for each kind its values, with how many of the results have them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns

_BARS: Final = "▏▎▍▌▋▊▉█"
LOW: Final = 12
"""Rows below which the hint gives its rows to values."""
BAR_CELLS: Final = 6
BAR_FROM: Final = 34
"""Columns from which a bar stands beside each number."""
_ROLES: Final = {"person": "person", "org": "org", "place": "place"}
_SIGNS: Final = {"in": "● ", "out": "− ", "": "  "}


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a kind and how many values it has; without a name: how many are not listed."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that the results can be narrowed to."""

    kind: str
    """"" for a condition of the query itself."""
    label: str
    condition: str
    documents: int | None
    state: str = ""
    """`in` where the results are narrowed to it, `out` where it is left out."""
    share: float = 0.0
    """Of the most frequent value of its kind."""
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """Shows all values of a kind, or the first ones only."""

    kind: str
    label: str


Row = Heading | Entry | Fold | None
"""None: an empty row."""


class FacetPanel(RowList):
    """Values under headings. Headings and empty rows are passed over by the cursor."""

    DEFAULT_CSS = "FacetPanel { padding: 1 0 0 0; }"

    heading_rows = 2

    def __init__(
        self,
        hint: Callable[[], str] = str,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`hint`: how one comes here, said while the keys are elsewhere, "" for nothing."""
        super().__init__(name=name, id=id, classes=classes)
        self._hint = hint
        self._items: Sequence[Row] = ()
        self._nothing = ""

    def show_rows(self, rows: Sequence[Row], nothing: str = "no document answers", *, anew: bool = False) -> None:
        """Show these; the cursor stays on the value it stood on. `nothing`: what is said where there are none.

        `anew`: they are those of another query, and the cursor begins on the first value that narrows it.
        """
        before = None if anew else self._key(self.cursor)
        self._nothing = "" if rows else nothing
        self._items = rows
        at = next((index for index in range(len(rows)) if before is not None and self._key(index) == before), None)
        if at is None and (anew or self.cursor < 0):
            at = next((index for index, row in enumerate(rows) if isinstance(row, Entry) and row.kind), 0)
            self.set_top(0)
        self.set_rows(len(rows), cursor=at if at is not None else max(0, self.cursor))

    def show_nothing(self, words: str) -> None:
        """Nothing is known yet; say so."""
        self._items, self._nothing = (), words
        self.set_rows(0)

    @property
    def row_at_cursor(self) -> Row:
        """What the cursor stands on."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> Row:
        """One row."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def is_heading(self, index: int) -> bool:
        """Only values, and what unfolds them, can be chosen."""
        return not isinstance(self.row_at(index), Entry | Fold)

    def _key(self, index: int) -> tuple[str, str] | None:
        row = self.row_at(index)
        if isinstance(row, Entry):
            return row.kind, row.condition
        return (row.kind, "") if isinstance(row, Fold) else None

    # -- drawing -----------------------------------------------------------------------------------------------------

    def render_heading(self, width: int) -> Line:
        """What this is, and how one comes here."""
        hint = "" if self.has_focus else self._hint()
        return [("  ", ""), ("facets" + (f" · {hint}" if hint else ""), "faint")]

    def on_focus(self) -> None:
        """The hint is said only while the keys are elsewhere."""
        self.refresh()

    def on_blur(self) -> None:
        """The hint is said only while the keys are elsewhere."""
        self.refresh()

    def on_resize(self) -> None:
        """In a low window every row counts."""
        self.heading_rows = 0 if self.size.height < LOW else 2
        super().on_resize()

    def render_nothing(self, width: int) -> list[Line]:
        """What is said where there are no rows."""
        return [[("  ", ""), (line, "faint italic")] for line in textwrap.wrap(self._nothing, max(8, width - 4))]

    def render_row(self, index: int, width: int) -> list[Line]:
        """A sign where the query says something of it, the value, a bar where there is room, the number."""
        row = self._items[index]
        if row is None:
            return [[]]
        if isinstance(row, Fold):
            return [[("    ", ""), (row.label, "faint")]]
        if isinstance(row, Heading):
            number = f"{row.count:,} "
            if not row.title:
                return [[("    ", ""), (f"{number}more", "faint")]]
            return [columns([("  ", ""), (row.title.upper(), "dim bold")], [(number, "faint")], width)]
        role = "bright bold" if row.state == "in" else "faint" if row.state == "out" else _ROLES.get(row.kind, "ink")
        left: Line = [("  ", ""), (_SIGNS[row.state], "accent"), (row.label, "dim italic" if row.nameless else role)]
        if row.documents is None:
            return [columns(left, [(" ", "")], width)]
        right: Line = [(f"{row.documents:,} ", "ink")]
        if width >= BAR_FROM:
            number = f"{row.documents:,} ".rjust(8)
            right = [(_bar(row.share, BAR_CELLS), "rail"), (number, "ink")]
        return [columns(left, right, width)]


def _bar(share: float, width: int) -> str:
    """A bar of a length between 0 and 1, in eighths of a cell."""
    eighths = max(1, round(share * width * 8))
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_BARS[rest - 1] if rest else "")).ljust(width)
