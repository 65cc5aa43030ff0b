"""Many names looked for in a text at once: a tree of their words, walked from every word that begins one.

It finds what the query of each name finds (see `query_of_name`): the same words, the same places, spelling mistakes and
words that a line's end cuts included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from index.search.atoms import spelt
from index.search.proximity import Stretch
from index.search.query import Atom, Fuzzy, Node, Or, Phrase, Word
from index.search.tokens import joined, tokens, words

_COMMA: Final = re.compile(r"[,،，](?!\d)")
_AT_ONCE: Final = 10_000
"""Words of names whose neighbours are held in memory together."""
_MOST_KNOWN: Final = 500_000
"""Words of texts of which it is kept what they stand for."""
_END: Final = ""
"""The key under which a node of the tree holds the numbers of the names that end there; no word is empty."""


def orders(line: str) -> list[tuple[str, ...]]:
    """The words of a name in each order that it may stand in: as it is and, of "Last, First", turned round."""
    return [tuple(word.word for word in order) for order in _orders(line)]


def _orders(line: str) -> list[tuple[Word, ...]]:
    parts = [
        tuple(Word(t.word, True, spelt=spelt(t, part[t.start : t.end])) for t in tokens(part))
        for part in _COMMA.split(line)
    ]
    parts = [part for part in parts if part]
    if not parts:
        return []
    found = [sum(parts, ())]
    if len(parts) > 1:
        found.append(sum([parts[1], parts[0], *parts[2:]], ()))
    return list(dict.fromkeys(found))


def query_of_name(line: str, fuzzy: int) -> Node | None:
    """The query that finds a name literally, with as many letters of each word amiss; None where it has no word."""
    ways = [_in_order(order, fuzzy) for order in _orders(line)]
    if len(ways) > 1:
        return Or(tuple(ways))
    return ways[0] if ways else None


def _in_order(order: tuple[Word, ...], fuzzy: int) -> Node:
    atoms = [_atom(word, fuzzy) for word in order]
    return Phrase(tuple(atoms)) if len(atoms) > 1 else atoms[0]


def _atom(word: Word, fuzzy: int) -> Atom:
    return Fuzzy(word.word, fuzzy, spelt=word.spelt) if _may_err(word.word, fuzzy) else word


def _may_err(word: str, fuzzy: int) -> bool:
    """A word that has no more letters than may be amiss would be any word."""
    return 0 < fuzzy < len(word)


class Names:
    """Names by number, ready to be looked for in any text. For one thread."""

    def __init__(self, names: Mapping[int, str], fuzzy: int = 0, vocabulary: Sequence[str] = ()) -> None:
        """`vocabulary`: words that texts are likely to hold, which makes spelling mistakes quick to look for."""
        self._root: dict[str, Any] = {}
        self._titles: dict[str, set[int]] = {}
        known: set[str] = set()
        for number, name in names.items():
            for order in orders(name):
                node = self._root
                for word in order:
                    node = node.setdefault(word, {})
                node.setdefault(_END, []).append(number)
                known.update(order)
        self._meant = _Meant(known, fuzzy)
        if fuzzy:
            self._meant.prepare(vocabulary)
        self._begins = _Begins(self._root, self._meant)

    def counts(self, text: str) -> dict[int, int]:
        """How often each name stands in a text, those that do; a place inside a wider one of the same name is none."""
        found: dict[int, set[Stretch]] = {}
        for numbers, stretch in self._places(text):
            for number in numbers:
                found.setdefault(number, set()).add(stretch)
        return {number: _outermost(stretches) for number, stretches in found.items()}

    def _places(self, text: str) -> Iterator[tuple[list[int], Stretch]]:
        here = words(text)
        begins, meant = self._begins, self._meant
        starts = [at for at, word in enumerate(here) if begins[word]]
        cuts = {cut.number: cut.word for cut in joined(text)}
        if cuts:
            starts += [at for at, word in cuts.items() if begins[word] and not begins[here[at]]]
        for start in starts:
            stack = [(self._root, start)]
            while stack:
                node, at = stack.pop()
                if at >= len(here):
                    continue
                # Few words go on here, or few are meant: the fewer are looked for among the others.
                steps = [(word, at + 1) for word in node.keys() & meant[here[at]]]
                if at in cuts:
                    steps += [(word, at + 2) for word in node.keys() & meant[cuts[at]]]
                for word, after in steps:
                    child = node[word]
                    if _END in child:
                        yield child[_END], (start, after - 1)
                    stack.append((child, after))


class _Meant(dict[str, set[str]]):
    """Word of a text -> the words of names that it stands for."""

    def __init__(self, known: set[str], fuzzy: int) -> None:
        super().__init__()
        self._known = known
        self._fuzzy = fuzzy
        self._erring = sorted(word for word in known if _may_err(word, fuzzy))

    def __missing__(self, word: str) -> set[str]:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = {word} & self._known
        if self._fuzzy:
            from index.search.patterns import fitting

            # Distances are the same both ways.
            found.update(fitting(Fuzzy(word, self._fuzzy), self._erring, b""))
        self[word] = found
        return found

    def prepare(self, vocabulary: Iterable[str]) -> None:
        """Look all of a vocabulary up at once: two words err by few letters where leaving out few makes them equal."""
        from rapidfuzz.distance import OSA

        fuzzy = self._fuzzy
        for word in vocabulary:
            self[word] = {word} & self._known
        for begin in range(0, len(self._erring), _AT_ONCE):
            near: dict[str, list[str]] = {}
            for word in self._erring[begin : begin + _AT_ONCE]:
                for rest in _shortened(word, fuzzy):
                    near.setdefault(rest, []).append(word)
            for word in self:
                candidates = {other for rest in _shortened(word, fuzzy) for other in near.get(rest, ())}
                if candidates:
                    fits = {c for c in candidates if OSA.distance(word, c, score_cutoff=fuzzy) <= fuzzy}
                    self[word] |= fits


class _Begins(dict[str, bool]):
    """Word of a text -> whether a name may begin with it."""

    def __init__(self, root: Mapping[str, Any], meant: _Meant) -> None:
        super().__init__()
        self._root = root
        self._meant = meant

    def __missing__(self, word: str) -> bool:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = not self._root.keys().isdisjoint(self._meant[word])
        return self[word]


def _shortened(word: str, letters: int) -> set[str]:
    """A word without up to so many of its letters."""
    found = last = {word}
    for _ in range(letters):
        last = {rest[:at] + rest[at + 1 :] for rest in last for at in range(len(rest))}
        found = found | last
    return found


def _outermost(stretches: set[Stretch]) -> int:
    if len(stretches) == 1:
        return 1
    count, end = 0, -1
    for _, last in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if last > end:
            count, end = count + 1, last
    return count
