"""Quoted stretches of a text, found by their marks alone. Who said them, and whether anybody did, is not asked here.

The rules, each of them local and decided in one pass over the marks:

- Paragraphs are the blocks; code is left out. No quotation leaves its paragraph. Where several paragraphs are quoted
  and each opens again, each piece is a quotation; all but the last are unclosed and `goes_on`.
- A mark opens where white space, a bracket, a dash or another opening mark stands before it and none behind it; it
  closes where it is the other way round. A straight mark that could do both closes what is open, else it opens, but
  never between two letters or figures (3"x5").
- `"` “ ” „ ‟ are one family: what one of them opens any of them closes, since texts mix them. “ closes „, and what
  another mark opened only where it can do nothing else. ” opens where it can do nothing else (as Swedish does).
- « and ‹ open and » and › close, or the other way round: the first of a pair says which, » on both sides included.
  Spaces inside the marks belong to the marks. 「」 and 『』 are pairs.
- Single marks (' ‘ ’ ‚) between letters are apostrophes; so are those before figures ('90s) and before a few words
  ('tis). Behind a plural s a closing single mark may be an apostrophe: if another one closes later, it was one.
- What a double mark opens and nothing closes ends with its paragraph, or with the quotation around it. What a single
  mark opens and nothing closes is an apostrophe, unless the next paragraph opens with the same mark.
- Marks with no word between them are no quotation. A mark that closes nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from index.document import Block, Span

DEEPEST: Final = 8
"""Quotations within quotations; what opens deeper is passed over. It keeps a text of marks alone linear."""

_MARK: Final = re.compile("[\"'“”„‟«»‹›‘’‚‛＂「」『』]")
_WORD: Final = re.compile(r"\w")
_PARAGRAPH: Final = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_DOUBLE, _SINGLE, _GUILLEMET, _ANGLE, _CORNER, _WHITE_CORNER = range(6)
_FAMILY: Final = {
    **dict.fromkeys('"“”„‟＂', _DOUBLE),
    **dict.fromkeys("'‘’‚‛", _SINGLE),
    **dict.fromkeys("«»", _GUILLEMET),
    **dict.fromkeys("‹›", _ANGLE),
    **dict.fromkeys("「」", _CORNER),
    **dict.fromkeys("『』", _WHITE_CORNER),
}
_BEFORE_OPENING: Final = frozenset("([{<—–-/\"'“„‟«»‹›‘‚‛＂「『*_>")
"""Besides white space, what may stand before a mark that opens."""
_BEHIND_CLOSING: Final = frozenset(".,;:!?…)]}>—–-/\"'”“’‘»«›‹＂」』*_")
"""Besides white space, what may stand behind a mark that closes."""
_ELIDED: Final = re.compile(r"\d\d(?:\d\d)?s?\b|(?:tis|twas|twere|em|til|cause|bout|round|n|cos|kay)\b", re.IGNORECASE)


class Quoted(NamedTuple):
    """A quoted stretch: `text[start:end]` begins with its opening mark, and ends with its closing mark if `closed`."""

    start: int
    end: int
    inside: Span
    """The words, without the marks and without the spaces inside them."""
    closed: bool
    goes_on: bool = False
    """Unclosed, and the next paragraph opens again with a mark of the same family."""


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for the one that closes it."""

    at: int
    mark: str
    family: int
    soft: int = -1
    """A single mark that may have closed it, or be the apostrophe of a plural."""


def find_quoted(text: str, blocks: Sequence[Block]) -> list[Quoted]:
    """Every quoted stretch, in order of position, the outer before the inner. Time is linear in the text."""
    found: list[Quoted] = []
    paragraphs = list(_paragraphs(text, blocks))
    for number, (start, end) in enumerate(paragraphs):
        if _MARK.search(text, start, end) is not None:
            following = text[paragraphs[number + 1][0]] if number + 1 < len(paragraphs) else ""
            found += _Paragraph(text, start, end, following).quoted()
    return found


def _paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    if blocks:
        return ((block.start, block.end) for block in blocks if block.kind != "code")
    return (match.span() for match in _PARAGRAPH.finditer(text))


class _Paragraph:
    """One pass over the marks of one paragraph."""

    def __init__(self, text: str, start: int, end: int, following: str) -> None:
        self._text = text
        self._start, self._end = start, end
        self._following = following
        self._open: list[_Open] = []
        self._found: list[Quoted] = []

    def quoted(self) -> list[Quoted]:
        """The quotations of the paragraph, in order."""
        text, last = self._text, self._end - 1
        for match in _MARK.finditer(text, self._start, self._end):
            at = match.start()
            mark = text[at]
            before = text[at - 1] if at > self._start else " "
            behind = text[at + 1] if at < last else " "
            family = _FAMILY[mark]
            if family == _SINGLE:
                if not (before.isalnum() and behind.isalnum()):
                    self._single(at, mark, before, behind)
            elif family == _DOUBLE:
                self._double(at, mark, before, behind)
            else:
                self._pair(at, mark, family, before, behind)
        self._drop_to(0, self._end, at_the_end=True)
        self._found.sort(key=lambda quoted: (quoted.start, -quoted.end))
        return self._found

    # -- by family ---------------------------------------------------------------------------------------------------

    def _double(self, at: int, mark: str, before: str, behind: str) -> None:
        opens, closes = _may_open(before, behind), _may_close(before, behind)
        inner = self._innermost(_DOUBLE)
        if mark == "„" or mark == "‟":
            self._begin(at, mark, _DOUBLE)
        elif mark == "“":
            german = inner >= 0 and self._open[inner].mark in "„‟"
            if inner >= 0 and ((german and not (opens and not closes)) or (closes and not opens)):
                self._close(inner, at)
            elif not behind.isspace():
                self._begin(at, mark, _DOUBLE)
        elif mark == "”":
            if inner >= 0 and not (opens and not closes):
                self._close(inner, at)
            elif inner < 0 and opens and not closes:
                self._begin(at, mark, _DOUBLE)
        elif opens != closes:
            if opens:
                self._begin(at, mark, _DOUBLE)
            elif inner >= 0:
                self._close(inner, at)
        elif inner >= 0:
            self._close(inner, at)
        elif not before.isalnum():
            self._begin(at, mark, _DOUBLE)

    def _pair(self, at: int, mark: str, family: int, before: str, behind: str) -> None:
        inner = self._innermost(family)
        if family in (_CORNER, _WHITE_CORNER):
            if mark in "「『":
                self._begin(at, mark, family)
            elif inner >= 0:
                self._close(inner, at)
            return
        points_right = mark in "»›"
        if inner >= 0:
            opened_right = self._open[inner].mark in "»›"
            clear_opening = _may_open(before, behind) and not _may_close(before, behind)
            if points_right != opened_right or (points_right and not clear_opening):
                self._close(inner, at)
                return
        # The second of a pair whose first was lost opens nothing; what stands at the beginning does.
        if not points_right or before.isspace() or before in _BEFORE_OPENING:
            self._begin(at, mark, family)

    def _single(self, at: int, mark: str, before: str, behind: str) -> None:
        opens = not before.isalnum() and not behind.isspace() and (before.isspace() or before in _BEFORE_OPENING)
        closes = not before.isspace() and not behind.isalnum() and mark != "‚"
        top = self._open[-1] if self._open and self._open[-1].family == _SINGLE else None
        if top is not None and mark == "‘" and top.mark == "‚" and closes:
            self._close(len(self._open) - 1, at)
        elif opens and mark != "’" and not (top is not None and closes and mark == "'"):
            if mark != "‚" and _ELIDED.match(self._text, at + 1, self._end):
                return
            if top is not None and top.soft >= 0:
                self._close(len(self._open) - 1, top.soft)
            self._begin(at, mark, _SINGLE)
        elif closes and top is not None and mark != "‘":
            if before in "sS" and behind == " " and self._text[at + 2 : at + 3].islower():
                top.soft = at
            else:
                self._close(len(self._open) - 1, at)

    # -- opening and closing -----------------------------------------------------------------------------------------

    def _innermost(self, family: int) -> int:
        """Number of the innermost open quotation of a family; -1 where there is none."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number].family == family:
                return number
        return -1

    def _begin(self, at: int, mark: str, family: int) -> None:
        if len(self._open) < DEEPEST:
            self._open.append(_Open(at, mark, family))

    def _close(self, number: int, at: int) -> None:
        """Close one with the mark at `at`; what is open within it ends there."""
        self._drop_to(number + 1, at)
        self._add(self._open.pop(), at, at + 1, closed=True)

    def _drop_to(self, depth: int, end: int, *, at_the_end: bool = False) -> None:
        """End what is open deeper than this, as unclosed."""
        while len(self._open) > depth:
            waiting = self._open.pop()
            goes_on = at_the_end and _FAMILY.get(self._following) == waiting.family
            if waiting.soft >= 0:
                self._add(waiting, waiting.soft, waiting.soft + 1, closed=True)
            elif waiting.family != _SINGLE or (goes_on and self._following == waiting.mark):
                stop = end
                while stop > waiting.at + 1 and self._text[stop - 1].isspace():
                    stop -= 1
                self._add(waiting, stop, stop, closed=False, goes_on=goes_on)

    def _add(self, opened: _Open, inside_end: int, end: int, *, closed: bool, goes_on: bool = False) -> None:
        text, start, stop = self._text, opened.at + 1, inside_end
        if _WORD.search(text, start, stop) is None:
            return
        while text[start].isspace():
            start += 1
        while text[stop - 1].isspace():
            stop -= 1
        self._found.append(Quoted(opened.at, end, Span(start, stop), closed, goes_on))


def _may_open(before: str, behind: str) -> bool:
    return not behind.isspace() and (before.isspace() or before in _BEFORE_OPENING)


def _may_close(before: str, behind: str) -> bool:
    return not before.isspace() and (behind.isspace() or behind in _BEHIND_CLOSING)
