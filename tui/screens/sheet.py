"""A window of lines that are read and scrolled; there is nothing in it to choose."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.screens.window import Window
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.session.room import Room


class SheetRows(DrivenRows):
    """Lines made for the width that there is."""

    def __init__(self, lines_for: Callable[[int], Sequence[Line]], *, at_end: bool) -> None:
        super().__init__()
        self._lines_for = lines_for
        self._at_end = at_end
        self._lines: Sequence[Line] = ()

    def fill(self, width: int) -> int:
        """Wrap for a width; returns the number of lines."""
        self._lines = self._lines_for(width)
        self.set_rows(len(self._lines), cursor=len(self._lines) - 1 if self._at_end else None)
        return len(self._lines)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """A line."""
        return [self._lines[index]]


class Sheet(Window):
    """As high as its lines need, and not higher than HIGHEST."""

    DEFAULT_CSS = "Sheet RowList > .line-view--row { background: $ground-raised; text-style: none; }"
    HIGHEST: ClassVar[int]
    AT_END: ClassVar[bool] = False
    """The last line is in view at first."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._rows = SheetRows(self.lines_for, at_end=self.AT_END)

    @abstractmethod
    def lines_for(self, width: int) -> Sequence[Line]:
        """Its lines, wrapped for a width."""

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(classes="panel"):
            yield self._rows

    def on_mount(self) -> None:
        """Read at once."""
        super().on_mount()
        self.set_focus(self._rows)
        self._fit()

    def on_resize(self) -> None:
        """Wrap again."""
        self._fit()

    def _fit(self) -> None:
        number = self._rows.fill(max(8, self.app.size.width - 3))
        self._rows.styles.height = max(1, min(self.HIGHEST, number, self.app.size.height - 4))

    @property
    def rows(self) -> RowList:
        """What is longer than the window is scrolled."""
        return self._rows

    def accept(self) -> None:
        """Enter closes it."""
        self.close()
