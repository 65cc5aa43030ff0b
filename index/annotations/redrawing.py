"""Other boundaries for a passage that is marked.

What was stored of a passage is never rewritten: one with other boundaries is a new annotation that says the same, and
the old one is deleted, in one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from index.annotations.anchoring import make_selector
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.lines import Record
from index.annotations.putting_back import later
from index.annotations.record import from_record, to_record, utc_now
from index.annotations.store import LayerStore, Lookup
from index.annotations.undo import Change, UndoLog
from index.errors import GlossatorError, OffsetError

KIND = "annotation"
"""As what the undo log knows these changes: they are undone like any other."""
_REPLACES = "glossator:replaces"


class Redrawing:
    """Changes where annotations of one's own begin and end. Safe to call from any thread."""

    def __init__(
        self, store: LayerStore, log: UndoLog, read: Callable[[str], tuple[str, str, str]], context: int
    ) -> None:
        """`read` as for Annotations; `context`: characters kept around a passage."""
        self._store = store
        self._log = log
        self._read = read
        self._context = context

    def redraw(self, id: str, path: str, start: int, end: int) -> PlacedAnnotation:
        """Let an annotation mark [start, end) of the document at `path`; on disk when this returns.

        Raises OffsetError, UnknownDocument, ReadOnlyError, GlossatorError where it is not one's own.
        """
        text, text_sha256, file_sha256 = self._read(path)
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"{start}–{end} is no passage of {path}, which has {len(text)} characters")
        self._store.refresh()
        known = self._store.find(id)
        if known is None or known.deleted:
            raise GlossatorError(f"there is no annotation {id}")
        if not self._store.may_change(known.layer):
            raise GlossatorError(f"that annotation is in the layer {known.layer}; only your own are changed")
        exact, prefix, suffix = make_selector(text, start, end, self._context)
        if (known.document, known.text_sha256, known.start, known.end) == (path, text_sha256, start, end):
            return PlacedAnnotation(known, "exact", start, end)
        changes: list[Change] = []

        def make(lookup: Lookup) -> list[Record]:
            before = lookup(id)
            old = from_record(before, known.layer) if before is not None else None
            if before is None or old is None or old.deleted:
                raise GlossatorError(f"annotation {id} has been deleted meanwhile")
            gone = to_record(replace(old, deleted=True, updated=later(old.updated)), before)
            new = self._drawn(old, path, (text_sha256, file_sha256), (start, end), (exact, prefix, suffix))
            record = {**to_record(new), _REPLACES: id}
            # The new one first: undo and redo show the place of the first.
            changes.extend(
                (Change(KIND, known.layer, new.id, None, record), Change(KIND, known.layer, id, before, gone))
            )
            return [record, gone]

        new, _ = self._store.write(make, known.layer)
        self._log.remember("other boundaries for a mark", changes)
        return PlacedAnnotation(new, "exact", start, end)

    @staticmethod
    def _drawn(
        old: Annotation, path: str, hashes: tuple[str, str], place: tuple[int, int], words: tuple[str, str, str]
    ) -> Annotation:
        """A new annotation that says what the old one says."""
        now = utc_now()
        return Annotation(
            f"urn:uuid:{uuid4()}",
            path,
            *hashes,
            *place,
            *words,
            note=old.note,
            codes=old.codes,
            kind=old.kind,
            layer=old.layer,
            created=old.created or now,
            updated=now,
        )
