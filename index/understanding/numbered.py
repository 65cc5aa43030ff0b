"""What belongs to a body's name beside its words: an article with a capital, a number: `65th Wing`, `Radio 4`."""

from __future__ import annotations

from typing import Final

from index.understanding.candidates import Piece
from index.understanding.evidence import sentence_start
from index.understanding.gazetteer import word_set
from index.understanding.tokens import LOWER, NUMBER, UPPER, Tokens

_UNITS: Final = word_set(
    "Division Wing Regiment Brigade Battalion Squadron Infantry Cavalry Army Corps Fleet Command Artillery Rifles Group"
)
"""Bodies that a plain number stands before; an ordinal may stand before any."""
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_STATIONS: Final = word_set("Radio Channel TV Television Local")
_LONGEST_NUMBER: Final = 4


def widened(tokens: Tokens, taken: bytearray, piece: Piece, shouted: bool) -> tuple[int, int]:
    """The tokens that a piece is written over, `last` exclusive."""
    first, last = piece.first, piece.last
    if piece.type != "ORG":
        return first, last
    before = _number_before(tokens, piece)
    if before < first and not any(taken[before:first]):
        return before, last
    article = tokens.word(first - 1) == "The" and not tokens.glued(first) and not shouted
    if article and not taken[first - 1] and not sentence_start(tokens, first - 1) and tokens.flag(first - 2) & LOWER:
        first -= 1
    after = tokens.word(last)
    if after.isdecimal() and len(after) < _LONGEST_NUMBER and not taken[last]:
        station = tokens.words[last - 1] in _STATIONS and not tokens.glued(last)
        short = bool(tokens.flags[last - 1] & UPPER) and tokens.glued(last) and last - piece.first == 1
        if (station or short) and not (tokens.glued(last + 1) and tokens.word(last + 1).isalnum()):
            last += 1
    return first, last


def _number_before(tokens: Tokens, piece: Piece) -> int:
    """Where a number that begins a name of a body begins; the name's first token where there is none."""
    at = piece.first
    if piece.rule != "head:org" or at < 1 or tokens.glued(at):
        return at
    if tokens.words[at - 1] in _ORDINALS and tokens.glued(at - 1) and tokens.flag(at - 2) & NUMBER:
        return at - 2
    number = tokens.words[at - 1]
    unit = tokens.words[piece.last - 1] in _UNITS
    return at - 1 if unit and number.isdecimal() and len(number) < _LONGEST_NUMBER else at
