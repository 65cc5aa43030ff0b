"""What a palette is: every colour and text style of the screen by its role."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

PLAIN: Final = "ansi_default"
"""The terminal's own colour, whatever it is."""


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
    style_match: str = "bold"
    style_current: str = "bold"
    style_mark: str = "none"
    style_selection: str = "none"
    style_cursor: str = "none"
    style_idle_cursor: str = "underline"
    style_row: str = "none"
    style_hint: str = "bold underline"

    def variables(self) -> dict[str, str]:
        """The CSS variables."""
        return {field.name.replace("_", "-"): getattr(self, field.name) for field in fields(self)}

    @property
    def plain(self) -> bool:
        """True where the terminal's own colours are used."""
        return self.ink == PLAIN

    def indexed(self, **numbers: int) -> Palette:
        """The same roles in entries of the 256-colour table; none is left to be guessed."""
        assert set(numbers) == set(COLOURS), set(COLOURS) ^ set(numbers)
        return replace(self, **{role: hex_of_entry(number) for role, number in numbers.items()})


COLOURS: Final = tuple(field.name for field in fields(Palette) if not field.name.startswith("style_"))
STYLES: Final = tuple(field.name for field in fields(Palette) if field.name.startswith("style_"))

_STEPS: Final = (0, 95, 135, 175, 215, 255)


def hex_of_entry(number: int) -> str:
    """`#rrggbb` of an entry of the 256-colour table, 16 to 255: those below are the terminal's own."""
    if not 16 <= number <= 255:
        raise ValueError(f"entry {number}")
    if number >= 232:
        grey = 8 + 10 * (number - 232)
        return f"#{grey:02x}{grey:02x}{grey:02x}"
    red, rest = divmod(number - 16, 36)
    green, blue = divmod(rest, 6)
    return f"#{_STEPS[red]:02x}{_STEPS[green]:02x}{_STEPS[blue]:02x}"


ENTRIES: Final[dict[str, int]] = {hex_of_entry(number): number for number in range(255, 15, -1)}
"""Entry of the 256-colour table by `#rrggbb`."""


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """Contrast of two `#rrggbb`, 1 to 21."""
    bright, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
