"""The lines of a page in the order in which they are read: what no gutter divides is read row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from index.readers.pdf.pdf_columns import NEAR, Fragment, fragments_of, joined, leaves
from index.readers.pdf.pdf_page import Word

_MOST_IN_ROW = 1_000
_LEADERS = re.compile(r"\.{4,}")


class Raised(NamedTuple):
    """A stretch of a line that stands higher and smaller, as the number of a note does."""

    start: int
    end: int


class Spot(NamedTuple):
    """A stretch of a line that leads elsewhere."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column."""

    text: str
    """Cells of a row are parted by a tab."""
    x0: float
    x1: float
    y: float
    """Of its base line; grows upwards."""
    size: float
    bold: bool
    """All of it."""
    first: float
    """Width of its first word with a space before it."""
    page: int
    """Number of the page, from 0."""
    column: int
    """Lines of one column have one number, which no other column of the document has."""
    cut: bool = False
    """Its last word goes on in the next line."""
    raised: tuple[Raised, ...] = ()
    spots: tuple[Spot, ...] = ()


def lines_of(fragments: Sequence[Fragment], aside: Sequence[list[Word]], number: int, columns: int = 0) -> list[Line]:
    """The lines of a page, in order, those in another direction (`aside`) last. `columns`: how many the pages before
    it had."""
    lines: list[Line] = []
    for leaf in (*leaves(list(fragments), 0), *map(fragments_of, aside)):
        columns += 1
        lines += _rows(leaf, number, columns)
    return lines


def line_of(row: Sequence[Fragment], number: int) -> Line:
    """Fragments of one base line as a line that belongs to no column."""
    return _line(sorted(row, key=lambda each: each.x0), set(), number, 0)


# -- lines ----------------------------------------------------------------------------------------------------------


def _rows(leaf: list[Fragment], page: int, column: int) -> list[Line]:
    """The lines of a column, from above; fragments of one base line are one line."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(leaf, key=lambda each: -each.y):
        if rows and len(rows[-1]) < _MOST_IN_ROW and _same_row(rows[-1], fragment):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    rows = [sorted(row, key=lambda each: each.x0) for row in _initials(rows)]
    cells = [[round(each.x0 / 3) for each in row] for row in rows]
    lines = []
    for at, row in enumerate(rows):
        # Cells of a table begin below each other.
        near = {start + step for other in (at - 1, at + 1) if 0 <= other < len(rows) for start in cells[other][1:]
                for step in (-1, 0, 1)}  # fmt: skip
        lines.append(_line(row, near, page, column))
    return [line for line in lines if line.text]


def _same_row(row: list[Fragment], fragment: Fragment) -> bool:
    largest = max(row, key=lambda each: each.size)
    size = max(largest.size, fragment.size)
    if abs(largest.y - fragment.y) < 0.25 * size:
        return True
    small = min(largest.size, fragment.size) < 0.85 * size
    beside = all(fragment.x0 >= each.x1 - 1 or fragment.x1 <= each.x0 + 1 for each in row)
    return small and beside and abs(largest.y - fragment.y) < 0.5 * size and len(joined(fragment)) <= 4


def _initials(rows: list[list[Fragment]]) -> list[list[Fragment]]:
    """A large initial letter belongs before the first of the lines that it reaches."""
    for at, row in enumerate(rows):
        letter = next((each for each in row if len(joined(each)) == 1 and each.words[0].text.isalpha()), None)
        if letter is None or at == 0:
            continue
        beside = [
            number
            for number in range(max(0, at - 3), at)
            if any(each.size < 0.6 * letter.size and 0 <= each.x0 - letter.x1 < letter.size for each in rows[number])
            and min(each.y for each in rows[number]) < letter.y + letter.size
        ]
        if not beside:
            continue
        first = rows[beside[0]]
        heir = min((each for each in first if each.x0 >= letter.x1 - 1), key=lambda each: each.x0, default=None)
        if heir is not None:
            row.remove(letter)
            initial = letter.words[0]._replace(size=heir.size, y=heir.y, x1=heir.x0)
            words = [initial, heir.words[0]._replace(spaced=False), *heir.words[1:]]
            first[first.index(heir)] = heir._replace(words=words, x0=letter.x0)
    return [row for row in rows if row]


def _line(row: Sequence[Fragment], near: set[int], page: int, column: int) -> Line:
    if _from_right(row):
        row = row[::-1]
    largest = max(row, key=lambda each: (round(each.size, 1) * min(3, len(each.words)), each.size))
    size, y = largest.size, largest.y
    pieces: list[str] = []
    raised: list[Raised] = []
    spots: list[Spot] = []
    at = 0
    end: float | None = None
    justified = _justified(row)
    for fragment in row:
        for number, word in enumerate(_without_leaders(fragment.words)):
            between = ""
            if end is not None:
                gap = abs(word.x0 - end)
                far = (
                    number == 0
                    and not justified
                    and (gap > 2.5 * size or (gap > NEAR * size and round(word.x0 / 3) in near))
                )
                between = (
                    ""
                    if pieces[-1].endswith("\t")
                    else "\t"
                    if far
                    else " "
                    if word.spaced or (number == 0 and gap > 0.15 * size)
                    else ""
                )
            pieces.append(between + word.text)
            at += len(between)
            stop = at + len(word.text)
            if word.size < 0.85 * size and word.y > y + 0.15 * size:
                _add_raised(raised, Raised(at, stop), joined=not between)
            if word.link:
                _add_spot(spots, Spot(at, stop, word.link))
            at, end = stop, word.x1
    words = [word for fragment in row for word in fragment.words]
    return Line(
        "".join(pieces).rstrip("\t"),
        row[0].x0 if row[0].x0 <= row[-1].x0 else row[-1].x0,
        max(fragment.x1 for fragment in row),
        y,
        size,
        all(word.bold for word in words),
        _first_width(words),
        page,
        column,
        words[-1].cut,
        tuple(raised),
        tuple(spots),
    )


def _justified(row: Sequence[Fragment]) -> bool:
    """Whether the spaces of a line are wide because it was set to its full width: then all are equally so."""
    if len(row) < 2:
        return False
    words = [word for fragment in row for word in fragment.words]
    gaps = [word.x0 - before.x1 for before, word in pairwise(words) if word.spaced]
    return len(gaps) > 1 and max(gaps) - min(gaps) < 0.25 * words[0].size


def _without_leaders(words: Sequence[Word]) -> Sequence[Word]:
    """Words without the dots that lead the eye to a page number."""
    single = sum(word.text == "." for word in words) >= 4
    if not single and not any("...." in word.text for word in words):
        return words
    kept: list[Word] = []
    for word in words:
        text = _LEADERS.sub("\t", word.text)
        if text.strip("\t") and not (single and word.text == "."):
            kept.append(word._replace(text=text if kept else text.lstrip("\t")))
    return kept


def _first_width(words: Sequence[Word]) -> float:
    """Of what stands before the first space, with a space's width."""
    end = words[0].x1
    for word in words[1:]:
        if word.spaced:
            break
        end = word.x1
    return end - words[0].x0 + 0.22 * words[0].size


def _add_raised(raised: list[Raised], more: Raised, *, joined: bool) -> None:
    if joined and raised and raised[-1].end == more.start:
        raised[-1] = Raised(raised[-1].start, more.end)
    else:
        raised.append(more)


def _add_spot(spots: list[Spot], more: Spot) -> None:
    if spots and spots[-1].target == more.target and more.start - spots[-1].end <= 1:
        spots[-1] = Spot(spots[-1].start, more.end, more.target)
    else:
        spots.append(more)


def _from_right(row: Sequence[Fragment]) -> bool:
    """Whether most letters are of a writing that runs from the right; pdfium gives each word as it is spelt."""
    letters = [c for fragment in row for word in fragment.words for c in word.text if c > "\u0590" and c.isalpha()]
    if not letters:
        return False
    return 2 * sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters) > len(letters)
