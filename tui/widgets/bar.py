"""A row or a few of the screen that only show something: header, status, footer, which-key, titles."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from tui.display import cells, drawn
from tui.widgets.line_view import LineView
from tui.widgets.row_list_cells import Cell, Line, fit_line


class Bar(LineView, can_focus=False):
    """Draws what `lines` returns; everything in it is made visible and cut to the width."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $ground-panel; }
    Bar:focus { background: $ground-panel; }
    """

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """The rows, from the top; for subclasses."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.size.width
        lines = self.lines(width)
        return self.strip_of(lines[y] if y < len(lines) else (), width)

    def strip_of(self, line: Sequence[Cell], width: int) -> Strip:
        """A line as it is drawn."""
        segments = [Segment(drawn(text), self.style_of(role)) for text, role in fit_line(line, width) if text]
        left = width - sum(cells(segment.text) for segment in segments)
        if left > 0:
            segments.append(Segment(" " * left, self.style_of()))
        return Strip(segments, width)

    def on_resize(self) -> None:
        """What fits is another thing now."""
        self.refresh()


class Title(Bar):
    """A row of words that somebody else decides on."""

    def __init__(self, line: Line | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._line: Line = line or []

    def show(self, line: Line) -> None:
        """Show these words from now on."""
        self._line = line
        self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """The one row."""
        return [self._line]
