"""`glossator entities` and `glossator mentions`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.document import Entity, Mention
from index.errors import UnknownDocument
from tui.command_line import output
from tui.command_line.options import as_json, everywhere, opened, path_argument, rows
from tui.command_line.output import count

if TYPE_CHECKING:
    from index.collection import Collection


@click.command(
    epilog="""\b
Examples:
  glossator entities samples
  glossator entities samples --json
"""
)
@path_argument
@as_json
@everywhere
def entities(path: Path, json: bool) -> None:
    """List people, organisations, places and groups, those of most documents first."""
    with opened(path) as collection:
        for entity in collection.entities():
            if json:
                output.record(_described(entity))
            else:
                places = f"{count(entity.mentions, 'mention')} in {count(entity.documents, 'document')}"
                others = f" ({', '.join(entity.aliases[1:])})" if len(entity.aliases) > 1 else ""
                output.say(f"{entity.type:<8}  {entity.name}{others}: {places}  {entity.id}")


@click.command(
    epilog="""\b
Examples:
  glossator mentions samples
  glossator mentions samples --entity org:harbour-office --json
"""
)
@path_argument
@click.option("--entity", metavar="ID", help="Those of one entity, by its id in `glossator entities`.")
@as_json
@everywhere
def mentions(path: Path, entity: str | None, json: bool) -> None:
    """List every place where a name, a date or a quantity stands.

    Exit status 1 says that there is no entity of this id.
    """
    with opened(path) as collection:
        if entity is not None and all(known.id != entity for known in collection.entities()):
            raise UnknownDocument(f"{entity}: no entity has this id; `glossator entities` lists them")
        for document, text, mention in _found(collection, entity):
            words = text[mention.start : mention.end]
            if json:
                output.record(
                    {
                        "document": document,
                        "start": mention.start,
                        "end": mention.end,
                        "text": words,
                        "type": mention.type,
                        "entity": mention.entity,
                        "rule": mention.rule,
                    }
                )
            else:
                named = " ".join(words.split())
                output.say(f"{document}:{mention.start}-{mention.end}  {mention.type}  {named}  ({mention.rule})")


def _found(collection: Collection, entity: str | None) -> Iterator[tuple[str, str, Mention]]:
    """Path, text and mention, by document and position."""
    naming = None if entity is None else {row.path for row, _ in collection.documents_naming(entity)}
    for row in rows(collection):
        if naming is not None and row.path not in naming:
            continue
        found = [mention for mention in collection.mentions(row.path) or () if entity in (None, mention.entity)]
        text = collection.document(row.path).text if found else ""
        for mention in found:
            yield row.path, text, mention


def _described(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "mentions": entity.mentions,
        "documents": entity.documents,
    }
