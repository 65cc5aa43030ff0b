"""Every palette in every form, as a terminal shows it: text can be read on each ground that it may stand on."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color

from tui.theming.depth import Depth, entry_of
from tui.theming.file_check import pairs
from tui.theming.ground import Ground
from tui.theming.palette import COLOURS, ENTRIES, PLAIN, STYLES, Palette, hex_of_entry
from tui.theming.wardrobe import palettes

_XTERM = """
    000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5
    7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"""
_CONSOLE = """
    000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa
    555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"""
DEFAULTS: dict[tuple[str, Ground], tuple[str, str]] = {
    ("xterm", "dark"): ("e5e5e5", "000000"),
    ("xterm", "light"): ("000000", "ffffff"),
    ("console", "dark"): ("aaaaaa", "000000"),
    ("console", "light"): ("000000", "ffffff"),
}
TABLES = {"xterm": _XTERM.split(), "console": _CONSOLE.split()}


def contrast(ink: tuple[int, ...], ground: tuple[int, ...]) -> float:
    """As WCAG 2 defines it; written out, so that the program's own is not trusted."""

    def luminance(colour: tuple[int, ...]) -> float:
        linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def rgb(digits: str) -> tuple[int, ...]:
    return tuple(int(digits.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4))


def sent(value: str, depth: Depth) -> RichColor:
    """The colour as it leaves the program."""
    colour = Color.parse(value).rich_color
    return entry_of(colour) if depth == "256" else colour


def seen(value: str, depth: Depth, table: str, ground: Ground, *, as_ink: bool) -> tuple[int, ...]:
    """The colour as it stands on the glass."""
    colour = sent(value, depth)
    if colour.is_default:
        return rgb(DEFAULTS[table, ground][0 if as_ink else 1])
    if colour.triplet is not None:
        return tuple(colour.triplet)
    number = colour.number
    assert number is not None
    return rgb(TABLES[table][number]) if number < 16 else rgb(hex_of_entry(number))


FORMS: list[tuple[Depth, Ground, str]] = [
    (depth, ground, name)
    for depth in ("none", "16", "256", "true")
    for ground in ("dark", "light")
    for name in palettes(depth, ground)
    if depth in ("256", "true") or name in ("mono", "terminal")
]


@pytest.mark.parametrize(("depth", "ground", "name"), FORMS)
@pytest.mark.parametrize("table", TABLES)
def test_text_can_be_read(depth: Depth, ground: Ground, name: str, table: str) -> None:
    palette = palettes(depth, ground)[name]
    manner = {
        "ground_current": "style_current",
        "ground_selection": "style_selection",
        "ground_cursor": "style_cursor",
    }
    for ink, behind, needed in pairs():
        if "reverse" in getattr(palette, manner.get(behind, "style_dim")):
            continue  # ink and ground change places, and the ground is the terminal's own
        on = seen(getattr(palette, behind), depth, table, ground, as_ink=False)
        over = seen(getattr(palette, ink), depth, table, ground, as_ink=True)
        assert contrast(over, on) >= needed, (ink, behind)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("ground", ["dark", "light"])
def test_the_dim_text_of_a_terminal_can_be_read(ground: Ground, table: str) -> None:
    """A terminal shows dim text two thirds as strong; the console in its grey, where only hints are dim."""
    ink, on = (rgb(colour) for colour in DEFAULTS[table, ground])
    half = rgb("555555") if table == "console" and ground == "dark" else tuple(
        round(behind + (over - behind) * 2 / 3) for over, behind in zip(ink, on, strict=True)
    )  # fmt: skip
    mono = palettes("none", ground, half_bright=table != "console")["mono"]
    assert "dim" in mono.style_faint and contrast(half, on) >= (2.8 if table == "console" else 3)
    assert mono.style_dim == "none" or contrast(half, on) >= 4.5
    assert palettes("16", ground)["terminal"].style_dim == "none"


@pytest.mark.parametrize("name", ["dark", "light", "contrast"])
def test_with_256_colours_each_is_an_entry_of_the_table_and_is_sent_as_one(name: str) -> None:
    palette = palettes("256", "dark")[name]
    for role in COLOURS:
        value = getattr(palette, role)
        assert sent(value, "256").number == ENTRIES[value], role


@pytest.mark.parametrize("depth", ["256", "true"])
@pytest.mark.parametrize("name", ["dark", "light", "contrast"])
def test_grounds_that_lie_side_by_side_are_told_apart(name: str, depth: Depth) -> None:
    palette = palettes(depth, "dark")[name]
    assert palette.ground_focus != palette.ground_panel != palette.ground_raised
    assert name == "contrast" or palette.ground_page != palette.ground_panel
    marked = [palette.ground_page, palette.ground_match, palette.ground_mark, palette.ground_selection]
    assert len({*marked, palette.ground_current}) == 5


def test_left_to_itself_a_terminal_would_show_several_grounds_as_one() -> None:
    """Why the forms for 256 colours are there."""
    dark = palettes("true", "dark")["dark"]
    grounds = [dark.ground_page, dark.ground_panel, dark.ground_focus]
    nearest = {Color.parse(each).rich_color.downgrade(ColorSystem.EIGHT_BIT).number for each in grounds}
    assert len(nearest) == 1


@pytest.mark.parametrize("ground", ["dark", "light"])
def test_sixteen_colours_are_the_terminals_own(ground: Ground) -> None:
    for name, palette in palettes("16", ground).items():
        assert all(getattr(palette, role).startswith("ansi_") for role in COLOURS), name
        assert palette.ground_page == PLAIN


def test_without_colour_there_is_none() -> None:
    for palette in palettes("none", "dark").values():
        assert {getattr(palette, role) for role in COLOURS} == {PLAIN}


# -- a channel besides colour -----------------------------------------------------------------------------------------

GROUND_OF = {
    "match": "ground_match",
    "current": "ground_current",
    "hint": "ground_current",
    "selection": "ground_selection",
    "mark": "ground_mark",
    "cursor": "ground_cursor",
    "idle_cursor": "ground_raised",
}


def signature(palette: Palette, source: str, depth: Depth, ground: Ground) -> tuple[object, ...]:
    """What tells a source from another besides hue: its manner, how strong its ground is, the bar in the gutter."""
    manner = {"entity": "underline"}.get(source) or getattr(palette, f"style_{source}")
    role = GROUND_OF.get(source)
    strength = "none"
    if role is not None and getattr(palette, role) != PLAIN:
        page = seen(palette.ground_page, depth, "xterm", ground, as_ink=False)
        over = seen(getattr(palette, role), depth, "xterm", ground, as_ink=False)
        strength = "strong" if contrast(page, over) >= 4 else "soft"
    return frozenset(manner.split()) - {"none"}, strength, source == "mark"


@pytest.mark.parametrize(("depth", "ground", "name"), FORMS)
def test_any_two_sources_differ_in_something_besides_hue(depth: Depth, ground: Ground, name: str) -> None:
    palette = palettes(depth, ground)[name]
    sources = ["entity", *GROUND_OF]
    signatures = {source: signature(palette, source, depth, ground) for source in sources}
    plain = (frozenset(), "none", False)
    for at, one in enumerate(sources):
        assert signatures[one] != plain, one
        for other in sources[at + 1 :]:
            assert signatures[one] != signatures[other], (one, other)


def test_every_style_is_one_that_can_be_drawn() -> None:
    for depth, ground, name in FORMS:
        palette = palettes(depth, ground)[name]
        for role in STYLES:
            assert set(getattr(palette, role).split()) <= {"none", "bold", "dim", "italic", "underline", "reverse"}
