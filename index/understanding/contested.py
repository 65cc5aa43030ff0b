"""Quotations of which the text itself leaves it open whose words they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from index.document import Block
from index.understanding.quotation_marks import Quoted
from index.understanding.referents import Referent
from index.understanding.rows import Row

_WORDS: Final = re.compile(r"\w+")
_FEWEST_WORDS: Final = 4
_CORRECTION: Final = re.compile(
    r"\W*(?:correction|clarification|editor['’]s note|an earlier version"
    r"|this article has been (?:corrected|amended))\b",
    re.IGNORECASE,
)

_INSTEAD: Final = re.compile(
    r"\b(?:initials|words of|said by|spoken by|belongs? to|attributed to|those of|came from)\s+"
    r"((?:Mr|Mrs|Ms|Dr)?\.?\s?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3})"
)
"""To whom a correction gives the words instead."""


def contest(text: str, blocks: Sequence[Block], rows: Sequence[Row], quoted: Sequence[Quoted]) -> None:
    """Mark words that a document gives to two speakers, and those that its own correction speaks of."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        inside = row.quoted.inside
        key = _key(text, inside.start, inside.end)
        if key is not None:
            same[key].append(row)
    corrected = _corrected(text, blocks, quoted)
    for words, those in same.items():
        if len(those) < 2 and words not in corrected:
            continue
        speakers: dict[str, tuple[Referent, str]] = {}
        for row in those:
            who = row.speaker
            if who is not None and who.name and not row.readings and (who.entity or who.status == "named"):
                speakers.setdefault(who.key, (who, row.rule))
        rule = "two-speakers"
        if words in corrected and speakers:
            rule = "corrected"
            other = corrected[words]
            if other is not None:
                speakers.setdefault(other.key, (other, rule))
        elif len(speakers) < 2:
            continue
        for row in those:
            row.readings = list(speakers.values())
            row.rule = rule


def _key(text: str, start: int, end: int) -> str | None:
    """The words of a quotation, for comparing; None where they are too few to mean anything."""
    words = _WORDS.findall(text, start, end)
    return " ".join(words).casefold() if len(words) >= _FEWEST_WORDS else None


def _corrected(text: str, blocks: Sequence[Block], quoted: Sequence[Quoted]) -> dict[str, Referent | None]:
    """What stands in quotation marks where a document corrects itself, and who is named there as the speaker."""
    starts = [each.start for each in quoted]
    found: dict[str, Referent | None] = {}
    for block in blocks:
        if not _CORRECTION.match(text, block.start, block.end):
            continue
        told = [match.span(1) for match in _INSTEAD.finditer(text, block.start, block.end)]
        for each in quoted[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            key = _key(text, each.inside.start, each.inside.end)
            if key is not None:
                behind = bisect_left(told, (each.end, 0))
                where = told[behind] if behind < len(told) else None
                found[key] = Referent("named", text[slice(*where)], None, *where, 0.7) if where else None
    return found
