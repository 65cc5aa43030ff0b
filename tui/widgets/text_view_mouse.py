"""The mouse in a text: putting the cursor, dragging over a passage, scrolling while one drags beyond the page."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.timer import Timer

from tui.widgets.text_view_selecting import SelectingView
from tui.widgets.text_view_selection import Selection

_DRAG_EVERY: Final = 0.05
_FASTEST: Final = 5
"""Rows that are scrolled at a time, at most, however far beyond the page the mouse is."""


class MouseView(SelectingView):
    """A click puts the cursor, a drag selects, a double click takes the word and a third the sentence."""

    _pressed: int | None = None
    _mouse = (0, 0)
    _drag: Timer | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is; a drag from here selects. With shift: select up to here."""
        if self._document is None or event.button != 1:
            return
        offset = self.offset_under(event.x, event.y)
        if event.shift:
            if self.selecting is None:
                self.begin_selection()
            self._pressed = self._selecting.anchor if self._selecting is not None else offset
        else:
            self._drop_selection()
            self._pressed = offset
        self._goal = None
        self._put(offset, bare=True)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed."""
        if self._pressed is None:
            return
        self._mouse = (event.x, event.y)
        if self._beyond():
            if self._drag is None:
                self._drag = self.set_interval(_DRAG_EVERY, self._drag_on)
        else:
            self._stop_scrolling()
        self._drag_to(self.offset_under(event.x, event.y))

    def _drag_to(self, offset: int) -> None:
        if self.selecting is None:
            if offset == self._pressed or self._pressed is None:
                return
            self._set_selection(Selection(self._pressed, "characters"))
        self._goal = None
        self._put(offset, bare=True)

    def _beyond(self) -> int:
        """Rows that the mouse is above (negative) or below the page."""
        y = self._mouse[1] - self.gutter.top
        return y if y < 0 else max(0, y - self.rows_visible + 1)

    def _drag_on(self) -> None:
        """Scroll as long as the mouse is held beyond the page."""
        rows = self._beyond()
        if self._pressed is None or not rows:
            self._stop_scrolling()
            return
        self._scroll_rows(max(-_FASTEST, min(rows, _FASTEST)), carry=False)
        self._drag_to(self.offset_under(*self._mouse))

    def _stop_scrolling(self) -> None:
        if self._drag is not None:
            self._drag.stop()
            self._drag = None

    def on_mouse_up(self) -> None:
        """The end of a drag; what was selected stays so."""
        self._stop_scrolling()
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click selects the word, a third the sentence."""
        name = {2: "iw", 3: "is"}.get(event.chain)
        span = self.object_at(name) if name else None
        if span:
            self.select_span(span.start, span.end, bare=True)
