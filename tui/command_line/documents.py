"""`glossator documents` and `glossator text`"""

from __future__ import annotations

from pathlib import Path

import click

from index.document import Document
from index.visible import visible_lines
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument, rows
from tui.command_line.output import count


@click.command(
    epilog="""\b
Examples:
  glossator documents samples
  glossator documents samples --json
"""
)
@path_argument
@as_json
@everywhere
def documents(path: Path, json: bool) -> None:
    """List the documents with what they say of themselves."""
    with opened(path) as collection:
        listed = rows(collection)
        for row in listed:
            if json:
                output.record(_described(collection.document(row.path)))
            else:
                words = "" if row.words is None else f"{row.words:,}"
                output.say(f"{row.date or '':<10}  {words:>7}  {row.path}  {row.title or '(untitled)'}")
        if not json:
            output.tell(count(len(listed), "document"))


@click.command(
    epilog="""\b
Examples:
  glossator text 2031-09-08_harbour-herald_ferry.txt samples
  glossator text letter.txt > copy.txt
"""
)
@click.argument("document")
@path_argument
@everywhere
def text(document: str, path: Path) -> None:
    """Print the text of DOCUMENT exactly: no line feed is added.

    On a terminal, characters that would steer it are shown as visible ones instead.
    """
    with opened(path) as collection:
        content = collection.document(document).text
    if output.to_terminal():
        output.safe(visible_lines(content))
    else:
        output.exact(content.encode("utf-8", "replace"))


def _described(document: Document) -> dict[str, object]:
    stated = document.metadata
    return {
        "document": document.path,
        "title": stated.title,
        "authors": list(stated.authors),
        "source": stated.source,
        "date": stated.date,
        "date_text": stated.date_text,
        "date_alternatives": list(stated.date_alternatives),
        "language": stated.language,
        "words": document.words,
        "sha256": document.sha256,
        "file_sha256": document.file_sha256,
        "tags": list(stated.tags),
        "blocks": [{"start": block.start, "end": block.end, "kind": block.kind} for block in document.blocks],
    }
