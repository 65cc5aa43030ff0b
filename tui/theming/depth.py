"""How many colours a terminal shows, and sending it exactly those that were chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui.theming.palette import ENTRIES, hex_of_entry, luminance

Depth = Literal["none", "16", "256", "true"]
"""Colours: none, the terminal's own 16, the table of 256, or any."""

WITHOUT_COLOUR: Final = ("dumb", "unknown", "vt100", "vt102", "vt220", "linux-m", "xterm-mono")
_TRUE_BY_NAME: Final = ("alacritty", "foot", "ghostty", "kitty", "wezterm", "contour", "rio", "iterm2", "direct")
"""Words in TERM that mean any colour, though COLORTERM is lost on the way through ssh."""


def depth_of(environ: Mapping[str, str]) -> Depth:
    """What a terminal shows, by its environment. NO_COLOR has the last word."""
    if environ.get("NO_COLOR"):
        return "none"
    if environ.get("TEXTUAL_DRIVER"):  # in a browser
        return "true"
    term = environ.get("TERM", "").strip().lower()
    if term in WITHOUT_COLOUR:
        return "none"
    if not term:  # not a Unix terminal
        return "true"
    words = term.split("-")
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") or set(words) & set(_TRUE_BY_NAME):
        return "true"
    return "256" if "256color" in words else "16"


class ExactColours(LineFilter):
    """Sends entries of the 256-colour table by their number. What is not in the table goes to the entry nearest to it.

    The last filter but one. Without it each colour would be matched by a rule that makes one black of all dark greys.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in colours of the table."""
        return [Segment(text, style and _exact(style), control) for text, style, control in segments]


EXACT: Final = ExactColours()
"""The one instance: filters take part in cache keys."""


@lru_cache(4096)
def _exact(style: Style) -> Style:
    ink, ground = style.color, style.bgcolor
    if (ink is None or ink.triplet is None) and (ground is None or ground.triplet is None):
        return style
    return style + Style.from_color(ink and entry_of(ink), ground and entry_of(ground))


@lru_cache(4096)
def entry_of(colour: RichColor) -> RichColor:
    """A colour as an entry of the table; the terminal's own colours stay as they are."""
    if colour.triplet is None:
        return colour
    number = ENTRIES.get(colour.triplet.hex)
    if number is None:
        number = min(range(16, 256), key=lambda entry: _distance(colour.triplet.hex, hex_of_entry(entry)))  # type: ignore[union-attr]
    return RichColor(colour.name, ColorType.EIGHT_BIT, number=number)


def _distance(one: str, other: str) -> float:
    """How far apart two colours look: by brightness first, because it is what text is read by."""
    channels = sum((int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) ** 2 for at in (1, 3, 5))
    brightness = math.sqrt(luminance(one)) - math.sqrt(luminance(other))
    return channels + 400_000 * brightness**2
