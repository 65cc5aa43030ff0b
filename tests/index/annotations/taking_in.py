"""What tests of formats share: annotations out of some texts, and a file into a collection of some texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from index.annotations import interchange
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.importing import Importer
from index.annotations.interchange import Source, Unplaced
from index.annotations.placement import Placements
from index.annotations.record import from_record, to_record
from index.annotations.store import LayerStore
from index.codebook.code import Code
from index.document import Document
from index.errors import UnknownDocument


def source_of(texts: Mapping[str, str], codebook: Callable[[], Mapping[str, Code]] = dict) -> Source:
    """What an exporter may ask about documents of these texts."""

    def document(path: str) -> Document | None:
        return cast(Document, SimpleNamespace(text=texts[path])) if path in texts else None

    return Source(lambda path: None, to_record, document, codebook)


def exported(
    format: str,
    texts: Mapping[str, str],
    marks: Iterable[Annotation],
    codebook: Callable[[], Mapping[str, Code]] = dict,
) -> bytes:
    """Annotations that stand where they were made, in a format."""
    ordered = sorted(marks, key=lambda each: (each.document, each.start, each.end, each.id))
    placed = [PlacedAnnotation(each, "exact", each.start, each.end) for each in ordered]
    return b"".join(interchange.export(format, placed, source_of(texts, codebook)))


def taken_in(
    format: str, data: bytes, texts: Mapping[str, str], coder: str | None = None
) -> tuple[list[Annotation], list[Unplaced]]:
    """What becomes of a file where the collection has these texts and no annotation yet."""

    def read(path: str) -> tuple[str, str, str]:
        if path not in texts:
            raise UnknownDocument(path)
        text = texts[path]
        digest = hashlib.sha256(text.encode()).hexdigest()
        return text, digest, hashlib.sha256(b"file of " + text.encode()).hexdigest()

    empty: Any = SimpleNamespace(find=lambda id: None, of_document=lambda path: [])
    placements = Placements(cast(LayerStore, empty), read, lambda sha: None, None)
    importer = Importer(cast(LayerStore, empty), placements, 32, lambda: list(texts), "ann", coder)
    records, unplaced = importer.take(interchange.parse(format, data))
    return [from_record(record, "ann") for record in records], unplaced
