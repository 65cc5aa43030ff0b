"""Windows in which a few fields are filled in: the metadata of documents, a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from index.errors import GlossatorError
from tui.screens.window import Window
from tui.widgets.bar import Title
from tui.widgets.prompt import Field
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room


class FieldsWindow(Window):
    """Enter saves, tab goes on, esc keeps nothing. What is wrong is said in the title, and stays to be put right."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("metadata", "always")
    LOW: ClassVar[int]
    """Rows of the screen below which only the field in hand is shown."""

    def __init__(self, room: Room, hints: Mapping[str, str], values: Mapping[str, str], first: str) -> None:
        """`hints` and `values` by the name of a field; `first`: the one in which one types first."""
        super().__init__(room)
        self._values = values
        self._first = first
        self._fields = {
            name: Field(name.ljust(6), hint=hint, changed=self.typed_changed) for name, hint in hints.items()
        }
        self._title = Title()

    def _heading(self) -> Line:
        """What is being changed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        for name, field in self._fields.items():
            field.value = self._values[name]
        self._say()
        self.set_focus(self._fields[self._first])
        self._fit()

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def on_descendant_focus(self) -> None:
        """In a low window only the field in hand is shown."""
        self._fit()

    def _fit(self) -> None:
        for field in self._fields.values():
            field.display = self.app.size.height >= self.LOW or self.focused is field

    def _say(self, error: str = "") -> None:
        self._title.show([(error, "error")] if error else self._heading())

    def _refused(self, error: Exception) -> None:
        if isinstance(error, GlossatorError) and self.is_attached:
            self._say(str(error))
        else:
            self.room.messages.fail(error)

    @property
    def typed(self) -> str:
        """What stands in the field in hand."""
        return self.focused.value if isinstance(self.focused, Field) else ""

    def typed_changed(self, text: str) -> None:
        """What was wrong may be right now."""
        self._say()

    def _filled_in(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: field.value.strip() for name, field in self._fields.items()}

    def move_field(self, direction: int) -> None:
        """To the next field, round."""
        fields = list(self._fields.values())
        at = next((at for at, field in enumerate(fields) if field is self.focused), 0)
        self._go_to(fields[(at + direction) % len(fields)])

    def _go_to(self, field: Field) -> None:
        field.display = True
        self.set_focus(field)
