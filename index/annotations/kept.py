"""What became of passages in texts that had changed, kept so that opening a collection does not look for them again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol, cast
from zlib import crc32

from index.annotations.annotation import AnchorStatus, Annotation, PlacedAnnotation

RULES = 2
"""Grows with every change of how a passage is found: what was kept before is not used any more."""


class Row(NamedTuple):
    """One annotation, placed."""

    layer: str
    id: str
    mark: str
    """Tells the annotation, as far as it says where it stands, from what it was before or will be."""
    value: str
    """Status and numbers, parted by spaces; JSON where words belong to it."""


class Kept(Protocol):
    """Where such rows are kept; it may forget any of them, and never fails."""

    def of(self, path: str, text_sha256: str) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Mark and value by layer and id, of one document as it is."""

    def keep(self, rows: Iterable[tuple[str, str, Row]]) -> None:
        """Path, hash of the text, and row; what was kept of the same annotation there is replaced."""

    def close(self) -> None:
        """Let go of the file."""


def row_of(made: Annotation, placed: PlacedAnnotation) -> Row:
    """What is kept of an annotation, `made` as its layer has it."""
    if placed.reason is None and placed.here is None and placed.near is None and placed.start is not None:
        value = f"{placed.status} {placed.start} {placed.end}"
    else:
        value = json.dumps([placed.status, placed.start, placed.end, placed.reason, placed.near, placed.here])
    return Row(made.layer, made.id, mark_of(made), value)


def mark_of(made: Annotation) -> str:
    """The same for two annotations that are looked for in the same way."""
    words = f"{made.prefix}\0{made.exact}\0{made.suffix}".encode("utf-8", "surrogatepass")
    said = made.resolution
    settled = f"{said.at}|{said.start}|{said.end}|{crc32(said.exact.encode('utf-8', 'surrogatepass'))}" if said else ""
    return f"{RULES}|{made.start}|{made.text_sha256[:16]}|{made.updated}|{crc32(words)}|{settled}"


def placed_from(value: str, annotation: Annotation) -> PlacedAnnotation:
    """The inverse of `row_of`."""
    if value[0] != "[":  # most of them; JSON takes ten times as long
        plain, first, last = value.split(" ")
        return PlacedAnnotation(annotation, cast(AnchorStatus, plain), int(first), int(last))
    status, start, end, reason, near, here = json.loads(value)
    return PlacedAnnotation(annotation, status, start, end, reason, near, here)
