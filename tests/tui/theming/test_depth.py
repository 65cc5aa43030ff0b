"""What a terminal shows, told by its environment; and colours sent by their number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.theming.depth import EXACT, depth_of, entry_of
from tui.theming.palette import ENTRIES, contrast, hex_of_entry, luminance


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "screen"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "xterm-16color"}, "16"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "screen.xterm-256color"}, "256"),
        ({"TERM": "rxvt-unicode-256color"}, "256"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true"),
        ({"TERM": "screen", "COLORTERM": "24bit"}, "true"),
        ({"TERM": "xterm-256color", "COLORTERM": "yes"}, "256"),
        ({"TERM": "xterm-kitty"}, "true"),
        ({"TERM": "alacritty"}, "true"),
        ({"TERM": "xterm-direct"}, "true"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
        ({"TERM": "dumb", "TEXTUAL_DRIVER": "some.web:Driver"}, "true"),
        ({}, "true"),
    ],
)
def test_what_a_terminal_shows(environ: dict[str, str], expected: str) -> None:
    assert depth_of(environ) == expected


@pytest.mark.parametrize("number", range(16, 256))
def test_an_entry_of_the_table_is_sent_as_it_is(number: int) -> None:
    colour = entry_of(RichColor.parse(hex_of_entry(number)))
    assert colour.type is ColorType.EIGHT_BIT
    assert hex_of_entry(colour.number or 0) == hex_of_entry(number)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colour_goes_to_an_entry_of_nearly_its_brightness(channels: tuple[int, int, int]) -> None:
    wanted = "#{:02x}{:02x}{:02x}".format(*channels)
    number = entry_of(RichColor.parse(wanted)).number
    assert number is not None and 16 <= number <= 255
    assert abs(luminance(wanted) ** 0.5 - luminance(hex_of_entry(number)) ** 0.5) < 0.12


def test_the_filter_leaves_the_terminals_own_colours_and_what_has_none() -> None:
    own = Segment("a", Style(color="red", bold=True))
    plain, none = Segment("b", Style(underline=True)), Segment("c")
    exact = Segment("d", Style(color="#121212", bgcolor="#d7af5f"))

    sent = EXACT.apply([own, plain, none, exact], Color(0, 0, 0))

    assert sent[:3] == [own, plain, none]
    assert sent[3].style is not None and sent[3].style.color is not None and sent[3].style.bgcolor is not None
    assert (sent[3].style.color.number, sent[3].style.bgcolor.number) == (233, 179)


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21
    assert contrast("#777777", "#777777") == 1
    assert len(ENTRIES) > 230
