"""`glossator batch`"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from index.spreadsheet import csv_row
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count
from tui.command_line.progress import ProgressLine

if TYPE_CHECKING:
    from index.asking.batch import Counted
    from index.collection import Collection

_COUNTS: Final = ("query", "documents", "matches", "error")
_HITS: Final = ("query", "document", "title", "date", "start", "end", "text", "error")


@click.command(
    epilog="""\b
Examples:
  glossator batch questions.txt papers
  glossator batch people.csv papers --names --column name --csv > found.csv
  glossator batch people.txt papers --names --fuzzy 1 --json
"""
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@path_argument
@click.option("--names", is_flag=True, help='Lines are names, taken literally; "Last, First" both ways round.')
@click.option("--column", metavar="C", help="FILE is a table (CSV): the column's name, or its number from 1.")
@click.option(
    "--fuzzy", type=click.IntRange(1, 2), default=None, metavar="N", help="So many letters of a word amiss: 1 or 2."
)
@click.option("--hits", is_flag=True, help="Below each line, every document that answers, as search prints it.")
@click.option("--csv", "as_csv", is_flag=True, help="A table (CSV) for a spreadsheet.")
@as_json
@everywhere
def batch(
    file: Path,
    path: Path,
    names: bool,
    column: str | None,
    fuzzy: int | None,
    hits: bool,
    as_csv: bool,
    json: bool,
) -> int:
    """Search for every line of FILE: how many documents and matches each has, those with none included.

    Lines are queries as for search, or with --names names. One with a mistake says which, and the others go on.
    """
    if as_csv and json:
        raise click.UsageError("--csv or --json, not both")
    from index.asking.batch_files import read_list

    lines = read_list(file, column)
    with opened(path) as collection:
        began = time.monotonic()
        shown: _Text | _Json | _Csv = _Json() if json else _Csv(hits) if as_csv else _Text()
        answered = 0
        with ProgressLine() as progress:
            for counted in collection.queries.batch(lines, names=names, fuzzy=fuzzy or 0, on_event=progress):
                progress.clear()
                answered += 1
                shown.line(counted, _answers(collection, counted) if hits else None)
        skipped = len(collection.skipped())
        shown.end(answered, len(collection.documents()), skipped, time.monotonic() - began)
    return 0


def _answers(collection: Collection, counted: Counted) -> Iterable[dict[str, Any]]:
    """Every document that answers a line, as `glossator search` prints it."""
    from tui.command_line.search import answer

    if counted.query is None or not counted.documents:
        return
    for hit in collection.search(counted.query, limit=0).hits:
        yield answer(collection, counted.query, hit)


class _Json:
    """JSON Lines."""

    def line(self, counted: Counted, answers: Iterable[dict[str, Any]] | None) -> None:
        output.record(_counts(counted))
        for found in answers or ():
            output.record({"query": counted.line, **found})

    def end(self, lines: int, documents: int, skipped: int, seconds: float) -> None:
        output.record({"lines": lines, "documents": documents, "skipped": skipped, "seconds": round(seconds, 3)})


class _Text:
    """For people."""

    def line(self, counted: Counted, answers: Iterable[dict[str, Any]] | None) -> None:
        if counted.error is not None:
            output.say(f"       ?          {counted.line}: {counted.error}")
        else:
            output.say(f"{counted.documents:>8,} {counted.matches:>9,}  {counted.line}")
        for found in answers or ():
            title, document = found["title"] or "(untitled)", found["document"]
            output.say(" " * 20 + " · ".join(part for part in (title, found["date"], document) if part))
            for match in found["matches"]:
                text = " ".join(match["text"].split())
                output.say(" " * 22 + f"{match['start']}-{match['end']}  {text}")

    def end(self, lines: int, documents: int, skipped: int, seconds: float) -> None:
        output.tell(f"{count(lines, 'line')} in {count(documents, 'document')}; {_unsearched(skipped)}")


class _Csv:
    """A table: a row a line, or with its hits a row a match."""

    def __init__(self, hits: bool) -> None:
        self._hits = hits
        output.exact(csv_row(_HITS if hits else _COUNTS))

    def line(self, counted: Counted, answers: Iterable[dict[str, Any]] | None) -> None:
        rows = [_counts(counted)] if answers is None else list(self._matches(counted, answers))
        columns = _HITS if self._hits else _COUNTS
        for row in rows:
            output.exact(csv_row([row.get(column) for column in columns]))

    def _matches(self, counted: Counted, answers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        any_row = False
        for found in answers:
            about = {"query": counted.line, **{key: found[key] for key in ("document", "title", "date")}}
            # A document that answers by what is known of it has no match, and stands in the table all the same.
            for match in found["matches"] or [{}]:
                any_row = True
                yield {**about, **match}
        if not any_row:
            yield {"query": counted.line, "error": counted.error}

    def end(self, lines: int, documents: int, skipped: int, seconds: float) -> None:
        output.tell(f"{count(lines, 'line')} in {count(documents, 'document')}; {_unsearched(skipped)}")


def _counts(counted: Counted) -> dict[str, Any]:
    """The row of a line."""
    return {
        "query": counted.line,
        "documents": counted.documents,
        "matches": counted.matches,
        "error": counted.error,
    }


def _unsearched(skipped: int) -> str:
    return f"{count(skipped, 'file')} could not be searched" if skipped else "every file was searched"
