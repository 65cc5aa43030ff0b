"""Name, description, colour and key of a code; another beginning of the name is another place in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from index.codebook.code import COLOURS, Code
from tui.screens.fields_window import FieldsWindow
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from index.codebook.coding import CodeRow
    from index.codebook.recoding import Recoded
    from tui.session.room import Room

HINTS: Final = {
    "name": "such as claim/prisoners: below claim",
    "about": "what it is given to, and what not",
    "colour": f"#rrggbb, or {', '.join(COLOURS)}",
    "key": "one character: it gives the code while nothing is typed in the picker",
}


class CodeWindow(FieldsWindow):
    """A code, or a new one."""

    LOW = 10

    def __init__(self, room: Room, row: CodeRow | None, begun: str = "") -> None:
        """`row`: the code that is changed; None for a new one, whose name begins with `begun`."""
        self._old = row.name if row is not None else None
        code = row.code if row is not None else Code()
        self._description = code.description
        values = {
            "name": row.name if row is not None else begun,
            "about": " ".join(code.description.split()),
            "colour": code.colour or "",
            "key": code.key or "",
        }
        super().__init__(room, HINTS, values, "name")

    def compose(self) -> ComposeResult:
        """A title and the fields."""
        with Vertical(classes="panel"):
            yield self._title
            yield from self._fields.values()

    def _heading(self) -> Line:
        return [("code ", "accent bold"), (self._old if self._old is not None else "a new one", "dim")]

    def accept(self) -> None:
        """Save; what cannot be saved is said here and stays to be put right."""
        values = self._filled_in()
        changing, old = self.room.collection.coding.changing, self._old
        # Seen on one line; where nobody changed that, its lines stay.
        about = self._description if values["about"] == self._values["about"] else values["about"]

        def job() -> Recoded:
            return changing.set(
                old, values["name"], description=about, colour=values["colour"] or None, key=values["key"] or None
            )

        self.room.codebook.write(job, self.close, self._refused)
