"""What is left out where a reader wants the prose alone: captions, credits, what a page repeats, bylines, code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from index.document import NOT_PROSE, Block
from tui.text_layout import Fold

_START = attrgetter("start")
_END = attrgetter("end")
_NAMES: Final = {"boilerplate": ("footer line", "footer lines"), "code": ("piece of code", "pieces of code")}


def folds_of(text: str, blocks: Sequence[Block]) -> list[Fold]:
    """A fold for each run of blocks that are not prose, with the lines that they stand on; none where nothing else is.

    A fold ends behind the line break that ends it, so that the blank line after it is kept.
    """
    folds: list[Fold] = []
    # Bytes, because a long text has half a million blocks, and somebody waits for it.
    hidden = bytes([block.kind in NOT_PROSE for block in blocks])
    if 0 not in hidden:
        return []
    first = hidden.find(1)
    while first >= 0:
        shown = hidden.find(0, first)
        last = (shown if shown >= 0 else len(blocks)) - 1
        following = blocks[shown].start if shown >= 0 else len(text)
        newline = text.find("\n", blocks[last].end, following)
        folds.append(Fold(_line_start(text, blocks[first].start), following if newline < 0 else newline + 1))
        first = hidden.find(1, last + 1)
    return folds


def _line_start(text: str, offset: int) -> int:
    """Where the line begins, if nothing but an indent stands before an offset; else the offset."""
    at = offset
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at if at == 0 or text[at - 1] == "\n" else offset


def words_for(blocks: Sequence[Block], fold: Fold) -> str:
    """What a fold hides, in words: "2 captions and 1 credit hidden"."""
    first = bisect_right(blocks, fold.start, key=_END)
    kinds = Counter(block.kind for block in blocks[first : bisect_left(blocks, fold.end, key=_START)])
    parts = [_number(kind, count) for kind, count in kinds.most_common()]
    whole = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"{whole} hidden"


def _number(kind: str, count: int) -> str:
    one, many = _NAMES.get(kind, (kind, f"{kind}s"))
    return f"{count:,} {one if count == 1 else many}"
