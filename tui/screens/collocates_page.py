"""Collocates: the words around the matches of a query, each with its counts and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isinf
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from tui.counted import counted
from tui.display import cells, fit, pad
from tui.screens.count_page import CountPage
from tui.session.searching.collocates import RANKS
from tui.widgets.bar import Title
from tui.widgets.row_list_cells import Cell, Line

if TYPE_CHECKING:
    from index.asking.collocates import Collocate
    from tui.commands.command import Context
    from tui.session.room import Room
    from tui.session.searching.collocates import CollocatesCount


class Column(NamedTuple):
    """A number of a row."""

    name: str
    rank: str
    """The order that goes by it."""
    width: int
    text: Callable[[Collocate], str]


def _signed(number: float) -> str:
    """With one place; nothing is neither above nor below."""
    return "–" if isinf(number) else f"{round(number, 1) or 0.0:,.1f}"


COLUMNS: Final = (
    Column("count", "count", 8, lambda row: f"{row.count:,}"),
    Column("before", "left", 8, lambda row: f"{row.left:,}"),
    Column("after", "right", 8, lambda row: f"{row.right:,}"),
    Column("documents", "documents", 11, lambda row: f"{row.documents:,}"),
    Column("expected", "", 11, lambda row: f"{row.table.expected:,.1f}"),
    Column("strength", "strength", 11, lambda row: _signed(row.table.log_likelihood)),
    Column("effect", "effect", 8, lambda row: _signed(row.table.log_ratio)),
)
IMPORTANT: Final = ("count", "strength", "effect", "before", "after", "documents", "expected")
"""Which columns stay longest in a narrow window."""
WORD_CELLS: Final = 14
WIDEST_WORD: Final = 40


def columns_for(width: int) -> list[Column]:
    """The columns for which there is room beside the word."""
    chosen: list[str] = []
    room = width - WORD_CELLS
    by_name = {column.name: column for column in COLUMNS}
    for name in IMPORTANT:
        room -= by_name[name].width
        if room < 0 and (chosen or width < 16):
            break
        chosen.append(name)
    return [column for column in COLUMNS if column.name in chosen]


def word_cells(width: int) -> int:
    """Room for the word."""
    return max(0, min(WIDEST_WORD, width - sum(column.width for column in columns_for(width))))


class Heading(Title):
    """The title, and below it the names of the columns."""

    def __init__(self, page: CollocatesPage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """Both, with an empty row between them."""
        return [*super().lines(width), [], self._page.names(width)]


class CollocatesPage(CountPage["Collocate"]):
    """A word a row."""

    NAME: ClassVar[str] = "collocates"
    CONTEXT: ClassVar[Context] = "collocates"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0
    DEFAULT_CSS = """
    CollocatesPage > Title { height: 3; }
    CollocatesPage.-low > Title { height: 1; }
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.heading = Heading(self)

    @property
    def count(self) -> CollocatesCount:
        """The session."""
        return self.room.collocates

    def title(self) -> Line:
        """Around what, how much was looked at, in which order."""
        count = self.count
        if count.asked is None:
            return []
        found, window = count.counted, count.asked.window
        matches, documents = (found.matches, found.documents) if found is not None else (0, 0)
        words = f"{counted(matches, 'match')} in {counted(documents, 'document')}"
        words += " so far" if count.busy else ""
        words += f" · {window.left} before, {window.right} after{', across paragraphs' if window.across else ''}"
        words += f" · {RANKS[count.rank]}"
        words += " · by stem" if count.by_stem else ""
        words += "" if count.small else " · small words left out"
        return [("around ", "dim"), (count.asked.query, "bright"), (f"   {words}", "dim")]

    def names(self, width: int) -> Line:
        """The names of the columns; that of the order is brighter."""
        if not self.items:
            return []
        rank = self.count.rank
        line: Line = [(pad("word", word_cells(width)), "ink" if rank == "word" else "faint")]
        for column in columns_for(width):
            line.append((f"{column.name:>{column.width}}", "ink" if column.rank == rank else "faint"))
        return line

    def draw_item(self, item: Collocate, width: int) -> list[Line]:
        """The word, its forms where they are put together, and its numbers."""
        room = word_cells(width)
        word = fit(item.word, room)
        others = "  " + " ".join(item.forms[1:]) if len(item.forms) > 1 else ""
        rarer = item.table.log_likelihood < 0
        line: Line = [(word, "dim" if rarer else "ink"), (pad(others, room - cells(word)), "faint")]
        for column in columns_for(width):
            role = "ink" if column.rank == self.count.rank else "dim"
            line.append((f"{column.text(item):>{column.width}}", role))
        return [line]

    def key_of(self, item: Collocate) -> str:
        """The word."""
        return item.word

    def text_of(self, item: Collocate) -> str:
        """Every form."""
        return " ".join(item.forms)

    def open_item(self, item: Collocate) -> None:
        """The lines that it counts."""
        self.count.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        count = self.count
        if count.busy and not self.words:
            return "counting words…"
        if self.words:
            return f"no word holds {self.words}; esc shows all"
        if count.asked is None:
            return "no words: :collocates word"
        if count.counted is None or not count.counted.matches:
            return f"no match for {count.asked.query} in a text"
        least = self.room.settings.collocates.least
        return f"no word stands {least} times or oftener around {count.asked.query} (setting collocates.least)"
