"""The extractor by rules and word lists: no model, nothing to load but lists, every finding with its rule.

Dates come first, then names, then quantities on what is left. Names are found block by block and settled over the
whole document: one surface has one type, and the last word of a person's full name is that person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from index.document import Block, Mention, Span
from index.understanding.candidates import Piece, find_runs, match_known
from index.understanding.contests import Contests, between
from index.understanding.dates import find_dates
from index.understanding.evidence import dateline_end, sentence_start
from index.understanding.headers import find_headers
from index.understanding.ledger import Found, Ledger, settle_lists
from index.understanding.names import cut
from index.understanding.numbered import widened
from index.understanding.quantities import find_quantities
from index.understanding.tokens import (
    CAPITAL,
    COMMON,
    FIRST,
    KNOWN,
    LAST,
    LOWER,
    STOP,
    UPPER,
    Tokens,
    tokeniser,
)
from index.understanding.versions import rules_version
from index.understanding.works import find_works

SKIPPED_KINDS = frozenset({"boilerplate", "code"})
"""Kinds of block whose names say nothing of the document: footers, front matter, programs."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SHORTENED = frozenset({"Jr", "Sr", "Inc", "Corp", "Ltd", "Co", "Bros"})
_CORRESPONDENTS = frozenset({"from", "to", "cc", "bcc"})
_TITLED_SHARE = 0.6
"""Share of longer words with a capital from which a block counts as set in Title Case."""
_LONGEST_NAME = 160
"""Characters. What is longer is no name, and no screen could show it."""
_SHOUTED = "shouted"
_TITLED = "titled"


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
        names: list[Found] = []
        lower: set[str] = set()
        titled: list[tuple[Tokens, bytearray, str]] = []
        contests = Contests()
        correspondents = [each.span for each in find_headers(text) if each.span and each.name in _CORRESPONDENTS]
        for block in blocks:
            if block.kind in SKIPPED_KINDS:
                continue
            tokens = tokeniser().cut(text, block.start, block.end)
            taken = bytearray(len(tokens.words) + 4)
            _block_addresses(text, block, tokens, taken)
            _add_dates(tokens, taken, mentions)
            if language in (None, "en"):
                _add_works(tokens, taken, mentions)
            style = _style(tokens, block)
            if style:
                titled.append((tokens, taken, style))
            else:
                here = _names(tokens, taken, text)
                contests.read(tokens, taken, here)
                if correspondents:
                    _name_correspondents(here, correspondents)
                if block.kind == "byline":
                    _name_authors(here)
                names.extend(here)
                lower.update([word for word, flag in zip(tokens.words, tokens.flags, strict=True) if flag & LOWER])
            _add_quantities(tokens, taken, mentions, language)
        contests.settle()
        ledger = Ledger(names, lower, language)
        mentions.extend(ledger.settle(names))
        for tokens, taken, style in titled:
            mentions.extend(_titled_names(tokens, taken, text, style, ledger, contests.reported))
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
        if taken[date.first] or _begins_a_name(tokens, date.first) or _is_surname(tokens, date.first, date.last):
            continue
        taken[date.first : date.last] = b"\1" * (date.last - date.first)
        start, end = tokens.starts[date.first], tokens.ends[date.last - 1]
        mentions.append(Mention(start, end, "DATE", date.rule, date.value is not None, None, date.value))


def _add_works(tokens: Tokens, taken: bytearray, mentions: list[Mention]) -> None:
    for work in find_works(tokens, taken):
        taken[work.first : work.last] = b"\1" * (work.last - work.first)
        mentions.append(Mention(tokens.starts[work.first], tokens.ends[work.last - 1], "WORK", work.rule, False))


def _name_correspondents(names: list[Found], lines: list[Span]) -> None:
    """Who writes and who is written to are people, where nothing says otherwise."""
    for name in names:
        inside = any(line.start <= name.start and name.end <= line.end for line in lines)
        if inside and not name.sure and (name.type is None or name.rule == "several-words") and len(name.words) > 1:
            name.type, name.rule = "PERSON", "header"


def _name_authors(names: list[Found]) -> None:
    """Who signs a text is a person, where nothing says otherwise."""
    for name in names:
        if name.type is None and len(name.words) in (2, 3) and not name.flags & COMMON:
            name.type, name.rule = "PERSON", "byline"


def _begins_a_name(tokens: Tokens, first: int) -> bool:
    """True if the weekday or month at `first` is a word of a longer name of the lists: `Sunday Times`."""
    if tokens.flag(first - 1) & KNOWN and not tokens.glued(first):
        match = match_known(tokens, first - 1)
        if match is not None and match.last > first:
            return True
    if not tokens.flags[first] & KNOWN:
        return False
    match = match_known(tokens, first)
    return match is not None and match.last > first + 1


def _is_surname(tokens: Tokens, first: int, last: int) -> bool:
    """True for the month of `Theresa May`."""
    before = tokens.flag(first - 1)
    if tokens.lower(first).endswith("day"):
        if tokens.lower(first - 2) in ("in", "at", "near", "from", "to", "for") or tokens.flag(first - 2) & CAPITAL:
            return False  # `in Paris Tuesday`, `Bill Clinton Saturday`
        if tokens.lower(last) in ("morning", "afternoon", "evening", "night"):
            return False
    return last - first == 1 and bool(before & FIRST and before & CAPITAL and not before & COMMON)


def _add_quantities(tokens: Tokens, taken: bytearray, mentions: list[Mention], language: str | None) -> None:
    for quantity in find_quantities(tokens, taken, language):
        start, end = tokens.starts[quantity.first], tokens.ends[quantity.last - 1]
        mentions.append(Mention(start, end, "QUANTITY", quantity.rule, True))


def _names(tokens: Tokens, taken: bytearray, text: str, shouted: bool = False) -> list[Found]:
    """The names of one block; their tokens are marked as taken."""
    found: list[Found] = []
    dateline = 0 if shouted else dateline_end(tokens, taken)
    if dateline and not any(taken[:dateline]):
        found.append(_located(tokens, Piece(0, dateline, "PLACE", "dateline", True), 0, dateline))
        taken[:dateline] = b"\1" * dateline
    for run in find_runs(tokens, taken, text):
        for piece in cut(tokens, run, shouted):
            if tokens.ends[piece.last - 1] - tokens.starts[piece.first] <= _LONGEST_NAME:
                first, last = widened(tokens, taken, piece, shouted)
                found.append(_located(tokens, piece, first, last))
                taken[first:last] = b"\1" * (last - first)
            taken[piece.first : piece.last] = b"\1" * (piece.last - piece.first)
    settle_lists(found, text)
    return found


def _located(tokens: Tokens, piece: Piece, first: int, last: int) -> Found:
    """A piece as a name; `first` and `last`: the tokens that it is written over, numbers and article included."""
    words = tuple(tokens.words[at] for at in range(piece.first, piece.last) if tokens.flags[at] & CAPITAL)
    return Found(
        tokens.starts[first],
        tokens.ends[last if _abbreviated(tokens, last) else last - 1],
        piece.type,
        piece.rule,
        piece.sure,
        words,
        tokens.flags[piece.first],
        len(words) == 1 and sentence_start(tokens, piece.first),
        tokens.lower(piece.first - 1) in ("in", "at", "near") and tokens.word(piece.last) != "'",
        tokens.lower(piece.first - 1) == "the",
    )


def _abbreviated(tokens: Tokens, last: int) -> bool:
    """True if the full stop behind a name belongs to it: `Colin Verin Jr., 44`, and not to a sentence."""
    if tokens.words[last - 1] not in _SHORTENED or tokens.word(last) != "." or not tokens.glued(last):
        return False
    after = tokens.word(last + 1)
    return after[:1].islower() or after[:1].isdigit() or after in (",", ";", ":", "'", ")", "(")


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


def _titled_names(
    tokens: Tokens, taken: bytearray, text: str, style: str, ledger: Ledger, sport: bool
) -> list[Mention]:
    """Names in Title Case or capitals: everyday words part them, and only what is known some other way counts."""
    shouted = tokens.shouted = style == _SHOUTED
    plain = tokens.flags[:]
    known_until = 0
    for index, flag in enumerate(tokens.flags):
        if index < known_until or not _ordinary(flag):
            continue
        if shouted and ledger.knows(ledger.written(tokens.words[index])):
            continue
        match = match_known(tokens, index, shouted)
        if match is None or (flag & STOP and match.last == index + 1):
            plain[index] = flag & ~CAPITAL
        else:
            known_until = match.last
    tokens.flags = plain
    found = _names(tokens, taken, text, shouted)
    for name in between(tokens, found) if sport else ():
        name.type, name.rule, name.sure = "ORG", "team", True
    if shouted:
        for name in found:
            name.words = tuple(ledger.written(word) for word in name.words)
    return ledger.settle(found, heading=True)


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
