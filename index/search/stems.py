"""Words of one stem, by Snowball, for words that are folded: in case and in accents.

Most of its algorithms do as well without accents. Some know endings by them; there the accents that an ending has
nearly always are put back before. How many of the pairs of words that Snowball puts together (its own vocabularies)
are still together when folded: French 96 % (79 without), Spanish 93 (87), Portuguese 99 (92), Italian 97 (95),
Catalan 96 (92); Romanian, Turkish and Hungarian, which have no such rules, 85, 85 and 66; all others 99 and more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

STRIPS_BEGINNINGS: dict[str, str] = {"ar": "", "id": "", "nl": "g"}
"""Languages whose stemmer may change the first letter, and which letters it takes away; "" = any, so that words of one
stem are looked for everywhere."""
_NOT_LATIN = frozenset({"ar", "el", "hi", "hy", "ne", "ru", "ta", "yi"})
"""Languages whose stemmer leaves words of plain Latin letters as they are."""

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_ENDINGS: dict[str, dict[str, str]] = {
    "ar": {"ه": "ة", "ته": "ته"},
    "ca": {"cio": "ció"},
    "es": {
        "ria": "ría", "rias": "rías", "riamos": "ríamos", "riais": "ríais", "rian": "rían",
        "ara": "ará", "aras": "arás", "aran": "arán", "ira": "irá", "iras": "irás", "iran": "irán",
        "re": "ré",
    },
    "fr": {
        "ee": "ée", "ees": "ées", "erent": "èrent", "ite": "ité", "ites": "ités",
        "fferent": "fferent", "herent": "herent", "referent": "referent",  # no verbs
    },
    "it": {"era": "erà", "ira": "irà"},
    "pt": {
        "cao": "ção", "coes": "ção", "oes": "ao", "rao": "rão",
        "ivel": "ível", "iveis": "ível", "avel": "ável", "aveis": "ável",
        "ancia": "ância", "ancias": "âncias", "encia": "ência", "encias": "ências",
    },
}  # fmt: skip

_BEFORE = {"es": 3}
"""Letters that stand before such an ending at least: `hablará`, not `cara`."""
_LAST = {"es": "i"}
"""A letter that some words of one stem keep and others lose: precio, precios, recibió."""


class Stems:
    """The stems of one language. Its stems are keys: they compare, and are shown to nobody."""

    def __init__(self, language: str, stemmer: Any) -> None:
        self.language = language
        self.latin = language not in _NOT_LATIN
        """False where words of plain Latin letters have no endings."""
        self.stemWord: Callable[[str], str] = stemmer.stemWord
        self.stemWords: Callable[[Sequence[str]], list[str]] = stemmer.stemWords
        endings = _ENDINGS.get(language)
        if endings:
            one, several = self.stemWord, self.stemWords
            restored, end = _restoring(language), _LAST.get(language, "")
            self.stemWord = lambda word: one(restored(word)).removesuffix(end)
            self.stemWords = lambda words: [
                stem.removesuffix(end) for stem in several([restored(word) for word in words])
            ]


@lru_cache
def _restoring(language: str) -> Callable[[str], str]:
    """Puts back the accent of an ending; the longest that fits."""
    endings = _ENDINGS[language]
    behind = rf"(?<=\w{{{_BEFORE.get(language, 0)}}})"
    pattern = re.compile(behind + "(?:" + "|".join(sorted(endings, key=len, reverse=True)) + ")$")
    return lambda word: pattern.sub(lambda found: endings[found[0]], word)


def has_stems(language: str) -> bool:
    """Is there an algorithm for a language (ISO 639-1)?"""
    return language in _ALGORITHMS


def stemmers(languages: tuple[str, ...]) -> list[Stems]:
    """The stems of those languages (ISO 639-1) for which there is an algorithm."""
    import Stemmer

    known = set(Stemmer.algorithms())
    names = [(language, _ALGORITHMS.get(language, "")) for language in dict.fromkeys(languages)]
    return [Stems(language, Stemmer.Stemmer(name)) for language, name in names if name in known]
