"""Whether four figures that stand alone are a year or a count, by the words around them."""

from __future__ import annotations

from typing import Final

from index.understanding.date_periods import LATEST, plain_year
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import CAPITAL, COMMON, LOWER, NUMBER, PREPOSITION, STOP, Tokens

_YEAR_CUES: Final = word_set(
    "in since until till by during before after around circa through throughout late early mid of from into en depuis "
    "avant après seit im vor nach desde hasta fiscal spring summer autumn fall winter ab anno"
)
_PEOPLE: Final = frozenset({"people", "men", "women", "children", "troops", "police"})
FIRST_LIKELY_YEAR: Final = 1900
LAST_LIKELY_YEAR: Final = 2099
YEAR_FRAMES: Final = word_set("the a an this its his her their our last next")
_EARLY: Final = frozenset({"early", "late", "mid"})
_OWNING: Final = word_set("that each every")
_COUNTING: Final = word_set(
    "about some nearly almost over than only just least most of around roughly approximately exactly by or and to at"
)
_NUMBERED: Final = frozenset(
    [
        *("Windows", "Office", "Flight", "Route", "Highway", "Road", "Room", "Area", "Channel", "Model", "Resolution"),
        *("Boeing", "Airbus", "Unit", "Regulation", "Directive", "Article", "Section", "Number", "Page", "Level"),
        *("Version", "Psalm", "Type", "Class", "Series", "Runner", "Mark", "Square", "Formula", "Local", "Grade"),
        *("About", "Over", "Nearly", "Almost", "Around", "Some", "Only", "Nikkei", "Russell", "Fortune", "Boxer"),
    ]
)
"""Names whose number is no year."""
_YEARLY: Final = word_set(
    "results earnings sales profits revenues losses figures estimates forecasts elections games olympics models "
    "budgets accounts attacks bombings protests talks negotiations floods"
)
"""Plurals that a year beside them does not count."""
_VERBS: Final = word_set("will would was is has had were are opened began ended")
_BREAKS: Final = frozenset('.!?:;"“(')
_BESIDE_FOR: Final = word_set("for both both, due than plus versus vs fiscal effective dated")
"""Words before a year that nothing follows which it could count."""


def means_year(tokens: Tokens, index: int, year: int) -> bool:
    """True if a bare number of four digits is a year and no count: by the words before and after it."""
    following = tokens.lower(index + 1)
    figures = gazetteer().figures
    before = tokens.lower(index - 1)
    if before == "fiscal" or _names_a_year(tokens, index, year) or _behind_a_name(tokens, index, year):
        return True
    counted = following in figures["units"] or following in figures["scales"]
    if counted and not (before in ("in", "since") and following in _PEOPLE):
        return False
    if before == "-" and tokens.lower(index - 2) in ("post", "pre"):
        return FIRST_LIKELY_YEAR <= year <= LAST_LIKELY_YEAR
    plural = following.endswith("s") and following.isalpha() and following not in figures["not_units"]
    if before in ("(", "[", ",") or tokens.word(index + 1) == ")":
        return year >= 1500
    if before in ("in", "since", "until", "during", "by"):
        return True
    if before == "the" and FIRST_LIKELY_YEAR <= year <= LAST_LIKELY_YEAR and following.isalpha():
        return True
    if plural:
        return False
    if before in _YEAR_CUES or before in _EARLY:
        return True
    if before in YEAR_FRAMES:
        return year >= 1700 and following.isalpha()
    if before in ("and", "to", "or", "-", "–"):
        return any(plain_year(tokens.word(index - step)) for step in (2, 3)) or year >= 1900
    return index == 0 and year >= 1900 and tokens.flag(1) == 0


def _names_a_year(tokens: Tokens, index: int, year: int) -> bool:
    """True for `that 1978 treaty`, `her unsuccessful 1996 campaign`, `due 1993`, `between 1994 and 1997`."""
    if not 1900 <= year <= LATEST:
        return False
    before, following = tokens.lower(index - 1), tokens.lower(index + 1)
    if before == "between":
        return following == "and" and plain_year(tokens.word(index + 2)) > year
    flag = tokens.flag(index + 1)
    if before in _BESIDE_FOR:
        return not flag & (LOWER | CAPITAL) or bool(flag & (STOP | PREPOSITION)) or following == "and"
    if not flag & LOWER or flag & (STOP | PREPOSITION | NUMBER) or _may_be_counted(following):
        return False
    if _may_be_counted(tokens.lower(index + 2)) and tokens.flag(index + 2) & LOWER:
        return False
    if before in _OWNING or (before == "s" and tokens.word(index - 2) == "'"):
        return True
    describes = before.endswith(("ful", "ous", "al", "ive", "ic", "ary", "less", "ent", "ant", "ed", "ial"))
    return bool(tokens.flag(index - 1) & LOWER) and describes and before not in _COUNTING


def _behind_a_name(tokens: Tokens, index: int, year: int) -> bool:
    """True for `Wikimania 2009`, `Christmas Day 2009`: a name with a year behind it, not a make, a road or a room."""
    if not 1950 <= year <= LATEST or tokens.glued(index):
        return False
    flag, word = tokens.flag(index - 1), tokens.word(index - 1)
    if not flag & CAPITAL or flag & (STOP | PREPOSITION) or len(word) < 3 or word in _NUMBERED:
        return False
    opening = index == 1 or tokens.word(index - 2) in _BREAKS
    if opening and flag & COMMON:
        return False  # `Sales 2009`, `About 2009 men`
    following = tokens.flag(index + 1)
    verb = tokens.lower(index + 1) in _VERBS
    return verb or not following & (LOWER | CAPITAL | NUMBER) or bool(following & (STOP | PREPOSITION))


def _may_be_counted(word: str) -> bool:
    if word in _YEARLY:
        return False
    figures = gazetteer().figures
    if word in figures["units"] or word in figures["scales"] or word in ("people", "men", "women", "children"):
        return True
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in figures["not_units"]
