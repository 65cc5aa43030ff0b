"""Annotations that leave carry the names that their codes have now: who gets the file does not have the codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from index.annotations.lines import BadLine, Record
from index.annotations.record import from_record, to_record

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from index.codebook.book import Codebook


def called_now(placed: Iterable[PlacedAnnotation], book: Codebook) -> list[PlacedAnnotation]:
    """The same annotations, each code under its present name, once."""
    return [
        replace(each, annotation=replace(each.annotation, codes=codes))
        if (codes := _now(each.annotation.codes, book)) != each.annotation.codes
        else each
        for each in placed
    ]


def record_now(record: Callable[[Annotation], Record], book: Codebook) -> Callable[[Annotation], Record]:
    """The record of an annotation with the names that its codes have now, and nothing else changed."""

    def of(annotation: Annotation) -> Record:
        kept = record(annotation)
        try:
            as_kept = from_record(kept, annotation.layer)
        except BadLine:
            return kept
        codes = _now(as_kept.codes, book)
        return kept if codes == as_kept.codes else to_record(replace(as_kept, codes=codes), kept)

    return of


def _now(codes: tuple[str, ...], book: Codebook) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(book.resolve, codes)))
