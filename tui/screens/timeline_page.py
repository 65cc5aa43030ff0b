"""The timeline: what documents say happened when, in the order of time, with the sentence around each date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.asking.chronology import Heading, Row
from index.asking.moments import days_of
from tui.display import cells, drawn, fit, width_of
from tui.screens.count_page import CountPage
from tui.screens.page import PageRows
from tui.screens.timeline_strip import Strip, drawn_strip, strip_of
from tui.session.ledgers.date_words import counted_from, either, readable
from tui.widgets.bar import Title
from tui.widgets.row_list_cells import LONGEST, Cell, Line, columns

if TYPE_CHECKING:
    from index.asking.timeline import Statement
    from tui.commands.command import Context
    from tui.session.ledgers.timeline import TimelineCount
    from tui.session.room import Room

LOW: Final = 12
"""Rows of the page below which a row is one line."""
STRIP_FROM: Final = 16
"""Rows of the page from which the strip is shown."""
NARROW: Final = 40
SHORT_TITLE: Final = 64
"""Columns below which the number comes before what it is of."""
EDGE_FROM: Final = 70
"""Columns from which a row of one line names its document."""
_SPACE: Final = re.compile(r"\s+")


class TimelineHeading(Title):
    """The title, and below it the strip."""

    def __init__(self, page: TimelinePage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """What there is room for."""
        return [self._page.title_at(width), *self._page.strip_lines(width)]


class TimelineRows(PageRows):
    """Statements below the headings of their days."""

    def __init__(self, page: TimelinePage) -> None:
        super().__init__(page, item_height=page.ITEM_HEIGHT)
        self._timeline = page

    def is_heading(self, index: int) -> bool:
        """The cursor passes over headings."""
        items = self._timeline.items
        return not items or (index < len(items) and isinstance(items[index], Heading))

    def index_of_number(self, number: int) -> int:
        """`2031G`: the first row of that year, or of the next that has any; without values, a row by its number."""
        return self._timeline.index_of_year(number)

    def cursor_moved(self) -> None:
        """The strip shows where one is."""
        if self._timeline.heading.is_attached:
            self._timeline.heading.refresh()


class TimelinePage(CountPage["Heading | Row"]):
    """A thread reads, sorts and narrows; this draws the rows there are by now."""

    NAME: ClassVar[str] = "timeline"
    CONTEXT: ClassVar[Context] = "timeline"
    ITEM_HEIGHT: ClassVar[int] = 2
    GAP: ClassVar[int] = 0
    DEFAULT_CSS = """
    TimelinePage > Title { height: 4; }
    TimelinePage.-short > Title { height: 2; }
    TimelinePage.-low > Title { height: 1; }
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.heading = TimelineHeading(self)
        self.rows = TimelineRows(self)
        self._open = False
        self._strip: tuple[object, int, Strip | None] = (None, 0, None)

    @property
    def count(self) -> TimelineCount:
        """The session."""
        return self.room.timeline

    def on_resize(self) -> None:
        """In a low or narrow window a row is one line, and the strip gives way."""
        self._fit()

    def _fit(self) -> None:
        if not self.size.height:
            return
        height = 1 if self.size.height < LOW or self.size.width < NARROW else self.ITEM_HEIGHT
        self.set_class(self.size.height < STRIP_FROM, "-short")
        self.set_class(self.size.height < LOW, "-low")
        if height != self.rows.item_height:
            self.rows.item_height = height
            self.rows.set_rows(self.rows.row_count)

    # -- rows --------------------------------------------------------------------------------------------------------

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row, or at the top where nobody moved it."""
        if not self.is_attached:
            return
        if not self.classes & {"-low", "-short"}:
            # A page that comes into sight for the first time is not always told its size.
            self.call_after_refresh(self._fit)
        listed, before, cursor = self.count.listed, self.chosen, 0
        if isinstance(before, Row) and self.rows.cursor > 1 and self._open == self.count.view.open:
            place = listed.place_of(before)
            cursor = place if place is not None else min(self.rows.cursor, max(0, len(listed) - 1))
        self._open = self.count.view.open
        was_empty = not self.items
        self.items = listed
        self.rows.set_rows(max(1, len(listed)), cursor=cursor)
        self.heading.show([])
        if was_empty != (not listed):
            # Keys that need a row come into the footer, or leave it.
            self.room.screen.show_state()

    def index_of_year(self, number: int) -> int:
        """The row that a number typed before `G` means."""
        listed = self.count.listed
        if self._open:
            return number - 1
        place = listed.year_at(number)
        return place if place is not None else len(listed) - 1

    def go_years(self, steps: int) -> bool:
        """To the first row so many years with rows on, or documents where no dates have values; True where it moved."""
        listed, at = self.count.listed, self.rows.cursor
        place = heading_from(listed, at, steps) if self._open else listed.years_from(at, steps)
        return place is not None and self.rows.go_to(place)

    @property
    def chosen_row(self) -> Row | None:
        """The row under the cursor."""
        chosen = self.chosen
        return chosen if isinstance(chosen, Row) else None

    @property
    def statement(self) -> Statement | None:
        """What it says."""
        return self.chosen_row.statement if self.chosen_row is not None else None

    def key_of(self, item: Heading | Row) -> str:
        """Value and place."""
        statement = item.statement if isinstance(item, Row) else item.first
        return f"{item.value} {statement.date.start} {statement.origin.path} {isinstance(item, Heading)}"

    def text_of(self, item: Heading | Row) -> str:
        """The sentence."""
        return item.statement.sentence if isinstance(item, Row) else ""

    def open_item(self, item: Heading | Row) -> None:
        """At its passage."""
        if isinstance(item, Row):
            self.count.open_row(item)

    # -- above the rows ----------------------------------------------------------------------------------------------

    def title(self) -> Line:
        """As wide as can be; see `title_at`."""
        return self.title_at(200)

    def title_at(self, width: int) -> Line:
        """What is shown, how much there is, and how much of it has no value."""
        count, listed, view = self.count, self.count.listed, self.count.view
        name = count.label
        key = self.room.keys_of("timeline-open")
        number = listed.open if view.open else listed.dated
        words = f"{number:,} {'date' if number == 1 else 'dates'}"
        if width < NARROW:
            return [(words, "bright bold"), (f" · {listed.open:,}?" if not view.open else " no value", "dim")]
        if width < SHORT_TITLE and name != "timeline":
            return [(words, "bright bold"), (f" of {name}", "dim")]
        words += f" in {listed.documents:,} {'document' if listed.documents == 1 else 'documents'}"
        if view.open:
            words += " have no value" if number != 1 else " has no value"
        elif listed.open:
            words += f" · {listed.open:,} without a value" + (f": {key}" if key else "")
        words += f" · {listed.two_readings:,} with two readings" if listed.two_readings else ""
        words += " · of two sources or more" if view.several else ""
        words += " · captions and footers too" if view.aside else ""
        words += " · so far" if count.busy else ""
        return [(name[:1].upper() + name[1:] if name == "timeline" else name, "bright bold"), (f"   {words}", "dim")]

    def strip_lines(self, width: int) -> list[Line]:
        """The bars and what is below them; nothing where no value is listed."""
        listed = self.count.listed
        if self._strip[0] is not listed or self._strip[1] != width:
            self._strip = (listed, width, strip_of(listed.spread, width) if listed.spread else None)
        strip = self._strip[2]
        if strip is None:
            return []
        chosen = self.chosen
        days = days_of(chosen.value) if chosen is not None else None
        return drawn_strip(strip, width, strip.bar_of(days) if days is not None else None)

    def nothing(self) -> str:
        """Not yet, or none."""
        count, view = self.count, self.count.view
        if count.busy and not self.words:
            return "reading dates…"
        if self.words:
            return f"no date stands in a sentence with {self.words}; esc shows all"
        if view.open:
            return "every date has a value"
        if view.several:
            return "there is no day that documents of two sources speak of"
        where = f" of {count.label}" if count.label != "timeline" else ""
        without = count.listed.open
        key = self.room.keys_of("timeline-open")
        return f"no date{where} has a value" + (f"; {without:,} have none: {key} shows them" if without else "")

    # -- a row -------------------------------------------------------------------------------------------------------

    def draw_item(self, item: Heading | Row, width: int) -> list[Line]:
        """A heading, or a sentence with its document."""
        if isinstance(item, Heading):
            line = self._heading_line(item, width)
            return [line] if self.rows.item_height == 1 else [[], line]
        statement = item.statement
        sign = "? " if item.possible and item.value else "¶ " if statement.beside else "  "
        line = [(sign, "accent"), *_sentence(statement, width - 2)]
        if self.rows.item_height == 1:
            if width < EDGE_FROM:
                return [line]
            edge = width // 4
            line = [(sign, "accent"), *_sentence(statement, width - edge - 4)]
            return [columns(line, [(fit(statement.origin.title, edge), "faint")], width)]
        return [line, [("  ", ""), *self._below(item, width - 2)]]

    def _heading_line(self, item: Heading, width: int) -> Line:
        statements = f"{item.statements:,}"
        if not item.value:
            origin = item.first.origin
            left: Line = [(origin.title, "bright bold"), (f"  {origin.source}" if origin.source else "", "faint")]
            return columns(left, [(f"{statements} without a value" if width >= NARROW else statements, "dim")], width)
        words = readable(item.value)
        left = [(words, "date bold"), (f"  {item.value}" if words != item.value else "", "faint")]
        if width < NARROW:
            return columns(left[:1], [(statements, "dim")], width)
        parts = [f"{statements} {'statement' if item.statements == 1 else 'statements'}"]
        if item.documents > 1 and width >= 68:
            parts.append(f"{item.documents:,} documents")
        if item.sources > 1:
            parts.append(f"{item.sources:,} sources")
        return columns(left, [(" · ".join(parts if width >= 52 else parts[:1]), "dim")], width)

    @staticmethod
    def _below(item: Row, width: int) -> Line:
        """What is open about it, its document, and what it was counted from."""
        statement = item.statement
        date, origin = statement.date, statement.origin
        known = ""
        if date.value is None:
            known = f"either {either(date)}" if date.alternatives else readable(date.partial or "")
            known += f" ({date.partial})" if date.partial and not date.alternatives else ""
            known = known or "counted from a day that is not known"
        parts = [(known, "accent"), ("the name stands in the paragraph" if statement.beside else "", "accent")]
        if item.value:
            parts += [(origin.title, "dim"), (origin.source or "", "faint")]
        line: Line = []
        for text, role in parts:
            if text:
                line += [(" · " if line else "", "faint"), (text, role)]
        counted = counted_from(date)
        if cells(counted) > width // 2:
            counted = counted_from(date, brief=True)
        return columns(line, [(fit(counted, width // 2), "faint")], width) if counted else line


def heading_from(rows: Sequence[Heading | Row], at: int, steps: int) -> int | None:
    """The place of the heading so many on from a row, or back from its own; the last that way where there are fewer."""
    headings = [place for place, row in enumerate(rows) if isinstance(row, Heading)]
    here = bisect_right(headings, at) - 1
    wanted = max(0, min(here + steps, len(headings) - 1))
    return headings[wanted] if headings and wanted != here else None


def _flat(text: str) -> str:
    return drawn(_SPACE.sub(" ", text))


def _sentence(statement: Statement, width: int) -> Line:
    """The sentence with the words of the date marked; of a longer one as much around them as there is room for."""
    at, end = statement.at, statement.at + len(statement.words)
    before, words, after = (_flat(part) for part in _parts(statement.sentence, at, end))
    room = width - cells(words)
    if cells(before) + cells(after) > room:
        before = _tail(before, max(room // 3, room - cells(after)))
    return [(before, "ink"), (fit(words, width), "match bold"), (after, "ink")]


def _parts(text: str, at: int, end: int) -> tuple[str, str, str]:
    return text[max(0, at - LONGEST) : at].lstrip(), text[at:end], text[end : end + LONGEST].rstrip()


def _tail(text: str, width: int) -> str:
    """As much of the end of a text as there is room for, with an ellipsis where it was cut."""
    if cells(text) <= width:
        return text
    start, room = len(text), width - 1
    while start > 0 and room >= width_of(text[start - 1]):
        start -= 1
        room -= width_of(text[start])
    cut = text[start:]
    return ("…" + cut.lstrip() if room >= 0 else "") if width > 0 else ""
