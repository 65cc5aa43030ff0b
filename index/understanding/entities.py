"""The extractor by rules and word lists: no model, nothing to load but lists, every finding with its rule.

Dates come first, then names, then quantities on what is left. Names are found block by block and settled over the
whole document: one surface has one type, and the last word of a person's full name is that person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Block, Mention
from index.understanding.candidates import find_runs, match_known
from index.understanding.dates import find_dates
from index.understanding.names import Piece, cut, sentence_start
from index.understanding.quantities import find_quantities
from index.understanding.tokens import (
    CAPITAL,
    COMMON,
    FIRST,
    LAST,
    LOWER,
    STOP,
    UPPER,
    Tokens,
    tokeniser,
)
from index.understanding.versions import rules_version

SKIPPED_KINDS = frozenset({"boilerplate", "code"})
"""Kinds of block whose names say nothing of the document: footers, front matter, programs."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_TITLED_SHARE = 0.6
"""Share of longer words with a capital from which a block counts as set in Title Case."""
_CERTAIN_WEIGHT = 4
_LONGEST_NAME = 160
"""Characters. What is longer is no name, and no screen could show it."""
_LONGEST_UNKNOWN_PERSON = 3
_SHOUTED = "shouted"
_TITLED = "titled"


@dataclass(slots=True)
class _Found:
    """A name on its way: character offsets, the type as far as it is known, and what settles it."""

    start: int
    end: int
    type: str | None
    rule: str
    sure: bool
    words: tuple[str, ...]
    """Its words with a capital."""
    flags: int
    """Flags of its first word."""
    opening: bool
    """A single word whose capital may be owed to the start of a sentence."""
    placed: bool
    """After a preposition of place."""
    the: bool
    """After `the`."""


class RulesExtractor:
    """The default extractor."""

    name = "rules"

    @property
    def version(self) -> str:
        """Name, version of the rules and hash of the word lists."""
        return rules_version()

    def extract(self, text: str, blocks: Sequence[Block], language: str | None) -> list[Mention]:
        """See `EntityExtractor.extract`. Other languages than English get the rules that are safe in any of them."""
        mentions: list[Mention] = []
        names: list[_Found] = []
        lower: set[str] = set()
        titled: list[tuple[Tokens, bytearray, str]] = []
        cautious = language not in (None, "en")
        for block in blocks:
            if block.kind in SKIPPED_KINDS:
                continue
            tokens = tokeniser().cut(text, block.start, block.end)
            taken = bytearray(len(tokens.words) + 4)
            _block_addresses(text, block, tokens, taken)
            _add_dates(tokens, taken, mentions)
            style = _style(tokens, block)
            if style:
                titled.append((tokens, taken, style))
            else:
                names.extend(_names(tokens, taken, text))
                lower.update(word for word, flag in zip(tokens.words, tokens.flags, strict=True) if flag & LOWER)
            _add_quantities(tokens, taken, mentions)
        ledger = _Ledger(names, lower, cautious)
        mentions.extend(ledger.settle(names))
        for tokens, taken, style in titled:
            mentions.extend(_titled_names(tokens, taken, text, style, ledger))
        return _in_order(mentions)


def _block_addresses(text: str, block: Block, tokens: Tokens, taken: bytearray) -> None:
    """Mark the tokens of web addresses as taken."""
    for match in _ADDRESS.finditer(text, block.start, block.end):
        at = bisect_left(tokens.starts, match.start())
        while at < len(tokens.starts) and tokens.starts[at] < match.end():
            taken[at] = 1
            at += 1


def _add_dates(tokens: Tokens, taken: bytearray, mentions: list[Mention]) -> None:
    for date in find_dates(tokens):
        if taken[date.first]:
            continue
        taken[date.first : date.last] = b"\1" * (date.last - date.first)
        start, end = tokens.starts[date.first], tokens.ends[date.last - 1]
        mentions.append(Mention(start, end, "DATE", date.rule, date.value is not None, None, date.value))


def _add_quantities(tokens: Tokens, taken: bytearray, mentions: list[Mention]) -> None:
    for quantity in find_quantities(tokens, taken):
        start, end = tokens.starts[quantity.first], tokens.ends[quantity.last - 1]
        mentions.append(Mention(start, end, "QUANTITY", quantity.rule, True))


def _names(tokens: Tokens, taken: bytearray, text: str, shouted: bool = False) -> list[_Found]:
    """The names of one block; their tokens are marked as taken."""
    found: list[_Found] = []
    for run in find_runs(tokens, taken, text):
        for piece in cut(tokens, run, shouted):
            if tokens.ends[piece.last - 1] - tokens.starts[piece.first] <= _LONGEST_NAME:
                found.append(_located(tokens, piece))
            taken[piece.first : piece.last] = b"\1" * (piece.last - piece.first)
    return found


def _located(tokens: Tokens, piece: Piece) -> _Found:
    words = tuple(tokens.words[at] for at in range(piece.first, piece.last) if tokens.flags[at] & CAPITAL)
    return _Found(
        tokens.starts[piece.first],
        tokens.ends[piece.last - 1],
        piece.type,
        piece.rule,
        piece.sure,
        words,
        tokens.flags[piece.first],
        len(words) == 1 and sentence_start(tokens, piece.first),
        tokens.lower(piece.first - 1) in ("in", "at", "near"),
        tokens.lower(piece.first - 1) == "the",
    )


def _style(tokens: Tokens, block: Block) -> str:
    """`shouted` for a block in capitals, `titled` for one in Title Case, else empty."""
    if len(tokens.words) > 60 and block.kind not in ("headline", "heading"):
        return ""
    capital = upper = longer = 0
    for word, flag in zip(tokens.words, tokens.flags, strict=True):
        if len(word) < 4 or not flag & (CAPITAL | LOWER):
            continue
        longer += 1
        capital += bool(flag & CAPITAL)
        upper += bool(flag & UPPER)
    if longer < 3:
        return ""
    if upper > longer * 0.7:
        return _SHOUTED
    if block.kind not in ("headline", "heading"):
        sentence = tokens.words[-1] in (".", "!", "?", ":", ";")
        if sentence or longer < 5 or capital < longer * 0.85 or not _everyday(tokens):
            return ""
    return _TITLED if capital > longer * _TITLED_SHARE else ""


def _everyday(tokens: Tokens) -> bool:
    """True if at least three everyday words have a capital: a heading, and no list of names."""
    count = sum(1 for word, flag in zip(tokens.words, tokens.flags, strict=True) if len(word) > 3 and _ordinary(flag))
    return count >= 3


def _ordinary(flag: int) -> bool:
    return flag & (CAPITAL | COMMON) == CAPITAL | COMMON and not flag & (FIRST | LAST)


def _titled_names(tokens: Tokens, taken: bytearray, text: str, style: str, ledger: _Ledger) -> list[Mention]:
    """Names in Title Case or capitals: everyday words part them, and only what is known some other way counts."""
    shouted = style == _SHOUTED
    plain = tokens.flags[:]
    known_until = 0
    for index, flag in enumerate(tokens.flags):
        if index < known_until or not _ordinary(flag):
            continue
        match = None if flag & STOP and tokens.lower(index) != "new" else match_known(tokens, index, shouted)
        if match is None:
            plain[index] = flag & ~CAPITAL
        else:
            known_until = match.last
    tokens.flags = plain
    found = _names(tokens, taken, text, shouted)
    return ledger.settle(found, heading=True)


class _Ledger:
    """What the names of a document say of each other."""

    def __init__(self, names: list[_Found], lower: set[str], cautious: bool) -> None:
        self._lower = lower
        self._cautious = cautious
        self._votes: dict[tuple[str, ...], Counter[str]] = {}
        self._last: set[str] = set()
        self._parts: set[str] = set()
        for name in names:
            if self._ignored(name):
                continue
            kind = name.type
            if kind is None and len(name.words) > 1 and not cautious:
                kind = self._several(name)[0]
            if kind is not None:
                votes = self._votes.setdefault(name.words, Counter())
                votes[kind] += _CERTAIN_WEIGHT if name.sure else 1
            if kind == "PERSON" and len(name.words) > 1:
                self._last.add(name.words[-1])
                self._parts.update(name.words[:-1])

    def _ignored(self, name: _Found) -> bool:
        """True for a single everyday word with a capital that only its place explains."""
        if name.sure or len(name.words) != 1:
            return False
        word = name.words[0].casefold()
        return (name.opening and bool(name.flags & COMMON)) or (word in self._lower and not name.flags & UPPER)

    def _majority(self, words: tuple[str, ...]) -> str | None:
        votes = self._votes.get(words)
        return max(sorted(votes), key=lambda kind: votes[kind]) if votes else None

    def _means_person(self, name: _Found) -> bool:
        """True if a single word is part of a person's full name in this document and nothing speaks against it."""
        word = name.words[0]
        if word in self._last:
            return name.type in (None, "PERSON") or not name.placed
        return word in self._parts and name.type in (None, "PERSON")

    def settle(self, names: list[_Found], heading: bool = False) -> list[Mention]:
        """The names that are kept, each with its type."""
        kept: list[Mention] = []
        for name in names:
            kind, rule, sure = self._decide(name, heading)
            if kind is not None:
                kept.append(Mention(name.start, name.end, kind, rule, sure))
        return kept

    def _decide(self, name: _Found, heading: bool) -> tuple[str | None, str, bool]:
        """Type, rule and certainty of one name; no type where it is none."""
        nothing = (None, "", False)
        if name.sure:
            person = len(name.words) == 1 and name.words[0] in self._last and name.rule == "gazetteer:city"
            return ("PERSON", "propagated", False) if person and not name.placed else (name.type, name.rule, True)
        if len(name.words) == 1 and self._means_person(name):
            return "PERSON", "propagated", False
        if self._ignored(name):
            return nothing
        majority = self._majority(name.words)
        if name.type is not None:
            if heading and name.rule not in ("first-name", "surname", "head:org", "head:place") and majority is None:
                return (name.type, name.rule, False) if name.rule.startswith("gazetteer") else nothing
            if self._cautious and name.rule in ("preposition", "speech", "acronym", "head:before") and majority is None:
                return nothing
            return (majority or name.type), (name.rule if majority in (None, name.type) else "propagated"), False
        if majority is not None:
            own = len(name.words) > 1 and majority == self._several(name)[0]
            return majority, ("several-words" if own else "propagated"), False
        if heading or self._cautious:
            return nothing
        return self._fallback(name)

    def _several(self, name: _Found) -> tuple[str | None, str, bool]:
        """A name of several words none of which says what it is."""
        if any(len(word) > 2 and word.isupper() for word in name.words):
            return ("ORG", "several-words", False) if name.the else (None, "", False)
        everyday = any(tokeniser().is_common(word.casefold()) for word in name.words)
        if name.the or (not everyday and len(name.words) > _LONGEST_UNKNOWN_PERSON):
            return "ORG", "several-words", False
        return (None, "", False) if everyday else ("PERSON", "several-words", False)

    def _fallback(self, name: _Found) -> tuple[str | None, str, bool]:
        """A name that nothing tells apart."""
        if len(name.words) > 1:
            return self._several(name)
        if name.flags & LAST and not name.opening and not name.flags & STOP:
            return "PERSON", "surname", False
        return None, "", False


def _in_order(mentions: list[Mention]) -> list[Mention]:
    """Sorted by start; of two that overlap the earlier and longer is kept."""
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    end = 0
    for mention in mentions:
        if mention.start >= end:
            kept.append(mention)
            end = mention.end
    return kept
