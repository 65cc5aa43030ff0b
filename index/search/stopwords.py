"""Words that say nothing of what a text is about (the, of, which), by language.

They stand in the index like all words, so that phrases hold them; they only take no part in the order of hits where
another word does. The lists are Snowball's, as Whoosh carries them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.search.tokens import SPACELESS, fold

_SPACELESS = re.compile(f"[{SPACELESS}]")
_ARABIC = (
    "في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم أن إن ان كان كانت لا ما لم لن قد كل بعد قبل بين"
    " أو او ثم حتى عند كما لكن و أي اي غير منذ حيث"
)
"""The commonest particles and pronouns: there is no list of Snowball's for Arabic."""


_SAID = {
    "en": "mr mrs ms miss dr prof sir jr sr said say says saying told tell tells asked added according would also",
    "fr": "m mm mme mmes mlle dr me dit dire disait declare affirme ajoute indique explique selon",
    "de": "herr herrn frau dr prof sagte sagt sagen erklarte teilte laut",
    "es": "sr sra srta sres don dona dr dijo dice dicho declaro afirmo anadio segun",
    "it": "sig signor signora dott dr detto disse dichiarato secondo",
    "pt": "sr sra dr dra disse diz afirmou declarou segundo",
    "nl": "dhr mevr heer mevrouw dr zei zegt volgens",
    "sv": "herr fru dr sade sager enligt",
    "da": "hr fru dr sagde siger ifolge",
    "no": "herr fru dr sa sier ifolge",
}
"""How people are addressed and quoted: frequent in every report, and no list of Snowball's has them."""


@lru_cache
def small_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Words that tell nothing of one text beside others: the stop words, how people are addressed and quoted."""
    said = (fold(word) for language in languages for word in _SAID.get(language, "").split())
    return stop_words(languages).union(said)


def is_letter(word: str) -> bool:
    """True for a single letter of a script that writes words with several: an initial, or what a list counts by."""
    return len(word) == 1 and word.isalpha() and _SPACELESS.match(word) is None


@lru_cache
def stop_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The stop words of languages (ISO 639-1), folded; none for a language without a list."""
    from whoosh.lang.stopwords import stoplists

    lists = {**stoplists, "ar": _ARABIC.split()}
    return frozenset(fold(word) for language in languages for word in lists.get(language, ()))
