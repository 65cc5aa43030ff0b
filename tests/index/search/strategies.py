"""Random texts and queries, and the plain evaluator that answers are held against."""

from __future__ import annotations

from collections.abc import Callable

import Stemmer
from hypothesis import strategies as st

from index.search.engine import IndexedText
from index.search.query import And, Condition, Field, Node, Not, Or, Phrase, Prefix, Word
from index.search.tokens import words

SURFACES = [
    "report", "reports", "reported", "Reporting", "peace", "deal", "deals", "the", "U.S.", "US", "café", "cafe",
    "Khalilzad", "Khalilzad's", "dying", "die", "3.5", "5,000", "state-owned", "北京", "prime", "minister", "ministers",
]  # fmt: skip
WORDS = sorted({word for surface in SURFACES for word in words(surface)})

texts = st.lists(st.sampled_from(SURFACES), max_size=12).map(" ".join)


def documents(ids: st.SearchStrategy[int]) -> st.SearchStrategy[IndexedText]:
    return st.builds(IndexedText, ids, texts.map(lambda text: text[:20]), texts)


plain_words = st.builds(Word, st.sampled_from(WORDS), st.booleans())
exact_words = st.builds(Word, st.sampled_from(WORDS), st.just(True))
prefixes = st.builds(Prefix, st.sampled_from(sorted({word[:n] for word in WORDS for n in (1, 3)} - {"3.", "U."})))
phrases = st.builds(Phrase, st.lists(exact_words | prefixes, min_size=2, max_size=3).map(tuple))
leaves: st.SearchStrategy[Node] = plain_words | prefixes | phrases


def _more(child: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(child, min_size=2, max_size=3).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, child)


in_field = st.recursive(leaves, _more, max_leaves=3)
conditions = st.builds(Condition, st.sampled_from(["source", "date", "path", "lang"]), st.sampled_from(["odd", "a b"]))
queries: st.SearchStrategy[Node] = st.recursive(
    leaves | st.builds(Field, st.just("title"), in_field) | conditions, _more, max_leaves=6
)

_stem: Callable[[str], str] = Stemmer.Stemmer("english").stemWord


def is_word(atom: Word | Prefix, word: str) -> bool:
    if isinstance(atom, Prefix):
        return word.startswith(atom.prefix)
    return word == atom.word or (not atom.exact and _stem(word) == _stem(atom.word))


def count(leaf: Word | Prefix | Phrase, text: str) -> int:
    """How often a word or a phrase stands in a text."""
    parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
    found = words(text)
    return sum(
        all(is_word(part, found[at + n]) for n, part in enumerate(parts)) for at in range(len(found) - len(parts) + 1)
    )


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
            in_body = not title_only and count(node, document.body) > 0
            return in_body or count(node, document.title) > 0
