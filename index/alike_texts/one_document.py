"""What one document shares with others, out of the passages of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.alike_texts.shingles import places as places_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.catalogue.copied import CopiesReader
    from index.document import Document


class Shared(NamedTuple):
    """A passage of the document."""

    start: int
    end: int
    words: int
    kind: str
    others: tuple[tuple[int, int], ...]
    """Numbers of the texts that have this much of it and no more, and of the word at which it begins there."""


class Run(NamedTuple):
    """A run of words that a text has in common with another, as far as it goes."""

    start: int
    """Number of its first word here,"""
    words: int
    other: int
    """the number of the other text,"""
    there: int
    """and where it begins there."""
    passage: int


def shared_in(kept: CopiesReader, document: Document) -> list[Shared]:
    """Passages by position, the longest first where several begin at one word."""
    numbers = {sha: number for number, sha in kept.texts().items()}
    text = numbers.get(document.sha256)
    if text is None:
        return []
    rows = kept.passages()
    places: dict[tuple[int, int, int], dict[int, int]] = {}
    for run in runs_of(
        text,
        np.frombuffer(kept.column("texts"), np.int32),
        np.frombuffer(kept.column("starts"), np.int32),
        np.array([(row.first, row.last, row.words) for row in rows], np.int64).reshape(-1, 3),
    ):
        places.setdefault((run.start, run.words, run.passage), {}).setdefault(run.other, run.there)
    where = places_of(document.text).tolist()
    return [
        Shared(where[first][0], where[first + words - 1][1], words, rows[passage].kind, tuple(others.items()))
        for (first, words, passage), others in sorted(places.items(), key=lambda each: (each[0][0], -each[0][1]))
        if first + words <= len(where)
    ]


def runs_of(
    text: int, texts: NDArray[np.int32], starts: NDArray[np.int32], passages: NDArray[np.int64]
) -> Iterator[Run]:
    """What a text has in common with each other one; no run lies within a longer one with the same text.

    `passages`: first and last place and words of each.
    """
    mine = np.flatnonzero(texts == text)
    # The longest passages first: what they cover of another text is then known.
    order = np.argsort(-passages[:, 2], kind="stable")
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    touched = np.searchsorted(mine, passages[order, 0]) < np.searchsorted(mine, passages[order, 1])
    for passage in order[touched].tolist():
        first, last, words = passages[passage].tolist()
        own = mine[(mine >= first) & (mine < last)]
        others = np.flatnonzero(texts[first:last] != text) + first
        for here in starts[own].tolist():
            for other, there in zip(texts[others].tolist(), starts[others].tolist(), strict=True):
                known = covered.setdefault((other, there - here), [])
                if not any(begin <= here and here + words <= end for begin, end in known):
                    known.append((here, here + words))
                    yield Run(here, words, other, there, passage)
