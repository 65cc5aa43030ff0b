"""A privilege log with the notes as reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange import privilege
from index.annotations.interchange.items import Source


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """See `privilege`."""
    return privilege.export(annotations, source, reasons=True)
