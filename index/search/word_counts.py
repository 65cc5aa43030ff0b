"""How often each word stands in the texts of an index, and how many words each text has: exact, where the lengths that
scores are made with are rounded.

Words are those that `tokens.words` gives: of one that a line's end cuts, its two parts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.scoring import Check
from index.search.vocabulary import MARK

if TYPE_CHECKING:
    from index.search.segments import Segment

_BODY = "body"
_AT_ONCE = 256
"""Words between two questions whether to go on."""


class WordCounts:
    """Of one commit; never changes."""

    def __init__(self, words: Sequence[str], counts: array[int], lengths: Mapping[int, int]) -> None:
        self.words = words
        """Every word, in order; some may stand in titles alone."""
        self.counts = counts
        """How often each of them stands in the texts."""
        self.lengths = lengths
        """Words of each text, by the document's number."""
        self.total = sum(lengths.values())
        """Words of all texts."""

    def of(self, word: str) -> int:
        """How often a folded word stands in the texts."""
        at = bisect_left(self.words, word)
        return self.counts[at] if at < len(self.words) and self.words[at] == word else 0


def of_segments(segments: Iterable[Segment], words: Sequence[str], check: Check) -> WordCounts:
    """From the postings of an index; `words` are all that it has, in order."""
    import numpy as np

    from index.search.codec import postings

    counts = array("Q", bytes(8 * len(words)))
    lengths: dict[int, int] = {}
    for segment in segments:
        here = np.zeros(segment.files.size, np.int64)
        at = 0
        for number, (raw, packed) in enumerate(segment.files.terms(_BODY)):
            if number % _AT_ONCE == 0:
                check()
            word = raw.decode("utf-8", "surrogatepass")
            if word[:1] == MARK:
                continue
            documents, frequencies = postings(packed)
            here[documents] += frequencies
            # Both are in order: code points sort as their bytes do.
            at = bisect_left(words, word, at)
            if at == len(words) or words[at] != word:
                continue
            counts[at] += int(frequencies[segment.kept[documents]].sum() if segment.deleted else frequencies.sum())
        keys = segment.files.keys
        lengths.update((keys[n], length) for n, length in enumerate(here.tolist()) if n not in segment.deleted)
    return WordCounts(words, counts, lengths)


def of_texts(texts: Iterable[tuple[int, Sequence[str]]], words: Sequence[str], check: Check) -> WordCounts:
    """From the words of each text, with its number."""
    total: Counter[str] = Counter()
    lengths: dict[int, int] = {}
    for number, (id, found) in enumerate(texts):
        if number % _AT_ONCE == 0:
            check()
        total.update(found)
        lengths[id] = len(found)
    return WordCounts(words, array("Q", map(total.__getitem__, words)), lengths)


def checking(cancelled: Asked | None) -> Check:
    """What raises Cancelled where the asker no longer waits."""

    def check() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("The count was given up.")

    return check
