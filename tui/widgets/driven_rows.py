"""A list whose cursor is moved from a field in which one types, and is shown although the field has the keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, fit_line, width_of_line


class DrivenRows(RowList):
    """Subclasses draw with `draw_row`; the row under the cursor is raised whoever has the keys."""

    def __init__(self, *, item_height: int = 1, gap: int = 0) -> None:
        super().__init__(item_height=item_height, gap=gap)
        self._raised = -1

    def draw_row(self, index: int, width: int) -> Sequence[Line]:
        """The lines of one row, for subclasses."""
        raise NotImplementedError

    def render_row(self, index: int, width: int) -> Sequence[Line]:
        """The row, on another ground where the cursor is."""
        lines = [list(line) for line in self.draw_row(index, width)]
        if index != self.cursor or self.has_focus:
            return lines
        lines += [[] for _ in range(self.item_height - len(lines))]
        return [self._on_ground(fit_line(line, width), width) for line in lines]

    @staticmethod
    def _on_ground(line: Line, width: int) -> Line:
        left = width - width_of_line(line)
        return [(text, f"{role} row") for text, role in [*line, (" " * max(0, left), "")]]

    def on_resize(self) -> None:
        """The rows scroll to keep the cursor in view, after they were drawn at the new height."""
        self.refresh()

    @on(RowList.Highlighted)
    def _cursor_moved(self) -> None:
        """Draw again the row that was raised and the one that is."""
        before, self._raised = self._raised, self.cursor
        for index in {before, self._raised}:
            if 0 <= index < self.row_count:
                self.refresh_item(index)
