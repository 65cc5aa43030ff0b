"""Texts as quotations are compared: without what typography, line ends and Markdown make of the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from index.annotations.normalised import Normalised
from index.search.tokens import SPACELESS

_UNSEEN: Final = "\u200b"
"""Stands in place of what does not count: levelling leaves it out, and offsets stay what they are."""
_ONE_MARK: Final = str.maketrans(dict.fromkeys('"“”„‟«»″＂‹›「」『』‘’‚‛′ʼ`´', "'"))
# A run of signs is gone through once, not once from each of them: a text may hold very long ones.
_NOTHING: Final = re.compile(
    r"(?m:^[ ]{0,3}>[> ]*)"  # a block quote, or a mail's
    r"|\*+|(?<!\w)_+(?=\S)|(?<=[^\s_])_++(?!\w)|(?<=_)_(?!\w)"  # emphasis
    r"|(?<![ \u00a0\n])[ \u00a0\n]++(?=[–—―]|--)|(?<=[–—―])[ \u00a0\n]+|(?<=--)[ \u00a0\n]+"  # dashes
    r"|(?<![ \u00a0])[ \u00a0]++(?=- )|(?<= -) +"
)
_WORD: Final = re.compile(rf"[^\W{SPACELESS}]+|[{SPACELESS}]")


class Levelled:
    """A text levelled, with the way back to its own places."""

    def __init__(self, text: str) -> None:
        self.original = text
        even = _NOTHING.sub(lambda found: _UNSEEN * len(found[0]), text.translate(_ONE_MARK))
        self._map = Normalised(even)
        self.text = self._map.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that a stretch of the levelled one stands for; an empty one lies before its place."""
        if start < end:
            return self._map.original_span(start, end)
        if start < len(self.text):
            at = self._map.original_span(start, start + 1)[0]
        else:
            at = self._map.original_span(start - 1, start)[1] if start else len(self.original)
        return at, at

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Where each word begins, whatever its case."""
        found: dict[str, list[int]] = {}
        for word, at in words_of(self.text):
            found.setdefault(word, []).append(at)
        return found


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """Words in one case, and where they begin; where no space parts them, each character."""
    return ((found[0].casefold(), found.start()) for found in _WORD.finditer(text))


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the same words begin and end: in one case a word may be longer than it is (`ß`)."""
    return [found.span() for found in _WORD.finditer(text)]
