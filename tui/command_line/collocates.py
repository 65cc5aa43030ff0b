"""`glossator collocates`"""

from __future__ import annotations

from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from index.spreadsheet import csv_row
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.asking.collocates import Collocate, Counted, Rank

WIDEST: Final = 50
_COLUMNS: Final = (
    "word",
    "forms",
    "count",
    "left",
    "right",
    "documents",
    "expected",
    "log_likelihood",
    "log_ratio",
    "occurrences",
)


def _window(_: click.Context, option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """`5`, or `2,0`."""
    if value is None:
        return None
    parts = value.split(",")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and int(part) <= WIDEST for part in parts):
        raise click.BadParameter(f"{value} is no window: 5, or 2,0; at most {WIDEST}", param=option)
    return int(parts[0]), int(parts[-1])


@click.command(
    epilog="""\b
Examples:
  glossator collocates letter samples
  glossator collocates '"prime minister"' samples --window 0,3 --no-small
  glossator collocates --csv boat samples > boat.csv
"""
)
@click.argument("query")
@path_argument
@click.option(
    "--window", callback=_window, metavar="L,R", help="Words before and after a match (setting collocates.window)."
)
@click.option(
    "--least", type=click.IntRange(min=1), metavar="N", help="Only words that stand there N times or oftener."
)
@click.option(
    "--sort",
    type=click.Choice(["strength", "count", "effect", "word", "left", "right", "documents"]),
    default="strength",
    show_default=True,
    help="By log-likelihood, count, log ratio, alphabet, how often before, how often after, or documents.",
)
@click.option("--limit", type=click.IntRange(min=0), default=0, metavar="N", help="So many rows at most; 0 = all.")
@click.option("--stems", is_flag=True, help="The words of one stem in one row.")
@click.option("--no-small", is_flag=True, help="Without words that say little (the, of).")
@click.option("--across", is_flag=True, help="Look beyond the paragraph that a match stands in.")
@click.option("--csv", "as_csv", is_flag=True, help="A table (CSV) for a spreadsheet.")
@as_json
@everywhere
def collocates(
    query: str,
    path: Path,
    window: tuple[int, int] | None,
    least: int | None,
    sort: Rank,
    limit: int,
    stems: bool,
    no_small: bool,
    across: bool,
    as_csv: bool,
    json: bool,
) -> int:
    """List the words around the matches of a query, weighed by log-likelihood. Exit status 1: nothing was found."""
    if as_csv and json:
        raise click.UsageError("--csv or --json, not both")
    output.last_query = query
    with opened(path) as collection:
        from index.asking.collocates import Window, ranked, weighed

        settings = collection.settings.collocates
        looked = Window(*(window or settings.window), across or settings.across_paragraphs)
        found = collection.counting.collocates(query, looked)
        for _ in found.count():
            pass
        counted = found.counted()
        rows = ranked(
            weighed(
                counted,
                found.standard,
                least=settings.least if least is None else least,
                by_stem=stems,
                hide_small=no_small or not settings.small_words,
            ),
            sort,
        )
        for notice in found.notices:
            output.tell(visible(notice))
        _print(rows[:limit] if limit else rows, as_csv, json)
        _end(counted, len(rows), found.standard.counts.total, json)
    return 0 if counted.matches else 1


def _print(rows: list[Collocate], as_csv: bool, json: bool) -> None:
    if as_csv:
        output.exact(csv_row(_COLUMNS))
    elif not json and rows:
        output.say(f"{'count':>8} {'before':>8} {'after':>8} {'docs':>7} {'strength':>10} {'effect':>7}  word")
    for row in rows:
        answer = _answer(row)
        if json:
            output.record(answer)
        elif as_csv:
            output.exact(csv_row({**answer, "forms": " ".join(row.forms)}.values()))
        else:
            _show(row)


def _answer(row: Collocate) -> dict[str, Any]:
    table = row.table
    return {
        "word": row.word,
        "forms": list(row.forms),
        "count": row.count,
        "left": row.left,
        "right": row.right,
        "documents": row.documents,
        "expected": round(table.expected, 3),
        "log_likelihood": round(table.log_likelihood, 3),
        "log_ratio": None if isinf(table.log_ratio) else round(table.log_ratio, 3),
        "occurrences": table.word,
    }


def _show(row: Collocate) -> None:
    ratio = "–" if isinf(row.table.log_ratio) else f"{row.table.log_ratio:.1f}"
    numbers = f"{row.count:>8,} {row.left:>8,} {row.right:>8,} {row.documents:>7,}"
    output.say(f"{numbers} {row.table.log_likelihood:>10,.1f} {ratio:>7}  {' '.join(row.forms)}")


def _end(counted: Counted, rows: int, words: int, json: bool) -> None:
    """What the numbers are of."""
    within = sum(counted.within.values())
    if json:
        output.record(
            {
                "matches": counted.matches,
                "documents": counted.documents,
                "words_beside": counted.beside,
                "words": words - within,
            }
        )
        return
    where = f"{count(counted.matches, 'match', 'matches')} in {count(counted.documents, 'document')}"
    beside = f"{counted.beside:,} of {count(words - within, 'word')}"
    output.tell(f"{count(rows, 'word')} around {where}; {beside} stand there")
