"""Random texts and queries, and the plain evaluator that answers are held against."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product
from typing import get_args

import Stemmer
from hypothesis import strategies as st

from index.document import Block, BlockKind
from index.search.engine import IndexedText
from index.search.query import (
    And,
    Atom,
    BlockOf,
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
    Some,
    Wildcard,
    Word,
)
from index.search.stems import stemmers
from index.search.tokens import joined, spans, words

SURFACES = [
    "report", "reports", "reported", "Reporting", "peace", "deal", "deals", "the", "U.S.", "US", "café", "cafe",
    "Khalilzad", "Khalilzad's", "dying", "die", "3.5", "5,000", "state-owned", "北京", "prime", "minister", "ministers",
    "repor-\nted", "state-\nowned", "mini-\n  ster's", "the-\nThe", "Häuser", "Haus", "porter", "portes", "ports",
]  # fmt: skip
WORDS = sorted({word for surface in SURFACES for word in [*words(surface), *(cut.word for cut in joined(surface))]})

texts = st.lists(st.sampled_from(SURFACES), max_size=12).map(" ".join)


KINDS = ["prose", "caption", "quote", "boilerplate"]


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, tuple[Block, ...]]:
    """A text in blocks, of which some have no word and some are not known."""
    paragraph = texts | st.sampled_from(["***", "the repor-", "ted peace"])
    parts = draw(st.lists(st.tuples(st.sampled_from(KINDS), paragraph), max_size=4))
    body, blocks = "", []
    for kind, text in parts:
        body += draw(st.sampled_from(["\n", "\n\n", " \n"])) if body else ""
        blocks.append(Block(len(body), len(body) + len(text), kind, "drawn"))  # type: ignore[arg-type]
        body += text
    return body, () if draw(st.integers(0, 4)) == 0 else tuple(blocks)


def documents(ids: st.SearchStrategy[int]) -> st.SearchStrategy[IndexedText]:
    held = st.tuples(texts, st.just(())) | bodies()
    return st.tuples(ids, texts, held).map(lambda drawn: IndexedText(drawn[0], drawn[1][:20], *drawn[2]))


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
conditions = st.builds(
    Condition,
    st.sampled_from(["source", "date", "path", "entity", "code", "thread"]),
    st.sampled_from(["odd", "a b", "c/*"]),
)
blocks = st.builds(BlockOf, st.sampled_from(KINDS))
one_of_blocks: st.SearchStrategy[Node] = blocks | st.builds(Or, st.tuples(blocks, blocks))


def _with_blocks(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    kind = one_of_blocks | st.builds(Not, one_of_blocks)
    return _more(child) | st.builds(And, st.tuples(kind, child) | st.tuples(kind, child, kind | child))


queries: st.SearchStrategy[Node] = st.recursive(
    leaves | st.builds(Field, st.just("title"), in_field) | conditions | one_of_blocks, _with_blocks, max_leaves=6
)


def _some(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(child, min_size=1, max_size=5).map(tuple)
    apart = st.none() | st.integers(0, 12)
    return several.flatmap(lambda them: st.builds(Some, st.just(them), st.integers(1, len(them)), apart))


trees: st.SearchStrategy[Node] = queries | st.recursive(
    _some(leaves), lambda child: _more(child) | _some(child | leaves), max_leaves=4
)
"""Queries, and what no query spells."""

_PROSE = Block(0, 0, "prose", "")

LANGUAGES = ["en", "de", "fr", "pl", None]
"""One that has no stems, and one that is not known."""
_STEMS: dict[str, Callable[[str], str]] = {
    "en": Stemmer.Stemmer("english").stemWord,
    "de": Stemmer.Stemmer("german").stemWord,
    "fr": stemmers(("fr",))[0].stemWord,
}


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


def is_word(atom: Atom, word: str, language: str) -> bool:
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
            stem = _STEMS.get(language)
            return word == wanted or (not exact and stem is not None and stem(word) == stem(wanted))


class Text:
    """The words of a text, and those that a line's end cuts, by the number of their first part."""

    def __init__(self, text: str, language: str = "en", allowed: set[int] | None = None) -> None:
        self.allowed = allowed
        self.language = language
        self.words = words(text)
        self.joined = {cut.number: cut.word for cut in joined(text)}

    def places(self, atom: Atom) -> set[tuple[int, int]]:
        """First and last word of each place of an atom."""
        single = {(at, at) for at, word in enumerate(self.words) if is_word(atom, word, self.language)}
        found = single | {(at, at + 1) for at, word in self.joined.items() if is_word(atom, word, self.language)}
        return found if self.allowed is None else {place for place in found if self.allowed.issuperset(place)}


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


def asks_for_blocks(node: Node) -> set[str]:
    """The kinds of a `block:`, or of several with OR between them."""
    if isinstance(node, Or):
        each = [asks_for_blocks(child) for child in node.children]
        return set().union(*each) if all(each) else set()
    return {node.kind} if isinstance(node, BlockOf) else set()


def has_words(node: Node) -> bool:
    """Does a node hold words that stand in blocks?"""
    if isinstance(node, And | Or | Some):
        return any(map(has_words, node.children))
    return has_words(node.child) if isinstance(node, Not) else not isinstance(node, BlockOf | Condition | Field)


def places_in_blocks(document: IndexedText, kinds: frozenset[str]) -> set[int]:
    """Numbers of the words of the body that stand in blocks of some kinds."""
    held = document.blocks or [Block(0, len(document.body), "prose", "")]
    inside = [(block.start, block.end) for block in held if block.kind in kinds]
    starts = [start for start, _ in spans(document.body)]
    return {at for at, place in enumerate(starts) if any(start <= place < end for start, end in inside)}


def holds(
    node: Node,
    document: IndexedText,
    fulfils: Callable[[Condition, int], bool],
    language: str = "en",
    title_only: bool = False,
    kinds: frozenset[str] | None = None,
) -> bool:
    """Does a document answer a query? As slow and as plain as can be. `kinds`: of the blocks in which words count."""
    match node:
        case And(children=children) if any(map(has_words, children)):
            left = frozenset(get_args(BlockKind)) if kinds is None else kinds
            for child in children:
                if asks_for_blocks(child):
                    left &= asks_for_blocks(child)
                elif isinstance(child, Not):
                    left -= asks_for_blocks(child.child)
            left = kinds if left == frozenset(get_args(BlockKind)) else left
            rest = [child for child in children if not (isinstance(child, Not) and asks_for_blocks(child.child))]
            return all(holds(child, document, fulfils, language, title_only, left) for child in rest)
        case And(children=children):
            return all(holds(child, document, fulfils, language, title_only, kinds) for child in children)
        case BlockOf(kind=kind):
            return any(b.kind == kind for b in document.blocks or [_PROSE] if document.blocks or words(document.body))
        case Or(children=children):
            return any(holds(child, document, fulfils, language, title_only, kinds) for child in children)
        case Some(children=children, least=least, apart=apart):
            return (
                document.id != apart
                and sum(holds(c, document, fulfils, language, title_only, kinds) for c in children) >= least
            )
        case Not(child=child):
            return not holds(child, document, fulfils, language, title_only, kinds)
        case Field(child=child):
            return holds(child, document, fulfils, language, True)
        case Condition():
            return fulfils(node, document.id)
        case _ if kinds is not None and not title_only:
            return bool(stretches(node, Text(document.body, language, places_in_blocks(document, kinds))))
        case _:
            in_body = not title_only and bool(stretches(node, Text(document.body, language)))
            return in_body or bool(stretches(node, Text(document.title, language)))
