"""Numbers as they are written: with separators, spelled out, with a scale, or vague."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from index.understanding.foreign_numbers import begins_number, spells_numbers, value_of
from index.understanding.gazetteer import gazetteer, word_set

Number = int | float

_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "bn": 10**9,
    "mn": 10**6,
    "mio": 10**6,
    "mrd": 10**9,
    "dozen": 12,
    "lakh": 100_000,
    "crore": 10**7,
    "score": 20,
    "millions": 10**6,
    "billions": 10**9,
    "millones": 10**6,
    "millionen": 10**6,
    "milliarden": 10**9,
    "milliards": 10**9,
    "mille": 1_000,
    "mil": 1_000,
    "tausend": 1_000,
    "hundert": 100,
}
_SHORT = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
"""Suffixes of sums of money."""
_VAGUE = word_set("several hundreds thousands millions billions trillions dozens tens scores few many")
_COMMA_IS_DECIMAL = frozenset({"de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "nb", "fi", "cs", "tr"})
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")


class Counted(NamedTuple):
    """What a run of words counts."""

    number: Number | None
    """None where it is vague."""
    vague: str
    """The words of a vague number, such as `several` and `tens of thousands`; empty for a plain one."""


def plain_number(word: str, language: str | None = None) -> Decimal | None:
    """The number that digits with separators write; in most languages of Europe a comma begins the decimals."""
    if not word or not word[0].isdigit():
        return None
    foreign = language in _COMMA_IS_DECIMAL
    grouped = _GROUPED.fullmatch(word)
    mark = grouped[1] if grouped else None
    if grouped and (mark is None or (mark == "." if foreign else mark == ",") or word.count(mark) > 1):
        word = word.replace(",", "").replace(".", "")
    elif word.count(",") + word.count(".") > 1:
        last = max(word.rfind(","), word.rfind("."))
        whole = word[:last].replace(",", "").replace(".", "")
        word = f"{whole}.{word[last + 1 :]}"
    else:
        word = word.replace(",", ".")
    try:
        return Decimal(word)
    except InvalidOperation:
        return None


def tidy(value: Decimal) -> Number:
    """A whole number where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def count(words: Sequence[str], language: str | None = None, *, money: bool = False) -> Counted:
    """What casefolded words say, such as `two hundred and six`, `2.3 million` or `tens of thousands`."""
    if language is not None and spells_numbers(language) and words and begins_number(words[0], language):
        return Counted(value_of(words, language), "")
    kept = [word for word in words if word not in ("-", "and", "a", "an", "of")]
    vague = [word for word in kept if word in _VAGUE]
    if vague and not kept[0][0].isdigit():
        return Counted(None, " ".join(words) if vague[0] != "several" else "several")
    total, current, seen = Decimal(0), Decimal(0), False
    for at, word in enumerate(kept):
        scale = _SCALES.get(word) or (_SHORT.get(word) if money else None)
        if word[0].isdigit():
            plain = plain_number(word, language)
            if plain is None:
                return Counted(None, "")
            # `13 000`: a space between the thousands
            current = current * 1000 + plain if at and len(word) == 3 and kept[at - 1][0].isdigit() else plain
        elif word in gazetteer().numbers:
            current += gazetteer().numbers[word]
        elif word == "half" and not seen:
            current = Decimal("0.5")
        elif scale in (100, 12, 20):
            current = (current or Decimal(1)) * scale
        elif scale is not None:
            total, current = total + (current or Decimal(1)) * scale, Decimal(0)
        else:
            return Counted(tidy(total + current) if seen else None, "")
        seen = True
    return Counted(tidy(total + current) if seen else None, "")
