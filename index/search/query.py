"""The query language as a tree, which the parser makes and engines, highlighting and the printer read.

    plain         every word with the same stem        =word    the word as it stands
    "two words"   a phrase, as it stands               pre*     words that begin so
    a b, a AND b  both                                 a OR b   either
    -a, NOT a     documents without                    (a b)    a group; AND binds tighter than OR
    title:a title:"a b" title:(a OR b)                 in the title only
    source:x path:x date:2020..2021-08-15 lang:en      conditions, answered by the catalogue

Nodes are immutable and compare without their spans, which say where in the query each stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.document import Span

NOWHERE = Span(0, 0)

TEXT_FIELDS: frozenset[str] = frozenset({"title"})
"""Fields that are parts of a document's text and hold words."""

CONDITIONS: frozenset[str] = frozenset({"source", "path", "date", "lang"})
"""Fields whose value is passed on as it stands; whoever asks says which documents fulfil it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `exact` as it stands, otherwise with every ending."""

    word: str
    """As `tokens.fold` gives it."""
    exact: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    prefix: str
    """Folded."""
    unfinished: bool = field(default=False, compare=False)
    """Made of a word still being typed: an answer at once is worth more than all of it."""
    span: Span = field(default=NOWHERE, compare=False)


Atom = Word | Prefix
"""What stands for one place in a text, so that phrases can hold it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words, one right after the other. Its words are exact."""

    parts: tuple[Atom, ...]
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


Leaf = Word | Prefix | Phrase
Node = Leaf | And | Or | Not | Field | Condition

Resolve = Callable[[Condition], "set[int] | frozenset[int]"]
"""Which documents fulfil a condition. Raises QueryError where the value makes no sense (see `condition_error`)."""


def nodes(root: Node) -> Iterator[Node]:
    """A node and all below it. Parts of a phrase are not nodes of their own."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, And | Or):
            stack.extend(reversed(node.children))
        elif isinstance(node, Not | Field):
            stack.append(node.child)


def has_text(root: Node) -> bool:
    """Does any word count towards an answer? False for `-a` or `date:2020`, which no passage can show."""
    if isinstance(root, And | Or):
        return any(has_text(child) for child in root.children)
    if isinstance(root, Field):
        return has_text(root.child)
    return isinstance(root, Word | Prefix | Phrase)
