"""What a reader may have meant by words that the collection does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nsmallest
from itertools import product
from math import log10
from typing import Final, NamedTuple

from index.search.query import And, Atom, Field, Loose, Near, Node, Or, Phrase, Prefix, Word
from index.search.tokens import tokens
from index.search.vocabulary import Vocabulary

SHORTEST: Final = 3
"""Letters of a word that may be misspelt."""
_SHORT: Final = 5
"""Letters up to which one may be amiss; in longer words, two."""
_LONGEST: Final = 40
_MOST: Final = 8
"""Words of one query that are looked up."""
_OTHERS: Final = 3
"""Words that are tried in place of one."""
_WAYS: Final = 6
"""Queries that are offered for one."""
_WEIGHT: Final = 0.25
"""Of how common a word is: one in ten thousand documents' worth counts as much as a letter amiss."""
_OTHER_BEGINNING: Final = 0.5
"""People rarely mistake the first letter."""


class Meant(NamedTuple):
    """A query with other words."""

    query: str
    words: tuple[tuple[str, str], ...]
    """(as typed, instead)"""


def meanings(query: str, tree: Node, vocabulary: Vocabulary, finds: Callable[[Word], bool]) -> Iterator[Meant]:
    """The query with the nearest words that there are in place of those that are nowhere, the likeliest first: words
    that are near but stand in no document together are for the caller to pass over.

    `tree` is what `parse` made of `query`, with no name of a saved search replaced. `finds`: does any document have a
    plain word, in whichever ending?
    """
    missing = [atom for atom in _asked(tree) if _is_missing(atom, vocabulary, finds)][:_MOST]
    places: list[tuple[int, int]] = []
    choices: list[list[_Other]] = []
    for atom in missing:
        typed = atom.prefix if isinstance(atom, Prefix) else atom.word
        others = _others(typed, vocabulary)[:_OTHERS]
        place = next((t for t in tokens(query, *atom.span) if t.word == typed), None)
        if not others or place is None:
            return  # the query would find nothing all the same
        places.append((place.start, place.end))
        choices.append(others)
    if not choices:
        return
    ways = nsmallest(_WAYS, product(*choices), key=lambda way: sum(other.cost for other in way))
    for way in ways:
        changes = [(start, end, other.word) for (start, end), other in zip(places, way, strict=True)]
        written = query
        for start, end, other in sorted(changes, reverse=True):
            written = written[:start] + other + written[end:]
        yield Meant(written, tuple((query[start:end], other) for start, end, other in changes))


def nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """The word that is most like a folded one: few letters amiss, and common."""
    return next((other.word for other in _others(word, vocabulary)), None)


class _Other(NamedTuple):
    cost: float
    word: str


def _others(word: str, vocabulary: Vocabulary) -> list[_Other]:
    """The words that are like a folded one, the likeliest first."""
    if not SHORTEST <= len(word) <= _LONGEST or any(character.isdigit() for character in word):
        return []
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    most = 1 if len(word) <= _SHORT else 2
    found = extract(word, vocabulary.words, scorer=OSA.distance, score_cutoff=most, limit=None)

    def cost(other: str, distance: float, at: int) -> float:
        rare = distance - _WEIGHT * log10(1 + vocabulary.counts[at])
        return rare + _OTHER_BEGINNING * (other[:1] != word[:1])

    return sorted(_Other(cost(*item), item[0]) for item in found if item[1])


def plain_words(tree: Node) -> list[str]:
    """The words of a query that has nothing but words and phrases, each of which an answer must have; none of another:
    it may be a name."""
    waiting, found = [tree], []
    while waiting:
        match waiting.pop():
            case And(children=children):
                waiting.extend(reversed(children))
            case Phrase(parts=parts) if all(isinstance(part, Word) for part in parts):
                waiting.extend(reversed(parts))
            case Word(word=word):
                found.append(word)
            case Prefix(prefix=prefix, unfinished=True):
                found.append(prefix)
            case _:
                return []
    return found


def _asked(node: Node) -> Iterator[Word | Prefix]:
    """The words that an answer has to have, or may."""
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _asked(child)
        case Field(child=child):
            yield from _asked(child)
        case Near(left=left, right=right):
            yield from _asked(left)
            yield from _asked(right)
        case Phrase(parts=parts) | Loose(parts=parts):
            yield from (part for part in parts if isinstance(part, Word))
        case Word() | Prefix():
            yield node
        case _:
            return


def _is_missing(atom: Atom, vocabulary: Vocabulary, finds: Callable[[Word], bool]) -> bool:
    if isinstance(atom, Prefix):
        begun = bool(vocabulary.beginning_with(atom.prefix))
        return atom.unfinished and not begun and not (atom.plain and finds(Word(atom.prefix)))
    if not isinstance(atom, Word):
        return False
    return atom.word not in vocabulary and (atom.exact or not finds(atom))
