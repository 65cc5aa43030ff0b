"""The words of a text, and where among them the blocks of each kind begin and end: what an index keeps of blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from index.document import Block
from index.search.tokens import spans, words


class Worded(NamedTuple):
    """The words of a text."""

    words: list[str]
    kinds: dict[str, list[int]]
    """Of each kind the number of the first word of a stretch and of the first behind it, one stretch after the other.
    Blocks of one kind that follow one another are one stretch; one without words ends where it begins."""


def worded(text: str, blocks: Sequence[Block]) -> Worded:
    """Of a text whose blocks are not known all is prose."""
    begins = [at for at, block in enumerate(blocks) if not at or block.kind != blocks[at - 1].kind]
    if len(begins) < 2:
        found = words(text)
        kind = blocks[0].kind if blocks else "prose"
        return Worded(found, {kind: [0, len(found)]} if blocks or found else {})
    cuts = [blocks[at].start for at in begins[1:]]
    if all(text[cut - 1 : cut].isspace() for cut in cuts):
        # Words do not reach over white space: those of the parts are those of the whole.
        found, numbers = [], [0]
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            found += words(text[start:end])
            numbers.append(len(found))
    else:
        starts = [start for start, _ in spans(text)]
        found, numbers = words(text), [0, *(bisect_left(starts, cut) for cut in cuts), len(starts)]
    kinds: dict[str, list[int]] = {}
    for at, first, end in zip(begins, numbers, numbers[1:], strict=False):
        kinds.setdefault(blocks[at].kind, []).extend((first, end))
    return Worded(found, kinds)
