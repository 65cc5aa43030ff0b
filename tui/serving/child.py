"""The process of one browser tab: the reading room at the other end of a pipe.

Started as `python -P -m tui.serving.child JOB` by `tui.serving.tab`, never by hand.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.config import Loaded


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be opened, and how. Paths are absolute, with surrogate escapes."""

    path: str
    marks: str | None
    overrides: dict[str, str]
    """Settings that options of the command decided."""
    debug: bool

    def encode(self) -> str:
        """As one argument of a program: ASCII whatever the names are, and no shell ever sees it."""
        return json.dumps(asdict(self))

    @staticmethod
    def decode(text: str) -> Job:
        """The inverse."""
        return Job(**json.loads(text))


def main() -> int:
    """Open the reading room; returns the exit status."""
    job = Job.decode(sys.argv[1])
    try:
        return _read(job)
    except Exception as error:
        from tui.command_line.run import failed

        return failed(error, job.debug)


def _read(job: Job) -> int:
    from tui.command_line.opening import load
    from tui.keymap import check_keys

    path = Path(job.path)
    loaded = load(path, job.overrides, check_keys=check_keys)
    if loaded.settings.sealed:
        # Set since the server was started.
        return 2

    from tui.app import run_reader

    return run_reader(
        path, _as_served(loaded), marks=Path(job.marks) if job.marks is not None else None, debug=job.debug
    )


def _as_served(loaded: Loaded) -> Loaded:
    """A copy goes to the browser: no file and no program of the machine that serves."""
    settings = loaded.settings
    return replace(loaded, settings=replace(settings, clipboard=replace(settings.clipboard, target="terminal")))


if __name__ == "__main__":
    sys.exit(main())
