"""The page of an entity: its head, its mentions in their sentences, its company, what it says, and when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.entities.profile import Companion, MentionLine, SaidLine
from tui.counted import counted as in_words
from tui.display import cells, drawn, fit, pad
from tui.screens.count_page import CountPage
from tui.screens.over_time_page import bar
from tui.screens.page import PageRows
from tui.screens.passage_lines import passage_lines
from tui.session.naming.entity_rows import NAMES, ORDERS, Fact, Heading, Period, Row, is_chosen
from tui.widgets.bar import Title
from tui.widgets.document_row import CHECKED, date_in_words, file_name
from tui.widgets.line_view import kind_role
from tui.widgets.row_list_cells import Cell, Line, columns, width_of_line

if TYPE_CHECKING:
    from index.document import DocumentRow
    from tui.commands.command import Context
    from tui.session.naming.entity_page import EntityPages
    from tui.session.naming.entity_rows import Section
    from tui.session.room import Room

_BARS: Final = "▁▂▃▄▅▆▇█"
LOW: Final = 12
"""Rows of the page below which every row has one line."""
LABEL_CELLS: Final = 13
EDGE_FROM: Final = 64
"""Columns from which a passage under a form of the name says at the right where it stands."""
MOST_COMPARED: Final = 10_000
"""Rows that are looked through for one that was made anew."""
BAR_FROM: Final = 30
"""Columns from which there is room for bars."""


class EntityRows(PageRows):
    """Rows of one line or two, with an empty line above headings; in a low window each has one line."""

    def __init__(self, page: EntityPage) -> None:
        super().__init__(page, item_height=2)
        self._entity_page = page

    @property
    def _starts(self) -> Sequence[int]:
        return self._entity_page.first_lines if self.item_height > 1 else ()

    def first_line(self, index: int) -> int:
        """As the session has laid them out."""
        starts = self._starts
        return starts[min(index, len(starts) - 1)] if len(starts) > 1 else index

    def row_on(self, line: int) -> tuple[int, int]:
        """The inverse."""
        starts = self._starts
        if len(starts) < 2:
            return (line, 0) if self.item_height == 1 else (line // 2, line % 2)
        index = bisect_right(starts, line) - 1
        return index, line - starts[index]

    def _show_cursor(self) -> bool:
        """What stands above the first row is in sight with it, where there is room."""
        items, cursor, room = self._entity_page.items, self.cursor, self.rows_visible
        if cursor < 0:
            return self.set_top(0)
        last = self.first_line(cursor) + (1 if isinstance(items[cursor], Companion | Period) else self.item_height)
        top = self.first_line(cursor)
        if cursor > 0 and isinstance(items[cursor - 1], Heading):
            top = self.first_line(cursor - 1)
        if last <= room and not any(map(is_chosen, items[:cursor])):
            top = 0
        if last - top > room:
            top = self.first_line(cursor)
        if self.top > top:
            return self.set_top(top)
        return self.set_top(max(self.top, last - room))

    def is_heading(self, index: int) -> bool:
        """What cannot be opened."""
        items = self._entity_page.items
        return not (0 <= index < len(items) and is_chosen(items[index]))


class SectionTitle(Title):
    """Who it is, and below it the sections with their counts; in a low window both in one row."""

    def __init__(self, page: EntityPage) -> None:
        super().__init__()
        self._page = page

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """Both, or one."""
        if self.size.height < 2:
            return [self._page.short_title(width)]
        return [*super().lines(width), self._page.sections(width)]


class EntityPage(CountPage[Row]):
    """Draws what the session has made."""

    NAME: ClassVar[str] = "entity"
    CONTEXT: ClassVar[Context] = "entity"
    ITEM_HEIGHT: ClassVar[int] = 2
    GAP: ClassVar[int] = 0
    DEFAULT_CSS = """
    EntityPage > Title { height: 3; }
    EntityPage.-low > Title { height: 1; }
    """

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.heading = SectionTitle(self)
        self.rows = EntityRows(self)
        self.first_lines: Sequence[int] = ()

    @property
    def count(self) -> EntityPages:
        """The session."""
        return self.room.entity_page

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row, or where that is gone near its place."""
        if not self.is_attached:
            return
        # Rows that come before the page was laid out would keep it from being told its size.
        self.call_after_refresh(self._fit)
        laid, before, cursor = self.count.laid, self.chosen, self.rows.cursor
        was_empty = not self.items
        cursor = 0 if before is None or cursor <= 0 else self._found_again(laid, before, cursor)
        self.items, self.first_lines = laid, laid.first_lines
        self.rows.set_rows(max(1, len(laid)), cursor=cursor)
        self.heading.show(self.title())
        self.heading.refresh()
        if was_empty != (not laid):
            self.room.screen.show_state()

    def _found_again(self, rows: Sequence[Row], before: Row, cursor: int) -> int:
        if cursor < len(rows) and rows[cursor] is before:
            return cursor
        try:
            return rows.index(before)
        except ValueError:
            pass
        if isinstance(before, MentionLine | SaidLine):
            path, start = before.document.path, before.start
            for at, row in enumerate(rows):
                if isinstance(row, type(before)) and row.start == start and row.document.path == path:
                    return at
        else:
            key = self.key_of(before)
            for at, row in enumerate(rows[:MOST_COMPARED]):
                if type(row) is type(before) and self.key_of(row) == key:
                    return at
        return min(cursor, max(0, len(rows) - 1))

    def on_resize(self) -> None:
        """In a low window every row has one line."""
        self._fit()

    def _fit(self) -> None:
        low = 0 < self.size.height < LOW
        if low != self.has_class("-low") or self.rows.item_height != (1 if low else 2):
            self.set_class(low, "-low")
            self.rows.item_height = 1 if low else 2
            self.rows.on_resize()

    # -- above the rows ----------------------------------------------------------------------------------------------

    def title(self) -> Line:
        """Who, of what kind, how often, from when to when."""
        count, counted = self.count, self.count.counted
        head = counted.head if counted is not None else None
        if head is None:
            return [(count.asked.name if count.asked is not None else "", "bright bold")]
        entity = head.entity
        line: Line = [(entity.name, f"{kind_role(entity.type)} bold")]
        if head.beside is not None and count.asked is not None:
            line += [(" with ", "dim"), (head.beside.name, f"{kind_role(head.beside.type)} bold")]
            line.append((f" in one {count.asked.within}", "dim"))
        else:
            line.append((f"  {self.room.entities.words_of(entity.type)}", "dim"))
        if head.beside is None:
            words = "1 document" if entity.documents == 1 else f"{entity.documents:,} documents"
            line.append((f" · in {words}", "dim"))
        elif counted is not None:
            shown = counted.counts[0]
            line.append((f" · {'1 passage' if shown == 1 else f'{shown:,} passages'}", "dim"))
        if head.first is not None and head.last is not None:
            first, last = head.first.date or "", head.last.date or ""
            line.append((f" · {first}" + (f" to {last}" if last != first else ""), "dim"))
        return line

    def numbers(self) -> dict[Section, str]:
        """How much each section has."""
        counted = self.count.counted
        if counted is None:
            return {}
        mentions, company, by, about = counted.counts
        return {"mentions": f"{mentions:,}", "company": f"{company:,}", "by": f"{by:,}", "about": f"{about:,}"}

    def sections(self, width: int) -> Line:
        """The sections with their counts, the one that is shown marked, and the strip of time."""
        numbers, parts = self.numbers(), list[Line]()
        for section in self.count.sections:
            shown = section == self.count.section
            words = f"{NAMES[section]} {numbers.get(section, '')}".strip()
            parts.append([("▸" if shown else " ", "accent"), (words, "bright bold" if shown else "dim"), (" ", "")])
        # The one that is shown is in sight: those before it give way.
        at = self.count.sections.index(self.count.section)
        while at > 0 and sum(map(width_of_line, parts[: at + 1])) > width:
            parts.pop(0)
            at -= 1
        line: Line = [cell for part in parts for cell in part]
        counted = self.count.counted
        if self.count.busy:
            line.append((" so far", "faint"))
        elif counted is not None and counted.head is not None and counted.looked_at < counted.head.entity.documents:
            line.append((f" in {in_words(counted.looked_at, 'document')}: given up", "faint"))
        room = width - width_of_line(line) - 1
        strip = self._strip(room)
        shown_order = f" {ORDERS[self.count.order_shown]}" if not strip and room > 24 else ""
        return [*line, *strip, (shown_order, "faint")]

    def _strip(self, room: int) -> Line:
        """How often over time, in a row of bars."""
        laid = self.count.laid
        if len(laid.over_time) < 2:
            return []
        first, last = laid.over_time[0][0], laid.over_time[-1][0]
        space = room - len(first) - len(last) - 2
        if space < 2:
            return []
        values = [number for _, number in laid.over_time]
        if len(values) > space:
            values = [sum(values[at * len(values) // space : (at + 1) * len(values) // space]) for at in range(space)]
        most = max(1, *values)
        bars = "".join(_BARS[(value * len(_BARS) - 1) // most] if value else " " for value in values)
        return [(f"{first} ", "faint"), (bars, "bar"), (f" {last}", "faint")]

    def short_title(self, width: int) -> Line:
        """Name and section, where there is one row for both."""
        count = self.count
        number = self.numbers().get(count.section, "")
        right: Line = [(f"{NAMES[count.section]} {number}".strip(), "dim")]
        return columns(self.title()[:1], right, width)

    # -- rows --------------------------------------------------------------------------------------------------------

    def draw_item(self, item: Row, width: int) -> list[Line]:
        """By what it is."""
        low = self.rows.item_height == 1
        if isinstance(item, Fact):
            return [self._fact(item, width)]
        if isinstance(item, Heading):
            line = self._heading(item, width)
            return [line] if low else [[], line]
        if isinstance(item, MentionLine | SaidLine):
            return self._passage(item, width, 1 if low else 2)
        if isinstance(item, Companion):
            return [self._companion(item, width)]
        return [self._period(item, width)]

    @staticmethod
    def _fact(item: Fact, width: int) -> Line:
        room = min(LABEL_CELLS, width // 3)
        return [
            (pad(item.label, room), "accent" if item.own else "faint"),
            (" ", ""),
            (item.text, "ink" if item.own else "dim"),
        ]

    def _heading(self, item: Heading, width: int) -> Line:
        right: Line = [(f"{item.count:,}", "dim")]
        if item.document is None:
            return columns([(item.text, "bright bold")], right, width)
        row = item.document
        known = " · ".join(each for each in (row.source, date_in_words(row.date) if row.date else "") if each)
        if known and cells(known) < width // 2:
            right.insert(0, (f"{known}  ", "faint"))
        return columns([(_title(row), "ink bold")], right, width)

    def _passage(self, item: MentionLine | SaidLine, width: int, lines: int) -> list[Line]:
        checked: Cell = (f"{CHECKED} " if item in self.count.checks else "  ", "accent")
        edge = min(28, width // 4) if self._says_where and width >= EDGE_FROM else 0
        room = width - 2 - (edge + 2 if edge else 0)
        role = kind_role(self.count.entity.type) if self.count.entity is not None else "ink"
        if isinstance(item, MentionLine):
            parts = [(item.left, "ink"), (item.match, f"{role} bold underline"), (item.right, "ink")]
            found = passage_lines(parts, 1, room, lines)
        else:
            found = passage_lines(_said_parts(item, f"{role} underline"), 0, room, lines)
        drawn_lines: list[Line] = [[checked, *found[0]], *([("  ", ""), *line] for line in found[1:])]
        if edge:
            where = [_title(item.document), item.document.date or ""]
            drawn_lines += [[("  ", "")] for _ in range(lines - len(drawn_lines))]
            drawn_lines = [
                columns(line, [(pad(text, edge), "faint")], width)
                for line, text in zip(drawn_lines, where, strict=False)
            ]
        return drawn_lines

    @property
    def _says_where(self) -> bool:
        return self.count.laid.made[:2] == ("mentions", "alias")

    def _companion(self, item: Companion, width: int) -> Line:
        numbers = (
            f"{item.nearest:,} {item.within}{'s' if item.nearest != 1 else ''}" if width >= 40 else f"{item.nearest:,}"
        )
        told = f"{in_words(item.documents, 'document')} · G² {item.table.log_likelihood:,.1f}" if width >= 76 else ""
        name_cells = max(8, min(32, width // 3))
        line: Line = [(pad(item.entity.name, name_cells), kind_role(item.entity.type)), (" ", "")]
        count_cells = min(20, max(6, width // 4)) if width >= 40 else 7
        right = f"{numbers:>{count_cells}}"
        tail = f"  {fit(told, 34):<34}" if told else ""
        room = width - name_cells - 1 - cells(right) - len(tail) - 1
        if room >= 4 and width >= BAR_FROM:
            drawn_bar = bar(item.nearest / max(1, self.count.laid.most), room)
            role = {"sentence": "bar", "paragraph": "dim", "document": "faint"}[item.within]
            line += [(pad(drawn_bar, room), role), (" ", "")]
        return [*line, (right, "ink"), (tail, "faint")]

    def _period(self, item: Period, width: int) -> Line:
        label = pad(item.bar.period.label, min(16, max(7, width // 3)))
        found = item.bar.found[0]
        right = f"{found.matches:,}"
        told = f"  in {found.documents:,} of {in_words(item.bar.all.documents, 'document')}" if width >= 60 else ""
        tail = f"{right:>8}{told:<34}" if told else f"{right:>6}"
        room = width - cells(label) - 1 - len(tail) - 1
        shown = pad(bar(found.matches / max(1, self.count.laid.most), room), room) if room >= 3 else ""
        return [(label, "ink" if found.matches else "dim"), (" ", ""), (shown, "bar"), (" ", ""), (tail, "ink")]

    def key_of(self, item: Row) -> str:
        """What tells one row from another."""
        if isinstance(item, MentionLine | SaidLine):
            return f"{item.start}-{item.end} {item.document.path}"
        if isinstance(item, Companion):
            return item.entity.id
        if isinstance(item, Period):
            return item.bar.period.label
        if isinstance(item, Heading):
            return item.document.path if item.document is not None else item.text
        return item.label

    def text_of(self, item: Row) -> str:
        """The session narrows; this is for nobody."""
        return self.key_of(item)

    def open_item(self, item: Row) -> None:
        """At its place."""
        self.count.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        count = self.count
        if self.words:
            return f"nothing here holds {self.words}; esc shows all"
        if count.asked is None:
            return "no name: :entity and a name"
        if count.busy or count.counted is None:
            return "gathering mentions…"
        if count.counted.head is None:
            undo = self.room.keys_of("undo")
            return f"{count.asked.name} is hidden, or no document names it{f'; {undo} undoes' if undo else ''}"
        return {
            "mentions": "no passage",
            "company": "nobody else is named beside it",
            "by": f"no quotation is by {count.counted.head.entity.name}",
            "about": f"nobody is quoted with {count.counted.head.entity.name}'s name",
            "time": "no document that names it has a date",
        }[count.section]


def _title(row: DocumentRow) -> str:
    return drawn(row.title or file_name(row.path))


def _said_parts(item: SaidLine, role: str) -> list[tuple[str, str]]:
    """Who says it, the words with the names in them marked, and the rest of the sentence."""
    who = item.speaker or "somebody"
    unsure = f" ({item.status})" if item.status in ("contested", "unknown", "pronoun", "role") else ""
    parts: list[tuple[str, str]] = [(f"{who}{unsure}: ", "dim"), ("“", "faint")]
    at = 0
    for name in item.names:
        parts += [(item.match[at : name.start], "ink"), (item.match[name.start : name.end], role)]
        at = max(at, name.end)
    return [*parts, (item.match[at:], "ink"), ("”", "faint"), (item.right.lstrip("\"”’»“'"), "faint")]
