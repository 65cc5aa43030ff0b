"""`glossator figures`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.reckoning import FoundFigure


@click.command(
    epilog="""\b
Examples:
  glossator figures samples
  glossator figures samples --json
"""
)
@path_argument
@click.option("--all", "aside", is_flag=True, help="Those of captions, bylines and footers too.")
@as_json
@everywhere
def figures(path: Path, aside: bool, json: bool) -> None:
    """List numbers with their bounds, the noun that they count and what they are of."""
    with opened(path) as collection:
        number = 0
        for found in collection.ledgers.figures(aside=aside):
            number += 1
            if json:
                output.record(_answer(found))
            else:
                _show(found)
        if not json:
            output.tell(count(number, "figure"))


def _answer(found: FoundFigure) -> dict[str, object]:
    figure = found.figure
    return {
        "document": found.document,
        "start": figure.start,
        "end": figure.end,
        "text": found.text,
        "number": figure.number,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "subject": figure.subject,
    }


def _show(found: FoundFigure) -> None:
    figure = found.figure
    if figure.number is not None:
        known = f"{figure.number:,}"
    elif figure.low is not None and figure.high is not None:
        known = f"{figure.low:,} to {figure.high:,}"
    else:
        known = "?"
    if figure.qualifier and figure.number is not None:
        known = f"{figure.qualifier} {known}"
    unit = f" {figure.unit}" if figure.unit else ""
    of = f" ({figure.subject})" if figure.subject else ""
    place = f"{found.document}:{figure.start}-{figure.end}"
    output.say(f"{known + unit + of:<36} {place}  {' '.join(found.text.split())}")
