"""`glossator serve [PATH]`: the reading room in a browser."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import Final

import click

from index.visible import visible
from tui.command_line import output
from tui.command_line.opening import load
from tui.command_line.options import State, everywhere, path_argument

_INTERRUPTED: Final = 130
_NEEDED: Final = ("aiohttp", "textual_serve")


@click.command(
    epilog="""\b
Examples:
  glossator serve samples
  glossator serve samples --port 0
"""
)
@path_argument
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on; 0 = any free one.")
@click.option("--host", help="Address to listen on instead of this machine alone.")
@everywhere
@click.pass_obj
def serve(state: State, path: Path, port: int | None, host: str | None) -> int:
    """Open a folder or a file in a browser on this machine.

    The link that is printed lets in one browser, once; whoever has it reads, searches and marks as you. The server
    ends with ctrl+c.
    """
    from index.opening import find_collection
    from tui.keymap import check_keys

    overrides = state.overrides()
    loaded = load(path, overrides, check_keys=check_keys)
    if loaded.settings.sealed:
        raise click.ClickException("sealed: this collection is not opened in a browser")
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise click.ClickException("libraries are missing that install with: pip install 'glossator[serve]'")
    folders = find_collection(path).folders
    folders.make("cache")

    # Imported here: no other command needs a web server.
    from tui.serving.child import Job
    from tui.serving.server import CannotServe, listen
    from tui.serving.server import serve as run_server

    settings = loaded.settings.serve
    try:
        address = listen(settings.host if host is None else host, settings.port if port is None else port)
    except CannotServe as error:
        raise click.ClickException(str(error)) from error
    # Absolute, because the rooms stand elsewhere; not resolved, so that they name it as it was named here.
    marks = os.path.abspath(state.marks) if state.marks is not None else None  # noqa: PTH100
    job = Job(os.path.abspath(path), marks, overrides, state.debug)  # noqa: PTH100

    if not address.loopback:
        output.tell(visible(_warning(address.name)))
    output.tell(visible(f"{path}: the link opens it in one browser, once; ctrl+c ends the server"))
    ended_by = run_server(address, job, folders.cache, announce=_announce, complain=_complain)
    if sys.stderr.isatty():
        output.tell("")
    return _INTERRUPTED if ended_by == signal.SIGINT else 0


def _warning(name: str) -> str:
    return (
        f"warning: {name} can be reached from other machines. Whoever has the link, or listens on the way (nothing is "
        "encrypted), reads and searches everything in this collection and marks it as you; ssh -L is the safe way "
        "from elsewhere"
    )


def _announce(link: str) -> None:
    output.say(link)
    output.flush()


def _complain(said: str) -> None:
    for line in said.splitlines():
        output.tell(visible(line))
