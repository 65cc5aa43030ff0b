"""Whether the words around a date speak of what is past or of what is to come."""

from __future__ import annotations

from index.understanding.gazetteer import word_set
from index.understanding.tokens import ABBREVIATION, CAPITAL, INITIAL, LOWER, Tokens

_FUTURE = word_set(
    "will would shall due scheduled planned expected slated upcoming forthcoming deadline intends intended hopes "
    "resumes expires arrives postponed delayed extended rescheduled must should payable effective "
    "expects expecting anticipates anticipating predicts predicting forecasts forecasting foresees "
    "wird werden soll sera seront aura auront ira iront fera feront será serán tendrá tendrán"
)
PAST = word_set(
    "was were had did been said told came went took made saw held began broke left met found gave sent won lost fell "
    "rose shot struck put led wrote spoke died sank became got kept brought spent grew flew drew fled stole sold "
    "bought caught taught thought knew ran felt heard since fut été war wurde hatte fue"
)
_NOUNS_TOO = word_set("plans opens begins starts meets votes returns ends talks visits")
"""What speaks of the future as a verb and is a noun behind an article or an adjective."""
_BEFORE_NOUNS = word_set("the a an his her its their our my your no any some all of 's for and")
_SAYING = word_set("said told added announced reported stated confirmed declared according")
_NEAR = 3
"""Tokens within which a verb of saying is what happened on a date."""
_NEAR_HEARERS = 6
"""The same for `told`, behind which those stand who were told."""
_CLAUSES = word_set("that whether which who when and but , because while")
"""What begins another clause."""
_TO_COME = word_set(
    "vote votes election elections meeting summit deadline game match talks session hearing debate rally launch poll "
    "ballot referendum final"
)
"""Nouns behind `Friday's` that may lie ahead."""
_INTENDING = word_set(
    "is are plan plans planning agree agrees agreed expect expects expecting expected hope hopes hoping intend intends "
    "intending want wants vow vows vowed promise promises promised pledge pledges pledged prepare prepares preparing "
    "likely ready poised threaten threatens threatened invited committed scheduled slated set about going "
    "subpoenaed ordered summoned urged decide decides decided"
)
"""Words before `to` and a verb of which the verb is still to come."""
_GIVING = word_set("has have had give gives given gave giving extend extends extended deadline until")
_HOURS = word_set("a.m. p.m. a.m p.m am pm a p m gmt est edt noon midnight")
_UNTIL = word_set("by until till before")
_TO_DO = word_set(
    "be begin start meet hold resume visit return leave take discuss vote end open travel arrive face attend address "
    "release publish launch decide run last go close expire testify appear compete perform"
)
_NOT_PAST = word_set(
    "need speed indeed exceed proceed succeed feed seed hundred united red bed armed alleged so-called preferred"
)
_AS_PLANNED = word_set("planned scheduled expected agreed")
_TOGETHER = word_set("meet vote resume convene gather")
"""What is said in the present tense of a day that is set."""
_WHEN = word_set("when if once until unless before after")
_EITHER = "either"
"""What had been due on a day may have been due on one that is still to come."""
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
        lean = _lean(tokens, at, distance)
        if lean == _EITHER:
            return ""
        if lean:
            best, found = distance, lean
            break
    for distance in range(_REACH):
        at = last + distance
        if at >= len(tokens.words) or _ends(tokens, at) or distance + _AFTERWARDS >= best:
            break
        if found and tokens.lower(at) in _CLAUSES:
            break
        lean = _lean(tokens, at, distance + 1)
        if lean and lean != _EITHER:
            found = lean
            break
    if tokens.word(last) == "'" and tokens.glued(last) and tokens.lower(last + 1) == "s":
        return found if tokens.lower(last + 2) in _TO_COME else "past"  # `Friday's ruling`
    if tokens.lower(first - 1) in ("a", "an") and tokens.flag(last) & LOWER:
        if "deadline" in (tokens.lower(last), tokens.lower(last + 1)):
            return "future"
        return "" if found == "past" else found  # `setting a Jan. 14 return date`
    if tokens.lower(first - 1) in _UNTIL and found != "future":
        # `should be home by 14 January`, `by 14 January all were home`: the verb tells nothing of the day
        return "" if found and not _is_awaited(tokens, first) else "future"
    if not found and tokens.lower(first - 1) == "on" and tokens.lower(first - 2) in ("is", "are"):
        return "future"
    if found != "future" and _is_awaited(tokens, first):
        return "future"
    return found


def _is_awaited(tokens: Tokens, first: int) -> bool:
    """`as soon as Tuesday`, `gave them until 9 a.m. Tuesday`."""
    at = first - 1
    while at >= 0 and first - at < 6 and (tokens.lower(at) in _HOURS or tokens.words[at][0] in ".:0123456789"):
        at -= 1
    before = tokens.lower(at)
    if before == "as":
        return tokens.lower(at - 1) in ("soon", "early") and tokens.lower(at - 2) == "as"
    if before not in ("until", "till"):
        return False
    return any(tokens.lower(place) in _GIVING for place in range(max(0, at - 7), at))


def _is_subject(tokens: Tokens, at: int) -> bool:
    """Whether a plural that may be a subject stands there: `Hallam and Verin meet`, `the ministers meet`."""
    if tokens.flag(at) & CAPITAL:
        return tokens.lower(at - 1) == "and" or any(tokens.lower(i) == "and" for i in range(max(0, at - 4), at))
    return bool(tokens.flag(at) & LOWER) and tokens.lower(at).endswith("s") and len(tokens.lower(at)) > 3


def _ends(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    return word in _ENDS and not (word == "." and tokens.flag(at - 1) & (ABBREVIATION | INITIAL))


def _lean(tokens: Tokens, at: int, distance: int) -> str:
    word = tokens.lower(at)
    if word in _SAYING and distance > (_NEAR_HEARERS if word == "told" else _NEAR):
        return ""  # what is said may be of any time
    if word == "due" and tokens.lower(at + 1) == "to" and tokens.lower(at + 2) not in _TO_DO:
        return ""  # `due to heavy snow`
    if word in _AS_PLANNED and "as" in (tokens.lower(at - 1), tokens.lower(at - 2)):
        return ""  # `began as previously planned`
    if word == "deadline" and distance == 1 and tokens.lower(at - 1).endswith("day"):
        return ""  # `the Tuesday deadline`
    if word in ("due", "scheduled") and tokens.lower(at - 1) == "been" and tokens.lower(at - 2) == "had":
        return _EITHER
    if word in _FUTURE:
        return "future"
    if word in _NOUNS_TOO:
        before = tokens.lower(at - 1)
        if word == "plans" and tokens.lower(at + 1) != "to":
            return ""
        return "" if before in _BEFORE_NOUNS or before[:1].isdigit() else "future"
    if tokens.lower(at - 1) == "to" and tokens.lower(at - 3) == "been" and tokens.lower(at - 4) == "had":
        return _EITHER  # `had been due to expire`
    if tokens.lower(at - 1) == "to" and (word in _TO_DO or tokens.lower(at - 2) in _INTENDING):
        return "future"
    if word in ("set", "going") and tokens.lower(at + 1) in ("for", "to"):
        return "future"
    if word == "ll" and tokens.word(at - 1) == "'":
        return "future"
    if word == "a":
        return "past" if tokens.lower(at + 1) in ("été", "eu") else ""
    if word == "set" and tokens.flag(at - 1) & CAPITAL and tokens.lower(at + 1) not in _TO_DO:
        return "past"  # `Hallam set aside`
    if word in _TOGETHER and _is_subject(tokens, at - 1):
        return "future"
    if tokens.lower(at - 1) in ("is", "are") and any(tokens.lower(i) in _WHEN for i in range(max(0, at - 7), at - 1)):
        return "future"  # `when the case is heard`
    if tokens.lower(at - 1) in ("be", "is", "are", "being"):
        return ""  # `will be held`
    if word.endswith("ed") and (word.startswith("un") or tokens.lower(at - 1) in _BEFORE_NOUNS):
        return ""  # `an unspecified date`, `the proposed pact`
    if word in PAST or (len(word) > 4 and word.endswith("ed") and tokens.flags[at] & LOWER and word not in _NOT_PAST):
        return "past"
    return ""
