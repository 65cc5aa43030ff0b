"""Names that may be one: the pair, what speaks for it, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.document import Entity

Kind = Literal["spelling", "sound", "initials", "longer", "order", "plural", "initialism", "surname", "kind"]
"""Why two names may be one: few letters differ; they sound alike; a first name and its letter; one has a name more in
its middle; the words stand in another order; one is the other's plural; one is the first letters of the other; a bare
surname; the same name found as two kinds."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two entities, by id, whose names are nearly one."""

    one: str
    """The one that is named more often."""
    other: str
    kind: Kind
    likeness: float
    """0 to 100, of the names alone."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one, with the evidence."""

    one: Entity
    other: Entity
    kind: Kind
    likeness: float
    """0 to 100, of the names alone."""
    letters: int
    """Letters that differ."""
    together: int
    """Documents that name both."""
    company: tuple[str, ...]
    """Names that stand in documents of both, the rarest first; at most three."""
    shared: int
    """How many such names there are."""
    against: str | None
    """What speaks against it, such as two people of these names in one document."""
    score: float
    """0 to 100, evidence counted: what the list is ordered by."""


@dataclass(frozen=True, slots=True)
class Example:
    """A place that names an entity."""

    document: str
    start: int
    end: int
    """Of the name."""
    before: str
    name: str
    after: str
    """The words around it, white space made single."""
