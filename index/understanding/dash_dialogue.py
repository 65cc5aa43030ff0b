"""Dialogue after dashes, as French and Spanish write it: `— Nous restons, dit Anne Moreau.`

A dash at the beginning of a paragraph more often opens an item of a list. So only what a cue verb gives to somebody in
the same paragraph is a quotation; it ends where the verb's clause begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Final

from index.document import NOT_PROSE, Block, Span
from index.understanding.cues import cues
from index.understanding.quotation_marks import Quoted

DASHED: Final = ("fr", "es")
"""Languages that write dialogue so."""
_OPENING: Final = re.compile(r"\s*[—–]\s*(?=[\w¿¡…])")
_LONGEST: Final = 2_000
"""Characters from the dash within which the verb must stand."""
_INSERTED: Final = r"(?:,|(?<=[!?…])|\s?[—–])\s*(?:{})(?:-t)?(?:-(?:il|elle))?\b(?=\s+\S|\s*[.,])"


def dashed(text: str, blocks: Sequence[Block], language: str | None, quoted: Sequence[Quoted]) -> list[Quoted]:
    """The quoted stretches and those behind a dash, in order. Linear in the text."""
    if language not in DASHED:
        return list(quoted)
    found: list[Quoted] = []
    for block in blocks:
        opening = _OPENING.match(text, block.start, block.end) if block.kind not in NOT_PROSE else None
        if opening is None:
            continue
        verb = _verbs(language).search(text, opening.end() + 1, min(block.end, opening.end() + _LONGEST))
        if verb is not None and verb.start() > opening.end():
            found.append(Quoted(opening.start(), verb.start(), Span(opening.end(), verb.start()), True))
    if not found:
        return list(quoted)
    ends = [one.end for one in found]

    def is_free(each: Quoted) -> bool:
        at = bisect_right(ends, each.start)
        return at == len(found) or found[at].start >= each.end

    return sorted([*filter(is_free, quoted), *found], key=lambda each: (each.start, -each.end))


@cache
def _verbs(language: str) -> re.Pattern[str]:
    forms = sorted((" ".join(form) for form in cues().foreign[language]), key=len, reverse=True)
    return re.compile(_INSERTED.format("|".join(map(re.escape, forms))))
