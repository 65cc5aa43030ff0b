"""The `glossator` command. Nothing is imported here that an interruption in its first moment could show."""

from __future__ import annotations


def main() -> int:
    """Run the command line; returns the exit status."""
    try:
        from tui.command_line.run import run

        return run()
    except KeyboardInterrupt:
        return 130
