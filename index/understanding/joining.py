"""Which names of a collection are one entity, and what it is called: the rules that look beyond one document.

Each rule is told counts and nothing else: how often each full name with a surname stands in all documents, and how
often an entity is spelled how. The catalogue keeps these counts (see `index.catalogue.joining`), so that a document
that changes costs what its own names touch. Nothing here depends on the order of documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nsmallest
from typing import Final, NamedTuple

from index.understanding.grouping import entity_id, listed_as, most_frequent, normalised, ranked

_CLEARLY_MORE: Final = 2
"""A surname joins the full name that is more than this many times as frequent as the next."""


class Surname(NamedTuple):
    """The last word of a person's name."""

    word: str
    full: bool
    """True where the name has more words than this."""


def surname_of(kind: str, name: str) -> Surname | None:
    """The surname in a name of a document; None where it is no person's."""
    if kind != "PERSON":
        return None
    words = normalised(name, kind).split()
    return Surname(words[-1], len(words) > 1) if words else None


def bearer(counts: Mapping[str, int]) -> str | None:
    """The entity that a bare surname stands for, of the full names with it: the only one, or the one that is more
    than twice as frequent as the next; None where there is no such one."""
    most = nsmallest(2, counts.items(), key=lambda item: (-item[1], item[0]))
    if len(most) == 1 or (most and most[0][1] > _CLEARLY_MORE * most[1][1]):
        return most[0][0]
    return None


def called(id: str, kind: str, names: Mapping[str, int], spellings: Mapping[str, int]) -> tuple[str, tuple[str, ...]]:
    """What an entity is called, and all its names, that one first, then the most frequent.

    `names`: what the documents that name it by itself call it, `spellings`: how it stands in all, each with counts.
    The name is that of the lists, else the most frequent spelling that is the full name, ties by alphabet.
    """
    name = _name(id, kind, names, spellings)
    return name, (name, *(spelling for spelling, _ in ranked(spellings) if spelling != name))


def _name(id: str, kind: str, names: Mapping[str, int], spellings: Mapping[str, int]) -> str:
    for name in sorted(names):
        if listed_as(kind, normalised(name, kind)) == name:
            return name
    full = {one: count for one, count in spellings.items() if entity_id(kind, normalised(one, kind)) == id}
    if full:
        return most_frequent(full, kind)
    pool = names or spellings
    return min(pool, key=lambda name: (-pool[name], name))
