"""What the formats are given and what they hand back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, Record, dump
from index.annotations.record import Parts, read_parts


@dataclass(frozen=True, slots=True)
class Source:
    """What an exporter may ask about the annotations it is given."""

    title: Callable[[str], str | None]
    """Title of the document of a path."""
    record: Callable[[Annotation], Record]
    """The record as it lies in its layer."""


@dataclass(frozen=True, slots=True)
class ImportedAnnotation:
    """An annotation as a file states it; whether its passage is there is still to be seen."""

    parts: Parts
    record: Record
    """A Web Annotation, with whatever `parts` has no name for."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What could not be taken in, and why."""

    reason: str
    text: str


def imported(record: object) -> ImportedAnnotation | Unplaced:
    """Judge one Web Annotation of a file."""
    if not isinstance(record, dict):
        return Unplaced("not an annotation: not a JSON object", shortened(dump(record)))
    try:
        return ImportedAnnotation(read_parts(record), record)
    except BadLine as error:
        return Unplaced(str(error), shortened(dump(record)))


def shortened(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= 200 else text[:199] + "…"
