"""How Hypothesis's client chooses a place for a quotation, made again from its description, as a peer to measure by.

All exact occurrences, or else the places with the fewest errors (Myers, at most 256 or half the quotation); of those
the one with the best (50 quote + 20 prefix + 20 suffix + 2 position) / 92. There is no score too low to be taken.
"""

from __future__ import annotations

from index.annotations.annotation import Annotation
from index.annotations.myers import Effort, Pattern

_NO_BOUND = Effort(1 << 62)


def place(annotation: Annotation, text: str) -> tuple[int, int] | None:
    """Where the client would put a passage; None where nothing is near enough."""
    if text.startswith(annotation.exact, annotation.start):
        return annotation.start, annotation.start + len(annotation.exact)
    matches = _matches(text, annotation.exact, min(256, len(annotation.exact) // 2))
    if not matches:
        return None
    return max(matches, key=lambda match: _score(text, annotation, *match))[:2]


def _score(text: str, annotation: Annotation, start: int, end: int, errors: int) -> float:
    prefix, suffix = annotation.prefix[-32:], annotation.suffix[:32]
    quote = 1 - errors / len(annotation.exact)
    before = _alike(prefix, text[max(0, start - len(prefix)) : start])
    after = _alike(suffix, text[end : end + len(suffix)])
    position = 1 - abs(start - annotation.start) / max(1, len(text))
    return (50 * quote + 20 * before + 20 * after + 2 * position) / 92


def _alike(was: str, there: str) -> float:
    if not was:
        return 1.0
    found = _matches(there, was, len(was))
    return 1 - found[0][2] / len(was) if found else 0.0


def _matches(text: str, words: str, most: int) -> list[tuple[int, int, int]]:
    """(start, end, errors): every exact place, or those with the fewest errors."""
    exact: list[tuple[int, int, int]] = []
    at = text.find(words)
    while at >= 0:
        exact.append((at, at + len(words), 0))
        at = text.find(words, at + 1)
    if exact:
        return exact
    ends = Pattern(words, _NO_BOUND).ends(text, most, 0)
    least = ends[0][0] if ends else 0
    back = Pattern(words[::-1], _NO_BOUND)
    longest = len(words) + most
    found = [(errors, end) for errors, end in ends if errors == least][:10]
    return [(end - back.beginning(text[max(0, end - longest) : end][::-1])[1], end, errors) for errors, end in found]
