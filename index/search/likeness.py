"""The words of a text that tell most of what it is about, and the tree that finds other texts by them.

As in Lucene's MoreLikeThis, a word tells by how often it stands in the text times how rare it is in the collection; of
these, another text needs to have a few, and the sum of their weights decides. The numbers below were chosen on
Cranfield, CISI and CACM (`bench/relevance.py --like`): from one document that answers a query to the others, and from
the queries as passages. What Elasticsearch asks for by default, 30 % of the words, loses up to two thirds of what is to
be found there; one in eight loses next to nothing, and keeps out what has one word by chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from index.search.languages import Codes
from index.search.query import Some, Word
from index.search.scoring import rarity
from index.search.stems import stemmers
from index.search.stopwords import is_letter, small_words
from index.search.tokens import fold, joined, unfolded_words
from index.search.vocabulary import Vocabulary

MOST: Final = 25
"""Words that are chosen. Fifteen to forty do about as well."""
ONE_IN: Final = 8
"""One in so many of them, and one more, must be in a text that is like this one."""
READ: Final = 60_000
"""Characters of a text that are looked at: about 10,000 words (Lucene reads 5,000)."""
TITLE: Final = 2
"""How many times a word of the title counts besides."""
NAME: Final = 3
"""How many times as much a name counts as another word. In a small collection, where rarity says little,
names are what tells one subject from another."""
COMMON: Final = 0.5
"""Share of all documents from which a word tells nothing, and has too many places to be looked up at once."""
SMALL: Final = 100
"""Documents that there are taken to be at least: of a dozen, the rarest words are not what they are about."""
FEW: Final = 500
"""Documents that are never too many: in a small collection on one subject what matters most stands in most."""
_DIGITS: Final = frozenset("0123456789")
RARE_NUMBER: Final = 0.01
"""Share of all documents up to which a number tells something; years and percentages stand in more."""
FEW_NUMBERS: Final = 3
"""Documents that may have a number in a small collection."""


class Likeness(NamedTuple):
    """What texts like another one have."""

    tree: Some
    shown: tuple[str, ...]
    """Its words as they stand in the text, the most telling first."""


class _Candidate(NamedTuple):
    word: str
    times: int
    """In the text, in any ending; a name counts as more."""
    documents: int


def likeness(
    text: str,
    title: str,
    vocabulary: Vocabulary,
    documents: int,
    codes: Codes,
    *,
    apart: int | None = None,
    check: Callable[[], None] = lambda: None,
) -> Likeness | None:
    """What is like a text with a title; None where no word of it tells anything.

    `documents`: how many there are; `codes`: in which languages the text is read; `apart`: its own number, where it is
    one of them. `check` is called between steps and may raise.
    """
    words = _Words(text[:READ], title)
    check()
    frequency = _Frequency(vocabulary, documents)
    candidates = _candidates(words, frequency, codes)
    chosen: list[str] = []
    taken: set[str] = set()
    of = max(documents, SMALL)
    for candidate in sorted(candidates, key=lambda each: (-each.times * rarity(each.documents, of), each.word)):
        if len(chosen) == MOST:
            break
        if candidate.word in taken:
            continue
        check()
        family = vocabulary.of_one_stem(candidate.word, codes)
        # Each of them is counted once for the text itself.
        own = len(words.held.intersection(family)) if apart is not None else 0
        if 0 < frequency.of(family, own) <= frequency.most:
            chosen.append(candidate.word)
            taken.update(family)
    if not chosen:
        return None
    tree = Some(tuple(map(Word, chosen)), 1 + len(chosen) // ONE_IN, apart)
    return Likeness(tree, tuple(words.shown[word] for word in chosen))


class _Words:
    """The words of a text and its title."""

    def __init__(self, text: str, title: str) -> None:
        self.times: Counter[str] = Counter()
        """How often each stands there, folded; in the title it counts more."""
        self.shown: dict[str, str] = {}
        """As each stands there most often."""
        self.names: set[str] = set()
        """Those with a capital wherever they stand in the text, more than once: one alone may begin a sentence, or
        stand in a headline."""
        here = unfolded_words(text)
        surfaces = _whole(here, text)
        for surface, times in sorted(surfaces.items(), key=lambda item: (item[1], item[0])):
            self._add(surface, times)
        self.names = {word for word, times in self.times.items() if times > 1}
        self.names.difference_update(fold(surface) for surface in surfaces if surface[:1].islower())
        for surface in unfolded_words(title):
            word = fold(surface)
            self._add(self.shown.get(word, surface), TITLE)
        self.held = {*self.times, *map(fold, {*here})}
        """All of them, and the parts of those that a line's end cuts."""

    def _add(self, surface: str, times: int) -> None:
        word = fold(surface)
        self.times[word] += times
        self.shown[word] = surface


def _whole(here: list[str], text: str) -> Counter[str]:
    """How often each word stands in a text, as it stands; those that a line's end cuts, joined."""
    found = Counter(here)
    for cut in joined(text):
        found.subtract(here[cut.number : cut.number + 2])
        found[cut.word] += 1
    return +found


class _Frequency:
    """In how many documents words are: at most, as those that have several are counted several times."""

    def __init__(self, vocabulary: Vocabulary, documents: int) -> None:
        self._words, self._counts = vocabulary.words, vocabulary.counts
        self._documents = documents
        self.most = max(COMMON * documents, FEW)
        """In which a word may be that tells something."""
        self.most_of_numbers = max(RARE_NUMBER * documents, FEW_NUMBERS)

    def of(self, words: Iterable[str], less: int = 0) -> int:
        return min(self._documents, sum(map(self._of_one, words)) - less)

    def _of_one(self, word: str) -> int:
        at = bisect_left(self._words, word)
        return self._counts[at] if at < len(self._words) and self._words[at] == word else 0


def _candidates(words: _Words, frequency: _Frequency, codes: Codes) -> Iterator[_Candidate]:
    """Words that may tell something, those of one stem together under the commonest of them."""
    small, times = small_words(codes[:1]), words.times
    kept = [word for word in times if word not in small and not is_letter(word) and word not in _DIGITS]
    families: dict[str, list[str]] = {}
    for stem, word in zip(_stems(kept, codes), kept, strict=True):
        families.setdefault(stem, []).append(word)
    for family in families.values():
        documents = frequency.of(family)
        word = max(family, key=lambda each: (times[each], each))
        if 0 < documents <= (frequency.most_of_numbers if _is_number(word) else frequency.most):
            worth = NAME if words.names.issuperset(family) else 1
            yield _Candidate(word, worth * sum(map(times.__getitem__, family)), documents)


def _stems(words: list[str], codes: Codes) -> list[str]:
    """By which words are put together: in the first of the languages; `Vocabulary.of_one_stem` knows the others."""
    found = stemmers(codes[:1])
    return found[0].stemWords(words) if found else words


def _is_number(word: str) -> bool:
    return word.replace(".", "").isdigit()
