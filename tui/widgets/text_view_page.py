"""How a page is arranged: the columns of gutter and text, and the blank rows between blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from index.document import Block
from tui.text_layout import Break

_START = attrgetter("start")
_CLOSE = frozenset(
    {
        ("list", "list"),
        ("table", "table"),
        ("code", "code"),
        ("headline", "byline"),
        ("headline", "dateline"),
        ("byline", "dateline"),
        ("byline", "byline"),
        ("caption", "credit"),
        ("boilerplate", "boilerplate"),
        ("note", "note"),
    }
)
"""Kinds that stand under each other without a blank row, as they do in print."""

LABEL_WIDTH = 9
_WIDE_WINDOW = 100
_WIDE_PAGE = 62
_RIGHT = 2


@dataclass(frozen=True, slots=True)
class Page:
    """Columns of a text view of one width."""

    width: int
    left: int
    """Blank columns before the gutter."""
    label: int
    """Columns for the name of a block's kind; 0 in narrow windows."""
    gutter: int
    """Columns of the gutter, with the annotation bar and a space after it."""
    text_width: int
    rail: bool
    """Whether the last column shows where the page lies in the text."""

    @property
    def text(self) -> int:
        """The column at which rows of text begin."""
        return self.left + self.gutter


def arrange(width: int, window_width: int, measure: int) -> Page:
    """The page for a view so wide in a window so wide: the text centred, no wider than the measure."""
    label = LABEL_WIDTH if window_width >= _WIDE_WINDOW and width >= _WIDE_PAGE else 0
    gutter = label + 2 if width >= 8 else 0
    roomy = width >= 12
    margin, right = (1, _RIGHT) if roomy else (0, 0)
    room = max(1, width - gutter - margin - right)
    text_width = min(measure, room)
    return Page(width, margin + (room - text_width) // 2, label, gutter, text_width, rail=roomy)


class BlockBreaks:
    """Where blocks make rows begin, and which of them have a blank row above that the text itself does not have."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks

    def __call__(self, start: int, end: int) -> list[Break]:
        """The breaks in [start, end)."""
        breaks = []
        index = max(1, bisect_left(self._blocks, start, key=_START))
        while index < len(self._blocks) and self._blocks[index].start < end:
            above, block = self._blocks[index - 1], self._blocks[index]
            newlines = self._text.count("\n", above.end, block.start)
            if newlines == 0:
                breaks.append(Break(block.start, False))
            elif newlines == 1 and (above.kind, block.kind) not in _CLOSE:
                line = self._text.find("\n", above.end, block.start) + 1
                if line >= start:
                    breaks.append(Break(line, True))
            index += 1
        return breaks
