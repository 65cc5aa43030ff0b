"""Where a query matches in a text: what is marked in the document, listed with a hit, and walked through with n and N.

It works from the text alone, not from the index, so that it serves a document that is not indexed yet as well. The
words are the same as those of the index (see `tokens`), so a document that the index finds by its body has a match.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.document import Block, Span
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.search.blocks import placed
from index.search.languages import Codes, Languages
from index.search.patterns import Fits, fits
from index.search.proximity import Stretch, chain, near, window
from index.search.query import (
    And,
    Atom,
    BlockOf,
    Condition,
    Field,
    Inside,
    Kinds,
    Leaf,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Some,
    Word,
    nodes,
)
from index.search.stems import stemmers
from index.search.tokens import fold, joined, spans, unfolded_words

CHUNK = 1 << 13
"""Characters looked at in one go; between two of them the asker may give up."""

_MOST_KNOWN = 200_000
"""Words of earlier texts that are remembered."""

# Not behind a hyphen, where a word may go on in the next line.
_SPACE = re.compile(r"(?<=[^\s\-\u2010\u00ad])\s")


@dataclass(slots=True)
class _Wanted:
    """An atom of the query, and where it stands: number of the word in the text -> span."""

    atom: Atom
    stems: tuple[str, ...]
    fits: Fits | None
    """Of what is no plain word."""
    found: dict[int, Span] = field(default_factory=dict)
    joined: dict[int, Span] = field(default_factory=dict)
    """Where a line's end cuts it: number of its first part -> span of both."""

    @property
    def stretches(self) -> list[Stretch]:
        """First and last number of each place."""
        return sorted([(number, number) for number in self.found] + [(number, number + 1) for number in self.joined])

    @property
    def either(self) -> list[int]:
        """Every place, both of one that is cut."""
        return sorted({*self.found, *self.joined, *(number + 1 for number in self.joined)})


def matches(
    query: Node,
    text: str,
    *,
    title: Span | None = None,
    blocks: Sequence[Block] = (),
    stemming: Codes = (),
    cancelled: Asked | None = None,
) -> list[Span]:
    """Every match in order of position. A phrase is one span; a match inside a longer one is left out.

    Negated parts and conditions match nothing. `title` is where the document's title stands in the text: matches of
    `title:` are those inside it, none without it. `blocks` are those of the text; without any it is prose. `stemming`:
    how the document is read. Raises Cancelled.
    """
    return Matcher(query, stemming).matches(text, title=title, blocks=blocks, cancelled=cancelled)


class Matchers:
    """A query put to texts of several languages. For one thread."""

    def __init__(self, query: Node, languages: Languages) -> None:
        self._query = query
        self._languages = languages
        self._made: dict[Codes, Matcher] = {}

    def of(self, document: int) -> Matcher:
        """The matcher for a document, by its number."""
        codes = self._languages.of(document)
        matcher = self._made.get(codes)
        if matcher is None:
            matcher = self._made[codes] = Matcher(self._query, codes)
        return matcher


class Matcher:
    """A query put to one text after another: what was found out of a word serves every later text. For one thread."""

    def __init__(self, query: Node, stemming: Codes = ()) -> None:
        self._leaves = list(_leaves(placed(query), in_title=False))
        self._words = _Words(tuple(atom for leaf, _ in self._leaves for atom in _atoms(leaf)), stemming)
        self.asks_blocks = any(isinstance(node, BlockOf) for node in nodes(query))
        """True where it matters what the blocks of a text are."""

    @property
    def asks_titles(self) -> bool:
        """True where it matters where a text's title stands."""
        return any(in_title for _, in_title in self._leaves)

    def matches(
        self,
        text: str,
        *,
        title: Span | None = None,
        blocks: Sequence[Block] = (),
        cancelled: Asked | None = None,
    ) -> list[Span]:
        """As `matches` of this module. Raises Cancelled."""
        if not self._leaves or not text:
            return []
        self._words.look_for(text, cancelled)
        found_spans: set[Span] = set()
        blocks = blocks or (Block(0, len(text), "prose", ""),)
        for leaf, in_title in self._leaves:
            found = _places(leaf, self._words, blocks)
            if in_title:
                found = [span for span in found if title and title.start <= span.start and span.end <= title.end]
            found_spans.update(found)
        return outermost(found_spans)


def _leaves(node: Node, *, in_title: bool) -> Iterator[tuple[Leaf | Inside | BlockOf, bool]]:
    """Words and phrases that count, and whether only the title counts for them."""
    match node:
        case And(children=children) | Or(children=children) | Some(children=children):
            for child in children:
                yield from _leaves(child, in_title=in_title)
        case Field(child=child):
            yield from _leaves(child, in_title=True)
        case Not() | Condition():
            return
        case BlockOf(marked=False):
            return
        case _:
            yield node, in_title


def _atoms(leaf: Node) -> Iterator[Atom]:
    """Every word and pattern of a leaf."""
    match leaf:
        case Phrase(parts=parts) | Loose(parts=parts):
            yield from parts
        case Near(left=left, right=right):
            yield from _atoms(left)
            yield from _atoms(right)
        case Or(children=children):
            for child in children:
                yield from _atoms(child)
        case Inside(child=child):
            yield from _atoms(child)
        case And() | Some() | Not() | Field() | Condition() | BlockOf():  # cannot be near anything
            return
        case _:
            yield leaf


class _Words:
    """The atoms of a query, looked for in a text all at once."""

    def __init__(self, atoms: tuple[Atom, ...], stemming: Codes) -> None:
        distinct = dict.fromkeys(atoms)
        self._stemmers = stemmers(stemming) if any(map(_has_endings, distinct)) else []
        self._wanted = {atom: self._want(atom) for atom in distinct}
        self._known: dict[str, tuple[_Wanted, ...]] = {}

    def _want(self, atom: Atom) -> _Wanted:
        word = atom.word if isinstance(atom, Word) else atom.prefix if isinstance(atom, Prefix) else ""
        stems = tuple(stemmer.stemWord(word) for stemmer in self._stemmers) if _has_endings(atom) else ()
        return _Wanted(atom, stems, None if isinstance(atom, Word) else fits(atom))

    def __getitem__(self, atom: Atom) -> _Wanted:
        """An atom with where it stands."""
        return self._wanted[atom]

    def look_for(self, text: str, cancelled: Asked | None) -> None:
        """Go through the text once, chunk by chunk, taking the places of words only where there is a wanted one."""
        number = 0
        for wanted in self._wanted.values():
            wanted.found, wanted.joined = {}, {}
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
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
            for cut in joined(text[start:end]):
                self._learn({cut.word})
                for wanted in known[cut.word]:
                    wanted.joined[number + cut.number] = Span(start + cut.start, start + cut.end)
            number += len(here)

    def _learn(self, words: set[str]) -> None:
        """Find out of each word, as it stands in the text, which atoms it answers."""
        known = self._known
        for word in words.difference(known):
            folded = fold(word)
            known[word] = tuple(wanted for wanted in self._wanted.values() if self._is(wanted, folded))

    def _is(self, wanted: _Wanted, word: str) -> bool:
        atom, fits = wanted.atom, wanted.fits
        if word == atom.word if isinstance(atom, Word) else fits is not None and fits(word):
            return True
        return any(s.stemWord(word) == stem for s, stem in zip(self._stemmers, wanted.stems, strict=False))


def _has_endings(atom: Atom) -> bool:
    """Does it stand for words of one stem?"""
    return atom.plain if isinstance(atom, Prefix) else isinstance(atom, Word) and not atom.exact


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """The text in stretches that end before white space, so that none cuts a word."""
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + CHUNK)
        end = space.start() if space else len(text)
        yield start, end
        start = end


class _InBlocks:
    """The same words, where they stand in blocks of some kinds."""

    def __init__(self, words: _Words, blocks: Sequence[Block], kinds: Kinds) -> None:
        self._words = words
        self._blocks = blocks
        self._starts = [block.start for block in blocks]
        self._kinds = kinds

    def __getitem__(self, atom: Atom) -> _Wanted:
        wanted = self._words[atom]
        found = {at: span for at, span in wanted.found.items() if self._holds(span.start)}
        joined = {at: s for at, s in wanted.joined.items() if self._holds(s.start) and self._holds(s.end - 1)}
        return replace(wanted, found=found, joined=joined)

    def _holds(self, at: int) -> bool:
        number = bisect_right(self._starts, at) - 1
        return number >= 0 and self._blocks[number].kind in self._kinds


def _places(leaf: Leaf | Inside | BlockOf, words: _Words | _InBlocks, blocks: Sequence[Block]) -> list[Span]:
    """The spans of a word, a phrase, what is near, or blocks."""
    if isinstance(leaf, BlockOf):
        return [Span(block.start, block.end) for block in blocks if block.kind == leaf.kind]
    if isinstance(leaf, Inside):
        assert isinstance(words, _Words)
        return _places(leaf.child, _InBlocks(words, blocks, leaf.kinds), blocks)
    if not isinstance(leaf, Phrase | Loose | Near):
        return [*words[leaf].found.values(), *words[leaf].joined.values()]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for atom in _atoms(leaf):
        for number, span in words[atom].found.items():
            starts[number], ends[number] = span
        for number, span in words[atom].joined.items():
            starts[number], ends[number + 1] = span
    return [Span(starts[first], ends[last]) for first, last in _stretches(leaf, words)]


def _stretches(leaf: Node, words: _Words | _InBlocks) -> list[Stretch]:
    """The same as numbers of words."""
    match leaf:
        case Phrase(parts=parts):
            return chain([words[atom].stretches for atom in parts])
        case Loose(parts=parts, distance=distance):
            found = window([words[atom].either for atom in parts], distance)
            cut = {number for atom in parts for number in words[atom].joined}
            # What begins or ends within a word that a line's end cuts takes all of it.
            return [(first - (first - 1 in cut), last + (last in cut)) for first, last in found] if cut else found
        case Near(left=left, right=right, distance=distance):
            return near(_stretches(left, words), _stretches(right, words), distance)
        case Or(children=children):
            return sorted({stretch for child in children for stretch in _stretches(child, words)})
        case And() | Some() | Not() | Field() | Condition() | BlockOf() | Inside():
            return []
        case _:
            return words[leaf].stretches


def outermost(found: set[Span]) -> list[Span]:
    """Spans in order, without those that lie inside another."""
    outermost: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not outermost or span.end > outermost[-1].end:
            outermost.append(span)
    return outermost
