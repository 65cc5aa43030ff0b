"""Matches in lines: each with what stands before and after it, so that the uses of a word can be read down a page.

Nothing here opens anything: it works on a text and the spans found in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index.document import DocumentRow, Span
from index.search.tokens import words

Order = Literal["left", "right", "document", "date"]
"""By the words before the match, from the match outwards; by those after it; by path; by date, undated last."""

ORDERS: tuple[Order, ...] = ("left", "right", "document", "date")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A match and its surroundings: `left + match + right` is a stretch of the document's text as it stands."""

    document: DocumentRow
    length: int
    """Characters of the document."""
    start: int
    end: int
    """Offsets of the match in the document's text."""
    left: str
    match: str
    right: str

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells one line from another."""
        return (self.document.path, self.start, self.end)


def lines(document: DocumentRow, text: str, spans: Iterable[Span], width: int) -> list[Line]:
    """A line for each span, with `width` characters on each side, fewer at the ends of the text."""
    length = len(text)
    return [
        Line(
            document, length, start, end, text[max(0, start - width) : start], text[start:end], text[end : end + width]
        )
        for start, end in spans
    ]


def left_key(line: Line) -> Key:
    """The folded words before the match, the nearest first."""
    return tuple(reversed(words(line.left)))


def right_key(line: Line) -> Key:
    """The folded words after the match."""
    return tuple(words(line.right))


def date_key(row: DocumentRow) -> tuple[bool, str, str]:
    """By date, those without one last; of one date by path."""
    return (row.date is None, row.date or "", row.path)


def ordered(lines: Iterable[Line], order: Order) -> list[Line]:
    """The lines in an order; those that are equal in it stay as they come."""
    if order == "left":
        return sorted(lines, key=left_key)
    if order == "right":
        return sorted(lines, key=right_key)
    if order == "date":
        return sorted(lines, key=lambda line: date_key(line.document))
    return sorted(lines, key=lambda line: (line.document.path, line.start, line.end))


def dispersion(starts: Iterable[int], length: int, parts: int) -> list[int]:
    """How many matches stand in each of so many equal parts of a text of `length` characters."""
    counts = [0] * parts
    if parts > 0:
        for start in starts:
            counts[part_of(start, length, parts)] += 1
    return counts


def part_of(offset: int, length: int, parts: int) -> int:
    """Which of so many equal parts of a text an offset lies in, from 0."""
    return max(0, min(parts - 1, offset * parts // max(1, length)))
