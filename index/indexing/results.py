"""What comes back from worker processes. Apart from their tasks, so that the indexer need not load what those need."""

from __future__ import annotations

from dataclasses import dataclass

from index.catalogue.reckoned import Reckoned
from index.document import Document, ExtractedText, Mention
from index.quotation import Quotation
from index.understanding.grouping import EntityRecord


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file as a document, before anything but its structure is understood."""

    document: Document
    stated: ExtractedText
    lines: frozenset[str]
    size: int
    sketch: bytes = b""
    """What tells whether another text is a version of this one."""


@dataclass(frozen=True, slots=True)
class AsOne:
    """A portion of a file costs more than may be; whether the file does, only one who reads all of it can tell."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a document names."""

    mentions: tuple[Mention, ...]
    named: tuple[EntityRecord, ...]
    reckoned: Reckoned | None = None
    """Its dates and figures."""
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The reader told of other names, and none of them concerns this document."""
