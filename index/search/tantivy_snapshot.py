"""One commit of a tantivy index: which documents hold a word or a phrase, and what that says of them.

Tantivy's Python binding says which documents answer and how it scores them, and not where a word stands. Where all
that is asked is a word, words of one stem, a phrase or two words near each other, the index answers, and how often the
word stands in a text (for its length) is reckoned back from the score, so that order is by our own formula. All else
about places (things near things, words in any order) is looked up in the words of the documents that hold what is
asked for, which the index keeps: about 25 ms for 1,000 of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import product
from math import log, prod
from typing import Any, NamedTuple

from tantivy import Index, Occur, Query

from index.search.scoring import K1, WEIGHTS, B, Cache, Check, Found, rarity
from index.search.shapes import Either, Pair, Row, Shape, Spread, Words, words_of
from index.search.standing import Places, standing
from index.search.tantivy_files import Meta, told
from index.search.vocabulary import MARK, Vocabulary, of_lexicon

SEPARATE = 64
"""Words of a group, or ways to say a phrase, that are asked one by one; of more, frequencies are roughly known."""
_K1 = 1.2
"""Tantivy's own. Its B is ours."""
_LEAST = 0.02
"""How near to 1 a saturated frequency is believed."""


class _Way(NamedTuple):
    """A question to the index, and the sum of rarities that its score is multiplied with."""

    query: Any
    rarity: float


class TantivySnapshot:
    """Never changes."""

    def __init__(self, index: Index, meta: Meta, languages: tuple[str, ...]) -> None:
        self.generation = meta.generation
        self._schema = index.schema
        self._searcher = index.searcher()
        self._documents = meta.documents
        self._languages = languages
        self.doc_count: int = self._searcher.num_docs
        self._cache = Cache()

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
            return of_lexicon((item for field in WEIGHTS for item in terms(field, "")), self._languages)

    def leaf(self, shape: Shape, fields: Sequence[str], check: Check) -> Found:
        """Documents in any of whose fields something of that shape stands, with their weights."""
        key = (shape, *fields)
        answer = self._cache.get(key)
        if answer is None:
            counting: dict[int, float] = {}
            with told():
                for field in fields:
                    self._add_field(counting, shape, field, check)
            scale = (K1 + 1) * rarity(len(counting), self.doc_count)
            weights = [scale * frequency / (frequency + K1) for frequency in counting.values()]
            answer = Found(array("Q", counting.keys()), array("f", weights))
            self._cache.put(key, answer)
        return answer

    def _add_field(self, counting: dict[int, float], shape: Shape, field: str, check: Check) -> None:
        """Add how often a shape stands in each document, as it counts for length and weight of the field."""
        ways = self._ways(shape, field)
        if ways is None:
            for id, frequency in self._looked_up(shape, field, check):
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

    def _looked_up(self, shape: Shape, field: str, check: Check) -> list[tuple[int, float]]:
        """Documents that hold a shape, and how often for the length of the field."""
        if not self.doc_count:
            return []
        hits = self._searcher.search(self._holding(shape, field), limit=self.doc_count, count=False).hits
        addresses = [address for _, address in hits]
        ids = self._searcher.fast_field_values("key", addresses)
        wanted = {word for words in words_of(shape) for word in words}
        average = self._average[field]
        found: list[tuple[int, float]] = []
        for number, address in enumerate(addresses):
            check()
            length, where = _where(self._words_of(address), field, wanted)
            places = {words: _places(words, where) for words in words_of(shape)}
            begins = {first for first, _ in standing(shape, places, check)}
            if begins:
                found.append((int(ids[number] or 0), len(begins) / (1 - B + B * length / average)))
        return found

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


def kept(fields: dict[str, list[str]], cuts: dict[str, list[tuple[int, str]]]) -> str:
    """The words of a document as a line a field, and a line of those that a line's end cuts, each behind its number."""
    lines = [f"{field} {' '.join(words)}" for field, words in fields.items()]
    for field, found in cuts.items():
        if found:
            lines.append(" ".join([field + MARK, *(f"{number} {MARK}{word}" for number, word in found)]))
    return "\n".join(lines)


def _where(text: str, field: str, wanted: set[str]) -> tuple[int, dict[str, list[int]]]:
    """How many words a field has, and where those that are wanted stand, from what `kept` made."""
    where: dict[str, list[int]] = {word: [] for word in wanted}
    length = 0
    for line in text.split("\n"):
        name, _, rest = line.partition(" ")
        if name == field:
            words = rest.split(" ")
            length = len(words)
            for place, word in [item for item in enumerate(words) if item[1] in wanted]:
                where[word].append(place)
        elif name == field + MARK:
            words = rest.split(" ")
            for at in [at for at, word in enumerate(words) if word in wanted and word[:1] == MARK]:
                where[words[at]].append(int(words[at - 1]))
    return length, where


def _places(words: Words, where: dict[str, list[int]]) -> Places:
    single = [place for word in words if word[:1] != MARK for place in where[word]]
    joined = [place for word in words if word[:1] == MARK for place in where[word]]
    return Places(sorted(single), sorted(joined))
