"""Where a query matches in a text: what is marked in the document, listed with a hit, and walked through with n and N.

It works from the text alone, not from the index, so that it serves a document that is not indexed yet as well. The
words are the same as those of the index (see `tokens`), so a document that the index finds by its body has a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.document import Span
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.query import And, Atom, Condition, Field, Leaf, Node, Not, Or, Phrase, Prefix
from index.search.tokens import fold, spans, unfolded_words
from index.search.vocabulary import stemmers

CHUNK = 1 << 13
"""Characters looked at in one go; between two of them the asker may give up."""

_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class _Wanted:
    """An atom of the query, and where it stands: number of the word in the text -> span."""

    atom: Atom
    stems: tuple[str, ...]
    found: dict[int, Span] = field(default_factory=dict)


def matches(
    query: Node,
    text: str,
    *,
    title: Span | None = None,
    stemming: tuple[str, ...] = (),
    cancelled: Asked | None = None,
) -> list[Span]:
    """Every match in order of position. A phrase is one span; a match inside a longer one is left out.

    Negated parts and conditions match nothing. `title` is where the document's title stands in the text: matches of
    `title:` are those inside it, none without it. Raises Cancelled.
    """
    leaves = list(_leaves(query, in_title=False))
    wanted = _Words(tuple(atom for leaf, _ in leaves for atom in _atoms(leaf)), stemming)
    if not leaves or not text:
        return []
    wanted.look_for(text, cancelled)
    found_spans: set[Span] = set()
    for leaf, in_title in leaves:
        found = _places(leaf, wanted)
        if in_title:
            found = [span for span in found if title and title.start <= span.start and span.end <= title.end]
        found_spans.update(found)
    return _outermost(found_spans)


def _leaves(node: Node, *, in_title: bool) -> Iterator[tuple[Leaf, bool]]:
    """Words and phrases that count, and whether only the title counts for them."""
    match node:
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _leaves(child, in_title=in_title)
        case Field(child=child):
            yield from _leaves(child, in_title=True)
        case Not() | Condition():
            return
        case _:
            yield node, in_title


def _atoms(leaf: Leaf) -> tuple[Atom, ...]:
    return leaf.parts if isinstance(leaf, Phrase) else (leaf,)


class _Words:
    """The atoms of a query, looked for in a text all at once."""

    def __init__(self, atoms: tuple[Atom, ...], stemming: tuple[str, ...]) -> None:
        distinct = dict.fromkeys(atoms)
        plain = any(not isinstance(atom, Prefix) and not atom.exact for atom in distinct)
        self._stemmers = [stemmer for _, stemmer in stemmers(stemming)] if plain else []
        self._wanted = {atom: _Wanted(atom, self._stems(atom)) for atom in distinct}
        self._known: dict[str, tuple[_Wanted, ...]] = {}

    def _stems(self, atom: Atom) -> tuple[str, ...]:
        if isinstance(atom, Prefix) or atom.exact:
            return ()
        return tuple(stemmer.stemWord(atom.word) for stemmer in self._stemmers)

    def places(self, atom: Atom) -> dict[int, Span]:
        """Where an atom stands."""
        return self._wanted[atom].found

    def look_for(self, text: str, cancelled: Asked | None) -> None:
        """Go through the text once, chunk by chunk, taking the places of words only where there is a wanted one."""
        number = 0
        for start, end in _chunks(text):
            if cancelled is not None and cancelled():
                raise Cancelled("The search in the text was given up.")
            here = unfolded_words(text[start:end])
            self._learn(set(here))
            known = self._known
            hits = [at for at, word in enumerate(here) if known[word]]
            if hits:
                stands = spans(text[start:end])
                for at in hits:
                    first, last = stands[at]
                    for wanted in known[here[at]]:
                        wanted.found[number + at] = Span(start + first, start + last)
            number += len(here)

    def _learn(self, words: set[str]) -> None:
        """Find out of each word, as it stands in the text, which atoms it answers."""
        known = self._known
        for word in words.difference(known):
            folded = fold(word)
            known[word] = tuple(wanted for wanted in self._wanted.values() if self._is(wanted, folded))

    def _is(self, wanted: _Wanted, word: str) -> bool:
        atom = wanted.atom
        if isinstance(atom, Prefix):
            return word.startswith(atom.prefix)
        if word == atom.word:
            return True
        return any(s.stemWord(word) == stem for s, stem in zip(self._stemmers, wanted.stems, strict=False))


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """The text in stretches that end before white space, so that none cuts a word."""
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + CHUNK)
        end = space.start() if space else len(text)
        yield start, end
        start = end


def _places(leaf: Leaf, words: _Words) -> list[Span]:
    """The spans of a word or a phrase."""
    if not isinstance(leaf, Phrase):
        return list(words.places(leaf).values())
    parts = [words.places(atom) for atom in leaf.parts]
    rarest = min(range(len(parts)), key=lambda at: len(parts[at]))
    found = []
    for number in parts[rarest]:
        first = number - rarest
        if all(first + at in part for at, part in enumerate(parts)):
            found.append(Span(parts[0][first].start, parts[-1][first + len(parts) - 1].end))
    return found


def _outermost(found: set[Span]) -> list[Span]:
    """In order, without those that lie inside another."""
    outermost: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not outermost or span.end > outermost[-1].end:
            outermost.append(span)
    return outermost
