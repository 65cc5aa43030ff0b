"""What a reader may have meant by words that the collection does not have."""

from __future__ import annotations

from collections.abc import Iterator
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
_WEIGHT: Final = 0.25
"""Of how common a word is: one in ten thousand documents' worth counts as much as a letter amiss."""
_OTHER_BEGINNING: Final = 0.5
"""People rarely mistake the first letter."""


class Meant(NamedTuple):
    """A query with other words."""

    query: str
    words: tuple[tuple[str, str], ...]
    """(as typed, instead)"""


def meant(query: str, tree: Node, vocabulary: Vocabulary) -> Meant | None:
    """The query with the nearest words that there are in place of those that are nowhere; None where there are none.

    `tree` is what `parse` made of `query`, with no name of a saved search replaced.
    """
    missing = [atom for atom in _asked(tree) if _is_missing(atom, vocabulary)][:_MOST]
    changes: list[tuple[int, int, str]] = []
    for atom in missing:
        typed = atom.prefix if isinstance(atom, Prefix) else atom.word
        other = nearest(typed, vocabulary)
        place = next((t for t in tokens(query, *atom.span) if t.word == typed), None)
        if other is None or place is None:
            return None  # the query would find nothing all the same
        changes.append((place.start, place.end, other))
    if not changes:
        return None
    words = tuple((query[start:end], other) for start, end, other in changes)
    for start, end, other in sorted(changes, reverse=True):
        query = query[:start] + other + query[end:]
    return Meant(query, words)


def nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """The word that is most like a folded one: few letters amiss, and common."""
    if not SHORTEST <= len(word) <= _LONGEST or any(character.isdigit() for character in word):
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    most = 1 if len(word) <= _SHORT else 2
    found = extract(word, vocabulary.words, scorer=OSA.distance, score_cutoff=most, limit=None)

    def cost(item: tuple[str, float, int]) -> tuple[float, str]:
        other, distance, at = item
        rare = distance - _WEIGHT * log10(1 + vocabulary.counts[at])
        return rare + _OTHER_BEGINNING * (other[:1] != word[:1]), other

    return min((item for item in found if item[1]), key=cost, default=(None,))[0]


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


def _is_missing(atom: Atom, vocabulary: Vocabulary) -> bool:
    if isinstance(atom, Prefix):
        return atom.unfinished and not vocabulary.beginning_with(atom.prefix)
    if not isinstance(atom, Word):
        return False
    return atom.word not in vocabulary and (atom.exact or not vocabulary.of_one_stem(atom.word))
