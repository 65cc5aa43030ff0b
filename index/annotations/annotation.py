"""An annotation, and where it stands in the text in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AnchorStatus = Literal["exact", "moved", "changed", "uncertain", "orphan"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where the reader said that a passage stands in a text that had changed: a selector of its own."""

    document: str
    text_sha256: str
    file_sha256: str
    start: int | None
    """None: not where it was proposed, on this text."""
    end: int | None
    exact: str
    prefix: str
    suffix: str
    at: str
    """UTC, ISO 8601 with `Z`."""
    by: str
    """The layer of who said so."""


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
    resolution: Resolution | None = None
    """What the reader said last of where it stands."""

    @property
    def lies_in(self) -> str:
        """The document that it was made on, or to which the reader took it."""
        settled = self.resolution
        return settled.document if settled is not None and settled.start is not None else self.document

    @property
    def lies_in_file(self) -> str:
        """The hash of the file of that document, as it was then."""
        settled = self.resolution
        return settled.file_sha256 if settled is not None and settled.start is not None else self.file_sha256


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
    near: int | None = None
    """About where it stood, in the text in hand; None where that is not known."""
    here: str | None = None
    """What stands there now, where that is not what was marked."""

    @property
    def asks(self) -> bool:
        """True where the reader ought to look at it: it is shown where it may not belong, or nowhere."""
        return self.status in ("uncertain", "orphan")


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
