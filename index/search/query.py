"""The query language as a tree, which the parser makes and engines, highlighting and the printer read.

    plain         every word with the same stem        =word    the word as it stands
    "two words"   a phrase, as it stands               pre*     words that begin so
    w?rd, *ness   ? one letter, * any number of them   /a+b/    words that a regular expression fits
    word~ word~2  words with one or two letters amiss  "a b"~5  in any order, at most 5 other words among them
    a NEAR/3 b    at most 3 words between              a b, a AND b  both
    a OR b        either                               -a, NOT a     documents without
    (a b)         a group; NEAR binds tightest, AND tighter than OR
    title:a title:"a b" title:(a OR b)                 in the title only
    block:caption block:table …                        in blocks of this kind only, see `index.search.blocks`
    source:x path:x date:2020..2021-08-15 lang:en …    conditions, see `index.asking.conditions`
    entity:x code:x note:x mark:x from:x subject:x …   conditions that have their own places in a text
    @prisoners                                         the saved search of that name, see `index.searches.standing_for`
    like:"a passage" like:path/of/a/document           documents with many of its telling words, `index.asking.alike`

Nodes are immutable and compare without their spans, which say where in the query each stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.document import BlockKind, Span

NOWHERE = Span(0, 0)

TEXT_FIELDS: frozenset[str] = frozenset({"title"})
"""Fields that are parts of a document's text and hold words."""

CONDITIONS: frozenset[str] = frozenset(
    {"source", "author", "path", "date", "lang", "format", "is", "has", "tag", "like", "entity", "speaker"}
    | {"code", "note", "mark", "from", "to", "cc", "subject", "thread"}
)
"""Fields whose value is passed on as it stands; whoever asks says which documents fulfil it."""


LIKE = "like"
"""The name of the Condition whose value is a document or a passage; its telling words take its place."""

SAVED = "@"
"""The name of a Condition that is no field: its value names a saved search, whose tree takes its place."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `exact` as it stands, otherwise with every ending."""

    word: str
    """As `tokens.fold` gives it."""
    exact: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    spelt: str = field(default="", compare=False)
    """As it was written, where the folded word would be read as several; else ""."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    prefix: str
    """Folded."""
    unfinished: bool = field(default=False, compare=False)
    """Made of a word still being typed: an answer at once is worth more than all of it."""
    span: Span = field(default=NOWHERE, compare=False)
    spelt: str = field(default="", compare=False)
    """See `Word`."""
    plain: bool = field(default=False, compare=False)
    """Unfinished, and a plain word as it stands so far: its other endings count too, as they do when it is finished."""


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of a shape: `?` one letter, `*` any number of them. `?` never stands last without a star in the word."""

    pattern: str
    """Folded but for `?` and `*`; more than a single `*` at its end, which is a Prefix."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that differ by at most so many letters left out, put in, exchanged, or swapped with their neighbour."""

    word: str
    """Folded."""
    distance: int = 1
    span: Span = field(default=NOWHERE, compare=False)
    spelt: str = field(default="", compare=False)
    """See `Word`."""


@dataclass(frozen=True, slots=True)
class Regex:
    """Words that a regular expression fits from end to end, whatever their case and accents."""

    pattern: str
    """As written between the slashes."""
    span: Span = field(default=NOWHERE, compare=False)


Atom = Word | Prefix | Wildcard | Fuzzy | Regex
"""What stands for one place in a text, so that phrases can hold it."""
Pattern = Wildcard | Fuzzy | Regex
"""What stands for whichever of the words there are it fits; they are matched as written, folded, never stemmed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words, one right after the other. Its words are exact."""

    parts: tuple[Atom, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Loose:
    """Two or more words in any order, with at most so many others among them. Its words are exact."""

    parts: tuple[Atom, ...]
    distance: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Two things in either order, with at most so many words between them.

    Either is a word, a phrase, another Near, or an Or of such.
    """

    left: Node
    right: Node
    distance: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more."""

    children: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more."""

    children: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Some:
    """At least so many of several. No query spells it: it is what a LIKE comes to."""

    children: tuple[Node, ...]
    least: int
    """At least 1, at most as many as there are."""
    apart: int | None = None
    """Number of a document that is no answer: the one that others are to be like."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Documents without."""

    child: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A part of the query that looks into one of TEXT_FIELDS only. Holds neither Field nor Condition."""

    name: str
    child: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A field of CONDITIONS with its value as typed."""

    name: str
    value: str
    span: Span = field(default=NOWHERE, compare=False)


Leaf = Atom | Phrase | Loose | Near
"""What is found at places of a text."""


BLOCK = "block"
"""The field that BlockOf is written with."""
Kinds = frozenset[str]
"""Kinds of blocks, as in `index.document`."""


@dataclass(frozen=True, slots=True)
class BlockOf:
    """A kind of block: what stands beside it is looked for in such blocks alone (see `index.search.blocks`)."""

    kind: BlockKind
    marked: bool = field(default=True, compare=False)
    """Are the blocks themselves what is found?"""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in blocks of certain kinds, with every word of it. No query spells it: `placed` makes it."""

    child: Leaf
    kinds: Kinds
    span: Span = field(default=NOWHERE, compare=False)


Node = Leaf | And | Or | Some | Not | Field | Condition | BlockOf | Inside

Resolve = Callable[[Condition], "set[int] | frozenset[int]"]
"""Which documents fulfil a condition. Raises QueryError where the value makes no sense (see `condition_error`)."""


def nodes(root: Node) -> Iterator[Node]:
    """A node and all below it. Parts of a phrase, and of what is near, are not nodes of their own."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, And | Or | Some):
            stack.extend(reversed(node.children))
        elif isinstance(node, Not | Field):
            stack.append(node.child)


def has_text(root: Node) -> bool:
    """Does any word count towards an answer? False for `-a` or `date:2020`, which no passage can show."""
    if isinstance(root, And | Or | Some):
        return any(has_text(child) for child in root.children)
    if isinstance(root, Field):
        return has_text(root.child)
    return not isinstance(root, Not | Condition)


def can_be_near(node: Node) -> bool:
    """May a node stand beside NEAR?"""
    if isinstance(node, Or):
        return all(can_be_near(child) for child in node.children)
    return not isinstance(node, And | Some | Not | Field | Condition | Loose | BlockOf | Inside)
