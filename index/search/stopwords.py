"""Words that say nothing of what a text is about (the, of, which), by language.

They stand in the index like all words, so that phrases hold them; they only take no part in the order of hits where
another word does. The lists are Snowball's, as Whoosh carries them.
"""

from __future__ import annotations

from functools import lru_cache

from index.search.tokens import fold

_ARABIC = (
    "في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم أن إن ان كان كانت لا ما لم لن قد كل بعد قبل بين"
    " أو او ثم حتى عند كما لكن و أي اي غير منذ حيث"
)
"""The commonest particles and pronouns: there is no list of Snowball's for Arabic."""


@lru_cache
def stop_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The stop words of languages (ISO 639-1), folded; none for a language without a list."""
    from whoosh.lang.stopwords import stoplists

    lists = {**stoplists, "ar": _ARABIC.split()}
    return frozenset(fold(word) for language in languages for word in lists.get(language, ()))
