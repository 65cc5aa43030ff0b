"""Dates in figures alone: `2031-09-10`, `10.09.2031`, `8/3/21`. Day and month stand in either order, and where nothing
in the date settles which, it has no value of its own."""

from __future__ import annotations

from calendar import monthrange
from typing import Final

from index.understanding.date_periods import Period
from index.understanding.tokens import NUMBER, Tokens

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2199


def number_in(word: str, low: int, high: int) -> int:
    """The whole number that a word of at most four digits stands for, 0 if it is none within the bounds."""
    if len(word) > 4 or not word.isascii() or not word.isdigit():
        return 0
    number = int(word)
    return number if low <= number <= high else 0


def numeric_at(tokens: Tokens, index: int) -> Period | None:
    """`2031-09-10`, `10.09.2031`, `10/09/2031`, `10-09-2031`."""
    parts = tokens.words[index].split(".")
    last = index + 1
    if len(parts) != 3:
        mark = tokens.word(index + 1)
        if mark not in ("/", "-") or tokens.word(index + 3) != mark:
            return None
        if not all(tokens.glued(index + step) for step in range(1, 5)):
            return None
        parts = [tokens.word(index), tokens.word(index + 2), tokens.word(index + 4)]
        last = index + 5
    if tokens.glued(last) and tokens.word(last) in ("/", "-") and tokens.flag(last + 1) & NUMBER:
        return None
    if any(len(part) not in (1, 2, 4) or not part.isdigit() for part in parts):
        return None
    if len(parts[0]) == 4:
        year, month, day = (number_in(part, 1, LAST_YEAR) for part in parts)
        value = iso(year, month, day) if year >= FIRST_YEAR and month and day else None
        return Period(index, last, value, "date:numeric") if value else None
    first, second = number_in(parts[0], 1, 31), number_in(parts[1], 1, 31)
    if not first or not second or (first > 12 and second > 12):
        return None
    year = number_in(parts[2], FIRST_YEAR, LAST_YEAR) if len(parts[2]) == 4 else 0
    if len(parts[2]) != 4 and (len(parts[2]) != 2 or "/" not in tokens.words[index : index + 2]):
        return None
    if len(parts[2]) == 4 and not year:
        return None
    return Period(index, last, _settled(year, first, second) if year else None, "date:numeric")


def _settled(year: int, first: int, second: int) -> str | None:
    """The value of day and month in unknown order, None where both orders are possible."""
    if first > 12:
        return iso(year, second, first)
    if second > 12 or first == second:
        return iso(year, first, second)
    return None


def iso(year: int, month: int, day: int = 0) -> str | None:
    """The EDTF form, None if there is no such day."""
    if not day:
        return f"{year:04d}-{month:02d}"
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
