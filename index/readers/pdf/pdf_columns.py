"""The columns of a page in the order in which they are read, what spans them in its place.

Words become fragments (what stands close together on one base line), and fragments are divided by the gutters between
columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.readers.pdf.pdf_page import Word

_FARTHEST = 100_000.0
"""Points from the corner of a page beyond which nothing is drawn on it."""
NEAR = 1.2
"""Sizes of type between words of one fragment, at the most; justified lines have wide spaces."""
_GUTTER = 0.7
"""Sizes of type between columns, at the least."""
_COLUMN = 7.0
"""Sizes of type that a column is wide, at the least: below this it is a column of a table or the marks of a list."""
_ROWS = 3
"""So many lines stand beside each other where there are columns."""
_FILLED = 0.5
"""Of the lines of a column so many fill it, at the least; cells of a table do not."""
_MANY = 20
_WIDE_SPACE = 0.45
"""Sizes of type; a space is a quarter of one."""
_SET_APART = 0.2
"""Of the spaces so many are no spaces, at the least, where letters were set apart; justified lines have few."""
_DEEPEST = 6
_MOST_FRAGMENTS = 4_000
"""A page with more is a drawing: it is read row by row."""


class Fragment(NamedTuple):
    """Words that stand close together on one base line."""

    words: list[Word]
    x0: float
    x1: float
    y: float
    size: float


def joined(fragment: Fragment) -> str:
    return "".join(word.text for word in fragment.words)


def words_of(fragment: Fragment) -> str:
    """Its text, as far as its words alone make it."""
    return "".join(" " + word.text if word.spaced else word.text for word in fragment.words).strip()


# -- fragments ------------------------------------------------------------------------------------------------------


def fragments_of(words: Iterable[Word]) -> list[Fragment]:
    """Words that follow each other on one base line, as far as no wide space parts them."""
    fragments: list[Fragment] = []
    held: list[Word] = []
    size = y = end = 0.0
    for word in _well_spaced(list(words)):
        if not (-_FARTHEST < word.x0 < _FARTHEST and -_FARTHEST < word.y < _FARTHEST and word.x1 < _FARTHEST):
            continue
        if held and not _goes_on(held[-1], word, size, y, end):
            fragments.append(_fragment(held))
            held = []
        if not held or (word.size > size and len(word.text) >= len(held[0].text)):
            size, y = word.size, word.y
        held.append(word)
        end = word.x1
    if held:
        fragments.append(_fragment(held))
    return fragments


def _well_spaced(words: list[Word]) -> list[Word]:
    """Words without the spaces that pdfium takes from letters set apart, as some layers of scanned pages have them:
    there nearly all spaces are far wider than these."""
    gaps = [
        (word.x0 - before.x1) / before.size if word.spaced and abs(word.y - before.y) < 0.25 * before.size else -1.0
        for before, word in pairwise(words)
    ]
    real = sorted(gap for gap in gaps if 0 < gap < NEAR)
    wide = real[2 * len(real) // 3] if len(real) >= _MANY else 0.0
    if wide < _WIDE_SPACE or sum(gap < 0.4 * wide for gap in real) < _SET_APART * len(real):
        return words
    return [
        words[0],
        *(
            word._replace(spaced=False) if 0 < gap < 0.4 * wide else word
            for gap, word in zip(gaps, words[1:], strict=True)
        ),
    ]


def _goes_on(last: Word, word: Word, size: float, y: float, end: float) -> bool:
    larger = max(size, word.size)
    rise = word.y - y
    if min(size, word.size) < 0.85 * larger:
        # A raised or lowered number, or the word behind one.
        level = -0.35 * larger < rise < 0.7 * larger if word.size < size else -0.7 * larger < rise < 0.35 * larger
    else:
        level = abs(rise) < 0.25 * larger
    return level and not last.cut and -0.3 * larger < word.x0 - end < NEAR * larger


def _fragment(words: list[Word]) -> Fragment:
    largest = max(words, key=lambda word: (round(word.size), len(word.text)))
    return Fragment(words, min(word.x0 for word in words), max(word.x1 for word in words), largest.y, largest.size)


# -- columns --------------------------------------------------------------------------------------------------------


def leaves(fragments: list[Fragment], depth: int) -> Iterator[list[Fragment]]:
    """Groups of fragments, in reading order, that no gutter divides."""
    gutter = _gutter(fragments) if depth < _DEEPEST and 2 * _ROWS <= len(fragments) <= _MOST_FRAGMENTS else None
    if gutter is None:
        if fragments:
            yield fragments
        return
    left: list[Fragment] = []
    right: list[Fragment] = []
    across: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda each: (-each.y, each.x0)):
        spans = fragment.x0 < gutter - 1 and fragment.x1 > gutter
        if spans and (left or right):
            yield from leaves(left, depth + 1)
            yield from leaves(right, depth + 1)
            left, right = [], []
        elif not spans and across:
            yield from leaves(across, depth + 1)
            across = []
        (across if spans else left if fragment.x0 < gutter - 1 else right).append(fragment)
    for rest in (across, left, right):
        yield from leaves(rest, depth + 1)


def _gutter(fragments: list[Fragment]) -> float | None:
    """Where the right one of two columns begins; None where there are no two."""
    starts = Counter(round(fragment.x0) for fragment in fragments)
    near = Counter({at: starts[at - 1] + count + starts[at + 1] for at, count in starts.items()})
    best, most = None, 0
    for at, count in near.most_common(12):
        if count < _ROWS:
            break
        edge = min(fragment.x0 for fragment in fragments if abs(round(fragment.x0) - at) <= 1)
        beside = _beside(fragments, edge)
        if beside > most:
            best, most = edge, beside
    return best


def _beside(fragments: list[Fragment], edge: float) -> int:
    """How many lines stand beside each other where a column begins at `edge`; 0 where that is no column."""
    bands: list[tuple[list[Fragment], list[Fragment]]] = [([], [])]
    for fragment in sorted(fragments, key=lambda each: -each.y):
        if fragment.x0 >= edge - 1:
            bands[-1][1].append(fragment)
        elif fragment.x1 <= edge - _GUTTER * fragment.size:
            bands[-1][0].append(fragment)
        elif bands[-1][0] or bands[-1][1]:
            bands.append(([], []))
    beside = 0
    lefts: list[Fragment] = []
    rights: list[Fragment] = []
    for left, right in bands:
        if left and right and _overlap(left, right):
            beside += min(len(left), len(right))
            lefts += left
            rights += right
    if beside < _ROWS or not (_wide(lefts) and _wide(rights)):
        return 0
    if _level(lefts, rights) and not (_filled(lefts) and _filled(rights)):
        return 0
    return beside


def _overlap(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    return left[0].y >= right[-1].y - 1 and right[0].y >= left[-1].y - 1


def _wide(side: Sequence[Fragment]) -> bool:
    widths = sorted((fragment.x1 - fragment.x0) / fragment.size for fragment in side)
    return widths[len(widths) // 2] >= _COLUMN


def _level(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether most lines of the shorter side share their base line with one of the other."""
    shorter, longer = sorted((left, right), key=len)
    heights = {round(fragment.y) for fragment in longer}
    heights |= {height + 1 for height in heights} | {height - 1 for height in heights}
    return sum(round(fragment.y) in heights for fragment in shorter) > 0.7 * len(shorter)


def _filled(side: Sequence[Fragment]) -> bool:
    rows: dict[int, tuple[float, float]] = {}
    for fragment in side:
        low, high = rows.get(round(fragment.y), (fragment.x0, fragment.x1))
        rows[round(fragment.y)] = min(low, fragment.x0), max(high, fragment.x1)
    widths = sorted(high - low for low, high in rows.values())
    widest = widths[-1 - len(widths) // 20]
    return sum(width > 0.6 * widest for width in widths) >= _FILLED * len(widths)
