"""`glossator verify`"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from index.errors import UnreadableFile
from index.visible import visible
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.collection import Collection
    from index.evidence.evidence import Verified
    from index.evidence.verifying import Checked

_WIDTH: Final = 88
"""Columns of a quotation."""
_INDENT: Final = "    "
_ORDER: Final = ("exact", "altered", "stitched", "misattributed", "outside", "missing", "aside", "unsupported")


@click.command(
    epilog="""\b
Examples:
  glossator verify article.md samples
  glossator verify article.md samples --dossier channel
  glossator verify article.md samples --query 'source:herald' --json
"""
)
@click.argument("draft", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@path_argument
@click.option("--dossier", metavar="NAME", help="Only the documents of this dossier are sources.")
@click.option("--query", metavar="QUERY", help="Only the documents that answer this query are sources.")
@as_json
@everywhere
def verify(draft: Path, path: Path, dossier: str | None, query: str | None, json: bool) -> int:
    """Look every quotation of DRAFT up in the documents, and say where it differs from what stands there.

    Exit status 1: not every quotation is exact.
    """
    output.last_query = query
    with opened(path) as collection:
        if dossier is not None and dossier not in collection.evidence.dossiers.names():
            output.complain(f"there is no dossier {dossier}")
            return 1
        try:
            verified = collection.evidence.verify(draft, dossier=dossier, query=query)
        except UnreadableFile as error:
            raise click.BadParameter(str(error), param_hint="DRAFT") from error
        if json:
            for each in verified.found:
                output.record(answer(each))
        else:
            _show(verified, draft, collection)
    return 1 if verified.faults else 0


def answer(each: Checked) -> dict[str, Any]:
    """A line of JSON."""
    return {
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "status": each.status,
        "document": each.document,
        "source_start": each.source_start,
        "source_end": each.source_end,
        "difference": [
            {
                "start": each.start + part.start,
                "end": each.start + part.end,
                "text": each.text[part.start : part.end],
                "source_start": part.source_start,
                "source_end": part.source_end,
                "source_text": part.source_text,
            }
            for part in each.differences
        ]
        or None,
        "speaker": each.speaker,
        "claimed": each.claimed,
        "kind": each.kind,
        "places": [{"document": at.document, "start": at.start, "end": at.end} for at in each.places] or None,
        "reason": each.reason or None,
    }


def _show(verified: Verified, draft: Path, collection: Collection) -> None:
    for each in verified.found:
        line = verified.text.count("\n", 0, each.start) + 1
        said = f"  {each.reason}" if each.reason else ""
        output.say(f"{draft.name}:{line}: {each.status}{said}")
        if each.status == "exact":
            output.say(f"{_INDENT}“{_brief(each.text)}”")
        else:
            for row in _marked(each):
                output.say(_INDENT + row)
        if each.differences and each.document is not None:
            source = collection.document(each.document).text[each.source_start : each.source_end]
            for row in _rows(source, ()):
                output.say(f"{_INDENT}{row}")
        for at in each.places:
            output.say(f"{_INDENT}{at.document}:{at.start}-{at.end}")
        if each.document is not None and not each.places:
            speaker = f"  {each.speaker}" if each.speaker else ""
            output.say(f"{_INDENT}{each.document}:{each.source_start}-{each.source_end}{speaker}")
    counts = Counter(each.status for each in verified.found)
    told = [f"{counts[status]:,} {status}" for status in _ORDER if counts[status]]
    quotations = sum(each.kind == "quotation" for each in verified.found)
    output.tell(" · ".join([count(quotations, "quotation"), *told]))


def _marked(each: Checked) -> Iterator[str]:
    return _rows(each.text, [(part.start, part.end) for part in each.differences])


def _rows(text: str, marked: Sequence[tuple[int, int]]) -> Iterator[str]:
    """A text in rows, below each carets under what is marked; an empty stretch has one where it lies."""
    flat = visible(text.replace("\n", " ").replace("\t", " "))
    at = 0
    while at < len(flat):
        end = min(len(flat), at + _WIDTH)
        space = flat.rfind(" ", at, end + 1)
        if end < len(flat) and space > at:
            end = space
        yield flat[at:end]
        carets = _carets(flat, at, end, marked)
        if carets:
            yield carets
        at = end + 1 if end < len(flat) and flat[end] == " " else end


def _carets(flat: str, at: int, end: int, marked: Sequence[tuple[int, int]]) -> str:
    signs = [" "] * (end - at + 1)
    last = end == len(flat)
    for first, stop in marked:
        for place in range(first, max(stop, first + 1)):
            if at <= place < end or (last and place == end):
                signs[place - at] = "^"
    return "".join(sign * output.cells(flat[at + n : at + n + 1] or " ") for n, sign in enumerate(signs)).rstrip()


def _brief(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1].rstrip() + "…"
