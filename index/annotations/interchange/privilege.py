"""A privilege log: which passages are kept back, of which document, why - and not a word of them.

No note either, which may quote; `privilege_reasons` writes them as the reason. The hash is that of the whole file: that
of a passage would let its words be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.csv_table import joined
from index.annotations.interchange.items import Source, paragraph_of, printed_on
from index.spreadsheet import csv_row

FIELDS: Final = ("document", "date", "author", "source", "page", "paragraph", "start", "end", "codes", "sha256")


def export(annotations: Iterable[PlacedAnnotation], source: Source, *, reasons: bool = False) -> Iterator[bytes]:
    """A row for each passage; one that is no longer found has no place, but is listed."""
    yield csv_row([*FIELDS, "reason"] if reasons else FIELDS)
    for path, document, group in source.by_document(annotations):
        facts = document.metadata if document is not None else None
        for placed in group:
            annotation = placed.annotation
            row = [
                path,
                facts.date if facts else None,
                "; ".join(facts.authors) if facts else None,
                facts.source if facts else None,
                printed_on(document, placed),
                paragraph_of(document, placed.start) if document and placed.start is not None else None,
                placed.start,
                placed.end,
                joined(annotation.codes),
                document.file_sha256 if document else annotation.file_sha256,
            ]
            yield csv_row([*row, annotation.note] if reasons else row, lines=True)
