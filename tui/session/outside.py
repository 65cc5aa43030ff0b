"""Programs outside: the original of a document in the reader's own program for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError

if TYPE_CHECKING:
    from tui.session.room import Room

FILE: Final = "{file}"
FIRST_SECONDS: Final = 1.0
"""A program that gives up does so at once; one that still runs after this is taken to have opened the file."""


class CannotOpen(GlossatorError):
    """No program was started, or it ended with an error; the message says what can be done."""


class Outside:
    """Starts the reader's program, or says why not."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def open_original(self) -> None:
        """Open the file of the open document. Never by a shell, never in this terminal."""
        room, document = self._room, self._room.reading.document
        if room.settings.sealed:
            room.messages.warn("sealed: no other program is started from this collection")
            return
        if room.app.is_web:
            # `glossator serve`: it would open where nobody sits, or before somebody else.
            room.messages.warn("in a browser no program is started: it would open on the machine that serves")
            return
        if document is None:
            return
        path, name = document.path, document.path.rpartition("/")[2]

        def job() -> str:
            file = room.collection.original(path)
            command = command_for(room.settings.outside.open_with, file)
            start(command)
            return Path(command[0]).name

        room.background.run(job, lambda program: room.messages.say(f"{name} was given to {program}"))


def command_for(open_with: Sequence[str], file: Path) -> list[str]:
    """The program by its full path, and its arguments. Raises CannotOpen where there is none.

    The file never takes the place of the program: a document is opened, not run.
    """
    if not open_with:
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        open_with = [opener, FILE]
    program, *arguments = open_with
    found = shutil.which(Path(program).expanduser())
    if found is None or not Path(found).is_absolute():
        raise CannotOpen(f"{program} was not found; outside.open_with in config.yaml names the program to open with")
    if not any(FILE in argument for argument in arguments):
        arguments = [*arguments, FILE]
    return [found, *(argument.replace(FILE, str(file)) for argument in arguments)]


def start(command: Sequence[str]) -> None:
    """Start a program that outlives this one: its own session, no terminal, nothing of what it prints.

    Called in a thread; comes back when the program has ended, or still runs after a moment. Raises CannotOpen.
    """
    name = Path(command[0]).name
    try:
        program = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Never the collection, in which a program might find more than documents.
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise CannotOpen(f"{name} cannot be started: {error.strerror}; see outside.open_with in config.yaml") from error
    try:
        status = program.wait(FIRST_SECONDS)
    except subprocess.TimeoutExpired:
        # Somebody must take its status when it ends, or it stays in the table of processes.
        threading.Thread(target=program.wait, name=f"waits for {name}", daemon=True).start()
        return
    if status != 0:
        raise CannotOpen(f"{name} ended with status {status}: it may know no program for this file")
