"""`glossator [PATH]`: the reading room itself."""

from __future__ import annotations

from pathlib import Path

import click

from tui.command_line.opening import open_reader
from tui.command_line.options import State, everywhere, path_argument


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
    return open_reader(path, state.overrides(), marks=state.marks, debug=state.debug)
