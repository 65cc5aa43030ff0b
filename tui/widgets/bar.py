"""A row or a few of the screen that only show something: header, status, footer, which-key, titles."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from tui.widgets.line_view import LineView
from tui.widgets.row_list_cells import Cell, Line


class Bar(LineView, can_focus=False):
    """Draws what `lines` returns; everything in it is made visible and cut to the width."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $ground-panel; }
    Bar:focus { background: $ground-panel; }
    """
    COMPARES = True

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """The rows, from the top; for subclasses."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.size.width
        lines = self.lines(width)
        return self.strip_of(lines[y] if y < len(lines) else (), width)

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
        if line != self._line:
            self._line = line
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """The one row."""
        return [self._line]
