"""Opening the reading room: settings, then the screen. Free of click, which the plain `glossator PATH` does without."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import CollectionError
from index.visible import visible
from tui.command_line import output
from tui.command_line.table import nearest_command

if TYPE_CHECKING:
    from index.config import Loaded


def load(path: Path, overrides: dict[str, str], **hooks: Any) -> Loaded:
    """Settings for the collection at `path`; what was not taken is told."""
    from index.config import load_settings
    from index.opening import find_collection

    loaded = load_settings(find_collection(path).root, overrides, **hooks)
    for warning in loaded.warnings:
        output.tell(visible(warning))
    return loaded


def open_reader(path: Path, overrides: dict[str, str], *, marks: Path | None = None, debug: bool = False) -> int:
    """Open a folder or a file in the reading room; returns the exit status."""
    if not path.exists():
        command = nearest_command(str(path))
        raise CollectionError(f"{path}: no such file or folder" + (f"; is `{command}` meant?" if command else ""))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        output.complain("the reading room needs a terminal; `glossator --help` lists the commands that do without")
        return 2
    # Modules and widgets are made to stay: looking for garbage among them would take a sixth of the start. The reader
    # lets the collector in again after its first paint.
    gc.disable()
    # Imported here: the screen is needed by no other command.
    from tui.keymap import check_keys

    try:
        loaded = load(path, overrides, check_keys=check_keys)

        from tui.theming.ground import Question

        # The terminal answers while the screen is imported.
        with Question(loaded.settings.screen.theme, os.environ) as terminal:
            from tui.app import run_reader

        return run_reader(path, loaded, marks=marks, debug=debug, terminal=terminal)
    finally:
        gc.enable()
