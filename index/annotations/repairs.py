"""What the reader settles about passages whose documents have changed: where they stand, or that they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from index.annotations.anchoring import make_selector
from index.annotations.annotation import Annotation, PlacedAnnotation, Resolution
from index.annotations.record import utc_now
from index.errors import GlossatorError, OffsetError

if TYPE_CHECKING:
    from index.annotations.service import Annotations

Touched = Callable[[str], None]


class Repairs:
    """Each deed is on disk when its method returns, is one step of undo, and leaves the selector as it was.

    All raise GlossatorError where the annotation is gone or belongs to somebody else's layer, ReadOnlyError.
    """

    def __init__(self, annotations: Annotations, touched: Touched = lambda path: None) -> None:
        """`touched` is told of each document whose annotations changed."""
        self._annotations = annotations
        self._touched = touched

    def placed(self, id: str) -> PlacedAnnotation:
        """An annotation, where it stands now."""
        return self._annotations.placed(id)

    def confirm(self, id: str) -> PlacedAnnotation:
        """It does stand where it is shown; that is where it is looked for from now on."""
        placed = self._annotations.placed(id)
        if placed.start is None or placed.end is None:
            raise GlossatorError("it is shown nowhere; attach it to a passage instead")
        if placed.status in ("exact", "moved") and placed.annotation.lies_in == placed.annotation.document:
            raise GlossatorError("its words stand there: there is nothing to confirm")
        return self._settle("confirm", id, placed.annotation.document, placed.start, placed.end)

    def attach(self, id: str, path: str, start: int, end: int) -> PlacedAnnotation:
        """It stands at this passage now. Raises OffsetError, UnknownDocument."""
        return self._settle("attach", id, path, start, end)

    def refuse(self, id: str) -> PlacedAnnotation:
        """It does not stand where it is shown: an orphan, until the document changes again or it is attached."""
        placed = self._annotations.placed(id)
        if placed.start is None:
            raise GlossatorError("it is shown nowhere: there is nothing to refuse")
        if placed.status not in ("uncertain", "changed"):
            raise GlossatorError("its words stand there; delete the annotation if it is not wanted")
        path = placed.annotation.document
        _, text_sha256, file_sha256 = self._annotations.read(path)

        def refused(old: Annotation) -> Annotation:
            said = Resolution(path, text_sha256, file_sha256, None, None, "", "", "", utc_now(), old.layer)
            return replace(old, resolution=said)

        return self._done(id, self._annotations.change("refuse", id, refused), path)

    def _settle(self, verb: str, id: str, path: str, start: int, end: int) -> PlacedAnnotation:
        text, text_sha256, file_sha256 = self._annotations.read(path)
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"{start}–{end} is no passage of {path}, which has {len(text)} characters")
        selector = make_selector(text, start, end, self._annotations.context)

        def settled(old: Annotation) -> Annotation:
            said = Resolution(path, text_sha256, file_sha256, start, end, *selector, utc_now(), old.layer)
            return replace(old, resolution=said)

        return self._done(id, self._annotations.change(verb, id, settled), path)

    def _done(self, id: str, annotation: Annotation, path: str) -> PlacedAnnotation:
        for each in {annotation.document, annotation.lies_in, path}:
            self._touched(each)
        return self._annotations.placed(id)
