"""Pieces of a row: text with the role it is drawn in, and columns that line up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tui.display import cells, fit

Cell = tuple[str, str]
"""A text and its roles."""
Line = list[Cell]
"""One line on the screen."""
LONGEST: Final = 2_000
"""Characters that are looked at of a text of which a few lines are shown: a mark, a title may be as long as a book."""


def width_of_line(line: Sequence[Cell]) -> int:
    """Cells that a line takes."""
    return sum(cells(text) for text, _ in line)


def fit_line(line: Sequence[Cell], width: int) -> Line:
    """A line cut to a width, with an ellipsis where it was cut."""
    fitted: Line = []
    room = width
    for at, (text, role) in enumerate(line):
        if len(text) > LONGEST:
            text = text[:LONGEST] + "…"
        taken = cells(text)
        rest_is_empty = taken == room and not any(more for more, _ in line[at + 1 :])
        if taken < room or rest_is_empty:
            fitted.append((text, role))
            room -= taken
            continue
        if room > 0:
            # One cell more than there is room for makes the ellipsis appear where only what follows is cut.
            cut = fit(text if taken > room else text + " ·", room)
            fitted.append((cut, role))
        break
    return fitted


def columns(left: Sequence[Cell], right: Sequence[Cell], width: int) -> Line:
    """A line whose right part stands at the right edge; the left part is cut with an ellipsis to make room."""
    right_width = width_of_line(right)
    if right_width >= width:
        return fit_line(left, width)
    room = width - right_width - 1
    fitted = fit_line(left, room)
    gap = width - right_width - width_of_line(fitted)
    return [*fitted, (" " * gap, ""), *right]
