"""What a reader should know of the conditions of a query: values that nothing has, with one that may be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from index.asking.conditions import being_typed
from index.keys import fold
from index.search.query import Condition, Node, nodes

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.desk.view import View

_NEAR = 70.0
"""How alike (of 100) a code must be to be offered for another."""


class Unknown(NamedTuple):
    """A value that nothing has."""

    told: str
    instead: str | None
    """The query with what may be meant in its place."""


def unknown_values(tree: Node, query: str, view: Callable[[], View], *, as_typed: bool) -> list[Unknown]:
    """Names that nobody and nothing has, and codes that no passage has."""
    return [
        found for node in nodes(tree) if isinstance(node, Condition) for found in _unknown(node, query, view, as_typed)
    ]


def unread_names(tree: Node, catalogue: CatalogueReader) -> str | None:
    """A notice where names are asked for that are still being read."""
    asks = any(isinstance(node, Condition) and node.name == "entity" for node in nodes(tree))
    return "names are still being read; more may be found" if asks and catalogue.called.unread() else None


def _unknown(condition: Condition, query: str, view: Callable[[], View], as_typed: bool) -> Iterator[Unknown]:
    typed = as_typed and being_typed(condition, query)
    if condition.name == "entity":
        naming = view().naming
        if naming is None:
            return
        from index.catalogue.calling import wanted_name

        wanted = wanted_name(condition.value, beginning=typed)
        if wanted is not None and not naming.called(wanted):
            told = f"no name {condition.value} in these documents"
            yield _meaning(told, condition, query, naming.near(wanted))
    elif condition.name == "code":
        remarks = view().remarks
        if remarks is not None and not remarks.coded(condition.value, beginning=typed):
            below = f"{condition.value}/*"
            near = below if remarks.coded(below, beginning=False) else _near(condition.value, remarks.codes())
            yield _meaning(f"no passage has the code {condition.value}", condition, query, near)


def _near(value: str, known: list[str]) -> str | None:
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    found = extractOne(fold(value), known, scorer=ratio, processor=fold, score_cutoff=_NEAR)
    return found[0] if found else None


def _meaning(told: str, condition: Condition, query: str, near: str | None) -> Unknown:
    if near is None:
        return Unknown(told, None)
    start, end = condition.span
    # A condition of a saved search stands somewhere else.
    here = query[start:end].lower().startswith(f"{condition.name}:")
    value = near.replace('"', '""')
    instead = f'{query[:start]}{condition.name}:"{value}"{query[end:]}' if here else None
    return Unknown(f"{told}; did you mean {near}?", instead)
