"""The palettes: text can be read on every ground it may stand on, and every role is there without colour too."""

from __future__ import annotations

from dataclasses import fields

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import Monochrome

from tui import themes
from tui.themes import PALETTES, Palette
from tui.widgets.line_view import ROLES
from tui.widgets.row_list import Line, RowList

COLOURED = ["dark", "light", "contrast"]
TEXT = ["ink", "ink_bright", "ink_dim", "accent_ink", "error_ink", "bar_mark"]
KINDS = ["kind_person", "kind_org", "kind_place", "kind_group", "kind_date", "kind_other"]


def contrast(ink: str, ground: str) -> float:
    """As WCAG 2 defines it; written out, so that no library's rounding is trusted."""

    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("ground", ["ground_page", "ground_panel", "ground_focus", "ground_raised"])
def test_text_of_meaning_can_be_read_on_every_ground(name: str, ground: str) -> None:
    palette = PALETTES[name]

    for ink in [*TEXT, *KINDS]:
        assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5, ink


@pytest.mark.parametrize("name", COLOURED)
def test_hints_can_be_made_out(name: str) -> None:
    palette = PALETTES[name]

    for ground in ("ground_page", "ground_panel", "ground_focus", "ground_raised"):
        assert contrast(palette.ink_faint, getattr(palette, ground)) >= 3, ground


@pytest.mark.parametrize("name", COLOURED)
def test_marked_text_can_be_read(name: str) -> None:
    palette = PALETTES[name]

    for ink in ["ink", "ink_bright", *KINDS]:
        assert contrast(getattr(palette, ink), palette.ground_mark) >= 4.5, ink
    assert contrast(palette.ink_dim, palette.ground_mark) >= 3
    assert contrast(palette.ink_bright, palette.ground_match) >= 4.5
    assert contrast(palette.ink_bright, palette.ground_selection) >= 4.5
    assert contrast(palette.on_accent, palette.ground_current) >= 4.5
    assert contrast(palette.on_cursor, palette.ground_cursor) >= 4.5
    assert contrast(palette.ground_current, palette.ground_cursor) >= 1.5, "the cursor is seen on the current match"


@pytest.mark.parametrize("name", ["mono", "terminal"])
def test_without_truecolour_only_the_terminals_own_colours_are_used(name: str) -> None:
    values = [getattr(PALETTES[name], field.name) for field in fields(Palette) if not field.name.startswith("style_")]

    assert all(value.startswith("ansi_") for value in values)
    if name == "mono":
        assert set(values) == {"ansi_default"}


def test_without_colour_the_marks_differ_by_their_style() -> None:
    mono = PALETTES["mono"]

    styles = [mono.style_match, mono.style_current, mono.style_selection, mono.style_idle_cursor, "underline"]
    assert len(set(styles[:3])) == 3
    assert "none" not in styles


@pytest.mark.parametrize(
    ("setting", "environ", "expected"),
    [
        ("auto", {}, "dark"),
        ("auto", {"COLORFGBG": "15;0"}, "dark"),
        ("auto", {"COLORFGBG": "0;15"}, "light"),
        ("auto", {"COLORFGBG": "0;default;15"}, "light"),
        ("auto", {"COLORFGBG": "nonsense"}, "dark"),
        ("light", {"COLORFGBG": "15;0"}, "light"),
        ("light", {"NO_COLOR": "1"}, "mono"),
        ("dark", {"NO_COLOR": ""}, "dark"),
        ("auto", {"TERM": "vt100"}, "mono"),
        ("terminal", {"TERM": "xterm"}, "terminal"),
        ("no such theme", {}, "dark"),
    ],
)
def test_which_palette_is_put_on(setting: str, environ: dict[str, str], expected: str) -> None:
    assert themes.choose(setting, environ) == expected


class Words(RowList):
    def render_row(self, index: int, width: int) -> list[Line]:
        return [[("word", role) for role in ROLES]]


class Room(App[None]):
    def __init__(self, setting: str, environ: dict[str, str]) -> None:
        super().__init__()
        themes.install(self, setting, environ)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield Words()


@pytest.mark.parametrize("name", themes.NAMES)
async def test_every_theme_can_be_put_on_while_the_program_runs(name: str) -> None:
    room = Room("dark", {})
    async with room.run_test(size=(80, 24)) as pilot:
        words = room.query_one(Words)
        words.set_rows(3)
        before = words.style_of("person")
        themes.put_on(room, name)
        await pilot.pause()
        after = words.style_of("person")

        assert (before != after) == (name != "dark")
        if name in COLOURED:
            assert after.color is not None and after.color.name == Color.parse(PALETTES[name].kind_person).hex.lower()
        if name == "mono":
            assert words.style_of("current").reverse and after.color is not None and after.color.is_default


async def test_no_colour_is_sent_where_the_reader_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    room = Room("dark", {"NO_COLOR": "1"})
    async with room.run_test(size=(40, 5)):
        assert room.theme == "glossator-mono"
        assert not any(isinstance(each, Monochrome) for each in room.get_line_filters())
