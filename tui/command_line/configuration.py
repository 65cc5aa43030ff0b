"""`glossator config`"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from index.errors import GlossatorError, SettingsError
from tui.command_line import output
from tui.command_line.opening import load
from tui.command_line.options import State, as_json, everywhere, path_argument

if TYPE_CHECKING:
    from index.settings import Settings


@click.command(
    epilog="""\b
Examples:
  glossator config
  glossator config --init
  glossator config --check config.yaml
"""
)
@path_argument
@click.option("--check", "file", metavar="FILE", type=click.File("rb"), help="List every fault of FILE.")
@click.option("--init", is_flag=True, help="Make your own config.yaml, with every setting as a comment.")
@as_json
@everywhere
@click.pass_obj
def config(state: State, path: Path, file: BinaryIO | None, init: bool, json: bool) -> None:
    """Show the settings in force for PATH and where each comes from.

    Exit status 2 says that a file of settings has a fault; each is listed as FILE:LINE:COLUMN: setting: what is wrong.
    """
    if file is not None:
        _check(file)
    elif init:
        _init()
    else:
        _show(state, path, json)


def _show(state: State, path: Path, json: bool) -> None:
    from tui.keymap import check_keys

    loaded = load(path, state.overrides(), check_keys=check_keys)
    for name, origin in loaded.provenance.items():
        value = _value(loaded.settings, name)
        if json:
            output.record({"setting": name, "value": value, "source": origin.source, "line": origin.line})
        else:
            line = "" if origin.line is None else f":{origin.line}"
            output.say(f"{name}: {_written(value)}  ({origin.source}{line})")


def _check(file: BinaryIO) -> None:
    from index.config import MAX_BYTES
    from index.config_check import check_file
    from tui.keymap import check_keys

    faults = check_file(Path(file.name), file.read(MAX_BYTES + 1), check_keys)
    if faults:
        raise SettingsError(faults)
    output.tell("no fault")


def _init() -> None:
    from index.config import shipped_file
    from index.paths import make_private, user_config_file
    from index.safe_files import write_atomically

    own = user_config_file()
    make_private(own.parent)
    if own.exists():
        raise GlossatorError(f"{own}: there is one already")
    write_atomically(own, [commented_out(shipped_file().read_text(encoding="utf-8")).encode()])
    output.say(str(own))


def commented_out(shipped: str) -> str:
    """The shipped file with every setting as a comment: sections stay, for an empty one sets nothing."""
    return re.sub(r"^( *)([\w-]+: .*)$", r"\1#\2", shipped, flags=re.MULTILINE)


def _value(settings: Settings, name: str) -> object:
    section, _, rest = name.partition(".")
    value = getattr(settings, section)
    if not rest:
        return value
    found = value[rest] if isinstance(value, dict) else getattr(value, rest)
    return list(found) if isinstance(found, tuple) else found


def _written(value: object) -> str:
    """As it would be written in config.yaml."""
    from index.jsonl import dumps

    return dumps(value) if not isinstance(value, list) else "[" + ", ".join(dumps(item) for item in value) + "]"
