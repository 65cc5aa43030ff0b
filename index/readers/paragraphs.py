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
"""Below this, as in the columns of a newspaper, text is taken as wrapped only where nearly every line is full."""
_NARROWEST = 22
_SHORT = 60
_FULL, _FULL_NARROW = 0.55, 0.75
"""So many of the lines that may be full must be, where the lines of a text were wrapped at a margin."""
_FEW = 12
"""Lines of a narrow column that tell nothing."""

_NO_MARGIN = 1 << 60

MAX_BLOCKS = 500_000
"""A text with more lines than twice this has them gathered, so that memory stays bounded."""

_LINE = re.compile(r"\S[^\n]*")
_LINES = re.compile(r"\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+")
"""Lines without a blank one between them."""
_MARKS = frozenset("-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013(0123456789")
_ITEM = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013]|\(?\d{1,3}[.)])\s")
_PAGE_NUMBER = re.compile(
    r"\d{1,3}|[-\u2013\u2014~\[(. ]{1,4}\d{1,4}[-\u2013\u2014~\]). ]{1,4}"
    r"|(?:page|p\.|seite|s\.) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por)\s[^\W\d_]+(?:[ .'\u2019-]+[^\W\d_]+)*")
_TABLE = re.compile(r"[^\t]*\S\t+\S|(?:[^|]*\|){2}|\S[^\n]*?\S[ \u00a0]{3,}\S[^\n]*?\S[ \u00a0]{3,}\S")
_ADDRESS = re.compile(
    r"(?:https?:|www\.|mailto:)\S*$|[^\s@]{1,64}@\S{1,200}$|e-?mail:|tel\.?:|fax:|phone:", re.IGNORECASE
)
_CODE_ENDS = ("{", "}", ";", "};", "()", "):")
_CODE = re.compile(
    r"[\w.]{1,60}(?:\[[^\]]{0,40}\])? [-+*/|&]?= |#include |//|/\*|</?\w+>"
    r"|(?:def|import|return|var|let|const|elif) \w+[ (=;.]"
)
"""Beginnings of lines that are no sentence."""
_LETTERS = 10
"""So many letters it has at the least: the end of a line that was wrapped, such as a date, may recur too."""
_RUNNING = 3
"""So often a short line stands in a text, figures apart, that it is the head or foot of its pages."""
_FIGURES = re.compile(r"\d+")
_STOPS = (".", "!", "?", "\u201d", '"', "\u2026", "\u00bb")
_CLOSERS = ")]*_'\u2019\""
_ENDS = (*_STOPS, ":", ";", "\u2019", "'", ")", "*", "]")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each paragraph, in order, without the white space around it; linear in the text."""
    if text.count("\n") > 2 * MAX_BLOCKS:
        return list(_gathered(text, len(text) // MAX_BLOCKS + 1))
    spans: list[tuple[int, int]] = []
    lines: _Wrapped | None = None
    for match in _LINES.finditer(text):
        start, end = match.span()
        if text.find("\n", start, end) >= 0:
            lines = lines or _Wrapped(text)
            spans += lines.paragraphs(start, end)
        elif text[end - 1].isspace():
            spans.append((start, start + len(match[0].rstrip())))
        else:
            spans.append((start, end))
    return spans


class _Wrapped:
    """A text of which some lines have no blank one between them."""

    def __init__(self, text: str) -> None:
        self._text = text
        lines = text[:1_000_000].split("\n")
        self._margin = _margin(lines)
        self._running = _running(lines)

    def paragraphs(self, begin: int, stop: int) -> list[tuple[int, int]]:
        """The paragraphs of a stretch without blank lines."""
        text = self._text
        spans: list[tuple[int, int]] = []
        first = last = begun = -1  # The paragraph so far is first..last, and its last line begins at `begun`.
        for start, end in _lines(text, begin, stop):
            if first >= 0 and (
                not self._carries_on(begun, last, start, end)
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

    def _carries_on(self, begun: int, last: int, start: int, end: int) -> bool:
        """Whether the line start..end belongs to the paragraph whose last line, right above it, is begun..last."""
        text, margin = self._text, self._margin
        if text[begun] == text[start] == ">":
            # Quoted mail: its margin was that of another writer.
            return True
        line = last - begun
        if line > _LONG or (end - start > _LONG and line < margin):
            return False
        if self._stands_alone(begun, last) or self._stands_alone(start, end):
            return False
        before, here = _indent(text, begun), _indent(text, start)
        if here >= before + 2 and text[max(begun, last - 8) : last].rstrip(_CLOSERS).endswith(_STOPS):
            return False
        space = text.find(" ", start, end)
        word = (end if space < 0 else space) - start
        if before + line + 1 + word > margin:
            return True
        return (
            text[start].islower()
            and not text.endswith(_ENDS, begun, last)
            and not self._is_code(begun, last, start, end)
        )

    def _stands_alone(self, start: int, end: int) -> bool:
        """A page's number, head or foot, a row of a table, an address."""
        text = self._text
        if end - start > _LONG:
            return False
        line = text[start:end]
        if _PAGE_NUMBER.fullmatch(line) or (len(line) < _SHORT and line.istitle() and _BYLINE.fullmatch(line)):
            return True
        if self._running and _figures_apart(line) in self._running:
            return True
        return bool(_TABLE.match(line) or _ADDRESS.match(line))

    def _is_code(self, begun: int, last: int, start: int, end: int) -> bool:
        text = self._text
        if text.endswith(_CODE_ENDS, begun, last) or text.endswith(_CODE_ENDS, start, end):
            return True
        return bool(_CODE.match(text, begun, last) or _CODE.match(text, start, end))


def _lines(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Each line that is not blank, without the white space around it."""
    for match in _LINE.finditer(text, begin, stop):
        start, end = match.span()
        if text[end - 1].isspace():
            end = start + len(match[0].rstrip())
        yield start, end


def _indent(text: str, start: int) -> int:
    """White space before a line, as far as it counts."""
    at = start
    while at > 0 and text[at - 1] in " \t\u00a0" and start - at < _NARROW:
        at -= 1
    return start - at


def _figures_apart(line: str) -> str:
    return " ".join(_FIGURES.sub("#", line).split()).casefold()


def _running(lines: list[str]) -> frozenset[str]:
    """Heads and feet of pages."""
    counts: dict[str, int] = {}
    for line in lines:
        if 3 < len(line) <= 60 and (line.isupper() or any(c in "0123456789" for c in line)):
            key = _figures_apart(line)
            counts[key] = counts.get(key, 0) + 1
    return frozenset(
        key for key, count in counts.items() if count >= _RUNNING and sum(map(str.isalpha, key)) >= _LETTERS
    )


def _margin(lines: list[str]) -> int:
    """The width at which the lines of a text were wrapped: nearly the longest, those that are paragraphs apart."""
    lengths = [0] * (_LONG + 1)
    inner = stopped = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if len(line) <= _LONG:
            lengths[len(line)] += 1
            if following and len(line) > _NARROW:
                inner += 1
                stopped += line.rstrip().endswith(_STOPS)
    if stopped > 0.6 * inner:
        # Hardly a sentence crosses a line: the lines are paragraphs that happen to be of one length.
        return _NO_MARGIN
    narrow = not sum(lengths[_NARROW + 1 :]) > sum(lengths[_NARROWEST : _NARROW + 1]) // 10
    lowest = _NARROWEST if narrow else _NARROW
    allowed = sum(lengths[lowest:]) // 20
    margin = lowest
    for length in range(_LONG, lowest, -1):
        allowed -= lengths[length]
        if allowed < 0:
            margin = length
            break
    full, may_be = _full(lines, margin)
    if narrow:
        return margin if may_be >= _FEW and full >= _FULL_NARROW * may_be else _NO_MARGIN
    return margin if full >= _FULL * may_be else _NO_MARGIN


def _full(lines: list[str], margin: int) -> tuple[int, int]:
    """Of the lines that come near a margin and have another below: those where its first word did not fit, and all."""
    full = may_be = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        word = len(following.split(None, 1)[0]) if following.strip() else 0
        length = len(line.rstrip())
        if word and 0.6 * margin <= length <= _LONG:
            may_be += 1
            full += length + 1 + word > margin
    return full, may_be


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
