"""Made-up documents with the names in them, as they are written into a catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.document import Document, ExtractedText, Header, Mention, Metadata, Span
from index.understanding.grouping import group, records


@dataclass(frozen=True)
class Made:
    """A document: its names stand one after the other in its text, behind the lines of its head."""

    path: str
    names: Sequence[tuple[str, str]] = ()
    """(surface, type)"""
    headers: Sequence[tuple[str, str]] = ()
    words: str = ""


@dataclass
class Built:
    """The collection, and how its documents are written anew."""

    collection: Collection
    write: Callable[[Sequence[Made]], None]
    numbers: dict[str, int] = field(default_factory=dict)
    """Of the documents there are, by path."""


def put(writer: CatalogueWriter, number: int, made: Made) -> None:
    text = ""
    headers: list[Header] = []
    mentions: list[Mention] = []
    for name, value in made.headers:
        line = f"{name}: {value}"
        headers.append(Header(name, value, Span(len(text), len(text) + len(line))))
        text += line + "\n"
    for surface, kind in made.names:
        mentions.append(Mention(len(text), len(text) + len(surface), kind, "test", True))
        text += surface + ", "
    text += "\n" + made.words
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    metadata = Metadata(headers=tuple(headers))
    document = Document(made.path, text, (), metadata, sha256, f"file {number}", "text/1", 0)
    writer.put(number, document, ExtractedText(text, (), metadata, "text/1"), (), len(text), 0)
    found = group(mentions, text)
    writer.put_analysis(number, "test", found, records(found, text).values())


def join(writer: CatalogueWriter) -> None:
    """Nothing more is to come."""
    writer.set_meta("walked", "1")
