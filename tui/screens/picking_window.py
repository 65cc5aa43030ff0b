"""Windows in which something is picked by typing a part of it: a code, a tag, a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.screens.window import Window
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.session.room import Room

Rows = TypeVar("Rows", bound=DrivenRows)


class PickingWindow(Window, Generic[Rows]):
    """A list above a field that has the keys; enter takes the row under the cursor."""

    def __init__(self, room: Room, rows: Rows, label: str, *, hint: str) -> None:
        """`label` and `hint` stand in the field."""
        super().__init__(room)
        self._rows = rows
        self._field = Field(label, hint=hint, changed=self.typed_changed)

    def _heading(self) -> Line:
        """What it is picked for."""
        raise NotImplementedError

    def _highest(self) -> int:
        """Rows that the list would have, if the screen has them."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Title, list, field."""
        with Vertical(classes="panel"):
            yield Title(self._heading())
            yield self._rows
            yield self._field

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self.set_focus(self._field)
        self._fit()

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def _fit(self) -> None:
        self._rows.styles.height = max(1, min(self._highest(), self.app.size.height - 7))

    @property
    def rows(self) -> Rows:
        """What can be picked."""
        return self._rows

    @property
    def typed(self) -> str:
        """What is typed so far."""
        return self._field.value
