"""Quoted stretches that a mark of another kind closes: `“It is a story,’ he said.`, `‘Ask me when it is tied up."`

The marks alone leave the first unclosed to the end of its paragraph, and see an apostrophe in the second.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from index.document import Block, Span
from index.understanding.quotation_marks import Quoted, find_quoted

_CLOSED_BY_SINGLE: Final = re.compile(r"[.,!?…]['’](?=[\s)\]—–-]|$)|[^\W\d_]['’](?=[.,;:])")
_CLOSED_BY_DOUBLE: Final = re.compile(
    r"(?:(?<=[\s(\[—–-])|^)[‘'](?=\w)[^\n‘\"“”«»]{1,2000}?[.,!?…][\"”](?=[\s)\]—–-]|$)", re.MULTILINE
)
_MOST_MENDED: Final = 4
"""Stretches of one paragraph that are mended; it keeps hostile text linear."""


def mended(text: str, blocks: Sequence[Block], quoted: Sequence[Quoted]) -> list[Quoted]:
    """The quoted stretches, those that another kind of mark closes cut there, in order."""
    found: list[Quoted] = []
    starts = [each.start for each in quoted]
    for block in blocks:
        if block.kind == "code":
            continue
        inside = list(quoted[bisect_left(starts, block.start) : bisect_left(starts, block.end)])
        for _ in range(_MOST_MENDED):
            cut = _cut(text, block, inside)
            if cut is None:
                break
            inside = cut
        found += _unseen(text, block, inside)
    return found


def _cut(text: str, block: Block, inside: list[Quoted]) -> list[Quoted] | None:
    """The same with the first unclosed stretch cut, and what comes after it read again; None where none is to be."""
    for number, each in enumerate(inside):
        if each.closed or each.goes_on or each.end < block.end - 1:
            continue
        mark = _CLOSED_BY_SINGLE.search(text, each.inside.start, each.end)
        if mark is None:
            continue
        closing = mark.end() - 1
        kept = Quoted(each.start, closing + 1, Span(each.inside.start, closing), True)
        rest = Block(closing + 1, block.end, block.kind, block.rule)
        nested = [one for one in inside[number + 1 :] if one.end <= closing]
        return [*inside[:number], kept, *nested, *find_quoted(text, [rest])]
    return None


def _unseen(text: str, block: Block, inside: list[Quoted]) -> list[Quoted]:
    """With what a single mark opens and a double one closes."""
    extra: list[Quoted] = []
    for match in _CLOSED_BY_DOUBLE.finditer(text, block.start, block.end):
        start, end = match.span()
        if all(each.end <= start or each.start >= end for each in inside):
            extra.append(Quoted(start, end, Span(start + 1, end - 1), True))
    return sorted([*inside, *extra], key=lambda each: (each.start, -each.end)) if extra else inside
