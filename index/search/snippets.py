"""The passage of a document that shows best why it answers a query."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.document import Block, Snippet, Span

MATCHES_LOOKED_AT = 2_000
"""Matches from the beginning on among which the passage is chosen; a word in every line needs no more."""

WIDEST = 2_000
"""Characters of a match that is shown as a whole, such as words near each other; `block:table` may be megabytes."""

_KINDS = {
    "headline": 0.5,  # shown with the hit already
    "caption": 0.7,
    "table": 0.7,
    "code": 0.7,
    "byline": 0.2,
    "dateline": 0.2,
    "credit": 0.2,
    "boilerplate": 0.1,
}
"""What a passage is worth by the kind of its block; prose and the rest 1."""

_BY_LINE = ("list", "table", "code", "headline", "byline")
"""Kinds of blocks of which each line stands for itself."""
_NEAR_END = 40
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*\s*\Z")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+|\n\s*")


def best_snippet(text: str, blocks: Sequence[Block], matches: Sequence[Span], characters: int) -> Snippet | None:
    """A passage of about `characters` inside one block, with the most different matches, then the most, then the first.

    Of a match of more than WIDEST characters it is the beginning, and no more of the match is told. Without matches
    (the title or a condition answered) it is where the prose begins. None where there is no text.
    """
    stretches = [(Span(block.start, block.end), _KINDS.get(block.kind, 1.0)) for block in blocks]
    if not stretches:
        stretches = [(Span(0, len(text)), 1.0)]
    chosen = _densest(text, stretches, matches[:MATCHES_LOOKED_AT], characters)
    if chosen is None:
        around = _opening(text, stretches)
        if around is None:
            return None
        block, first, last = around, around.start, around.start
    else:
        block, first, last = chosen
        if last - first > max(WIDEST, characters):
            last = first + characters // 2
    start, end = _cut(text, block, first, last, characters)
    inside = tuple(
        Span(span.start, min(span.end, end))
        for span in matches
        if start <= span.start < end and (span.end <= end or span.end - span.start > WIDEST)
    )
    by_line = next((each.kind in _BY_LINE for each in blocks if each.start == block.start), False)
    before, after = text[min(block.start, start) : start], text[end : max(block.end, end)]
    return Snippet(
        start,
        end,
        text[start:end],
        inside,
        cut_before=bool(before.strip()) and not _is_break(before, text[start:end], by_line),
        cut_after=bool(after.strip()) and not _is_break(text[start:end], after, by_line),
    )


def _is_break(before: str, after: str, by_line: bool) -> bool:
    """Does a sentence end between two stretches of a text, or where each line stands for itself, a line?"""
    space = before[len(before.rstrip()) :] + after[: len(after) - len(after.lstrip())]
    return _ENDED.search(before[-_NEAR_END:]) is not None or (by_line and "\n" in space)


def _densest(
    text: str, stretches: list[tuple[Span, float]], matches: Sequence[Span], characters: int
) -> tuple[Span, int, int] | None:
    """Block, and start and end of the matches to show."""
    starts = [block.start for block, _ in stretches]
    best: tuple[float, Span, int, int] | None = None
    words = [text[span.start : span.end].casefold() for span in matches]
    match_starts = [span.start for span in matches]
    for at, span in enumerate(matches):
        block, worth = stretches[max(bisect_right(starts, span.start) - 1, 0)]
        limit = min(block.end, span.start + max(characters, span.end - span.start))
        # All matches that begin within reach; the last may end beyond it.
        upto = bisect_left(match_starts, limit)
        while upto > at + 1 and matches[upto - 1].end > limit:
            upto -= 1
        value = worth * (10 * len(set(words[at:upto])) + min(upto - at, 9))
        if best is None or value > best[0]:
            best = value, block, span.start, matches[upto - 1].end
    return best[1:] if best else None


def _opening(text: str, stretches: list[tuple[Span, float]]) -> Span | None:
    """The first block of the best kind that holds anything."""
    filled = [(block, worth) for block, worth in stretches if text[block.start : block.end].strip()]
    return max(filled, key=lambda item: item[1])[0] if filled else None


def _cut(text: str, block: Span, first: int, last: int, characters: int) -> tuple[int, int]:
    """Where the passage begins and ends: around `first` to `last`, inside the block, between sentences or words."""
    low = min(block.start, first)
    high = max(block.end, last)
    if high - low <= characters:
        return _stripped(text, low, high)
    room = max(characters - (last - first), 0)
    start = max(low, first - room // 2)
    end = min(high, max(start + characters, last))
    start = max(low, min(start, end - characters)) if last - first < characters else first
    start = _begin(text, low, start, first)
    end = _end(text, high, max(last, min(high, start + characters)), last)
    return _stripped(text, start, end)


def _begin(text: str, low: int, start: int, first: int) -> int:
    """The next beginning of a sentence, else of a word, between `start` and the first match."""
    if start <= low:
        return low
    # A sentence that begins just after the match would lose what is said before it: look no further than half way.
    sentence = _SENTENCE_END.search(text, start - 1, start + (first - start + 1) // 2)
    if sentence:
        return sentence.end()
    if text[start - 1].isspace():
        return start
    space = start
    while space < first and not text[space].isspace():
        space += 1
    # Without a space on the way it is a script that has none, or a long word; either is cut.
    return space if space < first else _whole(text, start)


def _end(text: str, high: int, end: int, last: int) -> int:
    """The last end of a sentence in the second half, else of a word, between the last match and `end`."""
    if end >= high:
        return high
    sentences = [m.end() for m in _SENTENCE_END.finditer(text, last + (end - last) // 2, end)]
    if sentences:
        return sentences[-1]
    cut = end
    while cut > last and not text[cut].isspace() and not text[cut - 1].isspace():
        cut -= 1
    return cut if cut > last else _whole(text, end)


def _whole(text: str, at: int) -> int:
    """Not between a letter and its accent."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
