"""A small menu: a few things to choose one of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.screens.window import Window
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

Choice = tuple[str, str, Callable[[], None]]
"""What kind of thing it is, what it is called, and what choosing it does."""
HIGHEST = 10


class MenuRows(DrivenRows):
    """One row a choice."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = choices
        self._kind_width = max(len(kind) for kind, _, _ in choices)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Kind and name."""
        kind, words, _ = self.choices[index]
        return [[(f" {kind.ljust(self._kind_width)}  ", "dim"), (words, "ink")]]


class Menu(Window):
    """Enter takes the row under the cursor."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("menu", "list", "always")

    def __init__(self, room: Room, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(room)
        self._title = title
        self._rows = MenuRows(choices)

    def compose(self) -> ComposeResult:
        """Title and rows."""
        with Vertical(classes="panel"):
            yield Title([(self._title, "accent bold")])
            yield self._rows

    def on_mount(self) -> None:
        """As high as it has rows."""
        super().on_mount()
        self.set_focus(self._rows)
        self._fit()
        self._rows.set_rows(len(self._rows.choices), cursor=0)

    def on_resize(self) -> None:
        """No higher than the screen."""
        self._fit()

    def _fit(self) -> None:
        self._rows.styles.height = max(1, min(HIGHEST, len(self._rows.choices), self.app.size.height - 5))

    @property
    def rows(self) -> RowList:
        """The choices."""
        return self._rows

    def accept(self) -> None:
        """Take the row under the cursor."""
        at = self._rows.cursor
        self.close()
        if 0 <= at < len(self._rows.choices):
            self._rows.choices[at][2]()
