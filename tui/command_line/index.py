"""`glossator index`"""

from __future__ import annotations

from pathlib import Path

import click

from index.events import IndexSummary
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count
from tui.command_line.progress import ProgressLine


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

    Exit status 1 says that a file of a kind that can be read was skipped; each is named with the reason.
    """
    with opened(path, current=False) as collection:
        anew = [rebuild]

        def run() -> IndexSummary:
            with ProgressLine() as progress:
                return collection.update(progress, rebuild=bool(anew and anew.pop()), jobs=jobs)

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
    for skipped in summary.skipped:
        if skipped.supported:
            output.say(f"skipped {skipped.path}: {skipped.reason}")
    others = sum(not skipped.supported for skipped in summary.skipped)
    if others:
        output.say(f"{count(others, 'file')} of other kinds left out")
