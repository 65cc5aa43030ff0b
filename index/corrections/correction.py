"""A correction: one decision of the reader, on one passage or on several, and its form as a line of its file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, Record
from index.annotations.record import VERSION

TYPE: Final = "glossator:Correction"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage that a correction is about, as it was when the reader decided; never rewritten."""

    document: str
    text_sha256: str
    file_sha256: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    def as_annotation(self) -> Annotation:
        """What finds the passage again takes annotations."""
        place = (self.document, self.text_sha256, self.file_sha256, self.start, self.end)
        return Annotation("", *place, self.exact, self.prefix, self.suffix, "", (), None, "", "", "")


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision."""

    id: str
    """`urn:uuid:…`"""
    about: str
    """What kind of decision it is, such as `speaker`; whoever makes one reads it."""
    anchors: tuple[Anchor, ...]
    value: Any
    """JSON: what was decided."""
    created: str
    """UTC, ISO 8601 with `Z`."""
    updated: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """Where a passage of a correction stands now."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedCorrection:
    """A correction with the places of its anchors in the texts in hand; None where a passage was not found for sure."""

    correction: Correction
    places: tuple[PlacedPassage | None, ...]


def to_record(correction: Correction) -> Record:
    """The record of a correction."""
    record: Record = {
        "id": correction.id,
        "type": TYPE,
        "about": correction.about,
        "anchors": [_anchor_record(anchor) for anchor in correction.anchors],
        "value": correction.value,
        "created": correction.created,
        "modified": correction.updated,
        "glossator:version": VERSION,
    }
    if correction.deleted:
        record["glossator:deleted"] = True
    return record


def from_record(record: Record) -> Correction:
    """The correction of a line. Raises BadLine with what it lacks."""
    if record.get("type") != TYPE:
        raise BadLine("not a correction")
    id, about, anchors = record.get("id"), record.get("about"), record.get("anchors")
    if not isinstance(id, str) or not id:
        raise BadLine("a correction without an id")
    if not isinstance(about, str) or not about:
        raise BadLine("a correction that does not say what it is about")
    if not isinstance(anchors, list) or not anchors:
        raise BadLine("a correction of no passage")
    return Correction(
        id,
        sys.intern(about),
        tuple(_anchor(each) for each in anchors),
        record.get("value"),
        _words(record, "created"),
        _words(record, "modified"),
        record.get("glossator:deleted") is True,
    )


def _anchor_record(anchor: Anchor) -> Record:
    return {
        "document": anchor.document,
        "textSha256": anchor.text_sha256,
        "fileSha256": anchor.file_sha256,
        "start": anchor.start,
        "end": anchor.end,
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }


def _anchor(value: Any) -> Anchor:
    if not isinstance(value, dict):
        raise BadLine("a passage that is no object")
    start, end = value.get("start"), value.get("end")
    document = _words(value, "document")
    if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool) or not 0 <= start <= end:
        raise BadLine("a passage without start and end")
    if not document or document.startswith("/") or ".." in document.split("/") or "\0" in document:
        raise BadLine("its document is not a path inside the collection")
    if not _words(value, "exact"):
        raise BadLine("a passage without its words")
    return Anchor(
        sys.intern(document),
        sys.intern(_words(value, "textSha256")),
        sys.intern(_words(value, "fileSha256")),
        start,
        end,
        _words(value, "exact"),
        _words(value, "prefix"),
        _words(value, "suffix"),
    )


def _words(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
