"""Where the annotations of a collection stand in the texts as they are, computed once a text and annotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.annotations.anchoring import Placer
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.store import Key, LayerStore
from index.errors import UnknownDocument

ReadDocument = Callable[[str], tuple[str, str, str]]
"""Path -> text, hash of the text, hash of the file. Raises UnknownDocument."""

_GONE = "its document is no longer in the collection"


class Placements:
    """Places annotations and remembers where. Call it under the lock of whoever owns it."""

    def __init__(
        self,
        store: LayerStore,
        read_document: ReadDocument,
        path_by_hash: Callable[[str], str | None],
        text_hash: Callable[[str], str | None] | None,
    ) -> None:
        self.read = read_document
        self._store = store
        self.path_by_hash = path_by_hash
        self._text_hash = text_hash
        self._known: dict[Key, tuple[Annotation, str, str, PlacedAnnotation]] = {}

    def all(self, *, verify: bool) -> list[PlacedAnnotation]:
        """Every annotation, by document and position."""
        by_document: dict[str, list[Annotation]] = {}
        for annotation in self._store.annotations():
            by_document.setdefault(annotation.document, []).append(annotation)
        placed: list[PlacedAnnotation] = []
        for path, made_there in by_document.items():
            for there, some in self._by_present_path(path, made_there):
                placed += self._place(there, some, verify=verify) if there is not None else map(_gone, some)
        self._forget_others({(each.annotation.layer, each.annotation.id) for each in placed})
        placed.sort(key=_by_document_and_position)
        return placed

    def of(self, path: str) -> list[PlacedAnnotation]:
        """Those of one document, with those of a document that was renamed to it. Raises UnknownDocument."""
        text, text_sha256, file_sha256 = self.read(path)
        annotations = self._store.of_document(path)
        missing: dict[str, bool] = {path: False}
        for annotation in self._store.of_file(file_sha256):
            if annotation.document not in missing:
                missing[annotation.document] = not self._exists(annotation.document)
            if missing[annotation.document] and self.path_by_hash(file_sha256) == path:
                annotations.append(annotation)
        placed = self._place(path, annotations, verify=True, read=(text, text_sha256))
        placed.sort(key=lambda each: (each.start is None, *_by_document_and_position(each)))
        return placed

    def one(self, annotation: Annotation) -> PlacedAnnotation:
        """A single annotation."""
        ((there, some),) = self._by_present_path(annotation.document, [annotation])
        return self._place(there, some, verify=True)[0] if there is not None else _gone(annotation)

    def _by_present_path(self, path: str, annotations: list[Annotation]) -> list[tuple[str | None, list[Annotation]]]:
        """Where the document of a path is now: there, or under the names that its versions were renamed to."""
        if self._exists(path):
            return [(path, annotations)]
        moved: dict[str | None, list[Annotation]] = {}
        for annotation in annotations:
            there = self.path_by_hash(annotation.file_sha256) if annotation.file_sha256 else None
            moved.setdefault(there, []).append(annotation)
        return list(moved.items())

    def _exists(self, path: str) -> bool:
        if self._text_hash is not None and self._text_hash(path) is not None:
            return True
        try:  # not indexed yet is not gone
            self.read(path)
        except UnknownDocument:
            return False
        return True

    def _place(
        self, path: str, annotations: list[Annotation], *, verify: bool, read: tuple[str, str] | None = None
    ) -> list[PlacedAnnotation]:
        """Place annotations in the document of `path`; its text is read only where one has to be looked for."""
        sha = read[1] if read is not None else self._text_hash(path) if self._text_hash is not None else None
        placed: list[PlacedAnnotation] = []
        waiting: list[Annotation] = []
        for annotation in annotations:
            known = self._known.get((annotation.layer, annotation.id))
            if known is not None and known[0] is annotation and known[1:3] == (path, sha):
                placed.append(known[3])
            elif not verify and sha is not None and annotation.text_sha256 == sha:
                start, end = annotation.start, annotation.end
                placed.append(PlacedAnnotation(_in(annotation, path), "exact", start, end))
            else:
                waiting.append(annotation)
        if waiting:
            try:
                text, sha = read if read is not None else self.read(path)[:2]
            except UnknownDocument:  # it went between the two questions
                return placed + list(map(_gone, waiting))
            placer = Placer(text, sha)
            for annotation in sorted(waiting, key=lambda each: each.start):
                found = placer.place(annotation)
                found = replace(found, annotation=_in(annotation, path))
                self._known[annotation.layer, annotation.id] = (annotation, path, sha, found)
                placed.append(found)
        return placed

    def _forget_others(self, keys: set[Key]) -> None:
        for key in self._known.keys() - keys:
            del self._known[key]


def _in(annotation: Annotation, path: str) -> Annotation:
    """The annotation with the document where it now is."""
    return annotation if annotation.document == path else replace(annotation, document=path)


def _gone(annotation: Annotation) -> PlacedAnnotation:
    return PlacedAnnotation(annotation, "orphan", None, None, _GONE)


def _by_document_and_position(placed: PlacedAnnotation) -> tuple[str, int, int, str]:
    annotation = placed.annotation
    start = annotation.start if placed.start is None else placed.start
    end = annotation.end if placed.end is None else placed.end
    return annotation.document, start, end, annotation.id
