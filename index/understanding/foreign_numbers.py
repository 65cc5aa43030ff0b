"""Numbers that French, German and Spanish spell out: `deux cents`, `zweiundzwanzig`, `tres millones`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final


def _listed(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_FRENCH: Final = {
    **_listed("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 2),
    **_listed("vingt trente quarante cinquante soixante septante huitante nonante", 20, 10),
    "vingts": 20,
}
_SPANISH: Final = {
    **_listed("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince", 2),
    **_listed("dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro", 16),
    **_listed("veinticinco veintiséis veintisiete veintiocho veintinueve", 25),
    **_listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
    **_listed(
        "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", 200, 100
    ),
    **_listed(
        "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas", 200, 100
    ),
    "cien": 100,
    "ciento": 100,
    "veintiún": 21,
    "veintiuna": 21,
}
_SCALES: Final[Mapping[str, Mapping[str, int]]] = {
    "fr": {
        "cent": 100,
        "cents": 100,
        "mille": 1000,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
    },
    "es": {"mil": 1000, "millón": 10**6, "millones": 10**6},
    "de": {
        "hundert": 100,
        "tausend": 1000,
        "million": 10**6,
        "millionen": 10**6,
        "milliarde": 10**9,
        "milliarden": 10**9,
    },
}
_ONES: Final = {"ein": 1, "eine": 1, **_listed("zwei drei vier fünf sechs sieben acht neun", 2)}
_TEENS: Final = {
    **_listed("zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn", 10),
    **_listed("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
    "dreissig": 30,
}
_ONE: Final = "|".join(_ONES)
_TEEN: Final = "|".join(_TEENS)
_GERMAN: Final = re.compile(
    rf"(?:(?:({_ONE})?hundert)?(?:({_ONE})und)?({_TEEN}|{_ONE})?tausend)?(?:({_ONE})?(hundert))?"
    rf"(?:(?:({_ONE})und)?({_TEEN})|({_ONE}))?"
)
_LONGEST_GERMAN: Final = 60
_LINKS: Final = {"fr": ("-", "et"), "es": ("y",), "de": ()}


def spells_numbers(language: str | None) -> bool:
    """True for the languages whose numbers are known here."""
    return language in _SCALES


@cache
def _small(word: str, language: str) -> int:
    """What one word says that is no scale, 0 if it says no number."""
    if language == "fr":
        return _FRENCH.get(word, 0)
    if language == "es":
        return _SPANISH.get(word, 0)
    return _german(word)


def _german(word: str) -> int:
    """`dreitausendfünfhundert`; not `ein`, which is an article."""
    match = _GERMAN.fullmatch(word) if word not in ("ein", "eine") and len(word) <= _LONGEST_GERMAN else None
    if match is None or not word:
        return 0
    part = match.groups()
    number = 0
    if "tausend" in word:
        high = _ONES.get(part[1] or "", 0) + _TEENS.get(part[2] or "", _ONES.get(part[2] or "", 0))
        if "hundert" in word[: word.index("tausend")]:
            high += 100 * _ONES.get(part[0] or "ein", 1)
        number += 1000 * (high or 1)
    if part[4]:
        number += 100 * _ONES.get(part[3] or "ein", 1)
    return number + _ONES.get(part[5] or "", 0) + _TEENS.get(part[6] or "", 0) + _ONES.get(part[7] or "", 0)


def is_number(word: str, language: str) -> bool:
    """True for a casefolded word of a number, scales among them."""
    return word in _SCALES[language] or bool(_small(word, language))


def begins_number(word: str, language: str) -> bool:
    """True for a word with which a number may begin: no `cents` and `millions`, which follow one."""
    if _small(word, language):
        return True
    return word in {"fr": ("mille", "cent"), "es": ("mil",), "de": ("hundert", "tausend")}[language]


def links(word: str, language: str) -> bool:
    """True for what may stand inside a number: `vingt et un`, `treinta y dos`."""
    return word in _LINKS[language]


def value_of(words: Sequence[str], language: str) -> int | None:
    """The number that casefolded words spell, None if they spell none."""
    total = current = 0
    before = ""
    for word in words:
        if links(word, language):
            continue
        small, scale = _small(word, language), _SCALES[language].get(word, 0)
        if word in ("un", "une") and before and language == "fr":
            current += 1
        elif small and word in ("vingt", "vingts") and before == "quatre":
            current += 76  # four twenties
        elif scale == 100:
            current = (current or 1) * 100
        elif scale:
            total, current = total + (current or 1) * scale, 0
        elif small:
            current += small
        else:
            return None
        before = word
    return total + current or None
