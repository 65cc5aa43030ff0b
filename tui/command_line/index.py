"""`glossator index`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from index.events import IndexSummary
from index.skipping import Reason, by_reason
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count
from tui.command_line.progress import ProgressLine

NAMED: Final = 3
"""Files that were skipped for one reason are named one by one up to so many."""
OTHER_KINDS: Final = 8
"""Reasons for leaving out kinds that are not read, at most."""


@click.command(
    epilog="""\b
Examples:
  glossator index samples
  glossator index samples --rebuild --jobs 4
"""
)
@path_argument
@click.option("--rebuild", is_flag=True, help="Make the index anew from every file.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Worker processes; by default one a core.")
@click.option("--watch", is_flag=True, help="Stay, and take up every change until interrupted.")
@as_json
@everywhere
def index(path: Path, rebuild: bool, jobs: int | None, watch: bool, json: bool) -> int:
    """Bring the index of a collection up to date.

    Exit status 1 says that a file of a kind that can be read was skipped; the reasons are
    printed, and every file with --json.
    """
    with opened(path, current=False) as collection:
        anew = [rebuild]

        def run(among: Sequence[str] | None = None) -> IndexSummary:
            with ProgressLine() as progress:
                return collection.update(progress, rebuild=bool(anew and anew.pop()), jobs=jobs, among=among)

        if watch:
            from tui.command_line.watching import watch as keep_up

            return keep_up(collection, run, lambda summary, first: _show(summary, json, brief=not first))
        summary = run()
        _show(summary, json)
    return 1 if any(skipped.supported for skipped in summary.skipped) else 0


def _show(summary: IndexSummary, json: bool, *, brief: bool = False) -> None:
    """`brief`: one line."""
    if json:
        output.record(
            {
                "documents": summary.documents,
                "added": summary.added,
                "updated": summary.updated,
                "removed": summary.removed,
                "renamed": summary.renamed,
                "unchanged": summary.unchanged,
                "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in summary.skipped],
                "seconds": round(summary.seconds, 3),
            }
        )
        return
    changes = [
        f"{number:,} {what}"
        for number, what in (
            (summary.added, "added"),
            (summary.updated, "updated"),
            (summary.removed, "removed"),
            (summary.renamed, "renamed"),
            (summary.unchanged * (not brief), "unchanged"),
        )
        if number
    ]
    output.say(" · ".join([count(summary.documents, "document"), *changes, f"{summary.seconds:.1f} s"]))
    if brief:
        return
    _say_why(by_reason(summary.skipped))


def _say_why(reasons: Sequence[Reason]) -> None:
    """A line a reason; files are named where they are few."""
    for reason in (reason for reason in reasons if reason.supported):
        if len(reason.files) <= NAMED:
            for skipped in reason.files:
                output.say(f"skipped {skipped.path}: {skipped.reason}")
        else:
            files = count(len(reason.files), "file")
            output.say(f"skipped {files}, such as {reason.files[0].path}: {reason.words}")
        if reason.advice:
            output.say(f"  {reason.advice}")
    others = [reason for reason in reasons if not reason.supported]
    if others:
        output.say(f"{count(sum(len(reason.files) for reason in others), 'file')} of other kinds left out")
    for reason in others[:OTHER_KINDS]:
        output.say(f"  {len(reason.files):,}  {reason.words}" + (f" ({reason.advice})" if reason.advice else ""))
    if len(others) > OTHER_KINDS:
        rest = sum(len(reason.files) for reason in others[OTHER_KINDS:])
        output.say(f"  {rest:,}  for {len(others) - OTHER_KINDS:,} further reasons")
