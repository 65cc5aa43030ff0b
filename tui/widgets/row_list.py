"""A list of any length that draws only what is on the screen.

There is no widget for a row: a row is drawn when it comes into view, by `render_row`. A million rows cost what a
screenful does.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.widgets.line_view import LineView
from tui.widgets.row_list_cells import Cell, Line

__all__ = ["Cell", "Line", "RowList"]

_KEPT_ITEMS = 512


class RowList(LineView):
    """Rows with a cursor. Subclasses say how a row looks; keys belong to whoever uses the list."""

    class Highlighted(Message):
        """The cursor stands on another row, or none (-1)."""

        def __init__(self, row_list: RowList, index: int) -> None:
            super().__init__()
            self.list = row_list
            self.index = index

        @property
        def control(self) -> RowList:
            """The list, for `@on` selectors."""
            return self.list

    class Chosen(Message):
        """The reader asked for a row."""

        def __init__(self, row_list: RowList, index: int) -> None:
            super().__init__()
            self.list = row_list
            self.index = index

        @property
        def control(self) -> RowList:
            """The list, for `@on` selectors."""
            return self.list

    COMPARES = True
    heading_rows = 0
    """Rows above the list that stay where they are when it scrolls; see `render_heading`."""

    def __init__(
        self,
        *,
        item_height: int = 1,
        gap: int = 0,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.item_height = max(1, item_height)
        self.gap = max(0, gap)
        self._count = 0
        self._cursor = -1
        self._strips: dict[tuple[int, bool], list[Strip]] = {}

    # -- for subclasses -----------------------------------------------------------------------------------------

    def render_row(self, index: int, width: int) -> Sequence[Sequence[Cell]]:
        """The lines of one row, `item_height` of them; fewer are filled up. Text is made visible by the list."""
        raise NotImplementedError

    def is_heading(self, index: int) -> bool:
        """True for a row that the cursor passes over."""
        return False

    def last_of(self, index: int) -> int:
        """The last of the rows that are shown together with this one."""
        return index

    def render_heading(self, width: int) -> Sequence[Cell]:
        """The line above the rows, where there is one."""
        return []

    def render_nothing(self, width: int) -> Sequence[Sequence[Cell]]:
        """What is said where there are no rows."""
        return []

    def index_of_number(self, number: int) -> int:
        """The row that a number typed before `G` means, counted from 1."""
        return number - 1

    def cursor_moved(self) -> None:
        """The cursor stands elsewhere; called at once, where the message comes later."""

    def first_line(self, index: int) -> int:
        """The line that a row begins at, counted from the top of the whole list."""
        return index * self._pitch

    def row_on(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to, and which of its lines it is."""
        return divmod(line, self._pitch)

    # -- rows ---------------------------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows there are, headings included."""
        return self._count

    @property
    def cursor(self) -> int:
        """The row the cursor stands on; -1 where there is none."""
        return self._cursor

    def set_rows(self, count: int, *, cursor: int | None = None) -> None:
        """Say how many rows there are now. The cursor stays where it is unless told otherwise."""
        before = self._cursor
        self._count = max(0, count)
        self._strips.clear()
        self.set_extent(self._rows())
        wanted = cursor if cursor is not None else max(0, self._cursor)
        self._cursor = self._selectable_near(min(wanted, self._count - 1))
        self._show_cursor()
        self.refresh()
        if self._cursor != before:
            self.post_message(self.Highlighted(self, self._cursor))
        self.cursor_moved()

    def refresh_items(self) -> None:
        """Draw every row anew: what they show has changed."""
        self._strips.clear()
        self.refresh()

    def refresh_item(self, index: int) -> None:
        """Draw one row anew."""
        self._strips.pop((index, True), None)
        self._strips.pop((index, False), None)
        self._redraw(index)

    def forget_strips(self) -> None:
        """Drop drawn rows."""
        self._strips = {}

    # -- cursor -------------------------------------------------------------------------------------------------

    def go_to(self, index: int) -> bool:
        """Put the cursor on a row, or on the nearest one that is no heading. True where it moved."""
        index = self._selectable_near(max(0, min(index, self._count - 1)))
        before = self._cursor
        if index == before:
            self._show_cursor()
            return False
        self._cursor = index
        if self._show_cursor():
            self.refresh()
        else:
            self._redraw(before)
            self._redraw(index)
        self.post_message(self.Highlighted(self, index))
        self.cursor_moved()
        return True

    def move(self, motion: str, count: int = 1) -> bool:
        """Move the cursor. True where it moved; motions that mean nothing in a list do nothing."""
        page = max(1, (self.rows_visible + self.gap) // self._pitch)
        if motion == "top":
            return self.go_to(0)
        if motion == "bottom":
            return self.go_to(self._count - 1)
        steps = {
            "row-down": 1,
            "row-up": -1,
            "page-down": max(1, page - 1),
            "page-up": -max(1, page - 1),
            "half-page-down": max(1, page // 2),
            "half-page-up": -max(1, page // 2),
        }
        step = steps.get(motion)
        if step is None or self._cursor < 0:
            return False
        return self.go_to(self._selectable_from(self._cursor, step * max(1, count)))

    def choose(self) -> None:
        """Ask for the row under the cursor, as enter does."""
        if self._cursor >= 0:
            self.post_message(self.Chosen(self, self._cursor))

    def _selectable_from(self, start: int, delta: int) -> int:
        """So many rows away, and from there on past headings; back again where only headings are left."""
        target = max(0, min(start + delta, self._count - 1))
        way = 1 if delta > 0 else -1
        at = target
        while 0 <= at < self._count and self.is_heading(at):
            at += way
        return at if 0 <= at < self._count else self._selectable_near(target)

    def _selectable_near(self, index: int) -> int:
        for way in (1, -1):
            at = index
            while 0 <= at < self._count:
                if not self.is_heading(at):
                    return at
                at += way
        return -1

    # -- drawing ------------------------------------------------------------------------------------------------

    @property
    def _pitch(self) -> int:
        return self.item_height + self.gap

    def _rows(self) -> int:
        return max(0, self.first_line(self._count) - self.gap)

    @property
    def rows_visible(self) -> int:
        """Lines that there is room for, without those that stay where they are."""
        return max(0, self.size.height - self.heading_rows)

    def _show_cursor(self) -> bool:
        """Scroll as little as shows the cursor, and headings above it. True where anything moved."""
        if self._cursor < 0:
            return self.set_top(0)
        first = self._cursor
        while first > 0 and self._cursor - first < 3 and self.is_heading(first - 1):
            first -= 1
        top, last = self.top, self.first_line(self.last_of(self._cursor)) + self.item_height
        if self.first_line(first) < top:
            return self.set_top(self.first_line(first))
        if last > top + self.rows_visible:
            return self.set_top(last - self.rows_visible)
        return self.set_top(top)

    def on_resize(self) -> None:
        """Another width or height: keep the cursor in view."""
        self._strips.clear()
        self.set_extent(self._rows())
        self._show_cursor()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.size.width
        y -= self.heading_rows
        if y < 0:
            return self.strip_of(self.render_heading(width) if y == -self.heading_rows else [], width)
        if not self._count:
            lines = self.render_nothing(width)
            return self.strip_of(lines[y] if y < len(lines) else [], width)
        index, line = self.row_on(self.top + y)
        if index >= self._count or line >= self.item_height or width <= 0:
            return Strip.blank(width, self.style_of())
        return self._item(index, width)[line]

    def _item(self, index: int, width: int) -> list[Strip]:
        key = (index, index == self._cursor and self.has_focus)
        strips = self._strips.get(key)
        if strips is None:
            if len(self._strips) >= _KEPT_ITEMS:
                self._strips.clear()
            lines = list(self.render_row(index, width))[: self.item_height]
            lines += [[]] * (self.item_height - len(lines))
            strips = self._strips[key] = [self.strip_of(line, width, "row" if key[1] else "") for line in lines]
        return strips

    def _redraw(self, index: int) -> None:
        if index >= 0:
            y = self.first_line(index) - self.top
            if -self.item_height < y < self.rows_visible:
                height = self.item_height if y >= 0 else self.item_height + y
                self.refresh(Region(0, max(0, y) + self.heading_rows, self.size.width, height))

    # -- events -------------------------------------------------------------------------------------------------

    def on_focus(self) -> None:
        """The cursor is shown only while the list has the keys."""
        self._redraw(self._cursor)

    def on_blur(self) -> None:
        """The cursor is shown only while the list has the keys."""
        self._redraw(self._cursor)

    def wheel(self, rows: int) -> None:
        """Scroll; the cursor stays on its row, even out of sight."""
        if self.set_top(self.top + rows):
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click asks for the row under it."""
        y = event.y - self.gutter.top - self.heading_rows
        index, line = self.row_on(self.top + y)
        if y >= 0 and 0 <= index < self._count and line < self.item_height and not self.is_heading(index):
            self.go_to(index)
            self.choose()
