"""The names that are listed no more, each of which one key lists again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import Page
from tui.widgets.line_view import kind_role
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.document import Entity
    from tui.commands.command import Context


class HiddenNames(Page["Entity"]):
    """A name a row."""

    NAME: ClassVar[str] = "hidden"
    CONTEXT: ClassVar[Context] = "hidden"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[Entity]:
        """Most mentions first."""
        return self.room.aliases.hidden.names

    def title(self) -> Line:
        """How many, and what the key does."""
        number = "1 name" if len(self.items) == 1 else f"{len(self.items):,} names"
        key = self.room.keys_of("show-name")
        return [
            ("Hidden names", "bright bold"),
            (f"   {number}{f' · {key} lists one again' if key and self.items else ''}", "dim"),
        ]

    def draw_item(self, item: Entity, width: int) -> list[Line]:
        """Name, kind, and how often it stands."""
        name: Line = [(item.name, kind_role(item.type)), (f"  {self.room.entities.words_of(item.type)}", "faint")]
        return [columns(name, [(f"{item.mentions:,}×", "dim")], width)]

    def key_of(self, item: Entity) -> str:
        """Its id."""
        return item.id

    def text_of(self, item: Entity) -> str:
        """Its names."""
        return " ".join((item.name, *item.aliases))

    def open_item(self, item: Entity) -> None:
        """List it again."""
        self.room.aliases.hidden.show_again(item)

    def nothing(self) -> str:
        """None, or none of those words."""
        if self.words:
            return f"no hidden name holds {self.words}; esc shows all"
        key = self.room.keys_of("hide-name")
        return f"no name is hidden{f'; {key} hides one' if key else ''}"
