"""`@name` in a query: replaced by the tree of the saved search before anything is looked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from index.document import Span
from index.errors import QueryError
from index.search.parser import DEEPEST_QUERY, parse
from index.search.query import SAVED, And, Condition, Field, Node, Not, Or, nodes

_MOST_NODES: Final = 20_000
"""Nodes of a query with all its names replaced: searches that hold one another twice double with each step."""
_ANYTHING: Final = ("path", "*")


class Expansion:
    """Replaces the names of one query."""

    def __init__(self, query: str, searches: Callable[[], Mapping[str, str]], *, as_typed: bool) -> None:
        self._query = query
        self._look = searches
        self._as_typed = as_typed
        self._count = 0

    @cached_property
    def _searches(self) -> Mapping[str, str]:
        return self._look()

    def expanded(self, tree: Node) -> Node:
        """The tree without names. Raises QueryError, with the place in the query, for one that stands for nothing."""
        if not any(_is_name(node) for node in nodes(tree)):
            return tree
        return self._replaced(tree, (), None)

    def _replaced(self, node: Node, inside: tuple[str, ...], place: Span | None) -> Node:
        """`inside`: the searches that this one is part of; `place`: where the outermost name stands."""
        self._count += 1
        if self._count > _MOST_NODES:
            raise QueryError("These saved searches hold one another too often.", *(place or node.span))
        match node:
            case And(children=children) | Or(children=children):
                return replace(node, children=tuple(self._replaced(child, inside, place) for child in children))
            case Not(child=child) | Field(child=child):
                return replace(node, child=self._replaced(child, inside, place))
            case Condition(name=name) if name == SAVED:
                return self._standing_for(node, inside, place or node.span)
            case Condition() if place is not None:
                # Complaints point at the name; that it ends before the query does says that nobody is typing it.
                return replace(node, span=Span(place.start, place.end - 1))
            case _:
                return node

    def _standing_for(self, node: Condition, inside: tuple[str, ...], place: Span) -> Node:
        name = node.value
        query = self._searches.get(name)
        if query is None:
            if self._as_typed and not inside and node.span.end == len(self._query) and self._begins_one(name):
                return Condition(*_ANYTHING, node.span)
            self._refuse(name, inside, place)
        if name in inside:
            way = " in ".join(f"@{each}" for each in (name, *reversed(inside[inside.index(name) :])))
            raise QueryError(f"A saved search cannot hold itself: {way}.", *place, self._elsewhere())
        if len(inside) >= DEEPEST_QUERY:
            raise QueryError(f"More than {DEEPEST_QUERY} saved searches within one another.", *place)
        assert query is not None
        try:
            tree = parse(query)
        except QueryError as error:
            raise QueryError(f"@{name} has a mistake: {error}", *place, error.suggestion) from error
        return self._replaced(tree, (*inside, name), place)

    def _begins_one(self, begun: str) -> bool:
        return any(name.startswith(begun) for name in self._searches)

    def _refuse(self, name: str, inside: tuple[str, ...], place: Span) -> None:
        near = difflib.get_close_matches(name, list(self._searches), 1)
        some = ", ".join(f"@{each}" for each in sorted(self._searches)[:5])
        suggestion = f"@{near[0]}" if near else some or f'"{name}", to search for the word'
        within = f", of which @{inside[-1]} speaks" if inside else ""
        raise QueryError(f"There is no saved search @{name}{within}.", *place, suggestion)

    @staticmethod
    def _elsewhere() -> str:
        return "the query of one of them has to be changed"


def _is_name(node: Node) -> bool:
    return isinstance(node, Condition) and node.name == SAVED
