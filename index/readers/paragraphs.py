"""The paragraphs of plain text, whichever way its lines were broken.

Lines between blank lines belong together where they were wrapped at a margin: there a line ends because the next
word did not fit. Where a line ends although the next word would have fitted, its writer meant it to end (a headline,
a byline, a list, one paragraph a line), unless the next line carries the sentence on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONG = 120
"""A line above this was not wrapped by its writer: it is a paragraph."""

_NARROW = 40
"""Text is not taken as wrapped at a margin narrower than this."""

_NO_MARGIN = 1 << 60

MAX_BLOCKS = 500_000
"""A text with more lines than twice this has them gathered, so that memory stays bounded."""

_LINE = re.compile(r"\S[^\n]*")
_LINES = re.compile(r"\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+")
"""Lines without a blank one between them."""
_MARKS = frozenset("-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013(0123456789")
_ITEM = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013]|\(?\d{1,3}[.)])\s")
_STOPS = (".", "!", "?", "\u201d", '"', "\u2026", "\u00bb")
_ENDS = (*_STOPS, ":", ";", "\u2019", "'", ")", "*", "]")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each paragraph, in order, without the white space around it; linear in the text."""
    if text.count("\n") > 2 * MAX_BLOCKS:
        return list(_gathered(text, len(text) // MAX_BLOCKS + 1))
    spans: list[tuple[int, int]] = []
    margin = _margin(text)
    for match in _LINES.finditer(text):
        start, end = match.span()
        if text.find("\n", start, end) >= 0:
            spans += _in_lines(text, start, end, margin)
        elif text[end - 1].isspace():
            spans.append((start, start + len(match[0].rstrip())))
        else:
            spans.append((start, end))
    return spans


def _in_lines(text: str, begin: int, stop: int, margin: int) -> list[tuple[int, int]]:
    """The paragraphs of a stretch without blank lines."""
    spans: list[tuple[int, int]] = []
    first = last = begun = -1  # The paragraph so far is first..last, and its last line begins at `begun`.
    for start, end in _lines(text, begin, stop):
        if first >= 0 and (
            not _carries_on(text, begun, last, start, end, margin)
            # Items of a list, each of which may be wrapped.
            or (text[start] in _MARKS and _ITEM.match(text, start) and _ITEM.match(text, first))
        ):
            spans.append((first, last))
            first = -1
        if first < 0:
            first = start
        begun, last = start, end
    if first >= 0:
        spans.append((first, last))
    return spans


def _lines(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Each line that is not blank, without the white space around it."""
    for match in _LINE.finditer(text, begin, stop):
        start, end = match.span()
        if text[end - 1].isspace():
            end = start + len(match[0].rstrip())
        yield start, end


def _margin(text: str) -> int:
    """The width at which the lines of a text were wrapped: nearly the longest, those that are paragraphs apart."""
    lengths = [0] * (_LONG + 1)
    inner = stopped = 0
    lines = text[:1_000_000].split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if len(line) <= _LONG:
            lengths[len(line)] += 1
            if following and len(line) > _NARROW:
                inner += 1
                stopped += line.rstrip().endswith(_STOPS)
    if stopped > 0.6 * inner:
        # Hardly a sentence crosses a line: the lines are paragraphs that happen to be of one length.
        return _NO_MARGIN
    allowed = sum(lengths[_NARROW:]) // 20
    for length in range(_LONG, _NARROW, -1):
        allowed -= lengths[length]
        if allowed < 0:
            return length
    return _NARROW


def _carries_on(text: str, begun: int, last: int, start: int, end: int, margin: int) -> bool:
    """Whether the line start..end belongs to the paragraph whose last line, right above it, is begun..last."""
    if text[begun] == text[start] == ">":
        # Quoted mail: its margin was that of another writer.
        return True
    line = last - begun
    if line > _LONG or (end - start > _LONG and line < margin):
        return False
    space = text.find(" ", start, end)
    word = (end if space < 0 else space) - start
    if line + 1 + word > margin:
        return True
    return text[start].islower() and not text.endswith(_ENDS, begun, last)


def _gathered(text: str, least: int) -> Iterator[tuple[int, int]]:
    """Lines gathered into blocks of at least `least` characters."""
    first = last = -1
    for start, end in _lines(text, 0, len(text)):
        if first < 0:
            first = start
        last = end
        if last - first >= least:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last
