"""The status row: what is asked, where one is, what is going on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.widget import Widget

from tui.display import cells, fit, wrapped
from tui.widgets.bar import Bar
from tui.widgets.prompt import Field
from tui.widgets.row_list_cells import Cell, Line, columns, fit_line, width_of_line

_GIVE_WAY: Final = ("layer", "saved", "place", "asked", "percent", "mode")
"""What is left out where there is no room, the least needed first. A failure to save is told by a message as well."""


@dataclass(frozen=True, slots=True)
class State:
    """What the row shows."""

    asked: str = ""
    """The trail that is walked, such as /prisoner*."""
    words: str = ""
    """A message, or where one is on the trail."""
    error: bool = False
    pending: str = ""
    """A count or the beginning of a sequence."""
    place: str = ""
    """The place in the text: ¶4/38."""
    percent: str = ""
    layer: str = ""
    """The layer that is written to."""
    saved: str = ""
    """What became of the last change: `saved`, `read-only`, `not saved`."""
    mode: str = ""
    """What the keys do, where it is not reading."""


class StatusText(Bar):
    """The part of the row in which nobody types."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.state = State()

    def show(self, state: State) -> None:
        """Show this."""
        if state != self.state:
            self.state = state
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """What is wrong takes the rows that it was given; anything else one."""
        if self.size.height < 2:
            return self._in_a_row(width)
        lines = wrapped(self.state.words, max(1, width))
        lines[self.size.height - 1 :] = [" ".join(lines[self.size.height - 1 :])]
        return [[(line, "error" if self.state.error else "ink")] for line in lines]

    def _in_a_row(self, width: int) -> Sequence[Sequence[Cell]]:
        """The words keep their room; what stands beside them gives way, part by part and each as a whole."""
        dropped: set[str] = set()
        for part in ("", *_GIVE_WAY):
            dropped.add(part)
            left, right = self._left(width, dropped), self._right(dropped)
            if width_of_line(left) + width_of_line(right) + (2 if right and left else 0) <= width:
                return [columns(left, right, width) if right else left]
        return [columns(left, right, width) if right else fit_line(left, width)]

    def _left(self, width: int, dropped: set[str]) -> Line:
        state, line = self.state, list[Cell]()
        if state.asked and "asked" not in dropped:
            asked = fit(state.asked, max(8, width // 3))
            sign, rest = (asked[0], asked[1:]) if asked.startswith("/") else ("", asked)
            line += [(sign, "accent bold"), (rest, "bright"), ("   ", "")]
        return [*line, (state.words, "error" if state.error else "ink" if not state.asked else "dim")]

    def _right(self, dropped: set[str]) -> Line:
        """What is to be typed next, the place, what became of what was written, the mode."""
        state = self.state
        saved_role = "faint" if state.saved in ("", "saved") else "error"
        groups: list[Line] = [
            [(state.pending, "accent bold")],
            _joined((state.place, "dim", "place"), (state.percent, "dim", "percent"), dropped=dropped),
            _joined((state.layer, "faint", "layer"), (state.saved, saved_role, "saved"), dropped=dropped),
            [(state.mode, "accent bold")] if "mode" not in dropped else [],
        ]
        line: Line = []
        for group in groups:
            if any(text for text, _ in group):
                line += [("  ", ""), *group] if line else group
        return line


def _joined(*parts: tuple[str, str, str], dropped: set[str]) -> Line:
    line: Line = []
    for text, role, name in parts:
        if text and name not in dropped:
            line += [(" · ", "faint"), (text, role)] if line else [(text, role)]
    return line


NARROW: Final = 100
"""Columns from which what is wrong has room enough beside the prompt."""
MOST_ROWS: Final = 4
"""Rows that are given to what is wrong with a query."""


class StatusRow(Horizontal):
    """Prompt and status side by side; the prompt only while it is open."""

    DEFAULT_CSS = """
    StatusRow { height: 1; background: $ground-panel; padding: 0 1; }
    StatusRow > #prompt { display: none; width: 3fr; margin-right: 1; }
    StatusRow.-prompting > #prompt { display: block; }
    StatusRow > #state { width: 1fr; }
    StatusRow.-prompting > #state { width: 2fr; }
    StatusRow.-prompting.-tall { layout: vertical; }
    StatusRow.-prompting.-tall > #prompt { width: 100%; height: 1; margin-right: 0; }
    StatusRow.-prompting.-tall > #state { width: 100%; height: 1fr; }
    """

    _rows = 1

    def compose(self) -> ComposeResult:
        """Prompt left, state right."""
        yield from self._parts()

    def show(self, state: State, *, typing: bool, room: Size) -> None:
        """Show this; what is wrong with what is typed on rows of its own, where it would be cut beside it.

        `room`: the window.
        """
        rows = 0
        if typing and state.error and room.width < NARROW and cells(state.words) > room.width * 2 // 5 - 3:
            rows = max(1, min(len(wrapped(state.words, max(1, room.width - 2))), MOST_ROWS, room.height - 3))
        if rows + 1 != self._rows:
            self._rows = rows + 1
            self.set_class(rows > 0, "-tall")
            self.styles.height = rows + 1
        self.query_one(StatusText).show(state)

    @staticmethod
    def _parts() -> Iterable[Widget]:
        yield Field(id="prompt")
        yield StatusText(id="state")
