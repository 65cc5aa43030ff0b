"""Frequency over time: a bar for each year, month or day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from tui.counted import counted
from tui.display import cells, fit, pad
from tui.screens.count_page import CountPage
from tui.session.searching.over_time import Row
from tui.widgets.row_list_cells import Line, width_of_line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.searching.over_time import FrequencyCount

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
TOLD_FROM: Final = 76
"""Columns from which a row says what its bar is made of."""
TOLD_CELLS: Final = 40
LEAST_BAR: Final = 3
NARROW: Final = 40


def bar(part: float, width: int) -> str:
    """A bar that fills so much of a width, in eighths of a cell; what is not nothing shows."""
    eighths = round(max(0.0, min(1.0, part)) * width * 8) or (1 if part > 0 and width else 0)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


class FrequencyPage(CountPage[Row]):
    """A period a row, or where queries are compared a row for each of them."""

    NAME: ClassVar[str] = "frequency"
    CONTEXT: ClassVar[Context] = "frequency"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0

    _labels: int = 0
    """Cells of the widest label."""
    _values: int = 0
    """The same of the numbers."""

    @property
    def count(self) -> FrequencyCount:
        """The session."""
        return self.room.frequency

    def refresh_rows(self) -> None:
        """As every page does, with room for the labels."""
        rows = self.count.rows
        self._labels = max((len(row.bar.period.label) for row in rows), default=0)
        self._values = max((len(self._value(row)) for row in rows), default=0)
        super().refresh_rows()

    def title(self) -> Line:
        """What was asked, how much there is, and what the bars show."""
        count = self.count
        if count.asked is None:
            return []
        return [
            *self._asked(),
            (f"   {count.measure.name} · by {count.unit}{' · so far' if count.busy else ''}", "dim"),
        ]

    def _asked(self) -> Line:
        """The queries, each with what it finds."""
        count = self.count
        queries = count.asked.queries if count.asked is not None else ()
        founds = count.counted.found if count.counted is not None else [{} for _ in queries]
        line: Line = []
        for query, found in zip(queries, founds, strict=True):
            matches, documents = (sum(each[at] for each in found.values()) for at in (1, 0))
            words = f"{counted(matches, 'match')} in {counted(documents, 'document')}"
            line += [(" · " if line else "", "faint"), (query, "bright"), (f"  {words}", "dim")]
        return line

    def draw_item(self, item: Row, width: int) -> list[Line]:
        """Period, query, bar and number; where there is room, what they are made of."""
        queries = self.count.asked.queries if self.count.asked is not None else ()
        gap = " " if width < NARROW else "  "
        label = pad("" if item.number else item.bar.period.label, min(self._labels, max(7, width // 3)))
        line: Line = [(label, "ink" if item.found.documents else "dim"), (gap, "")]
        if len(queries) > 1:
            name = pad(queries[item.number], min(max(map(cells, queries)), max(4, width // 5)))
            line += [(name, "dim"), (gap, "")]
        told = self._told(item) if width >= TOLD_FROM else ""
        room = width - width_of_line(line) - self._values - len(gap) - (TOLD_CELLS if width >= TOLD_FROM else 0)
        if room >= LEAST_BAR:
            drawn_bar = bar((item.value or 0.0) / (self.count.most or 1.0), room)
            line += [(drawn_bar, "bar"), (" " * (room - len(drawn_bar)) + gap, "")]
        line.append((f"{self._value(item):>{self._values}}", "ink" if item.value else "faint"))
        if told:
            line += [(gap, ""), (fit(told, TOLD_CELLS - len(gap)), "faint")]
        return [line]

    def _value(self, item: Row) -> str:
        if item.value is None:
            return "–"
        return f"{item.value:,.1f}" if self.count.measure.relative else f"{item.value:,.0f}"

    @staticmethod
    def _told(item: Row) -> str:
        all = item.bar.all
        if not all.documents:
            return "no document"
        number = counted(all.documents, "document")
        return f"{item.found.documents:,} of {number} · {counted(all.words, 'word')}"

    def key_of(self, item: Row) -> str:
        """Period and query."""
        return f"{item.number} {item.bar.period.label}"

    def text_of(self, item: Row) -> str:
        """Period and query."""
        return self.count.text_of(item)

    def open_item(self, item: Row) -> None:
        """The documents that it counts."""
        self.count.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        count = self.count
        if count.busy and not self.words:
            return "counting matches…"
        if self.words:
            return f"no row holds {self.words}; esc shows all"
        return "no document" if count.asked is not None else "no bars: :frequency word"
