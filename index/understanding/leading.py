"""Words with a capital that stand before a name and are no part of it: a calling, the word of a button."""

from __future__ import annotations

from typing import Final

from index.understanding.candidates import match_known
from index.understanding.evidence import sentence_start
from index.understanding.gazetteer import Known, gazetteer, word_set
from index.understanding.tokens import CAPITAL, COMMON, FIRST, HEADS, KNOWN, LAST, ROLE, Tokens

_LONGEST_CALLING: Final = 3
_BEARERS: Final = frozenset({"Mother", "Hurricane", "Typhoon", "Cyclone"})
"""What belongs to the name behind it, or makes a thing of it."""
_ENDINGS: Final = ("ed", "ing", "less", "ful", "ous")
_BUTTONS: Final = word_set(
    "See Visit Follow View Read Watch Join Open Share Like Find Get Show Hide Click Contact Download Install Subscribe "
    "Explore Discover Browse Search Try Use Add Tweet Pin Email Print Close Login Listen Call Meet Ask Buy Sell More"
)
"""What buttons and invitations begin with."""


def behind_role(tokens: Tokens, first: int, stop: int) -> int:
    """Where a person's name begins behind a calling with a capital: `Engineer Milo Hartwick`."""
    for at in range(first + 1, min(stop, first + _LONGEST_CALLING + 1)):
        flag = tokens.flags[at - 1]
        opening = at == first + 1 and sentence_start(tokens, first) and _describes(tokens, first)
        if not (flag & (COMMON | ROLE) or opening or _calling(tokens, at - 1)) or flag & FIRST or not flag & CAPITAL:
            break
        if tokens.words[at - 1] in _BEARERS:
            break
        named = tokens.flags[at] & FIRST and not tokens.flags[at] & COMMON
        if named and not (tokens.flags[stop - 1] | flag) & HEADS and (opening or _calling(tokens, at - 1)):
            return at
    return first


def behind_verb(tokens: Tokens, first: int, stop: int, shouted: bool) -> Known | None:
    """The known name behind the word of a button or a heading: `See Facebook`, `Follow Reuters`, `More London`."""
    if stop - first < 2 or not tokens.flags[first + 1] & KNOWN or tokens.glued(first + 1):
        return None
    verb = tokens.words[first] in _BUTTONS
    if not verb and (not tokens.flags[first] & COMMON or tokens.flags[first] & (FIRST | HEADS)):
        return None
    match = match_known(tokens, first + 1, shouted)
    if match is None or match.last != stop:
        return None
    surely = match.known.sure and match.known.type == "ORG" and sentence_start(tokens, first)
    return match.known if verb or surely else None


def _describes(tokens: Tokens, index: int) -> bool:
    """True for a word that describes whom a sentence begins with: `Cautious`, `Seasoned`."""
    flag = tokens.flags[index]
    return bool(flag & COMMON) or (tokens.words[index].endswith(_ENDINGS) and not flag & (FIRST | LAST | KNOWN))


def _calling(tokens: Tokens, index: int) -> bool:
    word = tokens.lower(index)
    return word in gazetteer().roles or word.endswith(("er", "or", "ist", "man", "woman", "ian", "ant"))
