"""An annotation shown: its passage, its note, who wrote it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.display import fit, wrapped
from tui.screens.window import Window
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST = 12


class CardRows(DrivenRows):
    """Lines to be read; there is nothing to choose."""

    def __init__(self, mark: PlacedAnnotation) -> None:
        super().__init__()
        self._mark = mark
        self._lines: list[Line] = []

    def fill(self, width: int) -> int:
        """Wrap for a width; returns the number of lines."""
        annotation = self._mark.annotation
        codes = ", ".join(annotation.codes) or annotation.kind or "note"
        head: Line = [(fit(codes, max(8, width // 2)), "bar bold")]
        if self._mark.status != "exact":
            head.append((f"   {self._mark.status}: {self._mark.reason or 'the text was changed'}", "error"))
        passage = " ".join(annotation.exact.split())
        lines: list[Line] = [head]
        lines += [[(line, "dim italic")] for line in wrapped(f"“{passage}”", width)[:3]]
        lines += [[(line, "bright")] for line in wrapped(annotation.note, width)] if annotation.note else []
        created = annotation.created.replace("T", " ")[:16]
        lines.append([(f"{annotation.layer} · {created}", "faint")])
        self._lines = lines
        self.set_rows(len(lines))
        return len(lines)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """A line."""
        return [self._lines[index]]


class Card(Window):
    """Edit, code, delete, close."""

    DEFAULT_CSS = "Card RowList > .line-view--row { background: $ground-raised; text-style: none; }"
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("card", "list", "always")

    def __init__(self, room: Room, mark: PlacedAnnotation) -> None:
        super().__init__(room)
        self._mark = mark
        self._rows = CardRows(mark)

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(classes="panel"):
            yield self._rows

    def on_mount(self) -> None:
        """As high as the note needs."""
        super().on_mount()
        self.set_focus(self._rows)
        self._fit()

    def on_resize(self) -> None:
        """Wrap again."""
        self._fit()

    def _fit(self) -> None:
        number = self._rows.fill(max(8, self.app.size.width - 3))
        self._rows.styles.height = max(1, min(HIGHEST, number, self.app.size.height - 4))

    @property
    def rows(self) -> RowList:
        """A long note is scrolled."""
        return self._rows

    @property
    def annotation(self) -> Annotation:
        """The annotation shown."""
        return self._mark.annotation

    def accept(self) -> None:
        """Enter closes it, as it opened it."""
        self.close()
