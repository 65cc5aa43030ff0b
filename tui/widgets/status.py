"""The status row: what is asked, where one is, what is going on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from tui.display import cells, fit
from tui.widgets.bar import Bar
from tui.widgets.prompt import Field
from tui.widgets.row_list_cells import Cell, Line, columns


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
    """The place in the text."""
    mode: str = ""


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
        """The words keep their room; what stands beside them gives way."""
        state = self.state
        left: Line = []
        if state.asked:
            asked = fit(state.asked, max(8, width // 3))
            sign, rest = (asked[0], asked[1:]) if asked.startswith("/") else ("", asked)
            left += [(sign, "accent bold"), (rest, "bright"), ("   ", "")]
        words: Line = [(state.words, "error" if state.error else "ink" if not state.asked else "dim")]
        right: Line = []
        for part, role in ((state.pending, "accent bold"), (state.place, "dim"), (state.mode, "accent bold")):
            if part:
                right += [("  ", ""), (part, role)] if right else [(part, role)]
        for beside, behind in ((left, right), (left, []), ([], right), ([], [])):
            line = [*beside, *words]
            needed = sum(cells(text) for text, _ in [*line, *behind]) + (2 if behind else 0)
            if needed <= width or not (beside or behind):
                return [columns(line, behind, width) if behind else line]
        return [words]


class StatusRow(Horizontal):
    """Prompt and status side by side; the prompt only while it is open."""

    DEFAULT_CSS = """
    StatusRow { height: 1; background: $ground-panel; padding: 0 1; }
    StatusRow > #prompt { display: none; width: 3fr; margin-right: 1; }
    StatusRow.-prompting > #prompt { display: block; }
    StatusRow > #state { width: 1fr; }
    StatusRow.-prompting > #state { width: 2fr; }
    """

    def compose(self) -> ComposeResult:
        """Prompt left, state right."""
        yield from self._parts()

    @staticmethod
    def _parts() -> Iterable[Widget]:
        yield Field(id="prompt")
        yield StatusText(id="state")
