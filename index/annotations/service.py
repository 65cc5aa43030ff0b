"""Annotations: what Collection asks for, with the store, the placing, the undo log and the formats behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.annotations.anchoring import make_selector
from index.annotations.annotation import AnchorStatus, Annotation, Marked, Passage, PlacedAnnotation, UndoReport
from index.annotations.kept import Kept
from index.annotations.lines import Fault, Record
from index.annotations.placement import Placements, ReadDocument
from index.annotations.putting_back import later, put_back
from index.annotations.record import from_record, to_record, utc_now
from index.annotations.store import LayerStore, Lookup
from index.annotations.undo import Change, Deed, Handler, UndoLog
from index.errors import GlossatorError, OffsetError
from index.settings import AnnotationSettings

if TYPE_CHECKING:
    from index.annotations.choice import Choice
    from index.annotations.intake import Intake
    from index.codebook.keeping import CodeKeeping
    from index.document import Document
    from index.memos.memos import Memos

KIND = "annotation"
"""What these changes are called in the undo log."""

STATUSES: tuple[AnchorStatus, ...] = ("exact", "moved", "changed", "uncertain", "orphan")


class Annotations:
    """The annotations of one collection. Safe to call from any thread."""

    def __init__(
        self,
        store: LayerStore,
        undo_log: UndoLog,
        read_document: ReadDocument,
        settings: AnnotationSettings,
        *,
        path_by_hash: Callable[[str], str | None] = lambda file_sha256: None,
        text_hash: Callable[[str], str | None] | None = None,
        paths: Callable[[], Iterable[str]] = tuple,
        handlers: dict[str, Handler] | None = None,
        codebook: CodeKeeping | None = None,
        kept: Callable[[], Kept] | None = None,
        former: Callable[[str], Iterable[str]] = lambda file_sha256: (),
        memos: Memos | None = None,
    ) -> None:
        """`read_document(path)` gives text, its hash and that of the file, and raises UnknownDocument.

        `path_by_hash` finds a document by the hash of its file, `former` gives the hashes that a file had before it was
        changed; `text_hash` tells the hash of a document's text without reading it (None: not known), which spares
        reading texts whose annotations have been placed before;
        `paths` lists documents, to find those that an imported file names by an address of its own. `handlers` undo
        changes of other kinds that share the log. `codebook` and `memos` go out and in with the annotations.
        `kept` opens what was found of passages in earlier sittings.
        """
        self._store = store
        self._codebook = codebook
        self._memos = memos
        self._undo_log = undo_log
        self.read = read_document
        self.context = settings.context_characters
        self._paths = paths
        self._placements = Placements(store, read_document, path_by_hash, text_hash, paths, kept, former)
        self._handlers: dict[str, Handler] = {**(handlers or {}), KIND: _AnnotationHandler(store)}
        self._lock = threading.RLock()

    # -- reading ------------------------------------------------------------------------------------------------

    def all(self, *, verify: bool = True) -> list[PlacedAnnotation]:
        """Every annotation, by document and position.

        Without `verify`, the offsets of annotations made on a text of the same hash are taken as they stand, and only
        documents that were edited since are read.
        """
        with self._lock:
            self._store.refresh()
            return self._placements.all(verify=verify)

    def of(self, path: str) -> list[PlacedAnnotation]:
        """Those of one document, by position, orphans last. Raises UnknownDocument."""
        with self._lock:
            self._store.refresh()
            return self._placements.of(path)

    def placed(self, id: str) -> PlacedAnnotation:
        """One annotation, where it stands now. Raises GlossatorError where there is none."""
        with self._lock:
            self._store.refresh()
            known = self._store.find(id)
            if known is None or known.deleted:
                raise GlossatorError(f"there is no annotation {id}")
            return self._placements.one(known)

    def layers(self) -> list[str]:
        """Names of the layers there are, with the own one."""
        self._store.refresh()
        return self._store.layers()

    def codes(self) -> list[tuple[str, int]]:
        """Every code in use, with its count, the most recently used first."""
        self._store.refresh()
        return self._store.codes()

    def check(self) -> tuple[dict[str, int], list[Fault]]:
        """How many annotations have each status, and what is wrong with the files."""
        placed = self.all()
        counts = dict.fromkeys(map(str, STATUSES), 0)
        for each in placed:
            counts[each.status] += 1
        return counts, self._store.faults()

    # -- writing ------------------------------------------------------------------------------------------------

    def add(
        self,
        path: str,
        start: int,
        end: int,
        *,
        note: str = "",
        codes: Sequence[str] = (),
        kind: str | None = None,
        layer: str | None = None,
    ) -> PlacedAnnotation:
        """Mark a passage; on disk when this returns. Raises OffsetError, UnknownDocument, ReadOnlyError."""
        with self._lock:
            new = self._made(path, self.read(path), start, end, note, codes, kind, layer)
            record = to_record(new)
            (saved,) = self._store.write(lambda _: [record], new.layer)
            self._undo_log.remember(f"mark {_brief(new.exact)}", [Change(KIND, new.layer, new.id, None, record)])
            return PlacedAnnotation(saved, "exact", start, end)

    def add_all(
        self, passages: Sequence[Passage], *, note: str = "", codes: Sequence[str] = (), kind: str | None = None
    ) -> Marked:
        """Mark many passages in one step of undo, but those whose text has changed meanwhile.

        On disk when this returns. Raises UnknownDocument, ReadOnlyError; then nothing is marked.
        """
        by_path: dict[str, list[Passage]] = {}
        for passage in passages:
            by_path.setdefault(passage.document, []).append(passage)
        with self._lock:
            made: list[Annotation] = []
            for path, wanted in by_path.items():
                read = self.read(path)
                here = [each for each in wanted if _stands_there(read[0], each)]
                made += [self._made(path, read, each.start, each.end, note, codes, kind, None) for each in here]
            if not made:
                return Marked(0, len(passages), (), True)
            records = [to_record(each) for each in made]
            self._store.write(lambda _: records, made[0].layer)
            changes = [Change(KIND, made[0].layer, record["id"], None, record) for record in records]
            undoable = self._undo_log.remember(f"mark {len(made):,} passages", changes)
        return Marked(len(made), len(passages) - len(made), tuple({each.document for each in made}), undoable)

    def _made(
        self,
        path: str,
        read: tuple[str, str, str],
        start: int,
        end: int,
        note: str,
        codes: Sequence[str],
        kind: str | None,
        layer: str | None,
    ) -> Annotation:
        """A new annotation of a document that was read: its text and both hashes. Raises OffsetError."""
        from uuid import uuid4

        text, text_sha256, file_sha256 = read
        if not 0 <= start < end <= len(text):
            raise OffsetError(f"{start}–{end} is no passage of {path}, which has {len(text)} characters")
        exact, prefix, suffix = make_selector(text, start, end, self.context)
        now = utc_now()
        return Annotation(
            id=f"urn:uuid:{uuid4()}",
            document=path,
            text_sha256=text_sha256,
            file_sha256=file_sha256,
            start=start,
            end=end,
            exact=exact,
            prefix=prefix,
            suffix=suffix,
            note=note,
            codes=_clean_codes(codes),
            kind=kind or None,
            layer=layer if layer is not None else self._store.own_layer,
            created=now,
            updated=now,
        )

    def edit(
        self, id: str, *, note: str | None = None, codes: Sequence[str] | None = None, kind: str | None = None
    ) -> Annotation:
        """Change note, codes or kind; None leaves as is, an empty kind takes it away."""

        def edited(old: Annotation) -> Annotation:
            return replace(
                old,
                note=old.note if note is None else note,
                codes=old.codes if codes is None else _clean_codes(codes),
                kind=old.kind if kind is None else kind or None,
            )

        return self.change("edit", id, edited)

    def delete(self, id: str) -> Annotation:
        """Delete; can be undone."""
        return self.change("delete", id, lambda old: replace(old, deleted=True))

    def compact(self, *, drop_deleted: bool = True) -> None:
        """Rewrite each own layer sorted by document and position; deleted annotations leave it for good."""
        with self._lock:
            self._store.compact(drop_deleted=drop_deleted)

    def close(self) -> None:
        """Leave the layers that were written tidy; deleted annotations stay in them, as deleted."""
        with self._lock:
            self._store.close()
            self._placements.close()

    # -- undo ---------------------------------------------------------------------------------------------------

    def undo(self) -> UndoReport | None:
        """Undo the last change the reader made; None where there is none. Raises GlossatorError if refused."""
        with self._lock:
            self._store.refresh()
            return self._undone("undone", self._undo_log.undo(self._handlers))

    def redo(self) -> UndoReport | None:
        """The other way round."""
        with self._lock:
            self._store.refresh()
            return self._undone("done again", self._undo_log.redo(self._handlers))

    # -- other tools --------------------------------------------------------------------------------------------

    def export(
        self,
        format: str,
        choice: Choice | None = None,
        *,
        also: Callable[[Annotation], bool] | None = None,
        title: Callable[[str], str | None] = lambda path: None,
        document: Callable[[str], Document | None] = lambda path: None,
    ) -> Iterator[bytes]:
        """Annotations in another format: those chosen (but for the choice's query), for which `also` holds."""
        from index.annotations import interchange
        from index.annotations.choice import Choice
        from index.annotations.present_names import called_now, record_now

        chosen, book = choice or Choice(), self._codebook.book() if self._codebook is not None else None
        admits, goes_along = chosen.test(book), chosen.memo_test(book)
        wanted = [
            placed
            for placed in self.all(verify=not interchange.known(format).as_kept)
            if admits(placed.annotation) and (also is None or also(placed.annotation))
        ]
        record: Callable[[Annotation], Record] = self._store.record
        memos = self._memos.all() if self._memos is not None and also is None else []
        if book is not None and format != "jsonl":  # which is what is kept, as it is kept
            wanted, record = called_now(wanted, book), record_now(self._store.record, book)
        source = interchange.Source(title, record, document, lambda: book.entries if book is not None else {})
        source = replace(source, memos=tuple(filter(goes_along, memos)))
        return interchange.export(format, wanted, source)

    @property
    def intake(self) -> Intake:
        """Takes in the files of other programs."""
        from index.annotations.intake import Intake

        return Intake(
            self._store,
            self._placements,
            self._codebook,
            self.context,
            self._paths,
            self._undo_log.remember,
            self._memos,
        )

    # -- inside -------------------------------------------------------------------------------------------------

    def change(self, verb: str, id: str, change: Callable[[Annotation], Annotation]) -> Annotation:
        """Save what `change` makes of an annotation of the own layer, as one step of undo, `verb` in its words."""
        with self._lock:
            self._store.refresh()
            known = self._store.find(id)
            if known is None or known.deleted:
                raise GlossatorError(f"there is no annotation {id}")
            if not self._store.may_change(known.layer):
                own = self._store.own_layer
                raise GlossatorError(f"that annotation is in the layer {known.layer}; only those in {own} are changed")
            made: list[Change] = []

            def make(lookup: Lookup) -> list[Record]:
                before = lookup(id)
                old = from_record(before, known.layer) if before is not None else None
                if before is None or old is None or old.deleted:
                    raise GlossatorError(f"annotation {id} has been deleted meanwhile")
                new = change(old)
                if new == old:
                    return []
                after = to_record(replace(new, updated=later(old.updated)), before)
                made.append(Change(KIND, known.layer, id, before, after))
                return [after]

            written = self._store.write(make, known.layer)
            if not written:
                return known
            self._undo_log.remember(f"{verb} {_brief(known.exact)}", made)
            return written[0]

    def _undone(self, what: str, deed: Deed | None) -> UndoReport | None:
        if deed is None:
            return None
        first = deed.changes[0] if deed.changes else None
        concerned = self._store.find(first.id, first.place) if first is not None and first.kind == KIND else None
        message = f"{what}: {deed.label}"
        if concerned is None:
            return UndoReport(message, None, None)
        placed = self._placements.one(concerned)
        return UndoReport(message, placed.annotation.document, placed.start)


class _AnnotationHandler:
    """Sets annotations back for the undo log."""

    def __init__(self, store: LayerStore) -> None:
        self._store = store

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """Write the records, in one piece a layer; refused where one is not as it was left."""
        for layer in dict.fromkeys(change.place for change, _ in changes):
            self._put_back_in(layer, [(change, value) for change, value in changes if change.place == layer])

    def _put_back_in(self, layer: str, changes: Sequence[tuple[Change, Any]]) -> None:
        self._store.write(
            lambda lookup: [put_back(lookup(each.id), each, value, "annotation") for each, value in changes], layer
        )


def _stands_there(text: str, passage: Passage) -> bool:
    start, end = passage.start, passage.end
    return 0 <= start < end <= len(text) and text[start:end] == passage.exact


def _clean_codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes without the white space around them, each once."""
    return tuple(dict.fromkeys(stripped for code in codes if (stripped := " ".join(code.split()))))


def _brief(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"
