"""Reports of matches, in which a town may be its team: lines of scores, and verbs between two sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from index.understanding.gazetteer import gazetteer
from index.understanding.ledger import Found
from index.understanding.tokens import CAPITAL, LOWER, UPPER, Tokens

FEWEST = 3
"""Words of sport from which a document counts as a report of matches."""

_LONGEST_LINE = 40
"""Tokens. A line of scores is short."""
_AT_HOME = frozenset({"in", "at", "from", "near", "of", "to", "into", "outside", "around"})
_BETWEEN = frozenset({"AT", "V", "VS", "BEAT"})


def words_of_sport(tokens: Tokens, taken: bytearray) -> int:
    """How many words of a block are words of sport; a line of scores counts as one."""
    sport = gazetteer().sport
    return sum(1 for word in tokens.words if word in sport) + _scores(tokens, taken)


def sides(tokens: Tokens, taken: bytearray, names: Sequence[Found]) -> list[Found]:
    """Those of a block's names that are teams if the document reports matches."""
    found: list[Found] = []
    scores = _scores(tokens, taken)
    fixture = _fixture(tokens, names)
    for name in names:
        if not _may_be_team(name):
            continue
        first = bisect_left(tokens.starts, name.start)
        last = bisect_left(tokens.starts, name.end)
        if fixture or (scores and _scored(tokens, first, last)) or _contests(tokens, first, last):
            found.append(name)
    return found


def _may_be_team(name: Found) -> bool:
    """Towns and what no rule knows; no country, which plays under its own name."""
    if name.rule in ("gazetteer:city", "unknown", "several-words", "place-noun", "head:before", "preposition"):
        return True
    return name.rule == "gazetteer:region" and name.type == "PLACE"


def _scores(tokens: Tokens, taken: bytearray) -> bool:
    """True for a line of names and numbers: `Houston 96 Dallas 88`, `Leeds 16 9 4 3 30 15 31`."""
    if len(tokens.words) > _LONGEST_LINE:
        return False
    numbers = sum(1 for at, word in enumerate(tokens.words) if word[0].isdigit() and not taken[at])
    words = sum(1 for at, flag in enumerate(tokens.flags) if flag & LOWER and len(tokens.words[at]) > 2)
    return numbers >= 2 and words <= 2 and any(flag & CAPITAL for flag in tokens.flags)


def _scored(tokens: Tokens, first: int, last: int) -> bool:
    return tokens.word(last)[:1].isdigit() and tokens.word(first - 1) not in ("(", ",")


def _fixture(tokens: Tokens, names: Sequence[Found]) -> bool:
    """True for a line in capitals that is two names and what stands between them: `MILWAUKEE AT NEW YORK`."""
    if len(names) != 2 or len(tokens.words) > 8 or not all(flag & (UPPER | CAPITAL) for flag in tokens.flags):
        return False
    between = [
        tokens.words[at] for at in range(len(tokens.words)) if names[0].end <= tokens.starts[at] < names[1].start
    ]
    return len(between) == 1 and between[0] in _BETWEEN


def _contests(tokens: Tokens, first: int, last: int) -> bool:
    """True for a side of a match: `Leeds beat Derby`, `against Leeds`, but not `in Leeds`."""
    evidence = gazetteer().evidence
    before = tokens.lower(first - 1)
    if before in _AT_HOME:
        return False
    if tokens.lower(last) in evidence["contest"]:
        return True
    return before in evidence["versus"] or before in evidence["sides"]
