"""What the rooms of the engine hand each other: documents, blocks, spans, mentions, hits.

Every position is a Unicode code point offset into the text of its document, 0-based, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

BlockKind = Literal[
    "headline",
    "byline",
    "dateline",
    "heading",
    "prose",
    "quote",
    "list",
    "table",
    "code",
    "caption",
    "credit",
    "boilerplate",
    "note",
]

NOT_PROSE: frozenset[str] = frozenset({"caption", "credit", "boilerplate", "byline", "dateline", "code"})
"""Kinds of block that count in no ledger and no word count unless asked for."""


class Span(NamedTuple):
    """A stretch of text: `text[start:end]`."""

    start: int
    end: int


class Block(NamedTuple):
    """One paragraph-like stretch of a document. Blocks are in order, do not overlap and leave out only white space.

    A tuple, because a long text has half a million of them and somebody waits for it.
    """

    start: int
    end: int
    kind: BlockKind
    rule: str
    """Id of the rule that decided the kind, for the reader to see."""


class PageStart(NamedTuple):
    """Where a page of the source begins in the text; it ends where the next one begins."""

    start: int
    label: str
    """What is printed on the page, or its number counted from 1."""


class Link(NamedTuple):
    """A passage of the text that leads elsewhere. Only ever shown: nothing follows one."""

    start: int
    end: int
    target: str
    """Address as the source states it; `#n` is a code point of the same text, for a footnote or a heading."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the text states a piece of metadata, and the rule that found it. No span: stated outside the text."""

    field: str
    rule: str
    span: Span | None = None


class Header(NamedTuple):
    """A line at the head of a mail or a memo, such as `From: …`."""

    name: str
    """from, to, cc, bcc, subject or date, whatever the language of the line."""
    value: str
    """As it stands, on one line."""
    span: Span | None = None
    """The whole line in the text; None where the format keeps it elsewhere."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. None and () mean that it does not say so."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    date: str | None = None
    """Publication date in EDTF (`2031-09-10`, `2031-09`); None where unknown or where it can be read two ways."""
    date_text: str | None = None
    """The words that state the date, as they stand."""
    date_alternatives: tuple[str, ...] = ()
    """Both readings of a date such as 10.09.2031, else empty."""
    language: str | None = None
    """ISO 639-1, or None where undecided."""
    evidence: tuple[Evidence, ...] = ()
    tags: tuple[str, ...] = ()
    """Tags that the document itself carries, as in front matter; the reader's own are kept elsewhere."""
    headers: tuple[Header, ...] = ()
    """Of a mail or a memo, in order."""
    page: str | None = None
    """Page of the source on which it stood, as something beside the text states it."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What a reader makes of the bytes of one file, before anything is understood."""

    text: str
    """Decoded content: no BOM, LF only."""
    blocks: tuple[Block, ...]
    """Where the format itself tells kinds apart they carry them; otherwise every block is prose by rule `plain`."""
    metadata: Metadata
    """What the format states outright, such as front matter."""
    reader: str
    """Name and version of the reader, such as `text/1`."""
    encoding: str | None = None
    pages: tuple[PageStart, ...] = ()
    """In order; none where the format has no pages."""
    links: tuple[Link, ...] = ()
    """In order of their start."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the reader sees it: its text, its blocks with kinds, and what it says of itself."""

    path: str
    """Relative to the collection, `/` between folders; bytes that do not decode are surrogate-escaped."""
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    sha256: str
    """Of the text as UTF-8. Every stored span carries the hash of the text it was made on."""
    file_sha256: str
    reader: str
    words: int
    """Words of prose (blocks that are not in NOT_PROSE)."""
    pages: tuple[PageStart, ...] = ()
    links: tuple[Link, ...] = ()

    def page_at(self, position: int) -> str | None:
        """The page of the source on which a code point stands; None where the source has no pages."""
        at = bisect_right(self.pages, position, key=lambda page: page.start)
        return self.pages[at - 1].label if at else None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as lists show it; whatever is unknown is None."""

    id: int
    """Number in the catalogue; 0 while the document is not yet indexed."""
    path: str
    title: str | None
    authors: tuple[str, ...]
    source: str | None
    date: str | None
    words: int | None
    read: bool
    size: int
    language: str | None = None
    starred: bool = False
    tags: tuple[str, ...] = ()
    """The reader's own and those that the document carries, in order of the alphabet."""
    annotations: int = 0


MentionType = str
"""PERSON, ORG, PLACE, GROUP, EVENT, WORK, DATE, QUANTITY, or a type of the reader's own."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity, a date or a quantity."""

    start: int
    end: int
    type: MentionType
    rule: str
    """Id of the rule that made it, such as `gazetteer:country` or `title`."""
    certain: bool
    """True for gazetteer, title and known-list rules."""
    entity: str | None = None
    """Id of the entity (type and slug of the canonical name); None for DATE and QUANTITY."""
    value: str | None = None
    """EDTF value of a date, where it needs no guess."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place or group behind its names."""

    id: str
    name: str
    type: MentionType
    aliases: tuple[str, ...]
    """Every surface it was met under, the canonical name first."""
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class EntityCount:
    """A line of the sidebar: an entity (or a date) and how often it is named here and in the whole collection."""

    id: str
    name: str
    type: MentionType
    here: int
    everywhere: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage worth showing of one document, with the matches that fall into it (offsets into the document)."""

    start: int
    end: int
    text: str
    matches: tuple[Span, ...]
    cut_before: bool = False
    """It begins inside a sentence."""
    cut_after: bool = False
    """It ends inside a sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query. Matches and snippet are found on demand, see `Collection.matches`."""

    document: DocumentRow
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours in a listing that have something in common."""

    name: str
    """Source, year, month or folder; "" for those that have none."""
    first: int
    """Position of its first document in the listing."""
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to one query."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    """Hits before the limit."""
    documents: int
    """Documents in the collection."""
    seconds: float
    notices: tuple[str, ...] = ()
    """What the reader should know of this answer, such as a bound on expansions that was reached."""
    instead: str | None = None
    """A query that finds something where this one, for words that are nowhere, finds nothing."""
    groups: tuple[Group, ...] = ()
    """Where the hits are divided: the groups of all of them, those beyond the limit too."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not a document of the collection, and why."""

    path: str
    reason: str
    supported: bool
    """True where the format is one that Glossator reads, so that the skip is worth a complaint."""
    read: bool = False
    """It is a document all the same, of which something was left out."""
