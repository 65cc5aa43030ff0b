"""A window over the page: what help, palette, note editor, code picker and card have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.screen import ModalScreen

from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from tui.commands.command import Context
    from tui.session.room import Room


class Window(ModalScreen[None], inherit_bindings=False):
    """Its keys are commands of its own contexts; status line and footer stay in sight below it."""

    DEFAULT_CSS = """
    Window { background: transparent; align: center bottom; overflow: hidden; }
    Window:ansi { background: transparent; }
    Window > .panel { background: $ground-raised; padding: 0 1; margin: 1 0 2 0; height: auto; width: 100%; }
    Window Bar, Window Bar:focus, Window RowList, Window RowList:focus { background: $ground-raised; }
    Window RowList > .line-view--row { background: $ground-focus; }
    """
    CONTEXTS: ClassVar[tuple[Context, ...]]

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in while the window is on top."""
        return self.CONTEXTS

    @property
    def rows(self) -> RowList | None:
        """The list in it."""
        return None

    @property
    def typed(self) -> str:
        """What stands in its field."""
        return ""

    @property
    def annotation(self) -> Annotation | None:
        """The annotation that it shows."""
        return None

    def close(self) -> None:
        """Take it away."""
        if self.is_attached and self.app.screen is self:
            self.app.pop_screen()
            self.room.screen.show_state()

    def accept(self) -> None:
        """Enter."""

    def cancel(self) -> None:
        """Esc."""
        self.close()

    def begin_filter(self) -> None:
        """Let the reader narrow the list."""

    def insert(self, text: str) -> None:
        """Put a text at the cursor."""

    def edit_outside(self) -> None:
        """Let the reader write in an editor of their own."""

    def take(self, index: int) -> None:
        """Take a row by its number."""

    def move_field(self, direction: int) -> None:
        """To the next field, or the previous."""

    def complete(self) -> None:
        """Complete what is typed."""

    def on_mount(self) -> None:
        """Footer and status belong to the window now."""
        self.room.screen.show_state()

    def typed_changed(self, text: str) -> None:
        """The reader typed; for subclasses."""

    @on(RowList.Chosen)
    def _row_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.accept()
