"""Where the annotations of a collection stand in the texts as they are, computed once a text and annotation.

A document that was renamed or moved is known by the hash of its file. One that was edited as well is only proposed: it
must have the same file name and most of the passages, and its annotations stay uncertain until the reader confirms or
attaches one of them; the others of the same document then follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from index.annotations.anchoring import Placer
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.kept import Kept, Row, mark_of, placed_from, row_of
from index.annotations.store import Key, LayerStore
from index.errors import UnknownDocument

ReadDocument = Callable[[str], tuple[str, str, str]]
"""Path -> text, hash of the text, hash of the file. Raises UnknownDocument."""

_GONE = "its document is no longer in the collection"
_MOST = 0.8
"""Of the passages of a document that is gone, those that must stand in another one for it to be proposed."""
_TRIED = 20
"""Passages that are looked for to find that out."""
_NAMESAKES = 5
"""Documents of the same file name that are looked into."""


class Placements:
    """Places annotations and remembers where. Call it under the lock of whoever owns it."""

    def __init__(
        self,
        store: LayerStore,
        read_document: ReadDocument,
        path_by_hash: Callable[[str], str | None],
        text_hash: Callable[[str], str | None] | None,
        paths: Callable[[], Iterable[str]] = tuple,
        kept: Callable[[], Kept] | None = None,
        former: Callable[[str], Iterable[str]] = lambda file_sha256: (),
    ) -> None:
        """`former` gives the hashes that a file had before it was changed. `kept` opens what was placed in earlier
        sittings, the first time that a passage must be looked for."""
        self.read = read_document
        self._store = store
        self.path_by_hash = path_by_hash
        self._text_hash = text_hash
        self._former = former
        self._paths = paths
        self._known: dict[Key, tuple[Annotation, str, str, PlacedAnnotation]] = {}
        self._open_kept = kept
        self._kept: Kept | None = None
        self._to_keep: list[tuple[str, str, Row]] = []
        self._followed: tuple[int, dict[str, str]] = (-1, {})

    def all(self, *, verify: bool) -> list[PlacedAnnotation]:
        """Every annotation, by document and position."""
        by_document: dict[str, list[Annotation]] = {}
        for annotation in self._store.annotations():
            by_document.setdefault(annotation.lies_in, []).append(annotation)
        placed: list[PlacedAnnotation] = []
        for path, made_there in by_document.items():
            for there, some in self._by_present_path(path, made_there):
                placed += self._place(there, some, verify=verify) if there is not None else self._lost(path, some)
        self._keep()
        self._forget_others({(each.annotation.layer, each.annotation.id) for each in placed})
        placed.sort(key=_by_document_and_position)
        return placed

    def of(self, path: str) -> list[PlacedAnnotation]:
        """Those of one document, with those of a document that was renamed to it. Raises UnknownDocument."""
        text, text_sha256, file_sha256 = self.read(path)
        annotations = self._store.of_document(path)
        missing: dict[str, bool] = {path: False}
        for hash in (file_sha256, *self._former(file_sha256)):
            for annotation in self._store.of_file(hash):
                if annotation.lies_in not in missing:
                    missing[annotation.lies_in] = not self._exists(annotation.lies_in)
                if missing[annotation.lies_in] and self.path_by_hash(hash) == path:
                    annotations.append(annotation)
        placed = self._place(path, annotations, verify=True, read=(text, text_sha256))
        placed += self._come_to(path)
        self._keep()
        placed.sort(key=lambda each: (each.start is None, *_by_document_and_position(each)))
        return placed

    def hash_of(self, path: str) -> str | None:
        """Hash of the text of a document; None where there is no such document."""
        if self._text_hash is not None:
            return self._text_hash(path)
        try:
            return self.read(path)[1]
        except UnknownDocument:
            return None

    def one(self, annotation: Annotation) -> PlacedAnnotation:
        """A single annotation."""
        path = annotation.lies_in
        ((there, some),) = self._by_present_path(path, [annotation])
        if there is not None:
            (placed,) = self._place(there, some, verify=True)
            self._keep()
            return placed
        fellows = [each for each in self._store.of_document(path) if not self._renamed(each)]
        # One that was just deleted by undoing is none of them.
        return next((each for each in self._lost(path, fellows) if _is(each.annotation, annotation)), _gone(annotation))

    # -- where a document is now --------------------------------------------------------------------------------

    def _by_present_path(self, path: str, annotations: list[Annotation]) -> list[tuple[str | None, list[Annotation]]]:
        """Where the document of a path is now: there, or under the names that its versions were renamed to."""
        if self._exists(path):
            return [(path, annotations)]
        moved: dict[str | None, list[Annotation]] = {}
        for annotation in annotations:
            moved.setdefault(self._renamed(annotation), []).append(annotation)
        return list(moved.items())

    def _renamed(self, annotation: Annotation) -> str | None:
        """By the hash of its file, the name that the document has now."""
        return self.path_by_hash(annotation.lies_in_file) if annotation.lies_in_file else None

    def _exists(self, path: str) -> bool:
        if self._text_hash is not None and self._text_hash(path) is not None:
            return True
        try:  # not indexed yet is not gone
            self.read(path)
        except UnknownDocument:
            return False
        return True

    def _lost(self, path: str, annotations: list[Annotation]) -> list[PlacedAnnotation]:
        """Annotations of a document that is neither there nor known by its hash: where the reader took others of it,
        else proposed where it seems to be."""
        there = self._followers().get(path)
        if there is not None and self._exists(there):
            return self._place(there, annotations, verify=True)
        there = self._namesake(path, annotations)
        if there is None:
            return list(map(_gone, annotations))
        reason = f"its document is gone; this one has the same name and most of its passages, and {path} had them"
        return [
            replace(each, status="uncertain", reason=each.reason or reason) if each.start is not None else each
            for each in self._place(there, annotations, verify=True)
        ]

    def _followers(self) -> dict[str, str]:
        """Documents from which the reader took an annotation to another one, and that one: the last that was said."""
        generation, known = self._followed
        if generation != self._store.generation:
            said: dict[str, tuple[str, str]] = {}
            for each in self._store.annotations():
                if each.resolution is not None and each.lies_in != each.document:
                    said[each.document] = max(said.get(each.document, ("", "")), (each.resolution.at, each.lies_in))
            known = {path: there for path, (_, there) in said.items()}
            self._followed = (self._store.generation, known)
        return known

    def _namesake(self, path: str, annotations: list[Annotation]) -> str | None:
        """The one document of the same file name in which most of the passages stand, beyond doubt."""
        name = PurePosixPath(path).name
        there = [each for each in self._paths() if each != path and PurePosixPath(each).name == name]
        if not 0 < len(there) <= _NAMESAKES:
            return None
        tried = sorted(annotations, key=lambda each: (each.start, each.id))[:_TRIED]
        fit = [each for each in there if self._holds(each, tried)]
        return fit[0] if len(fit) == 1 else None

    def _holds(self, path: str, annotations: list[Annotation]) -> bool:
        try:
            text, sha = self.read(path)[:2]
        except UnknownDocument:
            return False
        placer = Placer(text, sha)
        sure = sum(placer.place(each).status in ("exact", "moved") for each in annotations)
        return sure >= _MOST * len(annotations)

    def _come_to(self, path: str) -> list[PlacedAnnotation]:
        """Annotations of documents that are gone and that seem to be this one now."""
        name = PurePosixPath(path).name
        followed = {old for old, there in self._followers().items() if there == path}
        placed: list[PlacedAnnotation] = []
        for old in self._store.paths():
            if old != path and (old in followed or PurePosixPath(old).name == name) and not self._exists(old):
                lost = [each for each in self._store.of_document(old) if self._renamed(each) is None]
                placed += [each for each in self._lost(old, lost) if each.annotation.document == path]
        return placed

    # -- placing ------------------------------------------------------------------------------------------------

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
            elif not verify and sha is not None and annotation.text_sha256 == sha and annotation.resolution is None:
                start, end = annotation.start, annotation.end
                placed.append(PlacedAnnotation(_in(annotation, path), "exact", start, end))
            else:
                waiting.append(annotation)
        if sha is not None and waiting:
            waiting = self._without_kept(path, sha, waiting, placed)
        if waiting:
            try:
                text, sha = read if read is not None else self.read(path)[:2]
            except UnknownDocument:  # it went between the two questions
                return placed + list(map(_gone, waiting))
            placer = Placer(text, sha)
            for annotation in sorted(waiting, key=lambda each: (each.start, each.id)):
                found = placer.place(annotation)
                found = replace(found, annotation=_in(annotation, path))
                self._known[annotation.layer, annotation.id] = (annotation, path, sha, found)
                placed.append(found)
                if _had_to_be_found(annotation, sha):
                    self._to_keep.append((path, sha, row_of(annotation, found)))
        return placed

    def _without_kept(
        self, path: str, sha: str, waiting: list[Annotation], placed: list[PlacedAnnotation]
    ) -> list[Annotation]:
        """Take over what an earlier sitting found; returns those that it did not."""
        if not any(_had_to_be_found(each, sha) for each in waiting):
            return waiting
        if self._kept is None and self._open_kept is not None:
            self._kept, self._open_kept = self._open_kept(), None
        rows = self._kept.of(path, sha) if self._kept is not None else {}
        if not rows:
            return waiting
        left: list[Annotation] = []
        for annotation in waiting:
            mark, value = rows.get((annotation.layer, annotation.id), ("", ""))
            if not mark or mark != mark_of(annotation):
                left.append(annotation)
                continue
            found = placed_from(value, _in(annotation, path))
            self._known[annotation.layer, annotation.id] = (annotation, path, sha, found)
            placed.append(found)
        return left

    def _keep(self) -> None:
        """Keep what was found since."""
        if self._to_keep and self._kept is not None:
            self._kept.keep(self._to_keep)
        self._to_keep = []

    def close(self) -> None:
        """Let go of what is kept."""
        self._keep()
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _forget_others(self, keys: set[Key]) -> None:
        for key in self._known.keys() - keys:
            del self._known[key]


def _in(annotation: Annotation, path: str) -> Annotation:
    """The annotation with the document where it now is."""
    return annotation if annotation.document == path else replace(annotation, document=path)


def _had_to_be_found(annotation: Annotation, sha: str) -> bool:
    """True where offsets alone do not tell."""
    return annotation.text_sha256 != sha or annotation.resolution is not None


def _is(one: Annotation, other: Annotation) -> bool:
    return (one.layer, one.id) == (other.layer, other.id)


def _gone(annotation: Annotation) -> PlacedAnnotation:
    return PlacedAnnotation(annotation, "orphan", None, None, _GONE)


def _by_document_and_position(placed: PlacedAnnotation) -> tuple[str, int, int, str]:
    annotation = placed.annotation
    start = annotation.start if placed.start is None else placed.start
    end = annotation.end if placed.end is None else placed.end
    return annotation.document, start, end, annotation.id
