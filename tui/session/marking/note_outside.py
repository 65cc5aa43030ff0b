"""A note in the reader's own editor ($VISUAL, $EDITOR), with the screen handed over to it for so long."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session.room import Room

LARGEST = 4 * 1024 * 1024
"""Bytes that are taken back from an editor."""


def why_not(room: Room) -> str | None:
    """Why no editor can be started; None where one can."""
    if room.settings.sealed:
        return "sealed: no other program is started from this collection"
    if room.app.is_web:
        return "in a browser no editor is started: it would open on the machine that serves"
    return None if command() else "no editor is known: set VISUAL or EDITOR"


def command() -> list[str]:
    """The reader's editor by its full path, with its arguments; nothing where there is none."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(variable, ""))
        except ValueError:
            continue
        found = shutil.which(Path(words[0]).expanduser()) if words else None
        if found is not None and Path(found).is_absolute():
            return [found, *words[1:]]
    return []


def edited(room: Room, text: str) -> str | None:
    """The text as the reader left it in the editor; None where that failed, which is said. Never by a shell."""
    from textual.app import SuspendNotSupported

    with tempfile.TemporaryDirectory(prefix="glossator-") as folder:  # its rights are those of its owner alone
        file = Path(folder) / "note.md"
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            with room.app.suspend():
                # Never the collection, in which a program might find more than documents.
                status = subprocess.run([*command(), str(file)], cwd="/", check=False).returncode
        except (OSError, SuspendNotSupported) as error:
            room.messages.warn(f"the editor cannot be started: {getattr(error, 'strerror', None) or error}")
            return None
        if status != 0:
            room.messages.warn(f"the editor ended with status {status}; the note is as it was")
            return None
        try:
            data = file.read_bytes()
        except OSError as error:
            room.messages.warn(f"the note cannot be read back: {error.strerror}")
            return None
    if len(data) > LARGEST:
        room.messages.warn(f"larger than {LARGEST // 1024**2} MB; the note is as it was")
        return None
    return data.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
