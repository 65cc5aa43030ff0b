"""Name, description, colour and key of a code; another beginning of the name is another place in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from index.codebook.code import COLOURS, Code
from index.errors import GlossatorError
from tui.screens.window import Window
from tui.widgets.bar import Title
from tui.widgets.prompt import Field

if TYPE_CHECKING:
    from index.codebook.coding import CodeRow
    from index.codebook.recoding import Recoded
    from tui.commands.command import Context
    from tui.session.room import Room

HINTS: Final = {
    "name": "such as claim/prisoners: below claim",
    "about": "what it is given to, and what not",
    "colour": f"#rrggbb, or {', '.join(COLOURS)}",
    "key": "one character: it gives the code while nothing is typed in the picker",
}
LOW: Final = 10
"""Rows of the screen below which only the field in hand is shown."""


class CodeWindow(Window):
    """Enter saves, tab goes on, esc keeps nothing."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("metadata", "always")

    def __init__(self, room: Room, row: CodeRow | None, begun: str = "") -> None:
        """`row`: the code that is changed; None for a new one, whose name begins with `begun`."""
        super().__init__(room)
        self._old = row.name if row is not None else None
        code = row.code if row is not None else Code()
        self._values = {
            "name": row.name if row is not None else begun,
            "about": " ".join(code.description.split()),
            "colour": code.colour or "",
            "key": code.key or "",
        }
        self._description = code.description
        self._fields = {
            name: Field(name.ljust(6), hint=hint, changed=self.typed_changed) for name, hint in HINTS.items()
        }
        self._title = Title()

    def compose(self) -> ComposeResult:
        """A title and the fields."""
        with Vertical(classes="panel"):
            yield self._title
            yield from self._fields.values()

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        for name, field in self._fields.items():
            field.value = self._values[name]
        self._say()
        self.set_focus(self._fields["name"])
        self._fit()

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def on_descendant_focus(self) -> None:
        """In a low window only the field in hand is shown."""
        self._fit()

    def _fit(self) -> None:
        for field in self._fields.values():
            field.display = self.app.size.height >= LOW or self.focused is field

    def _say(self, error: str = "") -> None:
        what = self._old if self._old is not None else "a new one"
        self._title.show([(error, "error")] if error else [("code ", "accent bold"), (what, "dim")])

    @property
    def typed(self) -> str:
        """What stands in the field in hand."""
        return self.focused.value if isinstance(self.focused, Field) else ""

    def typed_changed(self, text: str) -> None:
        """What was wrong may be right now."""
        self._say()

    def move_field(self, direction: int) -> None:
        """To the next field, round."""
        fields = list(self._fields.values())
        at = next((at for at, field in enumerate(fields) if field is self.focused), 0)
        field = fields[(at + direction) % len(fields)]
        field.display = True
        self.set_focus(field)

    def accept(self) -> None:
        """Save; what cannot be saved is said here and stays to be put right."""
        values = {name: field.value.strip() for name, field in self._fields.items()}
        changing, old = self.room.collection.coding.changing, self._old
        # Seen on one line; where nobody changed that, its lines stay.
        about = self._description if values["about"] == self._values["about"] else values["about"]

        def job() -> Recoded:
            return changing.set(
                old, values["name"], description=about, colour=values["colour"] or None, key=values["key"] or None
            )

        self.room.codebook.write(job, self.close, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, GlossatorError) and self.is_attached:
            self._say(str(error))
        else:
            self.room.messages.fail(error)
