"""The commands by name. A command's module is imported when it is run, so that `--help` stays quick."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from tui.command_line.options import everywhere
from tui.command_line.table import COMMANDS

_READ: Final = " "
"""Name of the command that opens the reader: a word that nobody can mean otherwise, for `./read` may be a folder."""

_READER: Final = "reader:read"


class LazyGroup(click.Group):
    """A group whose commands are named by module."""

    def __init__(self, *args: Any, modules: dict[str, tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table, which is that of use."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        place = _READER if cmd_name == _READ else self.modules.get(cmd_name, ("", ""))[0]
        if not place:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(f"tui.command_line.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table as it stands, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self.modules.items()])


class Glossator(LazyGroup):
    """The outermost group: a first argument that is no command's name is a path, which the reader opens."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the reader's command before a path."""
        place = _first_argument(args)
        completing_a_command = ctx.resilient_parsing and place == len(args)
        if not completing_a_command and (place == len(args) or args[place] not in self.modules):
            args = [*args[:place], _READ, *args[place:]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The reader's command has no name that help or a complaint should show."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == _READ else name), command, rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """A command or a path."""
        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both ways to call it."""
        formatter.write_usage("glossator", "[OPTIONS] [PATH]")
        formatter.write_usage("glossator", "COMMAND [OPTIONS] [ARGUMENTS]…", prefix="       ")


@click.group(
    cls=Glossator,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  glossator                       read the current folder
  glossator samples               read a folder
  glossator search 'ferry OR boat' samples --json
  glossator search -- -boat samples      what begins with - follows --
""",
)
@everywhere
def glossator() -> None:
    """Read, search and annotate a folder of documents.

    PATH is a folder or a file, the current folder if left out; it opens in the reading room. A folder that is named
    like a command is written with ./ before it.
    """


def _first_argument(args: list[str]) -> int:
    """Where the first argument stands that is no option; `--` counts as one."""
    place = 0
    while place < len(args):
        word = args[place]
        if word == "--" or word == "-" or not word.startswith("-"):
            break
        place += 2 if word == "--marks" else 1
    return min(place, len(args))
