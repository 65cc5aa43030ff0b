"""Stretches of time that words alone name: quarters, decades, years spelled out, parts of this day, nearby days.

They are found beside the dates of `dates`, at the words that it hands on.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import NUMBER, Tokens

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
DECADES: Final = {"thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9}
"""The twenties are left out: of which century is open."""
_PARTS_OF_DAY: Final = word_set("morning afternoon evening")
_BEFORE_YEARS: Final = word_set(
    "in since until till by during before after of from to and early late mid summer spring fall"
)
_OF_HEAT: Final = word_set("temperature temperatures highs lows high low degrees aged")
_HUNDREDS: Final = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}
FOREIGN_DAYS: Final = {"aujourd": 0, "heute": 0, "hoy": 0, "gestern": -1, "ayer": -1, "vorgestern": -2, "anteayer": -2}
"""`hier`, `morgen` and `mañana` are left out: they mean something else as well."""
LATEST: Final = 2039
"""Years beyond this are taken for a count."""


class Period(NamedTuple):
    """A stretch of time over tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    value: str | None
    rule: str


def period_at(tokens: Tokens, index: int, free: int) -> Period | None:
    """The stretch of time of which token `index` is the telling word; nothing before token `free` is touched."""
    word = tokens.lower(index)
    if word == "quarter":
        return _quarter(tokens, index, free)
    if word in _HUNDREDS:
        return spelled_year(tokens, index)
    if word in DECADES:
        return _decade(tokens, index, free)
    if word == "this" and tokens.lower(index + 1) in _PARTS_OF_DAY:
        return Period(index, index + 2, None, "date:relative")
    return None


def _quarter(tokens: Tokens, index: int, free: int) -> Period | None:
    """`third quarter`, `third-quarter`, with `of 2031` or `2031` behind; not a quarter of a game.

    `fiscal third quarter` has no value of its own: only the day on which it ended tells it.
    """
    first = index - 1
    if tokens.word(first) in ("-", "‐"):
        first -= 1
    if tokens.lower(first) == "fiscal":
        first -= 1
    number = _ORDINALS.get(tokens.lower(first), 0)
    if not number or first < free:
        return None
    before = first - 2 if tokens.word(first - 1) in ("-", "‐") else first - 1
    if tokens.lower(before) == "fiscal" and before >= free:
        return Period(before, index + 1, None, "date:quarter")
    if tokens.lower(first + 1) == "fiscal":
        return Period(first, index + 1, None, "date:quarter")
    last = index + 1
    at = last + (tokens.lower(last) == "of")
    year = plain_year(tokens.word(at))
    if year:
        return Period(first, at + 1, _months(year, number), "date:quarter")
    if tokens.lower(last) in ("with", "against") or (at > last and not tokens.flag(at) & NUMBER):
        return None  # `the third quarter of the match`, but `a loss for the third quarter of $2 million`
    return Period(first, last, None, "date:quarter")


def _months(year: int, quarter: int) -> str:
    return f"{year}-{3 * quarter - 2:02d}/{year}-{3 * quarter:02d}"


def quarter_of(tokens: Tokens, index: int) -> Period | None:
    """`1988 third quarter` at its year."""
    number = _ORDINALS.get(tokens.lower(index + 1), 0)
    if not number:
        return None
    year = plain_year(tokens.word(index))
    last = index + 2 + (tokens.word(index + 2) in ("-", "‐"))
    if not year or tokens.lower(last) != "quarter":
        return None
    return Period(index, last + 1, _months(year, number), "date:quarter")


def short_period(tokens: Tokens, index: int) -> Period | None:
    """`Q3 2031`, `Q3`, `FY2031` at the figure; `'98` at its two figures."""
    word, before = tokens.words[index], tokens.word(index - 1)
    if not tokens.glued(index) or (tokens.glued(index + 1) and tokens.word(index + 1).isalnum()):
        return None
    if before == "FY" and (year := plain_year(word)):
        return Period(index - 1, index + 1, str(year), "date:year")
    if before == "Q" and word in ("1", "2", "3", "4"):
        year = plain_year(tokens.word(index + 1))
        value = _months(year, int(word)) if year else None
        return Period(index - 1, index + 1 + bool(year), value, "date:quarter")
    if before == "'" and len(word) == 2 and word.isascii() and word.isdigit() and not tokens.glued(index - 1):
        framed = tokens.lower(index - 2) in _BEFORE_YEARS and tokens.word(index + 1) != "'"
        return Period(index - 1, index + 1, None, "date:short-year") if framed else None
    return None


def plain_year(word: str) -> int:
    """A year that four figures write, 0 where they write none of the last or this century."""
    if len(word) != 4 or not word.isascii() or not word.isdigit():
        return 0
    return int(word) if 1900 <= int(word) <= 2099 else 0


def spelled_year(tokens: Tokens, index: int) -> Period | None:
    """`nineteen ninety-six`, as in transcripts."""
    numbers = gazetteer().numbers
    if tokens.lower(index) not in _HUNDREDS:
        return None
    tens = numbers.get(tokens.lower(index + 1), 0)
    if tokens.lower(index - 1) in numbers or tens < 10 or tokens.glued(index + 1):
        return None
    last = index + 2
    if tens >= 20 and tens % 10 == 0:
        at = last + (tokens.word(last) == "-")
        ones = numbers.get(tokens.lower(at), 0)
        if 0 < ones < 10:
            tens, last = tens + ones, at + 1
    if tokens.word(last) == "-" and tokens.glued(last):
        return None  # `twenty thirty-year-olds`
    if tokens.lower(last) in gazetteer().figures["scales"] or tokens.lower(last) in gazetteer().figures["units"]:
        return None
    year = _HUNDREDS[tokens.lower(index)] + tens
    return Period(index, last, str(year), "date:year") if year <= LATEST else None


def _decade(tokens: Tokens, index: int, free: int) -> Period | None:
    """`the sixties`, `the late nineties`; not those of somebody's age or of the weather."""
    first = index
    if tokens.lower(first - 1) in ("early", "late", "mid") or tokens.lower(first - 1) == "mid-":
        first -= 1
    elif tokens.word(first - 1) == "-" and tokens.lower(first - 2) == "mid":
        first -= 2
    if first < free or tokens.lower(first - 1) != "the":
        return None
    if any(tokens.lower(at) in _OF_HEAT for at in range(max(0, first - 7), first)):
        return None
    return Period(first, index + 1, None, "date:decade")


def short_decade(tokens: Tokens, index: int) -> Period | None:
    """`the '60s`, `the 1960s and 70s`: two figures behind an apostrophe or another decade."""
    word = tokens.words[index]
    if len(word) != 2 or word[1] != "0" or word[0] not in "3456789":
        return None
    last = index + 1
    if tokens.word(last) == "'" and tokens.glued(last):
        last += 1
    if not tokens.glued(last) or tokens.lower(last) != "s":
        return None
    if tokens.word(index - 1) in ("'", "‘", "’") and tokens.glued(index):
        return Period(index - 1, last + 1, None, "date:decade")
    earlier = tokens.lower(index - 1) in ("and", "to", "or", "-", "–") and tokens.lower(index - 2) == "s"
    return Period(index, last + 1, None, "date:decade") if earlier and tokens.word(index - 3)[-1:] == "0" else None
