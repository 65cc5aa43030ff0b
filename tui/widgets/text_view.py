"""The text of a document: reading it with a cursor, selecting in it, walking from mark to mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.reactive import reactive

from index.document import Document, Span
from tui.highlights import LayerSpan
from tui.widgets.text_view_base import PageView
from tui.widgets.text_view_selection import Selection, SelectionMode, extended

__all__ = ["LayerSpan", "SelectionMode", "TextView"]

_SCROLLS = {"page-down": 1.0, "page-up": -1.0, "half-page-down": 0.5, "half-page-up": -0.5}


class TextView(PageView):
    """A document on a page. It has no keys of its own; commands call `move` and its neighbours."""

    ruler: reactive[bool] = reactive(False)
    """Brighten the block that the cursor stands in."""

    class CursorMoved(Message):
        """The cursor stands somewhere else."""

        def __init__(self, view: TextView, offset: int, block_index: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset
            self.block_index = block_index

        @property
        def control(self) -> TextView:
            """The view, for `@on` selectors."""
            return self.view

    class SelectionChanged(Message):
        """Something else is selected, or nothing any more."""

        def __init__(self, view: TextView, selection: Span | None, mode: SelectionMode | None) -> None:
            super().__init__()
            self.view = view
            self.selection = selection
            self.mode = mode

        @property
        def control(self) -> TextView:
            """The view, for `@on` selectors."""
            return self.view

    _cursor = 0
    _goal: int | None = None
    _selecting: Selection | None = None
    _last_selection: tuple[Selection, int] | None = None
    _pressed: int | None = None

    # -- the document -------------------------------------------------------------------------------------------

    def show(self, document: Document, offset: int = 0) -> None:
        """Put a document on the page, from an offset on. Layers and selection of the one before are gone."""
        self._begin(document)
        offset = max(0, min(offset, len(document.text)))
        self._anchor = self.text.rfind("\n", 0, offset) + 1 if not self.size else self._row_start(offset)
        self._cursor = self._standing(offset if offset else self._motions.first)
        if self._cursor > len(document.text) - 1:
            self._cursor = self._motions.last
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
        had_selection = self._selecting is not None
        self._selecting = self._last_selection = self._goal = self._pressed = None
        self._marks.hints = {}
        self._take(document)
        self._update_marks()
        if had_selection:
            self.post_message(self.SelectionChanged(self, None, None))

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
        """Put the cursor on an offset and show it; `centre`: as a place one comes to, with what stands around it."""
        self._goal = None
        offset = max(0, min(offset, len(self.text)))
        return self._put(self._standing(offset), centre=centre)

    def go_to_percent(self, percent: int) -> bool:
        """Go to a share of the text."""
        offset = len(self.text) * max(0, min(percent, 100)) // 100
        return self.go_to(min(offset, self._motions.last), centre=True)

    def _standing(self, offset: int) -> int:
        """The place for a cursor nearest to an offset: no hidden line, not inside a character."""
        if not 0 < offset < len(self.text):
            return offset
        before = self._layout.step(offset, -1)
        return offset if self._layout.step(before, 1) == offset else before

    def _put(self, offset: int, *, centre: bool = False) -> bool:
        moved = offset != self._cursor
        before, selected = self._cursor, self.selection
        anchor = self._anchor
        self._cursor = offset
        self._update_marks()
        self._show_offset(offset, centre=centre)
        if moved:
            if self._anchor == anchor:
                self._refresh_between(before, offset, selected)
            self._cursor_changed()
            if self._selecting is not None:
                self.post_message(self.SelectionChanged(self, self.selection, self.selecting))
        return moved or self._anchor != anchor

    def _refresh_between(self, before: int, after: int, selected: Span | None) -> None:
        """Draw again the rows that a move of the cursor has changed."""
        if self.ruler or self._selecting is not None or selected is not None:
            self.refresh()
            return
        for row in {self._layout.row_of(before), self._layout.row_of(after)}:
            self.refresh_row(row)

    def _cursor_changed(self) -> None:
        self._update_marks()
        self.post_message(self.CursorMoved(self, self._cursor, self.block_index))

    def _update_marks(self) -> None:
        self._marks.cursor = self._cursor
        self._marks.selection = self.selection
        self._marks.ruled = self._motions.paragraph_at(self._cursor) if self.ruler else None

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
        if self._goal is None:
            self._goal = self._layout.cell_of(cursor).column
        self._scroll_to_row(self._layout.row_near(anchor, rows - self._lead))
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
        self._show_offset(self._cursor)
        self._wrap_in_background()

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

    # -- selection ----------------------------------------------------------------------------------------------

    @property
    def selection(self) -> Span | None:
        """What is selected, the character under the cursor included."""
        if self._selecting is None:
            return None
        return self._selecting.span(self._cursor, self._motions)

    @property
    def selecting(self) -> SelectionMode | None:
        """By what the selection grows; None while nothing is selected."""
        return self._selecting.mode if self._selecting else None

    @property
    def selected_text(self) -> str:
        """The selected characters as they stand in the text."""
        span = self.selection
        return self.text[span.start : span.end] if span else ""

    def begin_selection(self, mode: SelectionMode = "characters") -> None:
        """Select from the cursor on; while selecting: grow by something else."""
        if self._document is None:
            return
        current = self._selecting
        self._set_selection(current.in_mode(mode) if current else Selection(self._cursor, mode))

    def end_selection(self) -> None:
        """Let go of the selection; the cursor stays."""
        if self._selecting is not None:
            self._last_selection = (self._selecting, self._cursor)
            self._set_selection(None)

    def swap_ends(self) -> bool:
        """Go on at the other end of the selection."""
        selection = self._selecting
        if selection is None:
            return False
        cursor = selection.anchor
        self._selecting = Selection(self._cursor, selection.mode)
        self._goal = None
        return self._put(cursor)

    def reselect(self) -> bool:
        """Take up the selection that was let go of last."""
        if self._last_selection is None or self._document is None:
            return False
        selection, cursor = self._last_selection
        self._put(cursor)
        self._set_selection(selection)
        return True

    def select_span(self, start: int, end: int) -> None:
        """Select a stretch of the text, with the cursor on its last character."""
        if self._document is None or not 0 <= start < end <= len(self.text):
            return
        self._selecting = Selection(start, "characters")
        self._goal = None
        if not self._put(self._layout.step(end, -1)):
            self._set_selection(self._selecting)

    def extend_by_object(self, name: str) -> bool:
        """Select the word (`iw`), sentence (`is`) or paragraph (`ip`) at the cursor; again: the next one too."""
        span = extended(self.selection, name, self._cursor, self._motions)
        if span is None or span == self.selection:
            return False
        self.select_span(span.start, span.end)
        return True

    def object_at(self, name: str) -> Span | None:
        """The word, sentence or paragraph at the cursor."""
        return self._motions.object_at(name, self._cursor) if self._document else None

    def _set_selection(self, selection: Selection | None) -> None:
        self._selecting = selection
        self._update_marks()
        self.refresh()
        self.post_message(self.SelectionChanged(self, self.selection, self.selecting))

    # -- layers -------------------------------------------------------------------------------------------------

    def set_spans(self, layer: str, spans: Sequence[tuple[int, int, str]]) -> None:
        """Replace a layer of marks: entities, annotations, uncertain, matches, current, gutter, or one of your own."""
        length = len(self.text)
        if any(start < 0 or end > length for start, end, _ in spans):
            spans = [(max(0, start), min(end, length), name) for start, end, name in spans if start < length]
        self._highlights.set(layer, spans)
        self.refresh()

    def clear_spans(self, layer: str) -> None:
        """Take a layer away."""
        self._highlights.clear(layer)
        self.refresh()

    def spans(self, layer: str) -> Sequence[LayerSpan]:
        """The spans of a layer, in order."""
        return list(self._highlights.layer(layer))

    def spans_at(self, layer: str, offset: int) -> list[LayerSpan]:
        """The spans of a layer over an offset, innermost first."""
        return self._highlights.layer(layer).at(offset)

    def span_under_cursor(self, layer: str) -> LayerSpan | None:
        """The innermost span of a layer under the cursor."""
        return next(iter(self.spans_at(layer, self._cursor)), None)

    def next_span(
        self, layer: str, direction: int = 1, count: int = 1, names: frozenset[str] | None = None
    ) -> LayerSpan | None:
        """Go to the next (-1: previous) span of a layer and return it; None where there is none that way."""
        marks, found, at = self._highlights.layer(layer), None, self._cursor
        for _ in range(max(1, count)):
            span = marks.next_after(at, names) if direction > 0 else marks.previous_before(at, names)
            if span is None:
                break
            found, at = span, span.start
        if found is not None:
            self.go_to(found.start, centre=True)
        return found

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """Write short labels over the text at these offsets, to jump by."""
        self._marks.hints = dict(hints)
        self.refresh()

    def clear_hints(self) -> None:
        """Take the labels away."""
        self.set_hints({})

    # -- mouse --------------------------------------------------------------------------------------------------

    def wheel(self, rows: int) -> None:
        """Scroll; the cursor comes along only where it would be lost."""
        self._scroll_rows(rows, carry=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is; a drag from here selects."""
        if self._document is None or event.button != 1:
            return
        self.end_selection()
        self._pressed = self.offset_under(event.x, event.y)
        self.go_to(self._pressed)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed."""
        if self._pressed is None:
            return
        offset = self.offset_under(event.x, event.y)
        if self._selecting is None:
            if offset == self._pressed:
                return
            self._set_selection(Selection(self._pressed, "characters"))
        self.go_to(offset)

    def on_mouse_up(self) -> None:
        """The end of a drag; what was selected stays so."""
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click selects the word, a third the sentence."""
        name = {2: "iw", 3: "is"}.get(event.chain)
        span = self.object_at(name) if name else None
        if span:
            self.select_span(span.start, span.end)
