"""`glossator check` and `glossator forget`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index import paths
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import PathOfCollection, as_json, everywhere, opened, path_argument


@click.command(
    epilog="""\b
Examples:
  glossator check samples
  glossator check samples --json
"""
)
@path_argument
@as_json
@everywhere
def check(path: Path, json: bool) -> int:
    """Examine catalogue, index and layers, and repair what can be made again.

    Exit status 1 says that something is wrong and was not repaired.
    """
    status = 0
    with opened(path, current=False) as collection:
        for part, state, repaired, reason in collection.check():
            if state not in ("ok", "missing") and not repaired:
                status = 1
            if json:
                output.record({"part": part, "state": state, "repaired": repaired, "reason": reason})
            else:
                why = f": {reason}" if reason else ""
                output.say(f"{part}: {state}{why}{' (repaired)' if repaired else ''}")
    return status


@click.command(
    epilog="""\b
Examples:
  glossator forget samples
  glossator forget samples --yes
"""
)
@click.argument("path", type=PathOfCollection())
@click.option("--yes", is_flag=True, help="Do not ask.")
@everywhere
def forget(path: Path, yes: bool) -> None:
    """Remove every trace of a collection outside it: index, reading positions, history.

    The collection itself, and the annotations in it, stay. It need not exist any more.
    """
    folders = paths.traces(path)
    if not folders:
        output.say(f"nothing is kept of {path}")
        return
    if not yes:
        _ask(folders, marks=paths.collection_folders(path).data)
    for folder in paths.forget(path):
        output.say(f"removed {folder}")


def _ask(folders: list[Path], marks: Path) -> None:
    """Ask on a terminal; elsewhere nothing is removed without `--yes`."""
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on: say --yes")
    for folder in folders:
        kept = "annotations made while the collection could not be written" if folder == marks else "can be made again"
        output.tell(visible(f"{folder}: {kept}"))
    click.confirm("Remove?", abort=True, err=True)
