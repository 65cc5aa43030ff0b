"""What is to be written of the documents, and to which file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from index.errors import GlossatorError
from tui.screens.window import Window
from tui.session.marking import exporting
from tui.session.marking.exporting import KINDS, Kind
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room


LOW: Final = 12
"""Rows of the screen below which only the line in hand is shown."""


class KindRows(DrivenRows, can_focus=False):
    """What can be written."""

    def __init__(self, chose: Callable[[], None], kinds: Sequence[Kind]) -> None:
        super().__init__()
        self._chose = chose
        self._kinds = kinds

    def cursor_moved(self) -> None:
        """Another kind is chosen."""
        self._chose()

    def draw_row(self, index: int, width: int) -> list[Line]:
        """In words."""
        return [[(" ▸ " if index == self.cursor else "   ", "accent"), (self._kinds[index].words, "ink")]]


class ExportWindow(Window):
    """Up and down choose what, typing says where, enter writes. A file that is there is replaced by a second enter.

    Of annotations a second line says which; tab goes from one line to the other.
    """

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("export", "always")
    kinds: ClassVar[Sequence[Kind]] = KINDS

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._checked: Sequence[str] | None = list(room.library.checks) or None
        """None = all that the list shows."""
        self._field = Field("file", hint="name of the file", changed=self.typed_changed)
        self._only = Field(
            "only", hint="code:claim -code:draft layer:ann, or a search; tab", changed=self.typed_changed
        )
        self._rows = KindRows(self.chose, self.kinds)
        self._title = Title()
        self._offered = ""
        self._replace: Path | None = None
        """The file that enter was pressed for once: it exists."""

    def compose(self) -> ComposeResult:
        """What, and where to."""
        with Vertical(classes="panel"):
            yield self._title
            yield self._rows
            yield self._field
            yield self._only

    def on_mount(self) -> None:
        """The first kind, in the reader's current folder."""
        super().on_mount()
        self.set_focus(self._field)
        self._fit()
        self._rows.set_rows(len(self.kinds), cursor=0)
        self._offer()
        self._say()

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def _fit(self) -> None:
        height = self.app.size.height
        narrowable = bool(self._kind.format)
        self._only.display = narrowable and (height >= LOW or self.focused is self._only)
        self._field.display = height >= LOW or self.focused is not self._only
        self._rows.styles.height = max(1, min(len(self.kinds), height - (6 if height >= LOW else 5)))

    @property
    def _kind(self) -> Kind:
        return self.kinds[max(0, self._rows.cursor)]

    @property
    def rows(self) -> RowList:
        """What can be written."""
        return self._rows

    @property
    def typed(self) -> str:
        """The name of the file."""
        return self._only.value if self.focused is self._only else self._field.value

    def typed_changed(self, text: str) -> None:
        """Another file."""
        self._replace = None
        self._say()

    def chose(self) -> None:
        """Another kind: the name follows, unless the reader has typed one."""
        self._replace = None
        if not self._kind.format and self.focused is self._only:
            self.set_focus(self._field)
        self._fit()
        self._say()
        if self._field.value == self._offered:
            self._offer()

    def complete(self) -> None:
        """To the other line; where there is one, the name that was offered, again."""
        if not self._kind.format:
            self._offer()
            return
        other = self._field if self.focused is self._only else self._only
        other.display = True
        self.set_focus(other)
        self._fit()

    def _offer(self) -> None:
        self._offered = str(exporting.default_file(self.room.collection, self._kind, Path.cwd()))
        self._field.value = self._offered

    def what(self) -> str:
        """What is written, in words."""
        number = len(self._checked) if self._checked is not None else self.room.library.number_shown
        which = "1 document" if number == 1 else f"{number:,} documents"
        kept = "checked" if self._checked is not None else "all that the list shows"
        return f"{which} · {kept}"

    def write(self, kind: Kind, file: Path) -> str:
        """Write the file, in a thread; returns what was done. Raises GlossatorError."""
        paths = self._checked if self._checked is not None else self.room.library.shown_paths()
        return exporting.write(self.room.collection, kind, paths, file, self._only.value if kind.format else "")

    def _say(self, error: str = "") -> None:
        line: Line = [("write ", "accent bold"), (self.what(), "dim")]
        self._title.show([(error, "error")] if error else line)

    def accept(self) -> None:
        """Write, and close when it is written."""
        room, kind = self.room, self._kind
        try:
            file = exporting.resolved(self._field.value, Path.cwd())
            if exporting.is_document(room.collection, file):
                raise GlossatorError(f"{file.name} lies among the documents, which are never changed")
        except (GlossatorError, OSError, ValueError) as error:
            self._say(str(error) if isinstance(error, GlossatorError) else "that is no name of a file")
            return
        if file.exists() and self._replace != file:
            self._replace = file
            self._say(f"{file.name} is there already; enter once more replaces it")
            return
        self._say("writing …")

        room.background.in_order(lambda: self.write(kind, file), self._written, self._failed)

    def _written(self, words: str) -> None:
        self.close()
        self.room.messages.say(words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, GlossatorError) and self.is_attached:
            self._say(str(error))
        else:
            self.room.messages.fail(error)
