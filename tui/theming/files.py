"""Theme files of the reader's: which there are, and what one says, checked when it is chosen.

A checked copy lies in the cache under a hash of the file, so that the next start needs no YAML. A collection has none:
what a folder that somebody sent wants to look like is of no interest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import SettingsError
from index.paths import make_private, user_folder, user_theme_folder
from index.safe_files import write_atomically
from tui.theming.palette import Palette
from tui.theming.palettes import BASES

NAME: Final = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,60}")
MAX_BYTES: Final = 64 * 1024
_VERSION: Final = 1
"""Of the copies; to be raised with the rules."""


@dataclass(frozen=True, slots=True)
class FileTheme:
    """A theme of the reader's."""

    name: str
    palette: Palette
    warnings: tuple[str, ...]
    """What is hard to read in it, each as `FILE:LINE:COLUMN: role: why`."""


def names() -> list[str]:
    """Those there are, by name; nothing is opened."""
    try:
        found = [entry.name.removesuffix(".yaml") for entry in os.scandir(user_theme_folder()) if entry.is_file()]
    except OSError:
        return []
    files = {entry for entry in found if NAME.fullmatch(entry)}
    return sorted(name for name in files if (user_theme_folder() / f"{name}.yaml").is_file())


def load(name: str) -> FileTheme:
    """A theme by its name. Raises SettingsError, which lists every fault with its place."""
    if not NAME.fullmatch(name):
        raise SettingsError([f"{user_theme_folder()}: {name}: no such theme"])
    path = user_theme_folder() / f"{name}.yaml"
    content = _read(path)
    # What a file changes may itself be another in the next version of this program.
    digest = hashlib.sha256(f"{_VERSION}:{BASES!r}:".encode() + content).hexdigest()
    copy = user_folder("cache") / "themes" / f"{name}.json"
    kept = _from_copy(copy, digest, str(path), name)
    if kept is None:
        # Imported here: it needs YAML, which a start from the checked copy does without.
        from tui.theming import file_check

        kept = file_check.check(name, path, content)
        _write_copy(copy, digest, str(path), kept)
    return kept


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb", opener=_never_waiting) as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError([f"{path}:1:1: theme: cannot be read: {error.strerror}"]) from error


def _never_waiting(path: str, flags: int) -> int:
    """Opens a pipe or a device too without waiting for anybody."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _from_copy(copy: Path, digest: str, path: str, name: str) -> FileTheme | None:
    try:
        stored = json.loads(copy.read_text(encoding="utf-8"))
        if stored["digest"] != digest or stored["path"] != path:
            return None
        return FileTheme(name, Palette(**stored["palette"]), tuple(stored["warnings"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_copy(copy: Path, digest: str, path: str, theme: FileTheme) -> None:
    """Keep what was found; a cache that cannot be written costs time at the next start and nothing else."""
    palette = {name.replace("-", "_"): value for name, value in theme.palette.variables().items()}
    stored = {"digest": digest, "path": path, "palette": palette, "warnings": theme.warnings}
    with contextlib.suppress(OSError):
        make_private(copy.parent)
        write_atomically(copy, [json.dumps(stored).encode("ascii")], durably=False)
