"""`glossator concordance`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.asking.concordances import Line, Order


@click.command(
    epilog="""\b
Examples:
  glossator concordance letter samples
  glossator concordance '"the ferry"' samples --sort right --width 40
  glossator concordance --json 'boat*' samples
"""
)
@click.argument("query")
@path_argument
@click.option(
    "--width",
    type=click.IntRange(0, 1000),
    metavar="N",
    help="Characters on each side of a match (setting concordance.width).",
)
@click.option(
    "--sort",
    type=click.Choice(["left", "right", "document", "date"]),
    default="document",
    show_default=True,
    help="By the words before the match, by those after it, by path, or by date.",
)
@as_json
@everywhere
def concordance(query: str, path: Path, width: int | None, sort: Order, json: bool) -> int:
    """Print every match in a line with what stands before and after it. Exit status 1: nothing was found."""
    output.last_query = query
    with opened(path) as collection:
        found = collection.concordance(query, sort=sort, width=width)
        width = collection.settings.concordance.width if width is None else width
        for notice in found.notices:
            output.tell(visible(notice))
        number, documents = 0, set()
        for line in found:
            number += 1
            documents.add(line.document.path)
            if json:
                output.record(_answer(line))
            else:
                _show(line, width)
        if not json:
            output.tell(f"{count(number, 'match', 'matches')} in {count(len(documents), 'document')}")
    return 0 if number else 1


def _answer(line: Line) -> dict[str, object]:
    return {
        "document": line.document.path,
        "start": line.start,
        "end": line.end,
        "left": line.left,
        "match": line.match,
        "right": line.right,
    }


def _show(line: Line, width: int) -> None:
    output.say_line(line.left, line.match, line.right, width, line.document.path)
