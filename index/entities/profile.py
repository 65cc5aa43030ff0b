"""The page of an entity as it is made: what it is called, where it stands, with whom, and what is said by and of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from index.asking.over_time import Dated
from index.document import DocumentRow, Entity, Span
from index.search.collocation import Table
from index.search.concordance import Line

__all__ = ["Companion", "Dated", "Head", "Line", "MentionLine", "Piece", "Profile", "SaidLine", "Spelling", "Within"]

Within = Literal["sentence", "paragraph", "document"]
"""How near two entities stand."""


class Spelling(NamedTuple):
    """A form that an entity stands under."""

    text: str
    mentions: int
    joined: bool
    """It is there because the reader joined two names."""


@dataclass(frozen=True, slots=True, eq=False)
class MentionLine(Line):
    """A mention in its sentence: `left + match + right` is the sentence."""

    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class SaidLine(Line):
    """A quotation in its sentence; `match` are the words."""

    speaker: str | None
    status: str
    rule: str
    names: tuple[Span, ...]
    """Where in `match` the entity is named."""


class Piece(NamedTuple):
    """What one document holds."""

    document: DocumentRow
    mentions: tuple[MentionLine, ...]
    by: tuple[SaidLine, ...]
    about: tuple[SaidLine, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """Another entity, and how often both stand together."""

    entity: Entity
    sentences: int
    paragraphs: int
    table: Table
    """In documents: those with both, those with the one, with the other, and all. Its log-likelihood says how little
    chance explains that they share so many."""

    @property
    def documents(self) -> int:
        """Documents that name both."""
        return self.table.here

    @property
    def within(self) -> Within:
        """The nearest that they come."""
        return "sentence" if self.sentences else "paragraph" if self.paragraphs else "document"

    @property
    def nearest(self) -> int:
        """How often they come so near."""
        return self.sentences or self.paragraphs or self.documents


@dataclass(frozen=True, slots=True)
class Head:
    """What is known before any text was looked at."""

    entity: Entity
    """As it is decided to be; its counts are those of the documents that are looked at."""
    spellings: tuple[Spelling, ...]
    """The most frequent first."""
    first: DocumentRow | None
    """The document of the earliest date; None where none has a date."""
    last: DocumentRow | None
    dated: Dated
    notes: tuple[str, ...]
    """The reader's own; several where names were joined."""
    beside: Entity | None = None
    """Whoever stands in every passage."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What was gathered by now. Never changes."""

    head: Head | None
    """None where the entity is hidden or gone."""
    pieces: tuple[Piece, ...] = ()
    rules: Mapping[str, int] = field(default_factory=dict)
    """How many mentions each rule made."""
    sentences: Mapping[str, int] = field(default_factory=dict)
    """By entity, in how many sentences it stands together with this one."""
    paragraphs: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    looked_at: int = 0
    """Documents, of those that name it."""
    all: int = 0
    """Documents in the collection."""

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Mentions, companions, quotations by it and about it."""
        return (
            sum(self.rules.values()),
            len(self.documents),
            sum(len(piece.by) for piece in self.pieces),
            sum(len(piece.about) for piece in self.pieces),
        )
