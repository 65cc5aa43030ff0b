"""What a name that no list knows as a whole is, by its own words: its head, a first name, initials, `&`."""

from __future__ import annotations

from index.understanding.candidates import match_known
from index.understanding.evidence import Guess, by_context, is_vessel, sentence_start
from index.understanding.gazetteer import gazetteer
from index.understanding.tokens import (
    CALENDAR,
    CAPITAL,
    COMMON,
    COMPANY,
    EVENT_HEAD,
    FIRST,
    HEADS,
    INITIAL,
    KNOWN,
    LAST,
    ORG_END,
    ORG_HEAD,
    OTHER_HEAD,
    PLACE_BEFORE,
    PLACE_HEAD,
    PREPOSITION,
    ROLE,
    STOP,
    TEAM,
    TITLE,
    UPPER,
    Tokens,
)

VESSEL = "VESSEL"
"""Type of a thing that bears a person's name: a ship, a horse, a film. No mention is made of it."""

_GENERATION = frozenset({"Jr", "Sr", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XVI"})
_QUOTES = frozenset("\"“”'«»„")
_NO_BODIES = frozenset({"R&D", "Q&A", "B&B", "M&A", "P&L", "R&B", "F&B", "O&M"})
_LONGEST_PERSON = 5
_JOINTS = ("of", "for", "on")
_JOINTS_ABROAD = (*_JOINTS, "de", "di", "do", "du", "del", "des")


def classify(tokens: Tokens, first: int, last: int) -> Guess:
    """Type, rule and certainty of a name that no list knows as a whole; type `skip` for what is no name."""
    capitals = [at for at in range(first, last) if tokens.flags[at] & CAPITAL]
    quoted = tokens.word(first - 1) in _QUOTES and tokens.word(last) in _QUOTES and tokens.glued(first)
    if quoted and not tokens.flags[first] & UPPER:
        return "skip", "", False  # the title of a work, or a word at arm's length
    if any(tokens.words[at][0].isdigit() for at in range(first, last)) and not tokens.flags[last - 1] & HEADS:
        return "skip", "", False
    if last - first == 3 and tokens.words[first + 1] == "&" and tokens.glued(first + 1) and tokens.glued(first + 2):
        short = tokens.words[first] + "&" + tokens.words[first + 2]
        return ("skip", "", False) if short in _NO_BODIES else ("ORG", "acronym", False)
    if len(capitals) > 1 and is_club(tokens, first, last):
        return "ORG", "club", True
    if _partners(tokens, first, last):
        return "ORG", "partners", False
    head = _by_head(tokens, first, last, len(capitals))
    if head is not None:
        return head
    if len(capitals) == 2 and _is_people(tokens, last - 1) and not tokens.flags[first] & FIRST:
        return "skip", "", False  # Leftist Peruvian rebels
    if len(capitals) > 1:
        person = _as_person(tokens, first, last, capitals)
        if person is not None:
            return (VESSEL, "vessel", False) if is_vessel(tokens, first) else person
    guess = by_context(tokens, first, last, capitals)
    if guess[0] is None and len(capitals) > 1 and all(tokens.glued(at) for at in range(first + 1, last)):
        return None, "hyphened", False  # Orrin-Zubran: a line, a route, a pair
    return guess


def _by_head(tokens: Tokens, first: int, last: int, count: int) -> Guess | None:
    """What the head word says: `Ministry of …`, `… Council`, `… Province`, `Lake …`."""
    flags = tokens.flags
    if count > 2 and tokens.words[last - 1] in _GENERATION and flags[last - 2] & EVENT_HEAD:
        return "EVENT", "head:event", False  # World War II
    final = flags[last - 1]
    if final & (ORG_HEAD | ORG_END) and _is_heading(tokens, first, last):
        return "skip", "", False  # NEWS DIGEST
    if count == 1:
        return _by_only_word(tokens, first, last)
    joints = _JOINTS_ABROAD if flags[first] & ORG_HEAD else _JOINTS
    of = next((at for at in range(first + 1, last) if tokens.words[at] in joints), 0)
    if of and flags[of - 1] & HEADS:
        final = flags[of - 1]
    if final & (ORG_HEAD | COMPANY):
        return "ORG", "head:org", True
    surname = final & LAST or tokens.words[last - 1] in gazetteer().heads["surname"]
    person = flags[first] & FIRST or tokens.flag(first - 1) & ROLE
    if final & PLACE_HEAD and not (person and count == 2 and (final & LAST or _acts(tokens, first, surname))):
        return "PLACE", "head:place", not of
    if final & ORG_END and not (flags[first] & FIRST and surname):
        return "ORG", "head:org", True
    if final & EVENT_HEAD and not (flags[first] & FIRST and final & LAST):
        return "EVENT", "head:event", False
    if final & OTHER_HEAD and not flags[first] & FIRST:
        return "skip", "", False
    if tokens.word(first + 1) == "-" and flags[first] & PLACE_BEFORE and tokens.words[first][0] == "S":
        return "PLACE", "head:before", True  # Sainte-Foy
    if flags[first] & PLACE_BEFORE and count == 2 and _is_people(tokens, last - 1):
        return "GROUP", "head:before", False  # West African
    if flags[first] & PLACE_BEFORE and not (flags[first] & STOP and flags[first + 1] & COMMON):
        return "PLACE", "head:before", False
    return None


def _by_only_word(tokens: Tokens, first: int, last: int) -> Guess | None:
    """The same of a name of one word."""
    flags = tokens.flags
    if flags[first] & TEAM and tokens.lower(first - 1) == "the":
        return "ORG", "team", False
    if flags[first] & ORG_HEAD and not flags[first] & (FIRST | LAST):
        return None, "short-form", False
    after = tokens.word(last)
    if flags[first] & ORG_END and after == "/" and tokens.flag(last + 1) & (FIRST | INITIAL):
        return "ORG", "credit", False
    paper = flags[first] & ORG_END and not flags[first] & COMPANY
    if (paper or flags[first] & PLACE_HEAD) and tokens.lower(first - 1) == "the":
        return None, "short-form", False
    return ("skip", "", False) if flags[first] & (HEADS | TITLE) and not flags[first] & (FIRST | LAST) else None


def _is_heading(tokens: Tokens, first: int, last: int) -> bool:
    """True for everyday words in capitals in a block that is not set so throughout."""
    both = UPPER | COMMON
    return not tokens.shouted and all(tokens.flags[at] & both == both for at in range(first, last))


def _acts(tokens: Tokens, first: int, surname: int | bool) -> bool:
    """True for `Milo Hill`, where nothing before it makes a place of it."""
    before = tokens.flag(first - 1) & (PREPOSITION | STOP) or tokens.lower(first - 1) in ("the", "of", "on", "to")
    told = tokens.flag(first - 1) & ROLE or tokens.word(first - 1) in (",", "(")
    return bool(surname) and not before and bool(told or not tokens.flags[first] & COMMON)


def is_club(tokens: Tokens, first: int, last: int) -> bool:
    """True for `Dynamo Orrin`, but not for `Real GDP` and `Rapid Deployment Force`."""
    if tokens.words[first] not in gazetteer().club_openings or tokens.flags[first + 1] & COMMON:
        return False
    return not tokens.flags[last - 1] & (HEADS | UPPER) or tokens.shouted


def _partners(tokens: Tokens, first: int, last: int) -> bool:
    """True for `Orrin & Verin`, whose names are no everyday words."""
    mark = next((at for at in range(first + 1, last - 1) if tokens.words[at] == "&"), 0)
    return mark > 0 and not (tokens.flags[first] & FIRST or tokens.flags[mark - 1] & COMMON)


def _is_people(tokens: Tokens, index: int) -> bool:
    match = match_known(tokens, index) if tokens.flags[index] & KNOWN else None
    return match is not None and match.known.type == "GROUP"


def _as_person(tokens: Tokens, first: int, last: int, capitals: list[int]) -> Guess | None:
    """Full names: a known first name, initials, `bin` and `al-` inside, `Jr.` at the end, a known surname."""
    flags = tokens.flags
    words = tokens.words
    if len(capitals) > _LONGEST_PERSON or any(
        words[at] in ("of", "for", "the", "&", "on", "in") for at in range(first, last)
    ):
        return None
    if flags[first] & FIRST or (tokens.words[first] == "Will" and flags[capitals[1]] & LAST):
        return "PERSON", "first-name", False
    if words[first] == "Mother" and flags[first + 1] & FIRST:
        return "PERSON", "title", False
    if any(words[at] in ("bin", "ibn", "bint") for at in range(first + 1, last)):
        return "PERSON", "particle", False
    if words[capitals[-1]] in _GENERATION and len(capitals) > 1 and not flags[first] & (COMMON | UPPER):
        return "PERSON", "generation", False
    if flags[first] & INITIAL and "." in (words[first][-1], words[first + 1]) and not flags[capitals[-1]] & UPPER:
        return "PERSON", "initials", False
    lettered = any(flags[at] & INITIAL and words[at] != "I" for at in capitals[1:-1])
    if lettered and (tokens.shouted or not flags[capitals[-1]] & UPPER):
        return "PERSON", "initials", False
    everyday = flags[first] & COMMON and (flags[first] & (HEADS | CALENDAR) or sentence_start(tokens, first))
    if len(capitals) <= 3 and flags[capitals[-1]] & LAST and not everyday:
        return "PERSON", "surname", False
    return None
