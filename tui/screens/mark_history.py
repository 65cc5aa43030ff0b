"""The history of a mark: who did what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.display import wrapped
from tui.screens.sheet import Sheet
from tui.widgets.row_list_cells import LONGEST, Line

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from index.layers.layers import Event
    from tui.commands.command import Context
    from tui.session.room import Room


class MarkHistory(Sheet):
    """Every version that the layer still holds, the oldest first."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("card", "list", "always")
    HIGHEST = 20

    def __init__(self, room: Room, mark: Annotation, events: list[Event]) -> None:
        super().__init__(room)
        self._mark = mark
        self._events = events

    def lines_for(self, width: int) -> list[Line]:
        """The passage; then when, who and what, with what it said since."""
        passage = " ".join(self._mark.exact[:LONGEST].split())
        lines: list[Line] = [[("History of a mark", "bar bold"), (f"   {self._mark.layer}", "dim")]]
        lines += [[(line, "dim italic")] for line in wrapped(f"“{passage}”", width)[:2]]
        for event in self._events:
            when = event.at.replace("T", " ")[:16]
            lines.append(
                [(f"{when}  ", "faint"), (f"{event.person or self._mark.layer}  ", "ink"), (event.what, "bright")]
            )
            note = " ".join(event.note[:LONGEST].split())
            about = " · ".join(filter(None, (event.kind, ", ".join(event.codes), note)))
            lines += [[("    ", ""), (line, "dim")] for line in wrapped(about, max(8, width - 4))[:3] if line]
        if not self._events:
            lines.append([("its layer could not be read", "error")])
        return lines

    @property
    def annotation(self) -> Annotation:
        """The mark."""
        return self._mark
