"""Random texts and queries, and the plain evaluator that answers are held against."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product

import Stemmer
from hypothesis import strategies as st

from index.search.engine import IndexedText
from index.search.query import (
    And,
    Atom,
    Condition,
    Field,
    Fuzzy,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    Word,
)
from index.search.tokens import joined, words

SURFACES = [
    "report", "reports", "reported", "Reporting", "peace", "deal", "deals", "the", "U.S.", "US", "café", "cafe",
    "Khalilzad", "Khalilzad's", "dying", "die", "3.5", "5,000", "state-owned", "北京", "prime", "minister", "ministers",
    "repor-\nted", "state-\nowned", "mini-\n  ster's", "the-\nThe",
]  # fmt: skip
WORDS = sorted({word for surface in SURFACES for word in [*words(surface), *(cut.word for cut in joined(surface))]})

texts = st.lists(st.sampled_from(SURFACES), max_size=12).map(" ".join)


def documents(ids: st.SearchStrategy[int]) -> st.SearchStrategy[IndexedText]:
    return st.builds(IndexedText, ids, texts.map(lambda text: text[:20]), texts)


plain_words = st.builds(Word, st.sampled_from(WORDS), st.booleans())
exact_words = st.builds(Word, st.sampled_from(WORDS), st.just(True))
prefixes = st.builds(Prefix, st.sampled_from(sorted({word[:n] for word in WORDS for n in (1, 3)} - {"3.", "U."})))
wildcards = st.builds(Wildcard, st.sampled_from(["r?port", "r?port*", "*s", "?e*", "*i*e*", "d?e", "*", "mini*r"][:6]))
misspelt = st.builds(Fuzzy, st.sampled_from(["repotr", "dael", "cafe", "deals", "peaec", "minster"]), st.integers(1, 2))
regexes = st.builds(Regex, st.sampled_from(["de.*", "[a-m]+", "(?:die|dying)", "caf.", "re|us", "r[^x]*s?", "É.*|.*É"]))
patterns = wildcards | misspelt | regexes
phrases = st.builds(Phrase, st.lists(exact_words | prefixes | wildcards, min_size=2, max_size=3).map(tuple))
loose = st.builds(
    Loose, st.lists(exact_words | prefixes | misspelt, min_size=2, max_size=4).map(tuple), st.integers(0, 4)
)
places: st.SearchStrategy[Node] = plain_words | prefixes | patterns | phrases


def _beside(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    either = st.builds(Or, st.lists(child, min_size=2, max_size=3).map(tuple))
    return st.builds(Near, child | either, child | either, st.integers(0, 4))


near = st.recursive(places, _beside, max_leaves=4)
leaves: st.SearchStrategy[Node] = plain_words | prefixes | patterns | phrases | loose | near


def _more(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(child, min_size=2, max_size=3).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, child)


in_field = st.recursive(leaves, _more, max_leaves=3)
conditions = st.builds(Condition, st.sampled_from(["source", "date", "path", "lang"]), st.sampled_from(["odd", "a b"]))
queries: st.SearchStrategy[Node] = st.recursive(
    leaves | st.builds(Field, st.just("title"), in_field) | conditions, _more, max_leaves=6
)

_stem: Callable[[str], str] = Stemmer.Stemmer("english").stemWord


@lru_cache(10_000)
def amiss(one: str, other: str) -> int:
    """Letters left out, put in, exchanged or swapped with their neighbour (optimal string alignment), by the book."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        amiss(one[:-1], other) + 1,
        amiss(one, other[:-1]) + 1,
        amiss(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        least = min(least, amiss(one[:-2], other[:-2]) + 1)
    return least


def is_word(atom: Atom, word: str) -> bool:
    match atom:
        case Prefix(prefix=prefix):
            return word.startswith(prefix)
        case Wildcard(pattern=pattern):
            return fnmatch.fnmatchcase(word, pattern)
        case Fuzzy(word=wanted, distance=distance):
            return amiss(wanted, word) <= distance
        case Regex(pattern=pattern):
            return re.fullmatch(pattern.replace("É", "e"), word) is not None
        case Word(word=wanted, exact=exact):
            return word == wanted or (not exact and _stem(word) == _stem(wanted))


class Text:
    """The words of a text, and those that a line's end cuts, by the number of their first part."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.joined = {cut.number: cut.word for cut in joined(text)}

    def places(self, atom: Atom) -> set[tuple[int, int]]:
        """First and last word of each place of an atom."""
        single = {(at, at) for at, word in enumerate(self.words) if is_word(atom, word)}
        return single | {(at, at + 1) for at, word in self.joined.items() if is_word(atom, word)}


def stretches(node: Node, text: Text) -> set[tuple[int, int]]:
    """Every stretch of words (first, last) that a leaf stands for: all that can be chosen are tried."""
    match node:
        case Phrase(parts=(*before, last)):
            if not before:
                return text.places(last)
            begun = stretches(Phrase(tuple(before)), text)
            return {(one[0], other[1]) for one in begun for other in text.places(last) if one[1] + 1 == other[0]}
        case Loose(parts=parts, distance=distance):
            places = [text.places(part) for part in parts]
            where = [sorted({at for place in part for at in place}) for part in places]
            cut = {first for part in places for first, last in part if first != last}
            return {
                (min(chosen) - (min(chosen) - 1 in cut), max(chosen) + (max(chosen) in cut))
                for chosen in product(*where)
                if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) + 1 - len(chosen) <= distance
            }
        case Near(left=left, right=right, distance=distance):
            return {
                (min(one[0], other[0]), max(one[1], other[1]))
                for one in stretches(left, text)
                for other in stretches(right, text)
                if 0 <= max(one[0], other[0]) - min(one[1], other[1]) - 1 <= distance
            }
        case Or(children=children):
            return {stretch for child in children for stretch in stretches(child, text)}
        case Word() | Prefix() | Wildcard() | Fuzzy() | Regex():
            return text.places(node)
    raise AssertionError(node)


def holds(
    node: Node, document: IndexedText, fulfils: Callable[[Condition, int], bool], title_only: bool = False
) -> bool:
    """Does a document answer a query? As slow and as plain as can be."""
    match node:
        case And(children=children):
            return all(holds(child, document, fulfils, title_only) for child in children)
        case Or(children=children):
            return any(holds(child, document, fulfils, title_only) for child in children)
        case Not(child=child):
            return not holds(child, document, fulfils, title_only)
        case Field(child=child):
            return holds(child, document, fulfils, True)
        case Condition():
            return fulfils(node, document.id)
        case _:
            in_body = not title_only and bool(stretches(node, Text(document.body)))
            return in_body or bool(stretches(node, Text(document.title)))
