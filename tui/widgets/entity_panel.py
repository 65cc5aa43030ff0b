"""The sidebar: who and what a text names, how often here, and how often in the whole collection."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap

from index.document import EntityCount
from index.visible import visible
from tui.widgets.line_view import kind_role
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns

_TITLES = {
    "PERSON": "PEOPLE",
    "ORG": "ORGANISATIONS",
    "PLACE": "PLACES",
    "GROUP": "GROUPS",
    "EVENT": "EVENTS",
    "WORK": "WORKS",
    "DATE": "DATES",
    "QUANTITY": "QUANTITIES",
}
_ORDER = {kind: at for at, kind in enumerate(_TITLES)}
_OWN_KINDS = _ORDER["DATE"] - 0.5
"""Kinds of the reader's own stand before dates, by their names."""
_INDENT = "  "


class EntityPanel(RowList):
    """Entities under headings of their kinds. Headings and blank rows are passed over by the cursor."""

    DEFAULT_CSS = "EntityPanel { padding: 1 0 0 0; }"

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._items: list[EntityCount | tuple[str, int] | str | None] = []
        self._here = self._everywhere = 0
        self._pending: list[str] = []

    # -- rows ---------------------------------------------------------------------------------------------------

    def set_counts(self, counts: Sequence[EntityCount], *, extra: Sequence[tuple[str, int]] = ()) -> None:
        """Show the entities of a document, by kind in the order given, and lines for other things that are counted."""
        self._pending = []
        self._items = []
        by_kind = sorted(counts, key=lambda count: (_ORDER.get(count.type, _OWN_KINDS), count.type))
        for kind, group in groupby(by_kind, lambda count: count.type):
            entities = list(group)
            if self._items:
                self._items.append(None)
            self._items += [f"{_TITLES.get(kind, kind.upper())}\t{len(entities)}", *entities]
        if extra:
            if self._items:
                self._items.append(None)
            self._items += extra
        self._here = max((len(str(count.here)) for count in counts), default=1)
        self._here = max([self._here, *(len(str(number)) for _, number in extra)])
        self._everywhere = max((len(str(count.everywhere)) for count in counts), default=1) + 1
        self.set_rows(len(self._items))

    def show_pending(self, message: str = "names are being read") -> None:
        """Nothing is known; say so in dim lines."""
        self._items = []
        self._pending = wrap(visible(message), max(10, self.size.width - 2 * len(_INDENT)))
        self.set_rows(len(self._pending))

    def item_at(self, index: int) -> EntityCount | str | None:
        """The entity of a row, or the name of another line; None for headings."""
        item = self._items[index] if 0 <= index < len(self._items) else None
        if isinstance(item, tuple):
            return item[0]
        return item if isinstance(item, EntityCount) else None

    @property
    def item_at_cursor(self) -> EntityCount | str | None:
        """What the cursor stands on."""
        return self.item_at(self.cursor)

    def is_heading(self, index: int) -> bool:
        """Only entities and other lines can be chosen."""
        return self.item_at(index) is None

    # -- drawing ------------------------------------------------------------------------------------------------

    def render_row(self, index: int, width: int) -> list[Line]:
        """Name in the colour of its kind, count here, count everywhere, lined up at the right edge."""
        if self._pending:
            return [[(_INDENT, ""), (self._pending[index], "faint italic")]]
        item = self._items[index]
        if item is None:
            return [[]]
        beyond = " " * (self._everywhere + 1)
        if isinstance(item, EntityCount):
            name: Line = [(_INDENT * 2, ""), (item.name, kind_role(item.type))]
            here = str(item.here).rjust(self._here)
            everywhere = f"·{item.everywhere}".rjust(self._everywhere + 1)
            return [columns(name, [(here, "ink"), (everywhere, "faint"), (" ", "")], width)]
        if isinstance(item, tuple):
            title, number = item[0].upper(), str(item[1])
        else:
            title, _, number = item.partition("\t")
        heading: Line = [(_INDENT, ""), (title, "dim bold")]
        return [columns(heading, [(number.rjust(self._here), "faint"), (beyond, ""), (" ", "")], width)]
