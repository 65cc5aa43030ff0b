"""`glossator facts`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.facts.table import Row


@click.command(
    epilog="""\b
Examples:
  glossator facts samples
  glossator facts samples --json
"""
)
@path_argument
@click.option("--all", "alone", is_flag=True, help="Rows of a single document too.")
@click.option("--conflicts", is_flag=True, help="Only rows whose cells cannot all hold.")
@as_json
@everywhere
def facts(path: Path, alone: bool, conflicts: bool, json: bool) -> None:
    """Put what several documents state of one thing side by side: figures and dates."""
    with opened(path) as collection:
        from index.facts.table import table

        reading = collection.ledgers.facts()
        for _ in reading.count():
            pass
        found = table(reading.counted())
        rows = [row for row in (found.rows if alone else found.shared()) if row.conflict or not conflicts]
        for row in rows:
            silent = found.silent(row)
            if json:
                output.record(_answer(row, silent))
            else:
                _show(row, silent)
        if not json:
            contradicting = sum(row.conflict is not None for row in rows)
            output.tell(f"{count(len(rows), 'row')}, {count(contradicting, 'conflict')}")


def _answer(row: Row, silent: list[str]) -> dict[str, object]:
    return {
        "row": row.id,
        "label": row.label,
        "cells": [
            {"document": cell.path, "start": cell.start, "end": cell.end, "text": cell.words} for cell in row.cells
        ],
        "conflict": row.conflict,
        "silent": silent,
    }


def _show(row: Row, silent: list[str]) -> None:
    output.say(f"{'≠' if row.conflict else ' '} {row.label}")
    for cell in row.cells:
        how = f"  ({cell.how})" if cell.how else ""
        value = f" = {cell.value}" if cell.value and cell.value not in cell.words else ""
        place = f"{cell.path}:{cell.start}-{cell.end}"
        output.say(f"    {' '.join(cell.words.split()) + value:<28} {place}{how}")
    if row.conflict:
        output.say(f"    {row.conflict}")
    if silent:
        output.say(f"    silent: {', '.join(silent)}")
