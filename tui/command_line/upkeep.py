"""`glossator check` and `glossator forget`"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from index import forgetting, paths
from index.errors import CollectionError
from index.opening import find_collection
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import PathOfCollection, State, as_json, everywhere, opened, path_argument
from tui.command_line.progress import ProgressLine


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
    with opened(path, current=False) as collection, ProgressLine() as line:
        for part, state, repaired, reason in collection.check(line):
            line.clear()
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

    The collection itself, and the annotations in it, stay. It need not exist any more. With --marks DIR the annotations
    in DIR go too.
    """
    state = click.get_current_context().find_object(State) or State()
    marks = state.marks.resolve() if state.marks is not None else None
    found = [*paths.traces(path), *(forgetting.marks_in(marks) if marks is not None else ())]
    kept = [folder for folder in forgetting.elsewhere(path) if folder != marks]
    if not found:
        _nothing(path)
        return
    forgetting.check_unused(path)
    if marks is not None and marks.is_relative_to(path.resolve()):
        raise click.UsageError(f"{marks} lies in the collection, which stays as it is")
    if not yes:
        _ask(found, paths.collection_folders(path))
    for gone in forgetting.forget(path, marks):
        output.say(f"removed {gone}")
    for folder in kept:
        output.tell(visible(f"annotations stay in {folder}, where --marks put them"))


def _nothing(path: Path) -> None:
    """Say so; a file may lie in a collection of which something is kept."""
    with contextlib.suppress(CollectionError):
        opened = find_collection(path)
        if opened.narrowed:
            output.say(f"{path} lies in the collection {opened.root}: forget that")
            return
    output.say(f"nothing is kept of {path}")


def _ask(found: list[Path], own: paths.CollectionFolders) -> None:
    """Ask on a terminal; elsewhere nothing is removed without `--yes`."""
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on: say --yes")
    what = {
        own.cache: "can be made again",
        own.state: "reading positions, named places, earlier queries, what can be undone",
        own.data: "annotations made while the collection could not be written",
    }
    for each in found:
        output.tell(visible(f"{each}: {what.get(each, 'what you wrote with --marks')}"))
    click.confirm("Remove?", abort=True, err=True)
