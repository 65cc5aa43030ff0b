"""The themes that an application can put on, and the one it has on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from textual.app import App
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import Theme

from index.errors import SettingsError
from tui.theming.depth import EXACT, Depth, depth_of
from tui.theming.ground import Ground, from_environment
from tui.theming.palette import PLAIN, Palette
from tui.theming.palettes import INDEXED, MONO, NAMES, TERMINAL_DARK, TERMINAL_LIGHT, TRUE

PREFIX: Final = "glossator-"
_COLOUR_SYSTEMS: Final[dict[Depth, str]] = {"none": "standard", "16": "standard", "256": "256", "true": "truecolor"}


def palettes(depth: Depth, ground: Ground, *, half_bright: bool = True) -> dict[str, Palette]:
    """The program's own palettes as a terminal of this depth and ground shows them.

    `half_bright`: dim text can be read; where it cannot, only hints are dim.
    """
    coloured = TRUE if depth == "true" else INDEXED
    terminal = TERMINAL_LIGHT if ground == "light" else TERMINAL_DARK
    mono = MONO if half_bright else _without_dim_text(MONO)
    if depth == "none":
        return dict.fromkeys(NAMES, mono)
    if depth == "16":
        return {**dict.fromkeys(NAMES, terminal), "mono": mono}
    return {**coloured, "mono": mono, "terminal": terminal}


def _without_dim_text(palette: Palette) -> Palette:
    return replace(palette, style_dim="none")


def as_theme(name: str, palette: Palette, *, dark: bool) -> Theme:
    """One palette as a Textual theme. Textual's own widgets take their colours from it too."""
    colours = [value for role, value in palette.variables().items() if not role.startswith("style-")]
    ansi = any(value.startswith("ansi_") for value in colours)
    return Theme(
        name=PREFIX + name,
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
        dark=dark,
        ansi=ansi,
        variables={
            **palette.variables(),
            **({"ansi-background": PLAIN, "ansi-foreground": PLAIN} if palette.plain else {}),
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


class Wardrobe:
    """Chooses a theme for a setting and a terminal, and changes it."""

    def __init__(self, app: App[Any], setting: str, environ: Mapping[str, str], told: Ground | None = None) -> None:
        """`told`: what the terminal says of its ground, where it was asked."""
        self._app = app
        self._environ = environ
        self.setting = setting
        """What is wanted: `auto`, a palette of the program's, or the name of a theme file."""
        self.on = ""
        """The theme that is on."""
        self.warnings: list[str] = []
        """What is wrong with a theme file that was chosen."""
        self.depth = depth_of(environ)
        self.ground: Ground = told or from_environment(environ) or ("light" if setting == "light" else "dark")
        self._prepare()
        self.put_on(setting)

    @property
    def names(self) -> list[str]:
        """What can be chosen. Where there are no colours, or sixteen, fewer can be told apart."""
        # Imported here: most starts need no theme file.
        from tui.theming import files

        own = {"none": ("mono",), "16": ("terminal", "mono")}.get(self.depth, NAMES)
        return ["auto", *own, *(name for name in files.names() if name not in NAMES and self.depth != "none")]

    def filters(self) -> list[LineFilter]:
        """What the colours pass on their way out."""
        return [EXACT] if self.depth == "256" else []

    def put_on(self, name: str) -> None:
        """Put a theme on. A file that is faulty or missing is told in `warnings`, and `auto` put on in its place."""
        self.setting = name
        self.warnings = []
        palette, shown = self._palette_of(name)
        if shown != self.on:
            self.on = shown
            if shown not in NAMES:
                self._app.register_theme(as_theme(shown, palette, dark=self.ground == "dark"))
            if self._app.theme == PREFIX + shown:  # the same name, other colours
                self._app.mutate_reactive(App.theme)
            self._app.theme = PREFIX + shown

    def next(self) -> str:
        """Put on the next of the names; returns it."""
        names = self.names[1:]
        self.put_on(names[(names.index(self.on) + 1) % len(names)] if self.on in names else names[0])
        return self.on

    def ground_told(self, told: Ground) -> bool:
        """The terminal says what its ground is; True where another theme was put on."""
        if told == self.ground or self.depth == "none":
            return False
        self.ground = told
        before = self.on
        self._prepare()
        if before == "terminal" or self.setting == "auto":
            self.on = ""
            self.put_on(self.setting)
        return True

    def _prepare(self) -> None:
        half_bright = not self._environ.get("TERM", "").startswith("linux")
        self._own = palettes(self.depth, self.ground, half_bright=half_bright)
        for name, palette in self._own.items():
            dark = self.ground == "dark" if palette.plain else name != "light"
            self._app.register_theme(as_theme(name, palette, dark=dark))

    def _palette_of(self, name: str) -> tuple[Palette, str]:
        """The palette for a name, and the name of what is really shown."""
        if name not in NAMES and name != "auto" and self.depth != "none":
            from tui.theming import files

            try:
                theme = files.load(name)
            except SettingsError as error:
                self.warnings = list(error.faults)
            else:
                self.warnings = list(theme.warnings)
                if self.depth != "16" or all(not value.startswith("#") for value in theme.palette.variables().values()):
                    return theme.palette, name
                self.warnings = [f"theme {name} needs 256 colours; this terminal is taken to show 16"]
        if name not in NAMES:
            name = self.ground
        if self.depth == "none":
            name = "mono"
        elif self.depth == "16" and name != "mono":
            name = "terminal"
        return self._own[name], name


def install(app: App[Any], setting: str, environ: Mapping[str, str], told: Ground | None = None) -> Wardrobe:
    """Put on the theme that a setting asks for, before anything is mounted; send colours as the terminal has them."""
    wardrobe = Wardrobe(app, setting, environ, told)
    # Textual knows fewer terminals by name.
    app.console._color_system = _rich_system(wardrobe.depth)
    # Under NO_COLOR Textual chose its filter by the theme that it had before this one; a terminal's own colours
    # must be left out, not turned to grey.
    app._filters = [NoColor() if isinstance(each, Monochrome) else each for each in app._filters]
    if wardrobe.depth == "none" and not any(isinstance(each, NoColor) for each in app._filters):
        app._filters.append(NoColor())
    return wardrobe


def _rich_system(depth: Depth) -> Any:
    from rich.console import COLOR_SYSTEMS

    return COLOR_SYSTEMS[_COLOUR_SYSTEMS[depth]]
