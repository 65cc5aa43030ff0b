"""`glossator frequency`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from index.spreadsheet import csv_row
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.asking.over_time import Bar, By

_COLUMNS: Final = (
    "query",
    "period",
    "matches",
    "documents",
    "of_documents",
    "of_words",
    "matches_per_million",
    "documents_per_hundred",
    "condition",
)
_BAR_CELLS: Final = 24


@click.command(
    epilog="""\b
Examples:
  glossator frequency letter samples
  glossator frequency 'letter, ferry' samples --by day
  glossator frequency --csv boat samples > boat.csv
"""
)
@click.argument("query")
@path_argument
@click.option(
    "--by",
    type=click.Choice(["year", "month", "day"]),
    help="A row a year, month or day. By default as suits the dates.",
)
@click.option("--csv", "as_csv", is_flag=True, help="A table (CSV) for a spreadsheet.")
@as_json
@everywhere
def frequency(query: str, path: Path, by: By | None, as_csv: bool, json: bool) -> int:
    """Count the matches of a query, or of several with commas between them, by the dates of documents.

    Exit status 1: nothing was found.
    """
    if as_csv and json:
        raise click.UsageError("--csv or --json, not both")
    output.last_query = query
    with opened(path) as collection:
        from index.asking.over_time import bars, chosen_unit, queries_in

        queries = queries_in(query) or [query]
        found = collection.counting.over_time(queries)
        for _ in found.count():
            pass
        counted = found.counted()
        for notice in found.notices:
            output.tell(visible(notice))
        rows = bars(counted, by or chosen_unit(counted))
        if as_csv:
            output.exact(csv_row(_COLUMNS))
        longest = max((found.matches for row in rows for found in row.found), default=0)
        for row in rows:
            for number, name in enumerate(queries):
                if json:
                    output.record(_answer(row, number, name))
                elif as_csv:
                    output.exact(csv_row(_answer(row, number, name).values()))
                else:
                    _show(row, number, name if len(queries) > 1 else "", longest)
        matches = sum(each.matches for some in counted.found for each in some.values())
        documents = sum(each.documents for some in counted.found for each in some.values())
        if not json:
            where = f" in {count(documents, 'document')}" if len(queries) == 1 else ""
            output.tell(f"{count(matches, 'match', 'matches')}{where}")
    return 0 if documents else 1


def _answer(row: Bar, number: int, query: str) -> dict[str, Any]:
    from index.asking.over_time import Measure

    found, all, period = row.found[number], row.all, row.period
    matches, documents = Measure(False, True).of(found, all), Measure(True, True).of(found, all)
    return {
        "query": query,
        "period": period.label,
        "matches": found.matches,
        "documents": found.documents,
        "of_documents": all.documents,
        "of_words": all.words,
        "matches_per_million": None if matches is None else round(matches, 3),
        "documents_per_hundred": None if documents is None else round(documents, 3),
        "condition": period.condition,
    }


def _show(row: Bar, number: int, query: str, longest: int) -> None:
    found, all = row.found[number], row.all
    bar = "#" * (-(-found.matches * _BAR_CELLS // longest) if longest else 0)
    label = row.period.label if not number else ""
    name = f"{query[:16]:<16}  " if query else ""
    of = f"{found.documents:,} of {count(all.documents, 'document')}" if all.documents else "no document"
    output.say(f"{label:<22}{name}{found.matches:>9,}  {bar:<{_BAR_CELLS}}  {of}")
