"""Text on its way to the screen: made visible, measured, cut to a width; and the guard behind everything drawn."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from index.visible import is_safe, visible

__all__ = ["GUARD", "GuardFilter", "cells", "drawn", "fit", "is_safe", "pad", "visible", "width_of", "wrapped"]

_JOINERS = "\u200d\ufe0f"
"""Zero width joiner and variation selector 16: terminals disagree about what they join, so neither is ever sent."""
_JOINER = re.compile(f"[{_JOINERS}]")


@lru_cache(65_536)
def width_of(character: str) -> int:
    """Cells that one character takes once it is made visible: the renderer's own measure."""
    return 0 if character in _JOINERS else get_character_cell_size(visible(character))


def cells(text: str) -> int:
    """Cells that a text takes once it is made visible."""
    return cell_len(drawn(text))


def drawn(text: str) -> str:
    """What is sent to the screen for a text: visible, and without joiners. Not one for one; offsets stay behind."""
    text = visible(text)
    return text if text.isascii() else _JOINER.sub("", text)


def fit(text: str, width: int) -> str:
    """The text made visible, cut to a width; what is cut ends with an ellipsis."""
    text = drawn(text)
    if text.isascii() and len(text) <= width:
        return text
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    room, end = width - 1, 0
    for end, character in enumerate(text):  # noqa: B007
        room -= get_character_cell_size(character)
        if room < 0:
            break
    return text[:end].rstrip() + "…"


def pad(text: str, width: int) -> str:
    """The text cut to a width and filled up with spaces."""
    text = fit(text, width)
    return text + " " * (width - cell_len(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width; its own line breaks stay. A word that is wider keeps a line, to be cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            taken = sum(width_of(character) for character in word)
            if line and used + 1 + taken > width:
                lines.append(line)
                line, used = "", 0
            line, used = (f"{line} {word}", used + 1 + taken) if line else (word, taken)
        lines.append(line)
    return lines


@lru_cache(4_096)
def _harmless(text: str) -> str:
    """The text without characters that steer a terminal, at the same width."""
    return "".join(
        character if is_safe(character) else visible(character) if get_character_cell_size(character) else ""
        for character in text
    )


class GuardFilter(LineFilter):
    """Takes characters that steer a terminal out of everything that is drawn, whoever drew it.

    The second of two defences: widgets of this program make their text visible themselves. Textual's own do not.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments where all are harmless, which is nearly always."""
        for segment in segments:
            if not is_safe(segment.text):
                return [
                    segment if is_safe(segment.text) else Segment(_harmless(segment.text), segment.style)
                    for segment in segments
                ]
        return segments


GUARD = GuardFilter()
"""The one instance: filters take part in cache keys, so an application must always return the same one."""
