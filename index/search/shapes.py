"""What is looked for at places of a text, with every word spelt out: what a leaf of a query comes to in one index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Words = tuple[str, ...]
"""Words of which one is as good as another."""


@dataclass(frozen=True, slots=True)
class Row:
    """One right after the other; a single part is a word."""

    parts: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """In any order, with at most so many other words among them."""

    parts: tuple[Words, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Pair:
    """In either order, with at most so many words between."""

    left: Shape
    right: Shape
    distance: int


@dataclass(frozen=True, slots=True)
class Either:
    """One or the other."""

    children: tuple[Shape, ...]


Shape = Row | Spread | Pair | Either


def words_of(shape: Shape) -> Iterator[Words]:
    """Everything whose places must be known."""
    match shape:
        case Row(parts=parts) | Spread(parts=parts):
            yield from parts
        case Pair(left=left, right=right):
            yield from words_of(left)
            yield from words_of(right)
        case Either(children=children):
            for child in children:
                yield from words_of(child)
