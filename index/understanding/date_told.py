"""Dates that are counted from what was told before, and stretches of time that a noun alone names.

`the next day`, `a year earlier`, `that month`, `the quarter`, `later in the day`; `over the weekend`, `by year-end`.
They are found at their noun. `told_form` says what they state: `told:year-1` is counted from a date told before,
`told?year+0` from one in the same paragraph, or from the day of writing where there is none.
"""

from __future__ import annotations

from typing import Final

from index.understanding.date_periods import Period, plain_year
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import CALENDAR, CAPITAL, LOWER, NUMBER, PREPOSITION, STOP, Tokens

_PARTS_OF_DAY: Final = word_set("night morning afternoon evening")
_ONE: Final = word_set("day week month year weekend") | _PARTS_OF_DAY
_MANY: Final = word_set("days weeks months years")
_SPANS: Final = word_set("quarter period")
_OVERNIGHT: Final = "overnight"
_NO_NIGHT: Final = word_set("an the a its become became becomes almost virtually not happen happens changed")
"""Words before `overnight` where it describes a thing or says how quickly."""
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NOUNS: Final = frozenset(
    form for word in (*_ONE, *_MANY, *_SPANS, *SEASONS, _OVERNIGHT) for form in (word, word.capitalize(), word.upper())
)
"""The words at which such a date is looked for."""
_ORDER: Final = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}
_ASIDE: Final = word_set("earlier later")
_AGO: Final = word_set("earlier ago before")
_BEFORE_THAT: Final = word_set('in on at by during later earlier early late since until of from , . ; ( "')
_LIKE: Final = word_set("same corresponding comparable like equivalent similar")
_OF_THE_YEAR: Final = word_set("end beginning start rest remainder part half months quarters middle close most much")
_LASTING: Final = word_set("over during throughout")


def told_at(tokens: Tokens, index: int, free: int) -> Period | None:
    """The date of which token `index` is the noun; nothing before token `free` is touched."""
    word = tokens.lower(index)
    if tokens.glued(index) or (word in _MANY and tokens.lower(index + 1) not in _ASIDE):
        return None
    if word == _OVERNIGHT:
        return _overnight(tokens, index)
    found = (
        _counted(tokens, index)
        or (_span(tokens, index) if word in _SPANS else None)
        or (_year(tokens, index) if word == "year" else None)
        or (_lasting(tokens, index) if word in SEASONS or word == "weekend" else None)
        or (_ordered(tokens, index) if word in _ONE else None)
        or (_in_the(tokens, index) if word in _ONE else None)
    )
    return found if found is not None and found.first >= free else None


def _overnight(tokens: Tokens, index: int) -> Period | None:
    """`overnight`, of the day of writing or the one before; not `an overnight stay` nor `overnight Thursday`."""
    following = tokens.flag(index + 1)
    adjective = following & LOWER and not following & (STOP | PREPOSITION)
    if adjective or following & CALENDAR or tokens.lower(index - 1) in _NO_NIGHT:
        return None
    return Period(index, index + 1, None, "date:relative")


def _told(first: int, last: int) -> Period:
    return Period(first, last, None, "date:told")


def _counted(tokens: Tokens, index: int) -> Period | None:
    """`a year earlier`, `two weeks later`; not `a year earlier than planned`."""
    if tokens.lower(index + 1) not in _ASIDE or tokens.lower(index + 2) == "than":
        return None
    before = tokens.lower(index - 1)
    if before in ("a", "an") or tokens.flag(index - 1) & NUMBER:
        return _told(index - 1, index + 2) if count(before) else None
    return _told(index, index + 2) if tokens.lower(index) == "year" and before == "the" else None


def count(word: str) -> int:
    """How many a word in digits or letters says, 0 where it does not say or they are a thousand and more."""
    if word in ("a", "an"):
        return 1
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 4 else 0
    return gazetteer().numbers.get(word, 0)


def _span(tokens: Tokens, index: int) -> Period | None:
    """`the latest quarter`, `the same period last year`, `the 1988 quarter`: of a report, whose period was told."""
    before = tokens.lower(index - 1)
    if before in _LIKE:
        last = _year_back(tokens, index + 1)
        return _told(index - 1, last) if last > index + 1 else None
    ahead = index - 2 if before == "s" else index - 1
    if (before == "s" and tokens.lower(index - 3) == "year") or plain_year(tokens.word(ahead)):
        return _told(index, index + 1)
    if before in ("latest", "current") and tokens.lower(index - 2) == "the":
        return _told(index - 1, index + 1)
    if before == "that" and tokens.lower(index - 2) in _BEFORE_THAT and tokens.lower(index) == "quarter":
        return _told(index - 1, index + 1)
    if before != "the" or tokens.lower(index) != "quarter":
        return None
    last = _year_back(tokens, index + 1)
    of = tokens.lower(index + 1) == "of" and not tokens.flag(index + 2) & NUMBER
    plain = tokens.lower(index - 2) in ("in", "for", "during", "of") and not of
    ended = tokens.lower(index + 1) in ("ended", "ending")
    return _told(index, last) if last > index + 1 or plain or ended else None


def _year_back(tokens: Tokens, at: int) -> int:
    """The index after `last year`, `of last year`, `a year ago`, `the year before`; `at` where nothing of it stands."""
    after = at + (tokens.lower(at) in ("of", "in"))
    after += tokens.lower(after) in ("the", "a")
    if tokens.lower(after) in ("last", "previous", "prior") and tokens.lower(after + 1) == "year":
        return after + 2
    return after + 2 if tokens.lower(after) == "year" and tokens.lower(after + 1) in _AGO else at


def _year(tokens: Tokens, index: int) -> Period | None:
    """`year-earlier`, `year-ago quarter`, `year-end`, `year's end`, `the end of the year`, `the current year`."""
    before, mark, after = tokens.lower(index - 1), tokens.word(index + 1), tokens.lower(index + 2)
    if mark == "-" and tokens.glued(index + 1) and tokens.glued(index + 2):
        if before == "since" and after == "end":
            return _told(index - 1, index + 3)
        if after in ("earlier", "ago"):
            last = index + 3 + (tokens.lower(index + 3) in _SPANS)
            return _told(index, last)
        return _told(index, index + 3) if after == "end" and not tokens.flag(index + 3) & NUMBER else None
    if mark == "'" and after == "s" and tokens.lower(index + 3) == "end":
        return _told(index, index + 4)
    if tokens.lower(index + 1) == "end" and before in ("by", "at", "before", "until", "the"):
        return _told(index, index + 2)
    if before == "current":
        return _told(index - 1, index + 1)
    if tokens.lower(index + 1) == "two" and after == "thousand" and not tokens.flag(index + 3) & NUMBER:
        return Period(index, index + 3, "2000", "date:year")  # `the year two thousand`
    if _is_full(tokens, index):
        return _told(index - 1, index + 1)
    of = before == "the" and tokens.lower(index - 2) == "of" and tokens.lower(index - 3) in _OF_THE_YEAR
    dated = tokens.flag(index + 1) & NUMBER  # `the end of the year 2003`
    return _told(index, index + 1) if of and not dated and not tokens.flag(index) & CAPITAL else None


def _is_full(tokens: Tokens, index: int) -> bool:
    """`the full year`, `the year ended`, `for the year,`."""
    before = tokens.lower(index - 1)
    if tokens.lower(index + 1) in ("ended", "ending") or before == "full":
        return before in ("the", "full", "fiscal")
    return before == "the" and tokens.lower(index - 2) == "for" and tokens.word(index + 1) == ","


def _lasting(tokens: Tokens, index: int) -> Period | None:
    """`over the weekend`, `during the summer`: what it is called, not of a year that stands behind it."""
    before = tokens.lower(index - 2)
    if tokens.lower(index - 1) in ("early", "late") and before == "the":
        before = tokens.lower(index - 3)
    elif tokens.lower(index - 1) != "the":
        return None
    if tokens.flag(index) & CAPITAL or tokens.flag(index + 1) & NUMBER:
        return None
    if tokens.lower(index) == "weekend":
        return _told(index, index + 1) if before in _LASTING or before == "at" else None
    following = tokens.flag(index + 1)
    alone = not following & (LOWER | CAPITAL) or bool(following & (STOP | PREPOSITION))
    return _told(index, index + 1) if before in _LASTING and alone and tokens.lower(index + 1) != "of" else None


def _ordered(tokens: Tokens, index: int) -> Period | None:
    """`the next day`, `the same month`, `that night`, `the year before,`."""
    before = tokens.lower(index - 1)
    ahead = tokens.lower(index - 2)
    if before == "that":
        stands = index == 1 or ahead in _BEFORE_THAT
        closing = tokens.word(index + 1) in (",", ".", ";")  # `imports that year,`
        return _told(index - 1, index + 1) if (stands or closing) and not _goes_on(tokens, index + 1) else None
    if before in _ORDER:
        framed = ahead == "the" or (ahead == "that" and before == "same") or before == "following"
        return _told(index - 1, index + 1) if framed and not _goes_on(tokens, index + 1) else None
    if before == "the" and tokens.lower(index + 1) in ("before", "after") and tokens.word(index + 2) in tuple(",.;"):
        return _told(index, index + 2)
    return None


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether the noun is the first half of another: `that day care centre`, `the same day-to-day work`."""
    return tokens.lower(at) in ("care", "after", "in", "trip", "out") or (tokens.word(at) == "-" and tokens.glued(at))


def _in_the(tokens: Tokens, index: int) -> Period | None:
    """`later in the day`, `earlier in the year`."""
    frame = tokens.lower(index - 1) == "the" and tokens.lower(index - 2) == "in"
    aside = tokens.lower(index - 3) in ("earlier", "later", "early", "late")
    return _told(index, index + 1) if frame and aside and tokens.lower(index) not in _PARTS_OF_DAY else None


def told_form(words: list[str]) -> str:
    """What the words of such a date state; see above."""
    unit = next((found for word in words if (found := _unit(word))), "")
    first, last = words[0], words[-1]
    if first == "current" and last in ("year", "quarter"):
        return f"{last}+0"
    if first == "since":
        return "year-1"
    if any(word in _SPANS for word in words):
        return "told:quarter-1" if "year" in words else "told:quarter+0"
    if last == "year" and first in ("the", "full", "fiscal"):
        return "told:fullyear+0"
    if "end" in words:
        return "told?year+0"
    if last in SEASONS:
        return f"season@{SEASONS[last]}"
    if last == "weekend" and len(words) == 1:
        return "weekend@"
    if last in _ASIDE or last == "ago":
        step = count(first) or 1
        return f"told:{unit}{step if last == 'later' else -step:+d}" if step < 1000 else ""
    if last in ("before", "after"):
        return f"told:{unit}{1 if last == 'after' else -1:+d}"
    if first in _ORDER:
        step = _ORDER[first]
        return f"told:{unit}{step:+d}" if unit != "weekend" or step <= 0 else ""  # the coming one, or that after it
    return f"told?{unit}+0" if unit != "day" else "told:day+0"


def _unit(word: str) -> str:
    if word in _PARTS_OF_DAY:
        return "day"
    return word.removesuffix("s") if word in _ONE or word in _MANY else ""
