"""Whether the words around a date speak of what is past or of what is to come."""

from __future__ import annotations

from index.understanding.gazetteer import word_set
from index.understanding.tokens import ABBREVIATION, LOWER, Tokens

_FUTURE = word_set(
    "will would shall due scheduled planned plans expected slated upcoming forthcoming deadline intends intended hopes "
    "opens begins starts meets votes resumes expires arrives returns ends postponed delayed extended rescheduled must "
    "wird werden soll sera seront aura auront ira iront fera feront será serán tendrá tendrán"
)
PAST = word_set(
    "was were had did been said told came went took made saw held began broke left met found gave sent won lost fell "
    "rose shot struck put led wrote spoke died sank became got kept brought spent grew flew drew fled stole sold "
    "bought caught taught thought knew ran felt heard since fut été war wurde hatte fue"
)
_UNTIL = word_set("by until till before")
_TO_DO = word_set(
    "be begin start meet hold resume visit return leave take discuss vote end open travel arrive face attend address "
    "release publish launch decide run last go close expire"
)
_NOT_PAST = word_set(
    "need speed indeed exceed proceed succeed feed seed hundred united red bed armed alleged so-called"
)
_ENDS = frozenset(".!?;")
_REACH = 14
"""Tokens on each side."""
_AFTERWARDS = 3
"""What stands after a date counts as if it stood so many tokens further off."""


def lean_of(tokens: Tokens, first: int, last: int) -> str:
    """`past` or `future` by the nearest word that tells, in the sentence of the date; empty where none does."""
    best, found = _REACH + _AFTERWARDS + 1, ""
    for distance in range(1, _REACH + 1):
        at = first - distance
        if at < 0 or _ends(tokens, at):
            break
        lean = _lean(tokens, at)
        if lean:
            best, found = distance, lean
            break
    for distance in range(_REACH):
        at = last + distance
        if at >= len(tokens.words) or _ends(tokens, at) or distance + _AFTERWARDS >= best:
            break
        lean = _lean(tokens, at)
        if lean:
            found = lean
            break
    if not found and tokens.lower(first - 1) in _UNTIL:
        return "future"
    return found


def _ends(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    return word in _ENDS and not (word == "." and tokens.flag(at - 1) & ABBREVIATION)


def _lean(tokens: Tokens, at: int) -> str:
    word = tokens.lower(at)
    if word == "due" and tokens.lower(at + 1) == "to" and tokens.lower(at + 2) not in _TO_DO:
        return ""  # `due to heavy snow`
    if word in _FUTURE:
        return "future"
    if word in _TO_DO and tokens.lower(at - 1) == "to":
        return "future"
    if word in ("set", "going") and tokens.lower(at + 1) in ("for", "to"):
        return "future"
    if word == "ll" and tokens.word(at - 1) == "'":
        return "future"
    if word == "a":
        return "past" if tokens.lower(at + 1) in ("été", "eu") else ""
    if tokens.lower(at - 1) == "be":
        return ""  # `will be held`
    if word in PAST or (len(word) > 4 and word.endswith("ed") and tokens.flags[at] & LOWER and word not in _NOT_PAST):
        return "past"
    return ""
