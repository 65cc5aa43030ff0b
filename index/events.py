"""Events of long work. Both faces, reader and command line, show the same ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.document import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage of indexing has come."""

    stage: str
    """walk, read, commit, analyse, join"""
    done: int
    total: int | None
    """None while it is not known."""
    rate: float
    """Items a second since the stage began."""
    errors: int
    detail: str = ""
    """How far it has come with one thing that takes long, such as `page 12 of 400`."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A batch of documents can be searched from now on."""

    generation: int
    documents: int


@dataclass(frozen=True, slots=True)
class Analysed:
    """Entities of further documents stand in the catalogue."""

    documents: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that the reader should know of what is kept, such as that it is damaged and made anew."""

    message: str


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """The end of a run."""

    documents: int
    added: int
    updated: int
    removed: int
    renamed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended early; the message says why and what to do."""

    message: str


Event = Progress | Committed | Analysed | Noticed | IndexSummary | Failed
OnEvent = Callable[[Event], None]
Cancelled = Callable[[], bool]
"""Asked in every long loop: True means give up."""
