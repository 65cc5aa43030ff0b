"""Narrowing a query: conditions put behind it and taken off again, in the language's own words.

What the reader wrote stays as it is written. A query that would come to mean something else by that, is written anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.search.query import Node


def negated(condition: str) -> str:
    """The condition turned round: `source:x`, `-source:x`."""
    return condition[1:] if condition.startswith("-") else f"-{condition}"


def conditions_of(query: str, *, as_typed: bool = False) -> tuple[str, ...]:
    """The conditions that every document of the answer meets, in order, as `narrowed` takes them.

    Of a query with a mistake in it there are none.
    """
    from index.errors import QueryError
    from index.search.parser import parse

    try:
        tree = parse(query, as_typed=as_typed)
    except QueryError:
        return ()
    return tuple(text for child in _parts(tree) if (text := _as_condition(child)) is not None)


def narrowed(query: str, condition: str, *, as_typed: bool = False) -> str:
    """The query for those of its answer that meet a condition as well. Raises QueryError."""
    from index.search.parser import parse
    from index.search.query import And, Or

    tree, other = parse(query, as_typed=as_typed), parse(condition)
    wanted = And((*_parts(tree), other))
    written = f"({query.strip()})" if isinstance(tree, Or) and not _in_brackets(query) else query.strip()
    return _checked(f"{written} {condition}", wanted)


def widened(query: str, condition: str, *, as_typed: bool = False) -> str | None:
    """The query without a condition; None where nothing is left of it. Raises QueryError."""
    from index.search.parser import parse
    from index.search.query import And

    tree = parse(query, as_typed=as_typed)
    parts = _parts(tree)
    gone = next((child for child in reversed(parts) if _as_condition(child) == condition), None)
    if gone is None:
        return query
    left = tuple(child for child in parts if child is not gone)
    if not left:
        return None
    start, end = gone.span
    written = f"{query[:start].rstrip()} {query[end:].lstrip()}".strip()
    return _checked(_without_brackets(written), left[0] if len(left) == 1 else And(left))


def _parts(tree: Node) -> tuple[Node, ...]:
    from index.search.query import And

    return tree.children if isinstance(tree, And) else (tree,)


def _as_condition(node: Node) -> str | None:
    from index.search.printer import print_query
    from index.search.query import Condition, Not

    if isinstance(node, Condition):
        return print_query(node)
    if isinstance(node, Not) and isinstance(node.child, Condition):
        return f"-{print_query(node.child)}"
    return None


def _checked(written: str, wanted: Node) -> str:
    """What was written, where it says what is wanted; else that as the printer writes it."""
    from index.errors import QueryError
    from index.search.parser import parse
    from index.search.printer import print_query

    try:
        if parse(written) == wanted:
            return written
    except QueryError:
        pass
    return print_query(wanted)


def _in_brackets(query: str) -> bool:
    """True where one pair of brackets stands around the whole query."""
    text = query.strip()
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return at == len(text) - 1 and at > 0
    return False


def _without_brackets(query: str) -> str:
    return query.strip()[1:-1].strip() if _in_brackets(query) else query
