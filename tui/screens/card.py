"""An annotation shown: its passage, its note, who wrote it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.display import fit, wrapped
from tui.screens.sheet import Sheet
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from tui.commands.command import Context
    from tui.session.room import Room


class Card(Sheet):
    """Edit, code, delete, close."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("card", "list", "always")
    HIGHEST = 12

    def __init__(self, room: Room, mark: PlacedAnnotation) -> None:
        super().__init__(room)
        self._mark = mark

    def lines_for(self, width: int) -> list[Line]:
        """Codes, passage, note, layer and date."""
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
        return lines

    @property
    def annotation(self) -> Annotation:
        """The annotation shown."""
        return self._mark.annotation
