"""The palettes, as Textual themes with variables of our own that every widget's style refers to.

Colour names kinds and one accent says where one is; everything also has a form without colour, which is what the
text styles are for: in a palette with colours most of them are `none`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour and text style by its role. Field names are the names of the CSS variables, with hyphens."""

    ground_page: str
    ground_panel: str
    ground_raised: str
    ground_focus: str
    ink: str
    ink_bright: str
    ink_dim: str
    ink_faint: str
    accent_ink: str
    on_accent: str
    error_ink: str
    kind_person: str
    kind_org: str
    kind_place: str
    kind_group: str
    kind_date: str
    kind_other: str
    ground_match: str
    ground_current: str
    ground_mark: str
    bar_mark: str
    ground_selection: str
    ground_cursor: str
    on_cursor: str
    rail: str
    tick: str
    style_dim: str = "none"
    style_faint: str = "none"
    style_match: str = "none"
    style_current: str = "bold"
    style_mark: str = "none"
    style_selection: str = "none"
    style_cursor: str = "none"
    style_idle_cursor: str = "none"
    style_row: str = "none"
    style_hint: str = "bold"

    def variables(self) -> dict[str, str]:
        """The CSS variables."""
        return {field.name.replace("_", "-"): getattr(self, field.name) for field in fields(self)}


DARK: Final = Palette(
    ground_page="#14171c",
    ground_panel="#181c22",
    ground_raised="#242b34",
    ground_focus="#1c2129",
    ink="#c9ced6",
    ink_bright="#eef1f5",
    ink_dim="#8994a3",
    ink_faint="#6c7786",
    accent_ink="#e0b060",
    on_accent="#14171c",
    error_ink="#ec8a80",
    kind_person="#8fb8e8",
    kind_org="#c6a6e0",
    kind_place="#8cc9a1",
    kind_group="#d8a48f",
    kind_date="#c9c27a",
    kind_other="#a9bcc4",
    ground_match="#3d3a22",
    ground_current="#e0b060",
    ground_mark="#26313d",
    bar_mark="#5aa2d6",
    ground_selection="#31404f",
    ground_cursor="#eef1f5",
    on_cursor="#14171c",
    rail="#313a46",
    tick="#8a7038",
)
LIGHT: Final = Palette(
    ground_page="#fbfaf7",
    ground_panel="#f4f2ec",
    ground_raised="#e9e6dd",
    ground_focus="#f9f8f4",
    ink="#33363b",
    ink_bright="#15171a",
    ink_dim="#66655f",
    ink_faint="#84827a",
    accent_ink="#8f5300",
    on_accent="#fdfcf9",
    error_ink="#a62a20",
    kind_person="#1f5fa8",
    kind_org="#7a3f9d",
    kind_place="#1c6e3f",
    kind_group="#9a4b27",
    kind_date="#6b5d00",
    kind_other="#46606b",
    ground_match="#f6e7b0",
    ground_current="#8f5300",
    ground_mark="#e3edf6",
    bar_mark="#256a9e",
    ground_selection="#d5e3f0",
    ground_cursor="#15171a",
    on_cursor="#fbfaf7",
    rail="#d8d3c6",
    tick="#c4a153",
)
CONTRAST: Final = Palette(
    ground_page="#000000",
    ground_panel="#000000",
    ground_raised="#303030",
    ground_focus="#1a1a1a",
    ink="#ffffff",
    ink_bright="#ffffff",
    ink_dim="#d0d0d0",
    ink_faint="#b8b8b8",
    accent_ink="#ffd75f",
    on_accent="#000000",
    error_ink="#ff9d94",
    kind_person="#9fd3ff",
    kind_org="#e0bfff",
    kind_place="#9fecb4",
    kind_group="#ffc4a8",
    kind_date="#f2e98a",
    kind_other="#d5e3e8",
    ground_match="#4d4600",
    ground_current="#ffaf00",
    ground_mark="#06335c",
    bar_mark="#6fc3ff",
    ground_selection="#003e78",
    ground_cursor="#ffffff",
    on_cursor="#000000",
    rail="#5a5a5a",
    tick="#d0b24d",
    style_match="bold",
)
_PLAIN: Final = "ansi_default"
MONO: Final = Palette(
    **{field.name: _PLAIN for field in fields(Palette) if not field.name.startswith("style_")},
    style_dim="dim",
    style_faint="dim",
    style_match="bold underline",
    style_current="bold reverse",
    style_mark="none",
    style_selection="reverse",
    style_cursor="reverse",
    style_idle_cursor="underline",
    style_row="reverse",
    style_hint="bold reverse",
)
TERMINAL: Final = Palette(
    ground_page=_PLAIN,
    ground_panel=_PLAIN,
    ground_raised="ansi_bright_black",
    ground_focus=_PLAIN,
    ink=_PLAIN,
    ink_bright=_PLAIN,
    ink_dim=_PLAIN,
    ink_faint=_PLAIN,
    accent_ink="ansi_yellow",
    on_accent="ansi_black",
    error_ink="ansi_red",
    kind_person="ansi_blue",
    kind_org="ansi_magenta",
    kind_place="ansi_green",
    kind_group="ansi_red",
    kind_date="ansi_yellow",
    kind_other="ansi_cyan",
    ground_match=_PLAIN,
    ground_current="ansi_yellow",
    ground_mark=_PLAIN,
    bar_mark="ansi_cyan",
    ground_selection=_PLAIN,
    ground_cursor=_PLAIN,
    on_cursor=_PLAIN,
    rail="ansi_bright_black",
    tick="ansi_yellow",
    style_dim="dim",
    style_faint="dim",
    style_match="bold underline",
    style_selection="reverse",
    style_cursor="reverse",
    style_idle_cursor="underline",
    style_row="reverse",
)
PALETTES: Final[dict[str, Palette]] = {
    "dark": DARK,
    "light": LIGHT,
    "contrast": CONTRAST,
    "mono": MONO,
    "terminal": TERMINAL,
}
NAMES: Final = tuple(PALETTES)
VARIABLE_DEFAULTS: Final[dict[str, str]] = DARK.variables()
"""What `App.get_theme_variable_defaults` returns, so that style sheets parse under any theme."""

_DARK_GROUNDS = frozenset("01234568")
_WITHOUT_COLOUR = ("dumb", "vt100", "vt102", "vt220", "linux-m", "xterm-mono")


def theme(name: str) -> Theme:
    """One palette as a Textual theme. Textual's own widgets take their colours from it too."""
    palette = PALETTES[name]
    ansi = palette.ink == _PLAIN
    return Theme(
        name=f"glossator-{name}",
        primary=palette.accent_ink,
        secondary=palette.bar_mark,
        warning=palette.accent_ink,
        error=palette.error_ink,
        success=palette.kind_place,
        accent=palette.accent_ink,
        foreground=palette.ink,
        background=palette.ground_panel,
        surface=palette.ground_panel,
        panel=palette.ground_raised,
        boost=palette.ground_raised,
        dark=name != "light",
        ansi=ansi,
        variables={
            **palette.variables(),
            **({"ansi-background": _PLAIN, "ansi-foreground": _PLAIN} if ansi else {}),
            "block-cursor-background": palette.ground_cursor,
            "block-cursor-foreground": palette.on_cursor,
            "input-cursor-background": palette.ground_cursor,
            "input-cursor-foreground": palette.on_cursor,
            "input-cursor-text-style": palette.style_cursor,
            "input-selection-background": palette.ground_selection,
            "border": palette.ground_raised,
            "border-blurred": palette.ground_raised,
        },
    )


def choose(setting: str, environ: Mapping[str, str]) -> str:
    """The palette for a setting. A terminal without colours, or a reader who asks for none, has the last word."""
    if environ.get("NO_COLOR") or environ.get("TERM", "") in _WITHOUT_COLOUR:
        return "mono"
    if setting in PALETTES:
        return setting
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground and ground not in _DARK_GROUNDS and ground.isdigit() else "dark"


def install(app: App[Any], setting: str, environ: Mapping[str, str]) -> None:
    """Register every palette with an application and put on the one that a setting asks for."""
    for name in PALETTES:
        app.register_theme(theme(name))
    # Under NO_COLOR Textual chose its filter by the theme that it had before this one; a terminal's own colours
    # must be left out, not turned to grey.
    app._filters = [NoColor() if isinstance(each, Monochrome) else each for each in app._filters]
    app.theme = f"glossator-{choose(setting, environ)}"


def put_on(app: App[Any], name: str) -> None:
    """Change to another palette while the program runs."""
    app.theme = f"glossator-{name}"
