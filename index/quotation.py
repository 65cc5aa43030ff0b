"""A quotation: the words, who said them, and by which rule one can say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from index.document import DocumentRow, Span

QuotationKind = Literal["direct", "partial"]
SpeakerStatus = Literal["named", "role", "institution", "pronoun", "contested", "unknown"]

BY_READER: Final = "reader"
"""The rule of a speaker whom the reader named."""
NOT_QUOTED: Final = "not quoted"
"""The rule of a passage that has the words of a quotation, but not between marks."""


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
    aside: bool = False
    """In a caption, a credit or a footer, which counts only where that is asked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with its words and its document, for lists."""

    document: DocumentRow
    quotation: Quotation
    words: str
    """As they stand, line ends and all."""
    marks: tuple[str, str] = ("“", "”")
    """What stands around them; empty where nothing that is a mark does."""
    called: str = ""
    """What stands for the speaker in the text: a name, a role, he or she."""

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells one from another."""
        return self.document.path, self.quotation.start, self.quotation.end

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody to whom the text gives the words; none where nobody knows."""
        if self.quotation.speaker:
            return (self.quotation.speaker,)
        return tuple(reading.speaker for reading in self.quotation.readings)
