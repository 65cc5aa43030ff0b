"""`glossator [PATH]`: the reading room itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index.errors import CollectionError
from tui.command_line import output
from tui.command_line.commands import nearest_command
from tui.command_line.options import State, everywhere, load, path_argument


class _Read(click.Command):
    """Shows the help of the whole program: the reader has no options of its own."""

    def get_help(self, ctx: click.Context) -> str:
        return ctx.parent.get_help() if ctx.parent else super().get_help(ctx)


@click.command(cls=_Read)
@path_argument
@everywhere
@click.pass_obj
def read(state: State, path: Path) -> int:
    """Open a folder or a file in the reading room."""
    if not path.exists():
        command = nearest_command(str(path))
        raise CollectionError(f"{path}: no such file or folder" + (f"; is `{command}` meant?" if command else ""))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        output.complain("the reading room needs a terminal; `glossator --help` lists the commands that do without")
        return 2
    # Imported here: the screen is needed by no other command.
    from tui.keymap import check_keys

    loaded = load(path, state, check_keys=check_keys)

    from tui.app import run_reader

    return run_reader(path, loaded, marks=state.marks, debug=state.debug)
