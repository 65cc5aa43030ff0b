"""One commit of a tantivy index: which documents hold a word or a phrase, and what that says of them.

Tantivy's Python binding says which documents answer and how it scores them, and not where a word stands. Where all
that is asked is a word, words of one stem, a phrase or two words near each other, the index answers, and how often the
word stands in a text (for its length) is reckoned back from the score, so that order is by our own formula. All else
about places (things near things, words in any order) is looked up in the words of the documents that hold what is
asked for, which the index keeps: about 25 ms for 1,000 of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import log, prod
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from tantivy import Index, Occur, Query

from index.search.query import Kinds
from index.search.scoring import K1, WEIGHTS, B, Cache, Check, Found, rarity
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words, words_of
from index.search.standing import DOCUMENT, Areas, Places, runs, standing
from index.search.tantivy_files import Meta, told
from index.search.vocabulary import MARK, Vocabulary, of_lexicon
from index.search.word_counts import WordCounts, of_texts

SEPARATE = 64
"""Words of a group, or ways to say a phrase, that are asked one by one; of more, frequencies are roughly known."""
_K1 = 1.2
"""Tantivy's own. Its B is ours."""
_LEAST = 0.02
"""How near to 1 a saturated frequency is believed."""


_BLOCKS = "blocks"
_AT_ONCE = 500
"""Documents whose words are compared together."""


class _Way(NamedTuple):
    """A question to the index, and the sum of rarities that its score is multiplied with."""

    query: Any
    rarity: float


class TantivySnapshot:
    """Never changes."""

    def __init__(self, index: Index, meta: Meta) -> None:
        self.generation = meta.generation
        self._schema = index.schema
        self._searcher = index.searcher()
        self._documents = meta.documents
        self.doc_count: int = self._searcher.num_docs
        self._cache = Cache()
        self._lock = Lock()
        self._word_counts: WordCounts | None = None

    @cached_property
    def ids(self) -> frozenset[int]:
        """Every document."""
        with told():
            return frozenset(self._asked(Query.all_query())[0])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word, read from the index: 0.1 s for 65,000 of them."""
        terms = self._searcher.terms_with_prefix
        with told():
            return of_lexicon(item for field in WEIGHTS for item in terms(field, ""))

    def having(self, kind: str) -> set[int]:
        """Documents that have a block of a kind."""
        with told():
            return set(self._asked(Query.term_query(self._schema, _BLOCKS, kind))[0])

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check, kinds: Kinds | None = None) -> Found:
        """Documents in any of whose fields something of that shape stands, with their weights. `kinds`: in blocks of
        these, in the body alone."""
        if kinds is not None:
            fields = ("body",)
        key = (shape, kinds, *fields)
        answer = self._cache.get(key)
        if answer is None:
            counting: dict[int, float] = {}
            with told():
                for field in fields:
                    self._add_field(counting, shape, field, kinds, check)
            scale = (K1 + 1) * rarity(len(counting), self.doc_count)
            weights = [scale * frequency / (frequency + K1) for frequency in counting.values()]
            answer = Found(array("Q", counting.keys()), array("f", weights))
            self._cache.put(key, answer)
        return answer

    def _add_field(
        self, counting: dict[int, float], shape: Shape, field: str, kinds: Kinds | None, check: Check
    ) -> None:
        """Add how often a shape stands in each document, as it counts for length and weight of the field."""
        ways = self._ways(shape, field) if kinds is None else None
        if ways is None:
            for id, frequency in self._looked_up(shape, field, kinds, check):
                counting[id] = counting.get(id, 0.0) + WEIGHTS[field] * frequency
            return
        for way in ways:
            check()
            ids, scores = self._asked(way.query)
            most = way.rarity * (_K1 + 1)
            least = most * _LEAST
            factor = WEIGHTS[field] * _K1
            frequencies = [factor * score / max(most - score, least) for score in scores]
            if not counting:
                counting.update(zip(ids, frequencies, strict=True))
                continue
            for id, frequency in zip(ids, frequencies, strict=True):
                counting[id] = counting.get(id, 0.0) + frequency

    def _asked(self, query: Any) -> tuple[list[int], list[float]]:
        """Documents that answer, with tantivy's scores."""
        if not self.doc_count:
            return [], []
        hits = self._searcher.search(query, limit=self.doc_count, count=False).hits
        ids = self._searcher.fast_field_values("key", [address for _, address in hits])
        return ids, [score for score, _ in hits]  # type: ignore[return-value]

    def word_counts(self, check: Check) -> WordCounts:
        """How often each word stands in the texts, from the words that the index keeps of each."""
        with self._lock:
            if self._word_counts is None:
                with told():
                    self._word_counts = of_texts(self._bodies(), self.vocabulary.words, check)
            return self._word_counts

    def _bodies(self) -> Iterator[tuple[int, list[str]]]:
        """The words of each text, with its number."""
        hits = self._searcher.search(Query.all_query(), limit=max(1, self.doc_count), count=False).hits
        addresses = [address for _, address in hits]
        ids = self._searcher.fast_field_values("key", addresses)
        for id, address in zip(ids, addresses, strict=True):
            lines = dict(line.partition(" ")[::2] for line in self._words_of(address).split("\n"))
            yield int(id or 0), lines["body"].split()

    # -- what the index can say by itself -----------------------------------------------------------------------

    def _ways(self, shape: Shape, field: str) -> list[_Way] | None:
        """Questions that together find a shape, None where the index cannot say."""
        match shape:
            case Row(parts=(words,)):
                return self._any_of(words, field)
            case Row(parts=parts):
                return self._phrases([parts], field, 0)
            case Pair(left=Row(parts=(left,)), right=Row(parts=(right,)), distance=distance):
                return self._beside(left, right, field, distance)
            case Spread(parts=(left, right), distance=distance):
                return self._beside(left, right, field, distance)
        return None

    def _any_of(self, words: Words, field: str) -> list[_Way]:
        held = [way for word in words if (way := self._word(word, field))]
        if len(held) <= SEPARATE:
            return held
        together = [(Occur.Should, Query.boost_query(way.query, 1 / way.rarity)) for way in held]
        return [_Way(Query.boolean_query(together), 1.0)]

    def _word(self, word: str, field: str) -> _Way | None:
        rare = self._rarity(word, field)
        return _Way(Query.term_query(self._schema, field, word), rare) if rare else None

    def _rarity(self, word: str, field: str) -> float:
        """As tantivy reckons it; 0 where no document has the word."""
        documents = self._searcher.doc_freq(field, word)
        return log(1 + (self._documents - documents + 0.5) / (documents + 0.5)) if documents else 0.0

    def _beside(self, left: Words, right: Words, field: str, distance: int) -> list[_Way] | None:
        """Two different words in either order. A word beside itself is not what tantivy looks for."""
        if set(left).intersection(right):
            return None
        return self._phrases([(left, right), (right, left)], field, distance)

    def _phrases(self, orders: Sequence[tuple[Words, ...]], field: str, slop: int) -> list[_Way] | None:
        """Every way to say them; None where they are too many, or a word is one that a line's end cuts."""
        ways: list[_Way] = []
        for parts in orders:
            if any(word[:1] == MARK for words in parts for word in words):
                return None
            rare = [[(word, r) for word in words if (r := self._rarity(word, field))] for words in parts]
            if prod(map(len, rare)) > SEPARATE:
                return None
            for chosen in product(*rare):
                words = [word for word, _ in chosen]
                query = Query.phrase_query(self._schema, field, words, slop)  # type: ignore[arg-type]
                ways.append(_Way(query, sum(r for _, r in chosen)))
        return ways

    # -- what must be looked up in the words of documents -------------------------------------------------------

    def _looked_up(self, shape: Shape, field: str, kinds: Kinds | None, check: Check) -> list[tuple[int, float]]:
        """Documents that hold a shape, and how often for the length of the field."""
        if not self.doc_count:
            return []
        holding = self._holding(shape, field)
        if kinds is not None:
            having = Query.term_set_query(self._schema, _BLOCKS, sorted(kinds))
            holding = Query.boolean_query([(Occur.Must, holding), (Occur.Must, having)])
        hits = self._searcher.search(holding, limit=self.doc_count, count=False).hits
        addresses = [address for _, address in hits]
        ids = self._searcher.fast_field_values("key", addresses)
        average = self._average[field]
        found: list[tuple[int, float]] = []
        for first in range(0, len(addresses), _AT_ONCE):
            some = addresses[first : first + _AT_ONCE]
            for number, frequency, length in self._standing(shape, field, some, kinds, check):
                found.append((int(ids[first + number] or 0), frequency / (1 - B + B * length / average)))
        return found

    def _standing(
        self, shape: Shape, field: str, addresses: Sequence[Any], kinds: Kinds | None, check: Check
    ) -> list[tuple[int, int, int]]:
        """Of some documents, those in which a shape stands: which of them, how often, and the words of the field."""
        where: dict[str, list[int]] = {word: [] for words in words_of(shape) for word in words}
        lengths: list[int] = []
        bounds: list[int] = []
        for number, address in enumerate(addresses):
            check()
            text = self._words_of(address)
            lengths.append(_add_places(where, text, field, number << DOCUMENT))
            if kinds is not None:
                bounds += _bounds(text, kinds, number << DOCUMENT)
        places = {words: _places(words, where) for words in words_of(shape)}
        if kinds is not None:
            areas = Areas.of(np.array(bounds, np.int64))
            places = {words: areas.only(part) for words, part in places.items()}
        numbers, frequencies = runs(standing(shape, places, check) >> DOCUMENT)
        each = zip(numbers.tolist(), frequencies.tolist(), strict=True)
        return [(number, frequency, lengths[number]) for number, frequency in each]

    def _words_of(self, address: Any) -> str:
        """What `kept` made of a document."""
        return bytes(self._searcher.doc(address)["text"][0]).decode("utf-8")

    def _holding(self, shape: Shape, field: str) -> Any:
        """Finds the documents that hold the words of a shape, wherever they stand."""
        match shape:
            case Row(parts=parts) | Spread(parts=parts):
                sets = [Query.term_set_query(self._schema, field, words) for words in parts]
                return Query.boolean_query([(Occur.Must, words) for words in sets])
            case Pair(left=left, right=right):
                both = self._holding(left, field), self._holding(right, field)
                return Query.boolean_query([(Occur.Must, side) for side in both])
            case Either(children=children):
                return Query.boolean_query([(Occur.Should, self._holding(child, field)) for child in children])

    @cached_property
    def _average(self) -> dict[str, float]:
        """Words that a document has in a field."""
        asked = {field: {"avg": {"field": f"{field}_words"}} for field in WEIGHTS}
        found = self._searcher.aggregate(Query.all_query(), asked)
        return {field: found[field]["value"] or 1.0 for field in WEIGHTS}


def kept(fields: dict[str, list[str]], cuts: dict[str, list[tuple[int, str]]], kinds: Mapping[str, list[int]]) -> str:
    """The words of a document as a line a field, a line of those that a line's end cuts, each behind its number, and
    a line for each kind of block with where such blocks begin and end."""
    lines = [f"{field} {' '.join(words)}" for field, words in fields.items()]
    for field, found in cuts.items():
        if found:
            lines.append(" ".join([field + MARK, *(f"{number} {MARK}{word}" for number, word in found)]))
    lines += [" ".join([_BLOCKS, kind, *map(str, bounds)]) for kind, bounds in kinds.items()]
    return "\n".join(lines)


def _add_places(where: dict[str, list[int]], text: str, field: str, base: int) -> int:
    """Add to each word where it stands in a field, from what `kept` made; returns how many words the field has."""
    length = 0
    for line in text.split("\n"):
        name, _, rest = line.partition(" ")
        if name == field:
            words = rest.split(" ")
            length = len(words)
            for place, word in [item for item in enumerate(words, base) if item[1] in where]:
                where[word].append(place)
        elif name == field + MARK:
            words = rest.split(" ")
            for at in [at for at, word in enumerate(words) if word in where and word[:1] == MARK]:
                where[words[at]].append(base + int(words[at - 1]))
    return length


def _bounds(text: str, kinds: Kinds, base: int) -> Iterator[int]:
    """Where blocks of some kinds begin and end, from what `kept` made."""
    for line in text.split("\n"):
        if line.startswith(_BLOCKS + " "):
            _, kind, *bounds = line.split(" ")
            if kind in kinds:
                yield from (base + int(bound) for bound in bounds)


def _places(words: Words, where: dict[str, list[int]]) -> Places:
    single = [place for word in words if word[:1] != MARK for place in where[word]]
    joined = [place for word in words if word[:1] == MARK for place in where[word]]
    return Places(np.array(sorted(single), np.int64), np.array(sorted(joined), np.int64))
