"""The page of a text view: layout, scrolling and drawing. What the reader does on it is in `text_view`.

The place on the screen is kept as an offset, that of the first row shown, never as a row: rows are renumbered when
the width changes and as blocks above are wrapped in the background, and the text must not move under the reader.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from index.document import Document, Metadata, Span
from index.settings import ReadingSettings
from tui.display import cells, fit, width_of, wrapped
from tui.highlights import Highlights
from tui.motions import Motions
from tui.text_layout import TextLayout
from tui.widgets.line_view import LineView
from tui.widgets.text_view_page import BlockBreaks, Page, arrange
from tui.widgets.text_view_painting import Marks, Painter, style_name
from tui.widgets.text_view_rail import Rail

_SLICE_SECONDS: Final = 0.006
_SLICE_EVERY: Final = 0.03
_NOTHING: Final = Document("", "", (), Metadata(), "", "", "", 0)


class PageView(LineView):
    """Shows the text of one document, wrapped to the page, from any offset."""

    DEFAULT_CSS = """
    PageView { background: $ground-page; padding: 1 0 0 0; }
    PageView:focus { background: $ground-page; }
    """

    class WrapFinished(Message):
        """Every row of the text is exact from now on."""

        def __init__(self, view: PageView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> PageView:
            """The view, for `@on` selectors."""
            return self.view

    class Scrolled(Message):
        """Another row is the first one shown."""

        def __init__(self, view: PageView, position: int) -> None:
            super().__init__()
            self.view = view
            self.position = position

        @property
        def control(self) -> PageView:
            """The view, for `@on` selectors."""
            return self.view

    def __init__(
        self,
        reading: ReadingSettings,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._reading = reading
        self._measure = reading.measure
        self._message = ""
        self._anchor = 0
        self._lead = 0  # 1 where the blank row above the anchor's row is the first one shown
        self._marks = Marks()
        self._page = arrange(0, 0, self._measure)
        self._rail = Rail()
        self._timer: Timer | None = None
        self._take(None)

    def _take(self, document: Document | None) -> None:
        self._document = document
        shown = document or _NOTHING
        self._highlights = Highlights(style_name)
        self._layout = TextLayout(
            shown.text,
            self._page.text_width,
            width_of=width_of,
            tab_width=self._reading.tab_width,
            breaks=BlockBreaks(shown.text, shown.blocks),
        )
        self._motions = Motions(shown.text, shown.blocks, self._layout)
        self._painter = Painter(shown, self._layout, self._highlights, self.style_of)
        self._anchor = self._lead = 0
        self.set_extent(self._layout.height)

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The document on the page."""
        return self._document

    @property
    def text(self) -> str:
        """Its text."""
        return self._layout.text

    @property
    def position(self) -> int:
        """Offset of the first row shown: the place to come back to."""
        return self._anchor

    @property
    def visible_span(self) -> Span:
        """The offsets that are on the screen."""
        if self._document is None or not self.rows_visible:
            return Span(self._anchor, self._anchor)
        last = self._layout.offset_at(self._first_row() + self.rows_visible - 1, self._layout.width)
        if (fold := self._layout.fold_at(last)) is not None:
            last = fold.end - 1
        return Span(self._anchor, max(self._anchor, last))

    @property
    def measure(self) -> int:
        """The widest line of text, in cells."""
        return self._measure

    @measure.setter
    def measure(self, measure: int) -> None:
        if measure != self._measure:
            self._measure = measure
            self._window_width = -1  # the page is arranged anew
            if self.size:
                self.on_resize()

    def screen_cell_of(self, offset: int) -> Offset | None:
        """Where on the screen a character stands; None where it is out of sight."""
        cell = self._layout.cell_of(offset)
        y = cell.row - self._first_row()
        if self._document is None or not 0 <= y < self.rows_visible:
            return None
        return self.content_region.offset + Offset(self._page.text + cell.column, y)

    def offset_under(self, x: int, y: int) -> int:
        """The offset at a place relative to the widget; the nearest one outside the text."""
        row = self._first_row() + max(0, min(y - self.gutter.top, self.rows_visible - 1))
        return self._motions.in_row(row, max(0, x - self.gutter.left - self._page.text))

    # -- scrolling ----------------------------------------------------------------------------------------------

    def put_first(self, offset: int) -> None:
        """Make the row of an offset the first one shown."""
        if self._document is not None:
            self._anchor, self._lead = max(0, min(offset, len(self.text))), 0
            if self.size:
                self.on_resize()

    def rows_since(self, offset: int) -> int:
        """How many rows the first one shown stands below the row of an offset; negative where it stands above."""
        return self._first_row() - self._layout.row_of(max(0, min(offset, len(self.text))))

    @property
    def share(self) -> float:
        """How far the page has been scrolled: 0 at the beginning of the text, 1 where its end is in sight."""
        last = self._layout.height - self.rows_visible
        return min(1.0, self._first_row() / last) if last > 0 else 0.0

    def rows_to_share(self, share: float) -> int:
        """Rows to scroll (negative: back) until the page has been scrolled so far."""
        return round(share * max(0, self._layout.height - self.rows_visible)) - self._first_row()

    def _first_row(self) -> int:
        return max(0, self._layout.row_of(self._anchor) - self._lead)

    def _settle(self) -> bool:
        """Make the rows on the screen exact and put the anchor's row first. True where rows moved on the screen."""
        if self.size.width != self._page.width or self._window_width != self.app.size.width:
            self._arrange()
        self._layout.row_near(self._anchor, self.rows_visible)
        row = self._first_row()
        last = self._layout.height - self.rows_visible
        if row > max(0, last):  # a page is filled as long as there is text to fill it
            row = self._layout.row_near(max(0, len(self.text) - 1), 1 - self.rows_visible)
            self._anchor_at(row)
            row = self._first_row()
        self.set_extent(self._layout.height)
        return self.set_top(row)

    _window_width = 0

    def _arrange(self) -> None:
        self._window_width = self.app.size.width
        self._page = arrange(self.size.width, self._window_width, self._measure)
        self._layout.set_width(self._page.text_width)
        self._painter.forget()
        self._lead = 0

    def _anchor_at(self, row: int) -> None:
        self._lead = 1 if self._layout.is_spacer(row) else 0
        span = self._layout.row_span(row + self._lead)
        self._anchor = span[0] if span else 0

    def _scroll_to_row(self, row: int) -> None:
        """Make a row the first one shown. Rows from there to the anchor must be exact (`row_near`)."""
        before = (self._anchor, self._lead)
        self._anchor_at(max(0, min(row, self._layout.height - 1)))
        self._settle()
        if (self._anchor, self._lead) != before:
            self.refresh()
            self.post_message(self.Scrolled(self, self._anchor))

    def _show_offset(self, offset: int, *, centre: bool = False, bare: bool = False) -> None:
        """Scroll as little as shows an offset with some rows around it (`bare`: none), or put it well into the page."""
        height = self.rows_visible
        if not height or not self.is_attached:
            self._anchor, self._lead = offset, 0
            return
        self._settle()
        margin = 0 if bare else min(self._reading.scroll_margin, (height - 1) // 2)
        if centre:
            row = self._layout.row_of(offset)
            first = self._first_row()
            if not first + margin <= row < first + height - max(margin, height // 3):
                self._scroll_to_row(self._layout.row_near(offset, -(height // 3)))
            return
        above = self._layout.row_near(offset, -margin)
        below = self._layout.row_near(offset, margin)
        first = self._first_row()
        if above < first:
            self._scroll_to_row(above)
        elif below >= first + height:
            self._layout.row_near(offset, margin - height)
            below = self._layout.row_near(offset, margin)
            self._scroll_to_row(below - height + 1)

    def on_resize(self) -> None:
        """Another size: the first row stays the first, unless the cursor would be lost."""
        self._settle()
        self._after_resize()
        self.refresh()

    def _after_resize(self) -> None:
        """For subclasses."""

    # -- wrapping in the background -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to make rows exact as soon as there is time."""
        self._timer = self.set_interval(_SLICE_EVERY, self._wrap_slice, pause=self._layout.exact)

    def _wrap_in_background(self) -> None:
        if self._timer is not None:
            self._timer.resume()

    def _wrap_slice(self) -> None:
        if not self.size:  # nothing is known of the width yet
            return
        finished = self._layout.wrap_some(_SLICE_SECONDS, self._layout.block_of(self._anchor))
        self._settle()
        if finished:
            if self._timer is not None:
                self._timer.pause()
            self.post_message(self.WrapFinished(self))

    # -- drawing ------------------------------------------------------------------------------------------------

    def _look(self, role: str) -> Style:
        """What the ruler leaves steps back a fifth of the way to the ground, where a theme has colours of its own."""
        if role != "resting":
            return super()._look(role)
        ink, ground = (Color.parse(self.app.theme_variables[name]) for name in ("ink", "ground-page"))
        return Style() if ink.ansi is not None else Style(color=ink.blend(ground, 0.2).rich_color)

    def forget_strips(self) -> None:
        """Drop painted rows."""
        if hasattr(self, "_painter"):
            self._painter.forget()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some rows. A new width is taken up here, so that the first frame after a resize is right already."""
        if self._document is not None and self.size:
            self._settle()
            self._rail.set(self.rows_visible, len(self.text), self._highlights.layer("matches"))
            self._shown = self.visible_span
            self._current = next((span.start for span in self._highlights.layer("current")), None)
        return super().render_lines(crop)

    _shown = Span(0, 0)
    _current: int | None = None

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.size.width
        if self._document is None:
            return self._words(y)
        row = self.top + y
        edge = self._rail.cell(y, self._shown, self._current, self.style_of)
        if row >= self._layout.height:
            blank = Strip.blank(width, self.style_of())
            return Strip([*blank.crop(0, width - 1), edge], width) if self._page.rail else blank
        return self._painter.paint(row, self._page, self._marks, edge)

    def _words(self, y: int) -> Strip:
        width = self.size.width
        lines = wrapped(self._message, max(1, min(width - 2, self._reading.measure)))
        at = y - max(0, min(self.rows_visible // 3, self.rows_visible - len(lines)))
        if not 0 <= at < len(lines):
            return Strip.blank(width, self.style_of())
        words = fit(lines[at], width)
        blank = Segment(" " * ((width - cells(words)) // 2), self.style_of())
        return Strip([blank, Segment(words, self.style_of("dim"))]).adjust_cell_length(width, self.style_of())

    @property
    def page(self) -> Page:
        """The columns of the page as it is now."""
        return self._page
