"""The `glossator` command. Nothing is imported here that an interruption in its first moment could show."""

from __future__ import annotations


def main() -> int:
    """Run the command line; returns the exit status."""
    try:
        folder = _plain_folder()
        if folder is not None:
            return _read(folder)

        from tui.command_line.run import run

        return run()
    except KeyboardInterrupt:
        return 130


def _plain_folder() -> str | None:
    """The folder of `glossator` and `glossator FOLDER` on a terminal, the start that must be quick; else None."""
    import os
    import sys
    from pathlib import Path

    words = sys.argv[1:]
    if len(words) > 1 or "_GLOSSATOR_COMPLETE" in os.environ or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    folder = words[0] if words else "."

    from tui.command_line.table import COMMANDS

    return folder if Path(folder).is_dir() and folder not in COMMANDS and not folder.startswith("-") else None


def _read(folder: str) -> int:
    """Open the reader without the parser of the command line, which would take a tenth of the start."""
    from pathlib import Path

    from tui.command_line import opening, output

    output.prepare()
    try:
        return opening.open_reader(Path(folder), {})
    except Exception as error:
        from tui.command_line.run import failed

        return failed(error)
