"""A text view with a cursor: it is moved by motions, sent to places, and carried along when the page is scrolled."""

from __future__ import annotations

from typing import Final

from textual.message import Message
from textual.reactive import reactive

from index.document import Document
from index.settings import ReadingSettings
from tui.highlights import LayerSpan
from tui.widgets.text_view_layers import LayeredView

_SCROLLS: Final = {"page-down": 1.0, "page-up": -1.0, "half-page-down": 0.5, "half-page-up": -0.5}
_UNFOLDING: Final = frozenset({"marks", "annotations", "uncertain", "matches"})
"""Layers that lead into what is folded away; others pass over it."""


class CursorView(LayeredView):
    """Moves its cursor; what grows with it is in `text_view`."""

    ruler: reactive[str] = reactive("none")
    """What is brightened where the cursor stands: none, paragraph or sentence."""

    class CursorMoved(Message, namespace="text_view"):
        """The cursor stands somewhere else."""

        def __init__(self, view: CursorView, offset: int, block_index: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset
            self.block_index = block_index

        @property
        def control(self) -> CursorView:
            """The view, for `@on` selectors."""
            return self.view

    _cursor = 0
    _goal: int | None = None

    def __init__(
        self,
        reading: ReadingSettings,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(reading, name=name, id=id, classes=classes)
        self.set_reactive(CursorView.ruler, reading.ruler)

    # -- the document -------------------------------------------------------------------------------------------

    def show(self, document: Document, offset: int = 0) -> None:
        """Put a document on the page, from an offset on. Layers and selection of the one before are gone."""
        self._begin(document)
        offset = max(0, min(offset, len(document.text)))
        self._anchor = self.text.rfind("\n", 0, offset) + 1 if not self.size else self._row_start(offset)
        self._cursor = self._standing(offset if offset else self._motions.first)
        if self._cursor > len(document.text) - 1:
            self._cursor = self._motions.last
        self._cursor = self._motions.shown(self._cursor)
        if self._anchor <= self._motions.first:
            self._anchor = 0
        self._cursor_changed()
        self._wrap_in_background()
        self.refresh()

    def show_nothing(self, message: str = "") -> None:
        """Take the document off the page; the message stands there instead, one line."""
        self._message = message
        self._begin(None)
        self._cursor = 0
        self.refresh()

    def _begin(self, document: Document | None) -> None:
        self._goal = None
        self._marks.hints = {}
        self._take(document)
        self._update_marks()

    def _row_start(self, offset: int) -> int:
        span = self._layout.row_span(self._layout.row_of(offset))
        return span[0] if span else 0

    # -- cursor -------------------------------------------------------------------------------------------------

    @property
    def cursor(self) -> int:
        """Offset of the character that the cursor stands on."""
        return self._cursor

    @property
    def block_index(self) -> int:
        """Number of the block that the cursor stands in; -1 where there are none."""
        return self._motions.block_index(self._cursor)

    def move(self, motion: str, count: int = 1) -> bool:
        """Move the cursor. True where it moved or the page did. Raises KeyError for a motion there is none of."""
        if self._document is None:
            return False
        count = max(1, count)
        if motion in _SCROLLS:
            return self._scroll_pages(_SCROLLS[motion], count)
        if motion in ("row-down", "row-up"):
            if self._goal is None:
                self._goal = self._layout.cell_of(self._cursor).column
            return self._put(self._motions.row(self._cursor, count if motion == "row-down" else -count, self._goal))
        target = self._motions.target(motion, self._cursor, count)
        # At the end of a row the cursor stays at the ends of the rows it goes on to.
        self._goal = self._layout.width if motion == "row-end" else None
        if motion == "top":
            self._scroll_to_row(0)
        return self._put(target)

    def go_to(self, offset: int, *, centre: bool = False) -> bool:
        """Put the cursor on an offset and show it; `centre`: as a place one comes to, with what stands around it.

        What is folded away there is shown again.
        """
        self._goal = None
        offset = max(0, min(offset, len(self.text)))
        self._unfold(offset)
        return self._put(self._standing(offset), centre=centre)

    @property
    def percent(self) -> int:
        """How far into the text the cursor stands, 0 to 100: whatever the window, and the same as `go_to_percent`."""
        last = self._motions.last
        return 100 if last <= 0 else max(0, min(100, 100 * self._cursor // last))

    def go_to_percent(self, percent: int) -> bool:
        """Go to a share of the text, or to the nearest place that is shown."""
        offset = len(self.text) * max(0, min(percent, 100)) // 100
        return self.go_to(self._motions.shown(min(offset, self._motions.last)), centre=True)

    def next_span(
        self, layer: str, direction: int = 1, count: int = 1, names: frozenset[str] | None = None
    ) -> LayerSpan | None:
        """Go to the next (-1: previous) span of a layer and return it; None where there is none that way.

        Only marks and matches are looked for in what is folded away.
        """
        found, at = None, self._cursor
        for _ in range(max(1, count)):
            span = self._span_beyond(layer, at, direction, names)
            if span is None:
                break
            found, at = span, span.start
        if found is not None:
            self.go_to(found.start, centre=True)
        return found

    def _span_beyond(self, layer: str, at: int, direction: int, names: frozenset[str] | None) -> LayerSpan | None:
        marks = self._highlights.layer(layer)
        while True:
            span = marks.next_after(at, names) if direction > 0 else marks.previous_before(at, names)
            fold = self._layout.fold_at(span.start) if span is not None else None
            if fold is None or layer in _UNFOLDING:
                return span
            at = fold.end - 1 if direction > 0 else fold.start

    def span_under_cursor(self, layer: str) -> LayerSpan | None:
        """The innermost span of a layer under the cursor."""
        return next(iter(self.spans_at(layer, self._cursor)), None)

    def _standing(self, offset: int) -> int:
        """The place for a cursor nearest to an offset: no hidden line, not inside a character."""
        if not 0 < offset < len(self.text):
            return offset
        before = self._layout.step(offset, -1)
        return offset if self._layout.step(before, 1) == offset else before

    def _put(self, offset: int, *, centre: bool = False, bare: bool = False) -> bool:
        moved = offset != self._cursor
        before, ruled, anchor = self._cursor, self._marks.ruled, self._anchor
        self._cursor = offset
        self._update_marks()
        self._show_offset(offset, centre=centre, bare=bare)
        if moved:
            if self._anchor == anchor:
                self._refresh_between(before, offset, whole=ruled != self._marks.ruled)
            self._cursor_changed()
        return moved or self._anchor != anchor

    def _refresh_between(self, before: int, after: int, *, whole: bool) -> None:
        """Draw again the rows that a move of the cursor has changed."""
        if whole:
            self.refresh()
            return
        for row in {self._layout.row_of(before), self._layout.row_of(after)}:
            self.refresh_row(row)

    def _cursor_changed(self) -> None:
        self._update_marks()
        self.post_message(self.CursorMoved(self, self._cursor, self.block_index))

    def _update_marks(self) -> None:
        self._marks.cursor = self._cursor
        if self.ruler == "none" or self._document is None:
            self._marks.ruled = None
        elif self.ruler == "sentence":
            self._marks.ruled = self._motions.sentence_at(self._cursor)
        else:
            self._marks.ruled = self._motions.paragraph_at(self._cursor)

    # -- scrolling ----------------------------------------------------------------------------------------------

    @property
    def _cursor_stays(self) -> bool:
        """True where scrolling must not take the cursor along, even out of sight."""
        return False

    def wheel(self, rows: int) -> None:
        """Scroll; the cursor comes along only where it would be lost."""
        self._scroll_rows(rows, carry=False)

    def _scroll_pages(self, share: float, count: int) -> bool:
        height = max(1, self.rows_visible)
        page = max(1, height - self._reading.page_overlap) if abs(share) == 1 else max(1, height // 2)
        rows = (page if share > 0 else -page) * count
        return self._scroll_rows(rows, carry=True)

    def _scroll_rows(self, rows: int, *, carry: bool) -> bool:
        """Scroll; the cursor is carried along, or stays on its word as long as that is in sight."""
        if self._document is None:
            return False
        self._settle()
        cursor, anchor = self._cursor, self._anchor
        self._scroll_to_row(self._layout.row_near(anchor, rows - self._lead))
        if not carry and self._cursor_stays:
            return self._anchor != anchor
        if self._goal is None:
            self._goal = self._layout.cell_of(cursor).column
        target = self._layout.row_near(cursor, rows if carry else 0)
        first, height = self._first_row(), self.rows_visible
        margin = min(self._reading.scroll_margin, max(0, height - 1) // 2)
        at_end = first + height >= self._layout.height
        lowest = first + height - 1 if at_end else first + height - 1 - margin
        row = max(first + margin if first else 0, min(target, lowest))
        if not carry and row == target:
            return self._anchor != anchor
        direction = 1 if rows > 0 and not (at_end and row == lowest) else -1
        target = row
        return self._put(self._motions.nearest_text(target, direction, self._goal)) or self._anchor != anchor

    def _after_resize(self) -> None:
        # The margin around the cursor is for moving: a page that only changes its size keeps its first row.
        if not self._cursor_stays and not self._in_sight(self._cursor):
            self._show_offset(self._cursor)
        self._wrap_in_background()

    def _in_sight(self, offset: int) -> bool:
        return 0 <= self._layout.row_of(offset) - self._first_row() < self.rows_visible

    def _after_refolding(self) -> None:
        self._goal = None
        self._cursor = self._motions.shown(self._cursor)
        self._cursor_changed()
        self._show_offset(self._cursor)

    def watch_ruler(self) -> None:
        """The ruler was put on or taken off."""
        self._update_marks()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor looks as one that has the keys."""
        self._marks.focused = True
        self.refresh()

    def on_blur(self) -> None:
        """The cursor looks as one that waits."""
        self._marks.focused = False
        self.refresh()
