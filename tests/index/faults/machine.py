"""Processes on a disk that fails: commands as they are, with indexers and workers of their own, and single acts."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import forked

from . import acts
from .failing_system import FailingSystem
from .nursery import Nursery


class Told(NamedTuple):
    """What a command said at its end."""

    status: int
    out: str
    err: str


class Machine:
    """Processes on a disk that fails, which have loaded the program already."""

    def __init__(self, system: FailingSystem, nursery: Nursery, ready: forked.Ready, variables: dict[str, str]) -> None:
        self.system, self.nursery = system, nursery
        self._ready, self._variables = ready, variables

    def run(self, *words: str | Path) -> Told:
        """A command."""
        environment = {**os.environ, **self._variables}
        with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            fds = [into.fileno(), out.fileno(), err.fileno()]
            asked = {"words": [str(word) for word in words], "folder": "/", "environment": environment}
            status = self._ready.ask("program", fds, **asked).wait(120)
            for file in (out, err):
                file.seek(0)
            return Told(status, out.read().decode(), err.read().decode())

    def act(self, home: Path, name: str, *fault: object) -> tuple[int, str]:
        """One of `acts.ANY`; exit status and what was told. `fault`: see `nursery.faulted`."""
        environment = {f"XDG_{place}_HOME": str(home / place.lower()) for place in acts.PLACES}
        acks = home.with_name("said")
        acks.unlink(missing_ok=True)
        asked = {"fault": fault, "system": str(self.system.file), "acks": str(acks), "environment": environment}
        self.nursery.ask(do="faulted", folder=str(home / "desk"), act=name, **asked)
        status = self.nursery.wait()
        return status, str(json.loads(acks.read_text())) if status == 0 else ""
