"""What of a quotation must stand in a source: its words, without what it says was left out or put in."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DOTS: Final = r"(?:…|\.\s?\.\s?\.(?:\s?\.)?)"
_BREAK: Final = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}|\[[^\[\]]{{1,200}}\]")
_ELLIPSIS: Final = re.compile(_DOTS)
_LETTER: Final = re.compile(r"\[(\w)\](?=\w)")
"""A letter whose case the writer of the draft changed, and says so."""
_WORD: Final = re.compile(r"\w")


class Piece(NamedTuple):
    """`text[start:end]` of a quotation, to be found as it stands."""

    words: str
    start: int
    end: int
    left_out: bool = False
    """More than a few words may be left out before it: an ellipsis stands there, not brackets."""
    any_case: bool = False
    """The case of its first letter does not count."""


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a quotation in order, each with a word in it."""
    found: list[Piece] = []
    at, left_out, letter = 0, False, -1
    for cut in [*_BREAK.finditer(text), None]:
        start, end = _bare(text, at, cut.start() if cut is not None else len(text))
        if letter >= 0:
            found.append(Piece(text[letter + 1] + text[start:end], letter, end, left_out, any_case=True))
        elif _WORD.search(text, start, end):
            found.append(Piece(text[start:end], start, end, left_out))
        if cut is None:
            break
        if _WORD.search(text, start, end):
            left_out = False
        letter = cut.start() if _LETTER.match(text, cut.start()) else -1
        left_out = left_out or (letter < 0 and _ELLIPSIS.search(cut[0]) is not None)
        at = cut.end()
    return found


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
