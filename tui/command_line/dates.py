"""`glossator dates`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.reckoning import FoundDate


@click.command(
    epilog="""\b
Examples:
  glossator dates samples
  glossator dates samples --json
"""
)
@path_argument
@click.option("--all", "aside", is_flag=True, help="Those of captions, credits and footers too.")
@as_json
@everywhere
def dates(path: Path, aside: bool, json: bool) -> None:
    """List dates with their values, and what each was counted from.

    A date without a year, a weekday or `last week` has a value only where the document has a date: its own, or one
    that you set. What can be read two ways keeps both readings.
    """
    with opened(path) as collection:
        valued = number = 0
        for found in collection.ledgers.dates(aside=aside):
            number += 1
            valued += found.date.value is not None
            if json:
                output.record(_answer(found))
            else:
                _show(found)
        if not json:
            output.tell(f"{count(number, 'date')}, {number - valued:,} without a value")


def _answer(found: FoundDate) -> dict[str, object]:
    date = found.date
    anchor = date.anchor
    return {
        "document": found.document,
        "start": date.start,
        "end": date.end,
        "text": found.text,
        "value": date.value,
        "partial": date.partial,
        "alternatives": list(date.alternatives),
        "anchor": None
        if anchor is None
        else {"kind": anchor.kind, "value": anchor.value, "start": anchor.start, "end": anchor.end},
    }


def _show(found: FoundDate) -> None:
    date = found.date
    known = date.value or " or ".join(date.alternatives) or date.partial or ""
    source = ""
    if date.anchor is not None:
        where = f" in {date.anchor.document}" if date.anchor.document else ""
        source = f"  ({date.anchor.kind} {date.anchor.value}{where})"
    mark = " " if date.value else "?"
    output.say(f"{mark} {known:<24} {found.document}:{date.start}-{date.end}  {' '.join(found.text.split())}{source}")
