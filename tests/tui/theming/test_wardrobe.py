"""Which theme is put on for a setting and a terminal, and changing it while the program runs."""

from __future__ import annotations

import pytest
from rich.console import ColorSystem
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import Monochrome, NoColor

from index.paths import user_theme_folder
from tui import themes
from tui.theming.depth import EXACT
from tui.theming.ground import Ground
from tui.theming.palettes import DARK, DARK_256, LIGHT, TERMINAL_DARK, TERMINAL_LIGHT
from tui.widgets.line_view import ROLES
from tui.widgets.row_list import Line, RowList

TRUE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Words(RowList):
    def render_row(self, index: int, width: int) -> list[Line]:
        return [[("word", role) for role in ROLES]]


class Room(App[None]):
    def __init__(self, setting: str, environ: dict[str, str], told: Ground | None = None) -> None:
        super().__init__()
        self.wardrobe = themes.install(self, setting, environ, told)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield Words()


@pytest.mark.parametrize(
    ("setting", "environ", "told", "expected"),
    [
        ("auto", TRUE, None, "dark"),
        ("auto", TRUE, "light", "light"),
        ("auto", {**TRUE, "COLORFGBG": "15;0"}, None, "dark"),
        ("auto", {**TRUE, "COLORFGBG": "0;15"}, None, "light"),
        ("auto", {**TRUE, "COLORFGBG": "0;15"}, "dark", "dark"),
        ("light", {**TRUE, "COLORFGBG": "15;0"}, "dark", "light"),
        ("light", {**TRUE, "NO_COLOR": "1"}, None, "mono"),
        ("dark", {**TRUE, "NO_COLOR": ""}, None, "dark"),
        ("auto", {"TERM": "vt100"}, None, "mono"),
        ("terminal", TRUE, None, "terminal"),
        ("contrast", {"TERM": "xterm"}, None, "terminal"),
        ("mono", {"TERM": "xterm"}, None, "mono"),
        ("contrast", {"TERM": "xterm-256color"}, None, "contrast"),
        ("no such theme", TRUE, None, "dark"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("homes")
def test_which_theme_is_put_on(setting: str, environ: dict[str, str], told: Ground | None, expected: str) -> None:
    room = Room(setting, environ, told)
    assert room.wardrobe.on == expected
    assert room.theme == f"glossator-{expected}"
    assert bool(room.wardrobe.warnings) == (setting == "no such theme")


@pytest.mark.parametrize(
    ("environ", "system", "exact"),
    [
        (TRUE, ColorSystem.TRUECOLOR, False),
        ({"TERM": "alacritty"}, ColorSystem.TRUECOLOR, False),
        ({"TERM": "tmux-256color"}, ColorSystem.EIGHT_BIT, True),
        ({"TERM": "linux"}, ColorSystem.STANDARD, False),
    ],
)
def test_colours_are_sent_as_the_terminal_has_them(environ: dict[str, str], system: ColorSystem, exact: bool) -> None:
    room = Room("dark", environ)
    assert room.console._color_system is system
    assert (EXACT in room.wardrobe.filters()) == exact


def test_a_palette_has_the_form_of_the_terminal() -> None:
    def ink(environ: dict[str, str], told: Ground = "dark") -> str:
        return Room("dark", environ, told).current_theme.variables["kind-person"]

    assert ink(TRUE) == DARK.kind_person
    assert ink({"TERM": "xterm-256color"}) == DARK_256.kind_person
    assert ink({"TERM": "xterm"}) == TERMINAL_DARK.kind_person
    assert ink({"TERM": "xterm"}, "light") == TERMINAL_LIGHT.kind_person


@pytest.mark.parametrize("name", themes.NAMES)
async def test_every_theme_can_be_put_on_while_the_program_runs(name: str) -> None:
    room = Room("dark", TRUE)
    async with room.run_test(size=(80, 24)) as pilot:
        words = room.query_one(Words)
        words.set_rows(3)
        before = words.style_of("person")
        room.wardrobe.put_on(name)
        await pilot.pause()
        after = words.style_of("person")

        assert (before != after) == (name != "dark")
        if name == "light":
            assert after.color is not None and after.color.name == Color.parse(LIGHT.kind_person).hex.lower()
        if name == "mono":
            assert words.style_of("current").reverse and after.color is not None and after.color.is_default


async def test_the_theme_follows_a_terminal_whose_ground_changes() -> None:
    room = Room("auto", TRUE)
    async with room.run_test(size=(80, 24)) as pilot:
        assert room.wardrobe.ground_told("light") and room.wardrobe.on == "light"
        assert not room.wardrobe.ground_told("light")
        room.wardrobe.put_on("terminal")
        await pilot.pause()
        words = room.query_one(Words)
        before = words.style_of("person")
        room.wardrobe.ground_told("dark")
        await pilot.pause()
        assert room.wardrobe.on == "terminal" and words.style_of("person") != before
        room.wardrobe.put_on("light")
        room.wardrobe.ground_told("light")
        assert room.wardrobe.on == "light", "a theme that was chosen stays"


@pytest.mark.usefixtures("homes")
def test_the_names_are_those_that_can_be_told_apart() -> None:
    user_theme_folder().mkdir(parents=True)
    for name in ("paper", "dark"):
        (user_theme_folder() / f"{name}.yaml").write_text("base: light\n")
    assert Room("auto", TRUE).wardrobe.names == ["auto", *themes.NAMES, "paper"]
    assert Room("auto", {"TERM": "linux"}).wardrobe.names == ["auto", "terminal", "mono", "paper"]
    assert Room("auto", {"TERM": "vt100"}).wardrobe.names == ["auto", "mono"]


@pytest.mark.usefixtures("homes")
async def test_a_theme_of_the_readers_is_put_on_and_a_faulty_one_is_not() -> None:
    user_theme_folder().mkdir(parents=True)
    (user_theme_folder() / "paper.yaml").write_text('base: light\nkind_person: "#000080"\n')
    (user_theme_folder() / "broken.yaml").write_text("base: light\nkind_persn: red\n")
    room = Room("paper", TRUE)
    async with room.run_test(size=(80, 24)) as pilot:
        assert room.query_one(Words).style_of("person").color == Color.parse("#000080").rich_color
        room.wardrobe.put_on("broken")
        await pilot.pause()
        assert room.wardrobe.on == "dark"
        assert room.wardrobe.warnings[0].endswith("broken.yaml:2:1: kind_persn: no such role; is kind_person meant?")
        (user_theme_folder() / "paper.yaml").write_text('base: light\nkind_person: "#600060"\n')
        room.wardrobe.put_on("paper")
        await pilot.pause()
        assert room.query_one(Words).style_of("person").color == Color.parse("#600060").rich_color

    assert Room("paper", {"TERM": "linux"}).wardrobe.on == "terminal"
    assert Room("paper", {"TERM": "vt100"}).wardrobe.on == "mono"


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "vt100"}])
async def test_no_colour_is_sent_where_none_is_wanted(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    if "NO_COLOR" in environ:
        monkeypatch.setenv("NO_COLOR", "1")
    room = Room("dark", environ)
    async with room.run_test(size=(40, 5)):
        assert room.theme == "glossator-mono"
        filters = room.get_line_filters()
        assert not any(isinstance(each, Monochrome) for each in filters)
        assert any(isinstance(each, NoColor) for each in filters)
