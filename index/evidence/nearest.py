"""The stretch of a text that is most like some words: found by words that both have, measured letter by letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.annotations.myers import Effort, Pattern
from index.evidence.levelled import Levelled, words_of

_STEP: Final = 24
_PLACES: Final = 4
"""Places that are measured in a text,"""
_TELLING: Final = 12
"""found by so many of its rarest words there,"""
_COMMON: Final = 60
"""of which none stands there so often."""
_SHARED: Final = 0.3
"""Of the words, what a text must have to be worth a look."""
_LONG: Final = 1_000
"""Characters of which one place is measured, not several: each takes long."""
_LEAST_ALIKE: Final = 0.5
_EDGE: Final = 14
"""Characters within which an end is moved to the end of a word."""

_CUT: Final = 2
"""Letters that may differ more where then no word is cut."""


class Near(NamedTuple):
    """A stretch, and the letters in which it differs from what was looked for."""

    errors: int
    start: int
    end: int


def nearest(sought: str, there: Levelled, effort: Effort) -> Near | None:
    """The best stretch of a text, none where not even half of the letters agree. Both are levelled."""
    text = there.text
    mine = [word for word, _ in words_of(sought)]
    if sum(word in there.words for word in mine) < _SHARED * len(mine):
        return None
    pattern, back = Pattern(sought, effort), Pattern(sought[::-1], effort)
    most = int(len(sought) * (1 - _LEAST_ALIKE))
    best: Near | None = None
    for first, last in _windows(sought, there):
        part = text[first:last]
        for _, end in pattern.ends(part, most, max(1, len(sought) // 2))[:2]:
            longest = min(end, 2 * len(sought))
            length = back.beginning(part[end - longest : end][::-1])[1]
            found = _settled(pattern, text, first + end - length, first + end, sought)
            if best is None or found.errors < best.errors:
                best = found
    return best


def _windows(sought: str, there: Levelled) -> Iterator[tuple[int, int]]:
    """Stretches in which many of the words stand as far from each other as in what is looked for."""
    length = len(sought)
    step = max(_STEP, length // 4)
    known = [(len(there.words[word]), word, at) for word, at in words_of(sought) if word in there.words]
    votes: defaultdict[int, float] = defaultdict(float)
    for number, word, at in sorted(known)[:_TELLING]:
        if number > _COMMON and votes:
            break
        for place in there.words[word][:_COMMON]:
            bucket = (place - at) // step
            votes[bucket] += 1 / number
            votes[bucket + 1] += 0.5 / number
    margin = step + length // 3
    done: list[int] = []
    for bucket in sorted(votes, key=lambda each: (-votes[each], each)):
        if len(done) == (_PLACES if length < _LONG else 1):
            break
        if any(abs(bucket - other) <= 1 for other in done):
            continue
        done.append(bucket)
        yield max(0, bucket * step - margin), min(len(there.text), bucket * step + length + step + margin)


def _settled(pattern: Pattern, text: str, start: int, end: int, sought: str) -> Near:
    """With its ends where they cost least, rather at the ends of words, and about as long as what was sought."""
    length, word_last = len(sought), sought[-1:].isalnum()

    def cost(start: int, end: int) -> tuple[int, bool, int, int]:
        cut = _inside_a_word(text, start) + _inside_a_word(text, end)
        unlike = text[end - 1 : end].isalnum() != word_last
        return pattern.distance(text[start:end]) + _CUT * cut, unlike, abs(end - start - length), start

    start = min((each for each in _around(text, start) if each < end), key=lambda each: cost(each, end))
    end = min((each for each in _around(text, end) if each > start), key=lambda each: cost(start, each))
    return Near(pattern.distance(text[start:end]), start, end)


def _around(text: str, at: int) -> list[int]:
    near = range(max(0, at - _EDGE), min(len(text), at + _EDGE) + 1)
    return [each for each in near if abs(each - at) <= 2 or not _inside_a_word(text, each)]


def _inside_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
