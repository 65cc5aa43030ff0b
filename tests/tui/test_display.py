"""Text on its way to the screen: nothing that steers a terminal, never wider than there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from index.visible import is_safe
from tui.display import GUARD, cells, drawn, fit, pad, width_of

HOSTILE = "a\x1b]52;c;aGk=\x07b\u009b2Jc\x00d\x7fe\u202ef\rg"


@given(st.text(), st.integers(0, 20))
def test_what_is_fitted_is_safe_and_fits(text: str, width: int) -> None:
    fitted = fit(text, width)

    assert is_safe(fitted)
    assert cell_len(fitted) <= width
    if fitted != drawn(text) and width:
        assert fitted.endswith("…")
    assert cell_len(pad(text, width)) == width


@given(st.text())
def test_widths_of_characters_add_up_to_what_the_renderer_measures(text: str) -> None:
    assert cells(text) == sum(width_of(character) for character in text)


def test_a_family_is_shown_as_its_parts() -> None:
    assert drawn("👨\u200d👩\u200d👧 ❤\ufe0f") == "👨👩👧 ❤"


def test_the_guard_takes_out_what_steers_a_terminal_and_keeps_the_width() -> None:
    segments = [Segment("plain", Style(bold=True)), Segment(HOSTILE, Style(italic=True))]

    guarded = GUARD.apply(segments, Color(0, 0, 0))

    assert all(is_safe(segment.text) for segment in guarded)
    assert [cell_len(segment.text) for segment in guarded] == [cell_len(segment.text) for segment in segments]
    assert guarded[0] is segments[0] and guarded[1].style == Style(italic=True)


def test_the_guard_returns_clean_segments_as_they_are() -> None:
    segments = [Segment("Kabul – 日本", Style())]

    assert GUARD.apply(segments, Color(0, 0, 0)) is segments


@pytest.mark.parametrize("text", ["report [draft].txt", "[/foo]", "[@click=app.quit]x"])
def test_markup_is_text(text: str) -> None:
    assert fit(text, 40) == text
