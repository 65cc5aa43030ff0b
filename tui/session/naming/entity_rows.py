"""The rows of the page of an entity, section by section, made in a thread from what was gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from index.entities.profile import Companion, MentionLine, SaidLine

if TYPE_CHECKING:
    from index.asking.over_time import Bar, By
    from index.document import DocumentRow
    from index.entities.profile import Piece, Profile

Said = TypeVar("Said", MentionLine, SaidLine)
Section = Literal["mentions", "company", "by", "about", "time"]
SECTIONS: Final[tuple[Section, ...]] = ("mentions", "company", "by", "about", "time")
NAMES: Final[dict[Section, str]] = {
    "mentions": "mentions",
    "company": "with",
    "by": "says",
    "about": "said of it",
    "time": "when",
}
Order = Literal["document", "date", "alias", "count", "strength"]
ORDERS: Final[dict[Order, str]] = {
    "document": "by document",
    "date": "by date",
    "alias": "by the form of the name",
    "count": "by how often",
    "strength": "by strength",
}


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A line of the head: something that is known of the entity."""

    label: str
    text: str
    own: bool = False
    """The reader wrote it."""


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """What stands above the mentions of one document, or of one form of the name."""

    document: DocumentRow | None
    text: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """A bar of the section over time."""

    bar: Bar

    @property
    def mentions(self) -> int:
        """How many there are in it."""
        return self.bar.found[0].matches


Row = Fact | Heading | MentionLine | SaidLine | Companion | Period
"""A row of the page."""


class Rows(list[Row]):
    """Rows, and the line that each begins on: those of text have two lines, headings an empty one above them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(rows)
        self.first_lines = [0, *accumulate(_HEIGHTS[type(row)] for row in self)]
        self.most = max((row.nearest for row in self if isinstance(row, Companion)), default=0)
        self.most = max([self.most, *(row.mentions for row in self if isinstance(row, Period))])
        """The longest bar."""
        self.made: tuple[Section, Order, str] = ("mentions", "document", "")
        """Section, order and words that they are the rows of."""
        self.over_time: list[tuple[str, int]] = []
        """Years or months and how many mentions each has, for the strip at the head."""


_HEIGHTS: Final[dict[type[Any], int]] = {Fact: 1, Heading: 2, MentionLine: 2, SaidLine: 2, Companion: 1, Period: 1}


def is_chosen(row: Row) -> bool:
    """True for a row that the cursor may stand on."""
    return not isinstance(row, Fact | Heading)


def mention_rows(profile: Profile, order: Order, words: Sequence[str], facts: Iterable[Fact]) -> Iterator[Row]:
    """What is known, and every mention under its document, or under the form that it has."""
    pieces = in_order(profile.pieces, order)
    if not words:
        yield from facts
    if order != "alias":
        for piece in pieces:
            yield from _under(piece.document, _holding(piece.mentions, words))
        return
    forms: dict[str, list[MentionLine]] = {}
    for piece in pieces:
        for line in _holding(piece.mentions, words):
            forms.setdefault(" ".join(line.match.split()), []).append(line)
    for form in sorted(forms, key=lambda form: (-len(forms[form]), form)):
        yield Heading(None, form, len(forms[form]))
        yield from forms[form]


def said_rows(profile: Profile, section: Section, order: Order, words: Sequence[str]) -> Iterator[Row]:
    """Quotations by the entity, or about it, under their documents."""
    for piece in in_order(profile.pieces, order):
        yield from _under(piece.document, _holding(piece.by if section == "by" else piece.about, words))


def company_rows(company: Iterable[Companion], order: Order, words: Sequence[str]) -> list[Companion]:
    """Companions, those nearest first and of these the most frequent, or those that chance explains least."""
    kept = [row for row in company if not words or _holds(row.entity.name, words)]
    if order == "strength":
        return sorted(kept, key=lambda row: (-row.table.log_likelihood, row.entity.name, row.entity.id))
    return sorted(
        kept, key=lambda row: (-row.sentences, -row.paragraphs, -row.documents, row.entity.name, row.entity.id)
    )


def time_rows(profile: Profile, unit: By | None, words: Sequence[str]) -> list[Period]:
    """A bar for each year or month."""
    from index.asking.over_time import bars

    if profile.head is None:
        return []
    rows = [Period(bar) for bar in bars(profile.head.dated, unit or unit_of(profile))]
    while rows and not rows[0].mentions:
        rows.pop(0)
    while rows and not rows[-1].mentions:
        rows.pop()
    return [row for row in rows if not words or _holds(row.bar.period.label, words)]


def unit_of(profile: Profile) -> By:
    """Years or months, as suits the dates."""
    from index.asking.over_time import chosen_unit

    chosen = chosen_unit(profile.head.dated) if profile.head is not None else "year"
    return "year" if chosen == "year" else "month"


def in_order(pieces: Sequence[Piece], order: Order) -> Sequence[Piece]:
    """Documents as they were gathered, or by their dates, those without one last."""
    if order != "date":
        return sorted(pieces, key=lambda piece: piece.document.path)
    return sorted(pieces, key=lambda p: (p.document.date is None, p.document.date or "", p.document.path))


def _under(document: DocumentRow, lines: Sequence[MentionLine] | Sequence[SaidLine]) -> Iterator[Row]:
    if lines:
        yield Heading(document, "", len(lines))
        yield from lines


def _holding(lines: Sequence[Said], words: Sequence[str]) -> Sequence[Said]:
    return [line for line in lines if _holds(searched(line), words)] if words else lines


def searched(line: MentionLine | SaidLine) -> str:
    """What a filter looks into."""
    row, speaker = line.document, line.speaker or "" if isinstance(line, SaidLine) else ""
    return f"{line.left}{line.match}{line.right} {speaker} {row.title or ''} {row.path} {row.source or ''}"


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
