"""Themes as the application sees them; the parts are in `tui.theming`."""

from __future__ import annotations

from typing import Final

from tui.theming.palettes import DARK, NAMES
from tui.theming.wardrobe import Wardrobe, install

__all__ = ["NAMES", "VARIABLE_DEFAULTS", "Wardrobe", "install"]

VARIABLE_DEFAULTS: Final[dict[str, str]] = DARK.variables()
"""What `App.get_theme_variable_defaults` returns, so that style sheets parse under any theme."""
