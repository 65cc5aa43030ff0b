"""An annotation, and where it stands in the text in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AnchorStatus = Literal["exact", "moved", "changed", "uncertain", "orphan"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage with a note, codes and a kind, as its layer file keeps it.

    `start`, `end`, `exact`, `prefix` and `suffix` are what was marked on the text whose hash is `text_sha256`; they
    are never rewritten.
    """

    id: str
    """`urn:uuid:…`"""
    document: str
    text_sha256: str
    file_sha256: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    note: str
    codes: tuple[str, ...]
    kind: str | None
    layer: str
    created: str
    """UTC, ISO 8601 with `Z`."""
    updated: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class PlacedAnnotation:
    """An annotation and the place it was found at in the text in hand."""

    annotation: Annotation
    """Its `document` is where the document lies now; that of a document that is gone is where it lay."""
    status: AnchorStatus
    start: int | None
    """None for an orphan."""
    end: int | None
    reason: str | None = None
    """Why it is an orphan or uncertain."""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What was undone or done again, in words, and the document and place it concerns."""

    message: str
    document: str | None
    offset: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is to be marked, with the text that is to stand there."""

    document: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of passages that were to be marked in one go."""

    marked: int
    changed: int
    """Left out, because another text stands there now."""
    documents: tuple[str, ...]
    """Paths of those in which something was marked."""
    undoable: bool
    """False where there are too many for the log of what can be undone."""
