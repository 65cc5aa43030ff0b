"""An annotation shown: its passage, its note, who wrote it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.display import fit, wrapped
from tui.screens.sheet import Sheet
from tui.session.marking.repair_words import around, shown, standing
from tui.widgets.row_list_cells import LONGEST, Line

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
        state = standing(self._mark)
        if state:
            head.append((f"   {state}", "dim" if self._mark.status == "moved" else "error"))
        lines: list[Line] = [head]
        lines += self._passage(width)
        lines += [[(line, "bright")] for line in wrapped(annotation.note, width)] if annotation.note else []
        created = annotation.created.replace("T", " ")[:16]
        lines.append([(f"{annotation.layer} · {created}", "faint")])
        return lines + [[(line, "bright")] for line in wrapped(self._question(), width)]

    def _passage(self, width: int) -> list[Line]:
        """As it was marked, with what was changed in it; an orphan among the words that stood around it."""
        mark = self._mark
        if mark.status == "orphan":
            return [[(line, "dim italic")] for line in wrapped(around(mark)[:LONGEST], width)[:4]]
        words = " ".join(shown(mark)[:LONGEST].split())
        return [[(line, "dim italic")] for line in wrapped(f"“{words}”", width)[: 5 if mark.here is not None else 3]]

    def _question(self) -> str:
        """What is asked of the reader, with the keys that answer."""
        room = self.room
        yes, no, other = (room.keys_of(id) for id in ("confirm-mark", "refuse-mark", "reattach"))
        if self._mark.status == "uncertain":
            return f"does it stand here? {yes} yes · {no} no · {other} attaches it elsewhere"
        if self._mark.status == "orphan":
            return f"{other} attaches it to another passage"
        changed = self._mark.status == "changed"
        return f"{yes} takes the change as it is · {no} it does not stand here" if changed else ""

    @property
    def annotation(self) -> Annotation:
        """The annotation shown."""
        return self._mark.annotation
