"""`glossator dossier`"""

from __future__ import annotations

from pathlib import Path

import click

from index.visible import visible_lines
from tui.command_line import files, output
from tui.command_line.options import everywhere, opened, path_argument
from tui.command_line.output import count


@click.command(
    epilog="""\b
Examples:
  glossator dossier channel samples --format markdown
  glossator dossier channel samples --format html --output channel.html
  glossator dossier channel samples --format json --by code
"""
)
@click.argument("name")
@path_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json"]),
    default="markdown",
    show_default=True,
    help="For a text, for a browser, for a program.",
)
@click.option(
    "--by",
    type=click.Choice(["argument", "code"]),
    default="argument",
    show_default=True,
    help="Below the headings of the dossier, or below the codes of its passages.",
)
@click.option("--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
@everywhere
def dossier(name: str, path: Path, form: str, by: str, file: Path | None) -> int:
    """Write the dossier NAME out: its passages, where each stands, and what has changed since.

    Exit status 1: there is no such dossier.
    """
    with opened(path) as collection:
        names = collection.evidence.dossiers.names()
        if name not in names:
            there = f"; there is {', '.join(names)}" if names else "; p in the reading room puts a passage into one"
            output.complain(f"there is no dossier {name}{there}")
            return 1
        for fault in collection.evidence.dossiers.read(name).faults:
            output.complain(fault)
        parts = collection.evidence.write(name, form, by)
        if file is not None:
            files.write(collection, file, parts)
            output.tell(f"{count(len(collection.evidence.dossiers.read(name).passages), 'passage')} written")
        elif output.to_terminal():
            output.safe(visible_lines(b"".join(parts).decode("utf-8", "replace")))
        else:
            for part in parts:
                output.exact(part)
    return 0
