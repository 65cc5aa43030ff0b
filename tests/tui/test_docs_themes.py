"""The page on themes names every role, and its example is taken as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.paths import user_theme_folder
from tui.theming import files
from tui.theming.palette import COLOURS, STYLES

PAGE = (Path(__file__).parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("role", [*COLOURS, *STYLES])
def test_every_role_is_described(role: str) -> None:
    assert f"`{role}`" in PAGE.partition("| role |")[2]


@pytest.mark.usefixtures("homes")
def test_the_example_is_a_theme_that_can_be_read() -> None:
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S) if "base:" in block)
    user_theme_folder().mkdir(parents=True)
    (user_theme_folder() / "paper.yaml").write_text(example, encoding="utf-8")
    theme = files.load("paper")
    assert theme.warnings == () and theme.palette.ground_page == "#fffdf5"
