"""Answering a query tree from a snapshot: sets of documents for what must hold, sums of weights for the order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from heapq import nlargest
from typing import Protocol

from index.errors import Cancelled, QueryError
from index.events import Cancelled as Asked
from index.search.engine import Ranked
from index.search.printer import print_query
from index.search.query import (
    And,
    Atom,
    Condition,
    Field,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Resolve,
    Word,
)
from index.search.scoring import Check, Found
from index.search.shapes import Either, Pair, Row, Shape, Spread
from index.search.vocabulary import Vocabulary

UNFINISHED_POSTINGS = 200_000
"""Postings read for a word that is still being typed. Enough for all but one or two letters."""

_BOTH = ("body", "title")


class Snapshot(Protocol):
    """What one commit of an index holds, whichever the engine."""

    @property
    def ids(self) -> frozenset[int]:
        """Every document."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every word."""

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check) -> Found:
        """Documents in any of whose fields something of that shape stands, with what that adds to their scores."""


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
    ) -> None:
        self._snapshot = snapshot
        self._prefix_terms = prefix_terms
        self._universe = universe
        self._resolve = resolve
        self._cancelled = cancelled
        self._counted: list[tuple[Found, bool]] = []
        self._notices: dict[str, None] = {}

    def answer(self, query: Node, restrict: Collection[int] | None, limit: int) -> Ranked:
        """The documents, the best `limit` of them (0 = all) in order."""
        documents = self._documents(query, _BOTH, counts=True)
        if restrict is not None:
            documents = documents.intersection(restrict)
        scores = self._scores(documents)
        return Ranked(_best(scores, limit), len(documents), tuple(self._notices))

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
            case Not(child=child):
                return self._everything() - self._documents(child, fields, counts=False)
            case Field(name=name, child=child):
                return self._documents(child, (name,), counts=counts)
            case Condition():
                return self._fulfilling(node)
            case _:
                found = self._snapshot.leaf(self._shape(node), fields, self._check)
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

    def _everything(self) -> set[int]:
        return set(self._universe() if self._universe else self._snapshot.ids)

    def _fulfilling(self, node: Condition) -> set[int]:
        if self._resolve is None:
            raise QueryError(f"{node.name}: cannot be asked for here.", *node.span)
        return set(self._resolve(node))

    # -- words --------------------------------------------------------------------------------------------------

    def _shape(self, node: Node) -> Shape:
        """What a leaf comes to in this index."""
        match node:
            case Phrase(parts=parts):
                return Row(tuple(self._words(atom) for atom in parts))
            case Loose(parts=parts, distance=distance):
                return Spread(tuple(self._words(atom) for atom in parts), distance)
            case Near(left=left, right=right, distance=distance):
                return Pair(self._shape(left), self._shape(right), distance)
            case Or(children=children):
                return Either(tuple(self._shape(child) for child in children))
            case And() | Not() | Field() | Condition():
                raise QueryError("This cannot be near anything.", *node.span)
            case _:
                return Row((self._words(node),))

    def _words(self, atom: Atom) -> tuple[str, ...]:
        """The words of the index that an atom stands for."""
        return self._snapshot.vocabulary.terms(self._meant(atom))

    def _meant(self, atom: Atom) -> tuple[str, ...]:
        if isinstance(atom, Prefix):
            return self._beginning_with(atom)
        if not isinstance(atom, Word):
            return self._fitting(atom)
        if atom.exact:
            return (atom.word,)
        return tuple(self._snapshot.vocabulary.of_one_stem(atom.word))

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
        most = UNFINISHED_POSTINGS if atom.unfinished else None
        if len(words) > self._prefix_terms or (most is not None and sum(count for _, count in words) > most):
            chosen = sorted(words, key=lambda item: (-item[1], item[0]))[: self._prefix_terms]
            if most is not None:
                chosen = _within(chosen, most)
            self._notices[f"`{atom.prefix}*`: first {len(chosen):,} of {len(words):,} words"] = None
        return tuple(word for word, _ in chosen)

    # -- order --------------------------------------------------------------------------------------------------

    def _says_little(self, node: Node) -> bool:
        """Is this a plain word such as `the`? In quotes, or with an equals sign, it is meant."""
        return isinstance(node, Word) and not node.exact and node.word in self._snapshot.vocabulary.stop_words

    def _scores(self, documents: set[int]) -> dict[int, float]:
        """Sums of weights; words that say little count where there is nothing else."""
        telling = [found for found, little in self._counted if not little] or [found for found, _ in self._counted]
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


def _within(words: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """As many of the first words as have `most` postings together, and one at least."""
    total = 0
    for at, (_, count) in enumerate(words):
        total += count
        if total > most and at:
            return words[:at]
    return words


def _best(scores: dict[int, float], limit: int) -> tuple[tuple[int, float], ...]:
    """Highest scores first, ties by id."""
    chosen = list(scores.items())
    if 0 < limit < len(chosen):
        # The lowest score that gets in is found on plain numbers, which is faster than on pairs with a key.
        least = nlargest(limit, scores.values())[-1]
        chosen = [item for item in chosen if item[1] >= least]
    chosen.sort(key=lambda item: (-item[1], item[0]))
    return tuple(chosen[:limit] if limit else chosen)
