"""Options that every command takes, and the collection that a command asks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.errors import CollectionError
from tui.command_line import output
from tui.command_line.opening import load

if TYPE_CHECKING:
    from index.collection import Collection
    from index.document import DocumentRow

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(slots=True)
class State:
    """What the options that every command takes say."""

    debug: bool = False
    sealed: bool = False
    marks: Path | None = None

    def overrides(self) -> dict[str, str]:
        """Settings that options decide."""
        return {"sealed": "true"} if self.sealed else {}


class PathOfCollection(click.Path):
    """PATH. Whether it exists is for the collection to say, which has an exit status of its own for that."""

    name = "path"

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse the empty text, which `Path` takes for the current folder: a script's variable was empty."""
        if value == "":
            raise CollectionError("the path is empty")
        return super().convert(value, param, ctx)


def everywhere(command: Decorated) -> Decorated:
    """`--debug`, `--marks`, `--sealed` and `--version`, before a command and after it."""
    options = (
        click.option(
            "--marks",
            metavar="DIR",
            type=click.Path(path_type=Path),
            expose_value=False,
            callback=_note,
            help="Keep annotations in DIR instead of in the collection.",
        ),
        click.option(
            "--sealed",
            is_flag=True,
            expose_value=False,
            callback=_note,
            help="No clipboard, no outside programs, no browser.",
        ),
        click.option(
            "--debug", is_flag=True, expose_value=False, callback=_note, help="Show where in the program a fault lies."
        ),
        click.option(
            "--version",
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help="Show the version and end.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def as_json(command: Decorated) -> Decorated:
    """`--json`."""
    return click.option("--json", "json", is_flag=True, help="JSON Lines: one object a line.")(command)


def path_argument(command: Decorated) -> Decorated:
    """PATH: the folder or file, by default the current folder."""
    return click.argument("path", type=PathOfCollection(), default=".")(command)


@contextlib.contextmanager
def opened(path: Path, *, current: bool = True) -> Iterator[Collection]:
    """The collection at `path`, with index and analysis brought up to date where `current`."""
    from index.collection import Collection
    from tui.command_line.progress import ProgressLine

    state = click.get_current_context().find_object(State) or State()
    settings = load(path, state.overrides()).settings
    collection = Collection.open(path, settings, marks=state.marks)
    try:
        if current:
            with ProgressLine() as progress:
                collection.update(progress)
        yield collection
    finally:
        collection.close()


def rows(collection: Collection) -> list[DocumentRow]:
    """Documents of the collection, or the one that it was narrowed to."""
    only = collection.narrowed_to
    return [row for row in collection.documents() if only is None or row.path == only]


def _note(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what an option says, wherever it stands; one that is absent takes nothing back."""
    state = context.find_object(State)
    if state is not None and value:
        setattr(state, str(parameter.name), value)


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from importlib.metadata import version

        output.say(f"glossator {version('glossator')}")
        context.exit(0)
