"""Selecting in a text: a passage that grows with the cursor, by objects, and is taken up again."""

from __future__ import annotations

from textual.message import Message

from index.document import Document, Span
from tui.widgets.text_view_cursor import CursorView
from tui.widgets.text_view_selection import Objects, Selection, SelectionMode, extended


class SelectingView(CursorView):
    """The selection lies between the place where it was begun and the cursor."""

    class SelectionChanged(Message, namespace="text_view"):
        """Something else is selected, or nothing any more."""

        def __init__(self, view: SelectingView, selection: Span | None, mode: SelectionMode | None) -> None:
            super().__init__()
            self.view = view
            self.selection = selection
            self.mode = mode

        @property
        def control(self) -> SelectingView:
            """The view, for `@on` selectors."""
            return self.view

    _selecting: Selection | None = None
    _last_selection: tuple[Selection, int] | None = None

    def _begin(self, document: Document | None) -> None:
        had_selection = self._selecting is not None
        self._selecting = self._last_selection = None
        super()._begin(document)
        if had_selection:
            self.post_message(self.SelectionChanged(self, None, None))

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
        """Let go of the selection; the cursor stays, and is shown."""
        if self._drop_selection() and not self._in_sight(self._cursor):
            self._show_offset(self._cursor)

    def _drop_selection(self) -> bool:
        if self._selecting is None:
            return False
        self._last_selection = (self._selecting, self._cursor)
        self._set_selection(None)
        return True

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
        self._unfold(cursor)
        self._put(cursor)
        self._set_selection(selection)
        return True

    def select_span(self, start: int, end: int, *, bare: bool = False) -> None:
        """Select a stretch of the text, with the cursor on its last character; `bare`: at the page's edge too."""
        if self._document is None or not 0 <= start < end <= len(self.text):
            return
        self._selecting = Selection(start, "characters")
        self._goal = None
        last = self._layout.step(end, -1)
        self._unfold(last)
        if not self._put(max(start, last), bare=bare):
            self._set_selection(self._selecting)

    def extend_by_object(self, name: str, count: int = 1) -> bool:
        """Select an object at the cursor, see `Objects`; again: the one around it, or the next one too.

        False where there is none.
        """
        objects = Objects(self._motions, self._highlights.layer)
        span = self.selection
        # Only just begun, there is one character of what is meant.
        begun = span is not None and span.end == self._layout.step(span.start, 1)
        wider = extended(None if begun else span, name, self._cursor, objects, count)
        if begun and wider == span:
            wider = extended(span, name, self._cursor, objects, count)
        if wider is None or wider == span:
            return False
        self.select_span(wider.start, wider.end)
        return True

    def object_at(self, name: str) -> Span | None:
        """The innermost object of a name at the cursor, see `Objects`."""
        if self._document is None:
            return None
        return next(iter(Objects(self._motions, self._highlights.layer).at(name, self._cursor)), None)

    def _set_selection(self, selection: Selection | None) -> None:
        self._selecting = selection
        self._update_marks()
        self.refresh()
        self.post_message(self.SelectionChanged(self, self.selection, self.selecting))

    # -- with the cursor ----------------------------------------------------------------------------------------

    @property
    def _cursor_stays(self) -> bool:
        return self._selecting is not None

    def _update_marks(self) -> None:
        super()._update_marks()
        self._marks.selection = self.selection

    def _refresh_between(self, before: int, after: int, *, whole: bool) -> None:
        super()._refresh_between(before, after, whole=whole or self._selecting is not None)

    def _put(self, offset: int, *, centre: bool = False, bare: bool = False) -> bool:
        before = self._cursor
        moved = super()._put(offset, centre=centre, bare=bare)
        if self._selecting is not None and before != self._cursor:
            self.post_message(self.SelectionChanged(self, self.selection, self.selecting))
        return moved
