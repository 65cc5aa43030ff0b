"""Answering a query tree from a snapshot: sets of documents for what must hold, sums of weights for the order."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from heapq import nlargest
from itertools import compress
from math import inf
from operator import itemgetter
from typing import Protocol

from index.errors import Cancelled, QueryError
from index.events import Cancelled as Asked
from index.search.blocks import placed
from index.search.engine import Ranked, Ties
from index.search.languages import Codes, Languages
from index.search.printer import print_query
from index.search.query import (
    And,
    Atom,
    BlockOf,
    Condition,
    Field,
    Inside,
    Kinds,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Resolve,
    Some,
    Word,
)
from index.search.scoring import Check, Found, rarity
from index.search.shapes import Either, Pair, Row, Shape, Spread
from index.search.stopwords import stop_words
from index.search.vocabulary import Vocabulary

UNFINISHED_POSTINGS = 200_000
UNFINISHED_WORDS = 200
"""Postings read, and words looked up, for a word that is still being typed. Enough for all but one or two letters."""

_BOTH = ("body", "title")


class Snapshot(Protocol):
    """What one commit of an index holds, whichever the engine."""

    @property
    def ids(self) -> frozenset[int]:
        """Every document."""

    @property
    def doc_count(self) -> int:
        """How many they are."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every word."""

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check, kinds: Kinds | None = None) -> Found:
        """Documents in any of whose fields something of that shape stands, with what that adds to their scores.
        `kinds`: in blocks of these, in the body alone."""

    def having(self, kind: str) -> set[int]:
        """Documents that have a block of a kind."""


class Execution:
    """One answer in the making."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        prefix_terms: int,
        universe: Callable[[], Collection[int]] | None,
        resolve: Resolve | None,
        cancelled: Asked | None,
        languages: Languages | None = None,
        ties: Ties | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._prefix_terms = prefix_terms
        self._universe = universe
        self._resolve = resolve
        self._cancelled = cancelled
        self._languages = languages or Languages()
        self._ties = ties
        self._counted: list[tuple[Found, frozenset[Codes]]] = []
        self._known: dict[tuple[Atom, Codes], tuple[str, ...]] = {}
        self._notices: dict[str, None] = {}

    def answer(self, query: Node, restrict: Collection[int] | None, limit: int) -> Ranked:
        """The documents, the best `limit` of them (0 = all) in order."""
        documents = self._documents(placed(query), _BOTH, counts=True)
        if restrict is not None:
            documents = documents.intersection(restrict)
        scores = self._scores(documents)
        return Ranked(_best(scores, limit, self._ties), len(documents), tuple(self._notices))

    def _check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The search was given up.")

    # -- sets ---------------------------------------------------------------------------------------------------

    def _documents(self, node: Node, fields: tuple[str, ...], *, counts: bool) -> set[int]:
        """Documents that fulfil a node. `counts`: what is found adds to their scores."""
        self._check()
        match node:
            case And(children=children):
                return self._all(children, fields, counts)
            case Or(children=children):
                return set().union(*(self._documents(child, fields, counts=counts) for child in children))
            case Some():
                return self._enough(node, fields, counts)
            case Not(child=child):
                return self._everything() - self._documents(child, fields, counts=False)
            case Field(name=name, child=child):
                return self._documents(child, (name,), counts=counts)
            case Condition():
                return self._fulfilling(node)
            case BlockOf(kind=kind):
                return self._snapshot.having(kind)
            case _:
                kinds = node.kinds if isinstance(node, Inside) else None
                node = node.child if isinstance(node, Inside) else node
                found = self._found(node, fields, kinds)
                if counts:
                    self._counted.append((found, self._says_little(node)))
                return set(found.ids)

    def _all(self, children: tuple[Node, ...], fields: tuple[str, ...], counts: bool) -> set[int]:
        """Documents that fulfil every child: those to be without are taken from the others, not from everything."""
        documents: set[int] | None = None
        for child in children:
            if not isinstance(child, Not):
                here = self._documents(child, fields, counts=counts)
                documents = here if documents is None else documents & here
                if not documents:
                    return set()
        for child in children:
            if isinstance(child, Not):
                if documents is None:
                    documents = self._everything()
                documents -= self._documents(child.child, fields, counts=False)
        return documents or set()

    def _enough(self, node: Some, fields: tuple[str, ...], counts: bool) -> set[int]:
        """Documents that fulfil so many of the children."""
        fulfilled: Counter[int] = Counter()
        for child in node.children:
            fulfilled.update(self._documents(child, fields, counts=counts))
            self._check()
        return {id for id, number in fulfilled.items() if number >= node.least and id != node.apart}

    def _everything(self) -> set[int]:
        return set(self._universe() if self._universe else self._snapshot.ids)

    def _fulfilling(self, node: Condition) -> set[int]:
        if self._resolve is None:
            raise QueryError(f"{node.name}: cannot be asked for here.", *node.span)
        return set(self._resolve(node))

    # -- words --------------------------------------------------------------------------------------------------

    def _found(self, node: Node, fields: tuple[str, ...], kinds: Kinds | None) -> Found:
        """Documents in which a leaf stands, in whichever endings the language of each gives its words."""
        if not self._languages.others or not _has_endings(node):
            return self._snapshot.leaf(self._shape(node, self._languages.main), fields, self._check, kinds)
        shapes: dict[Shape, list[Codes]] = {}
        for codes in self._languages.all:
            shapes.setdefault(self._shape(node, codes), []).append(codes)
        if len(shapes) == 1:
            return self._snapshot.leaf(next(iter(shapes)), fields, self._check, kinds)
        return self._joined(shapes, fields, kinds)

    def _joined(self, shapes: dict[Shape, list[Codes]], fields: tuple[str, ...], kinds: Kinds | None) -> Found:
        """Several shapes, each in the documents of its languages: one word, as rare as all of them together."""
        of = self._snapshot.doc_count
        parts: list[tuple[array[int], list[float]]] = []
        for shape, languages in shapes.items():
            ids, weights = self._snapshot.leaf(shape, fields, self._check, kinds)
            so = self._languages.read_so(ids, languages)
            apart = rarity(len(ids), of)
            parts.append((array("Q", compress(ids, so)), [weight / apart for weight in compress(weights, so)]))
        together = Found(array("Q"), array("f"))
        all_of_them = rarity(sum(len(ids) for ids, _ in parts), of)
        for ids, shares in parts:
            together.ids.extend(ids)
            together.weights.extend([share * all_of_them for share in shares])
        return together

    def _shape(self, node: Node, codes: Codes) -> Shape:
        """What a leaf comes to in this index, in documents that are read so."""
        match node:
            case Phrase(parts=parts):
                return Row(tuple(self._words(atom, codes) for atom in parts))
            case Loose(parts=parts, distance=distance):
                return Spread(tuple(self._words(atom, codes) for atom in parts), distance)
            case Near(left=left, right=right, distance=distance):
                return Pair(self._shape(left, codes), self._shape(right, codes), distance)
            case Or(children=children):
                return Either(tuple(self._shape(child, codes) for child in children))
            case And() | Some() | Not() | Field() | Condition() | BlockOf() | Inside():
                raise QueryError("This cannot be near anything.", *node.span)
            case _:
                return Row((self._words(node, codes),))

    def _words(self, atom: Atom, codes: Codes) -> tuple[str, ...]:
        """The words of the index that an atom stands for."""
        key = (atom, codes if _has_endings(atom) else ())
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._snapshot.vocabulary.terms(self._meant(atom, codes))
        return known

    def _meant(self, atom: Atom, codes: Codes) -> tuple[str, ...]:
        if isinstance(atom, Prefix):
            words = self._beginning_with(atom)
            if not atom.plain:
                return words
            return tuple(dict.fromkeys((*words, *self._snapshot.vocabulary.of_one_stem(atom.prefix, codes))))
        if not isinstance(atom, Word):
            return self._fitting(atom)
        if atom.exact:
            return (atom.word,)
        return tuple(self._snapshot.vocabulary.of_one_stem(atom.word, codes))

    def _fitting(self, atom: Pattern) -> tuple[str, ...]:
        """Words that fit a pattern: where there are more than may be tried, those of most documents."""
        words = self._snapshot.vocabulary.fitting(atom)
        self._check()
        if len(words) > self._prefix_terms:
            self._notices[f"`{print_query(atom)}`: first {self._prefix_terms:,} of {len(words):,} words"] = None
            words = sorted(words, key=lambda item: (-item[1], item[0]))[: self._prefix_terms]
        return tuple(word for word, _ in words)

    def _beginning_with(self, atom: Prefix) -> tuple[str, ...]:
        """Words with that beginning: where there are more than may be tried, those of most documents."""
        words = self._snapshot.vocabulary.beginning_with(atom.prefix)
        chosen = words
        tried = min(self._prefix_terms, UNFINISHED_WORDS) if atom.unfinished else self._prefix_terms
        most = UNFINISHED_POSTINGS if atom.unfinished else None
        if len(words) > tried or (most is not None and sum(count for _, count in words) > most):
            chosen = sorted(words, key=lambda item: (-item[1], item[0]))[:tried]
            if most is not None:
                chosen = _within(chosen, most)
            self._notices[f"`{atom.prefix}*`: first {len(chosen):,} of {len(words):,} words"] = None
        return tuple(word for word, _ in chosen)

    # -- order --------------------------------------------------------------------------------------------------

    def _says_little(self, node: Node) -> frozenset[Codes]:
        """In which documents this is a plain word such as `the`? In quotes, or with an equals sign, it is meant."""
        if not isinstance(node, Word) or node.exact:
            return frozenset()
        return frozenset(codes for codes in self._languages.all if node.word in stop_words(codes[:1]))

    def _telling(self) -> list[Found]:
        """What is counted: words that say little in a language, in its documents only where there is nothing else."""
        littles = [little for _, little in self._counted]
        with_others = {codes for codes in self._languages.all if any(codes not in little for little in littles)}
        telling: list[Found] = []
        for found, little in self._counted:
            silent = little & with_others
            if not silent:
                telling.append(found)
            elif len(silent) < len(self._languages.all):
                counts = self._languages.read_so(found.ids, [c for c in self._languages.all if c not in silent])
                ids, weights = compress(found.ids, counts), compress(found.weights, counts)
                telling.append(Found(array("Q", ids), array("f", weights)))
        return telling

    def _scores(self, documents: set[int]) -> dict[int, float]:
        """Sums of weights."""
        telling = self._telling()
        self._check()
        if len(telling) == 1 and len(telling[0].ids) == len(documents) and documents.issuperset(telling[0].ids):
            return dict(zip(*telling[0], strict=True))  # a single word or phrase, as most queries are
        scores = dict.fromkeys(documents, 0.0)
        for ids, weights in telling:
            self._check()
            for id, weight in zip(ids, weights, strict=True):
                if id in scores:
                    scores[id] += weight
        return scores


def _has_endings(node: Node) -> bool:
    """Does it depend on the language which words a leaf stands for?"""
    match node:
        case Word(exact=exact):
            return not exact
        case Prefix(plain=plain):
            return plain
        case Near(left=left, right=right):
            return _has_endings(left) or _has_endings(right)
        case Or(children=children):
            return any(map(_has_endings, children))
        case _:
            return False  # parts of a phrase are exact


def _within(words: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """As many of the first words as have `most` postings together, and one at least."""
    total = 0
    for at, (_, count) in enumerate(words):
        total += count
        if total > most and at:
            return words[:at]
    return words


def _best(scores: dict[int, float], limit: int, ties: Ties | None) -> tuple[tuple[int, float], ...]:
    """Highest scores first; those of equal score as `ties` says, else by id."""
    chosen = list(scores.items())
    if 0 < limit < len(chosen):
        # The lowest score that gets in is found on plain numbers, which is faster than on pairs with a key.
        least = nlargest(limit, scores.values())[-1]
        chosen = [item for item in chosen if item[1] >= least]
    if ties is None:
        chosen.sort(key=lambda item: (-item[1], item[0]))
        return tuple(chosen[:limit] if limit else chosen)
    equal = Counter(map(itemgetter(1), chosen))
    tied = [item for item in chosen if equal[item[1]] > 1]
    if tied:
        places = ties([id for id, _ in tied])
        tied.sort(key=lambda item: places.get(item[0], inf))
        chosen = [*(item for item in chosen if equal[item[1]] == 1), *tied]
    chosen.sort(key=itemgetter(1), reverse=True)  # which leaves those of equal score in their order
    return tuple(chosen[:limit] if limit else chosen)
