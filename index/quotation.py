"""A quotation: the words, who said them, and by which rule one can say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.document import Span

QuotationKind = Literal["direct", "partial"]
SpeakerStatus = Literal["named", "role", "institution", "pronoun", "contested", "unknown"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several speakers whom a text gives the same words to."""

    speaker: str
    entity: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted stretch: `text[start:end]` are the words, without their marks."""

    start: int
    end: int
    kind: QuotationKind
    """partial: a piece that is built into a sentence of the text."""
    status: SpeakerStatus
    rule: str
    """Id of the rule that found the speaker, such as `after:subject`."""
    confidence: float
    """0 to 1: what the rule is worth; it is not measured for each case."""
    group: int
    """The same for all parts of one quotation that the speaker or a paragraph splits: where the first part begins."""
    speaker: str | None = None
    """A person's name as the document first has it in full, or the words that stand for the speaker."""
    entity: str | None = None
    """Id of the speaker's entity."""
    cue: str | None = None
    """The word that says that somebody speaks."""
    where: Span | None = None
    """Where the speaker stands."""
    readings: tuple[Reading, ...] = ()
    """Of contested words: everybody to whom the text gives them."""
