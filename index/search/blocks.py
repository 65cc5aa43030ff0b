"""`block:` in a query: in which kinds of blocks the words of a group must stand.

    block:caption flood                  flood in a caption
    -block:boilerplate flood             flood somewhere else than in boilerplate
    (block:quote OR block:prose) flood   flood in a quotation or in prose
    block:table                          documents that have a table

In a group whose parts must all hold, a `block:` is about every word, phrase and proximity of the group and of the
groups in it, not about `title:` and conditions. With no word beside it, it asks for documents that have such a block,
and its matches are these blocks.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import get_args

from index.document import BlockKind, Span
from index.errors import QueryError
from index.search.query import BLOCK, And, BlockOf, Condition, Field, Inside, Kinds, Node, Not, Or, Some

_NAMES: tuple[BlockKind, ...] = get_args(BlockKind)
KINDS: Kinds = frozenset(_NAMES)


def block_named(value: str, span: Span, being_typed: bool) -> Node:
    """A kind of block by its name; while that is typed, whichever begin so. Raises QueryError."""
    kinds = [kind for kind in _NAMES if kind == value]
    if not kinds and being_typed:
        kinds = [kind for kind in _NAMES if kind.startswith(value)]
    if not kinds:
        near = difflib.get_close_matches(value, _NAMES, 1)
        hint = f"{BLOCK}:{near[0]}" if near else "kinds are " + ", ".join(_NAMES)
        raise QueryError(f"There is no {BLOCK}:{value}", *span, hint)
    each = tuple(BlockOf(kind, span=span) for kind in kinds)
    return each[0] if len(each) == 1 else Or(each, span)


def placed(node: Node, kinds: Kinds = KINDS) -> Node:
    """The tree with each word, phrase and proximity that a `block:` is about put `Inside` the kinds that are left."""
    match node:
        case And(children=children):
            return replace(node, children=_group(children, kinds))
        case Or(children=children) | Some(children=children):
            return replace(node, children=tuple(placed(child, kinds) for child in children))
        case Not(child=child):
            return replace(node, child=placed(child, kinds))
        case Field() | Condition() | BlockOf() | Inside():
            return node
        case _:
            return node if kinds == KINDS else Inside(node, kinds, node.span)


def _group(children: tuple[Node, ...], kinds: Kinds) -> tuple[Node, ...]:
    asked = [child for child in children if _kinds_of(child)]
    without = [child for child in children if isinstance(child, Not) and _kinds_of(child.child)]
    rest = [child for child in children if child not in asked and child not in without]
    if not any(map(_has_words, rest)):
        return (*asked, *without, *(placed(child, kinds) for child in rest))
    for child in asked:
        kinds &= _kinds_of(child)
    for child in without:
        kinds -= _kinds_of(child.child)
    # That there is such a block must hold as well: the words may be such as a document is to be without.
    return (*map(_unmarked, asked), *(placed(child, kinds) for child in rest))


def _kinds_of(node: Node) -> Kinds:
    """The kinds that a `block:`, or an OR of nothing else, asks for; none of other nodes."""
    if isinstance(node, BlockOf):
        return frozenset((node.kind,))
    if isinstance(node, Or):
        each = [_kinds_of(child) for child in node.children]
        return frozenset().union(*each) if all(each) else frozenset()
    return frozenset()


def _unmarked(node: Node) -> Node:
    if isinstance(node, Or):
        return replace(node, children=tuple(map(_unmarked, node.children)))
    return replace(node, marked=False) if isinstance(node, BlockOf) else node


def _has_words(node: Node) -> bool:
    """Does a node hold any word that a `block:` may be about?"""
    match node:
        case And(children=children) | Or(children=children) | Some(children=children):
            return any(map(_has_words, children))
        case Not(child=child):
            return _has_words(child)
        case Field() | Condition() | BlockOf():
            return False
        case _:
            return True
