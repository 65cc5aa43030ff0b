"""`glossator quotes`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.collection import Collection
    from index.quotation import Quotation

_SHOWN_SPEAKER = 36


@click.command(
    epilog="""\b
Examples:
  glossator quotes samples
  glossator quotes samples --speaker Hallam
  glossator quotes samples --json
"""
)
@path_argument
@click.option("--speaker", metavar="NAME", help="Those of one speaker, by name or by words of what the text calls him.")
@click.option("--all", "aside", is_flag=True, help="Those of captions, credits and footers too.")
@as_json
@everywhere
def quotes(path: Path, speaker: str | None, aside: bool, json: bool) -> None:
    """List what is quoted, who said it, and the rule that says so."""
    with opened(path) as collection:
        number = 0
        for document, text, quotation in _found(collection, speaker, aside):
            number += 1
            words = text[quotation.start : quotation.end]
            if json:
                output.record(_answer(document, words, quotation))
            else:
                _show(document, words, quotation)
        if not json:
            output.tell(count(number, "quotation"))


def _found(collection: Collection, speaker: str | None, aside: bool) -> Iterator[tuple[str, str, Quotation]]:
    """Path, text of the document and quotation, by document and position."""
    last, text = None, ""
    for document, quotation in collection.ledgers.quotes(speaker=speaker, aside=aside):
        if document != last:
            last, text = document, collection.document(document).text
        yield document, text, quotation


def _answer(document: str, words: str, quotation: Quotation) -> dict[str, object]:
    return {
        "document": document,
        "start": quotation.start,
        "end": quotation.end,
        "text": words,
        "speaker": quotation.speaker,
        "speaker_entity": quotation.entity,
        "cue": quotation.cue,
        "kind": quotation.kind,
        "status": quotation.status,
        "readings": [
            {"speaker": reading.speaker, "speaker_entity": reading.entity, "rule": reading.rule}
            for reading in quotation.readings
        ],
        "group": quotation.group,
        "confidence": quotation.confidence,
        "rule": quotation.rule,
    }


def _show(document: str, words: str, quotation: Quotation) -> None:
    speaker = " or ".join(reading.speaker for reading in quotation.readings) or quotation.speaker or "unknown"
    speaker = " ".join(speaker.split())
    sure = f"{quotation.status} {quotation.confidence:.2f} {quotation.rule}"
    output.say(f"{speaker:<{_SHOWN_SPEAKER}}  {' '.join(words.split())}")
    output.say(f"{'':<{_SHOWN_SPEAKER}}  {document}:{quotation.start}-{quotation.end}  {quotation.kind}  {sure}")
