"""Judging the annotations of another tool's file: which document, which passage, already here or not."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from index.annotations.anchoring import make_selector, place
from index.annotations.annotation import Annotation
from index.annotations.brought import BroughtTexts
from index.annotations.interchange.items import (
    Imported,
    ImportedAnnotation,
    ImportedMemo,
    SourceText,
    Unplaced,
    shortened,
)
from index.annotations.lines import BadLine, Record, dump
from index.annotations.paths import iri_from_path, path_from_iri, path_of_absolute
from index.annotations.placement import Placements
from index.annotations.record import Parts, as_utc, from_record, moment, to_record, utc_now
from index.annotations.store import LayerStore
from index.errors import UnknownDocument
from index.memos.memo import Memo
from index.offsets import OffsetMap

_HASH = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many annotations were taken in, and those that were not."""

    imported: int
    unplaced: list[Unplaced]
    undoable: bool
    """False where the import was too large to be undone in one go."""
    codes: int = 0
    """How many codes the file has for the codebook."""
    coders: tuple[tuple[str, int], ...] = ()
    """Who made the annotations of the file, by their names there, with how many each."""
    memos: int = 0
    """How many memos were taken in."""


class _Refused(Exception):
    """Not taken in; the message is the reason."""


class Importer:
    """Takes the annotations of one file for one layer."""

    def __init__(
        self,
        store: LayerStore,
        placements: Placements,
        context: int,
        paths: Callable[[], Iterable[str]],
        layer: str,
        coder: str | None = None,
        resolve: Callable[[str], str] = str,
    ) -> None:
        """`coder` takes in what one person made alone, by the name that the file gives; `resolve` tells the name that a
        code has now."""
        self._resolve = resolve
        self._store = store
        self._placements = placements
        self._context = context
        self._paths = paths
        self._layer = layer
        self._coder = coder
        self.coders: Counter[str] = Counter()
        self.memos: list[Memo] = []
        """Those of the file whose documents are here."""
        self._by_name: dict[str, list[str]] | None = None
        self._brought = BroughtTexts(placements, paths)
        self._offsets = "", OffsetMap("")
        self._pages: dict[str, str] = {}
        """Documents by the address of the page that they are."""
        self._found: dict[SourceText, str | _Refused] = {}
        self._texts: dict[str, tuple[str, str, str]] = {}
        self._said: dict[str, dict[tuple[object, ...], Annotation]] = {}

    def take(self, items: Iterable[Imported]) -> tuple[list[Record], list[Unplaced]]:
        """The records of annotations to write, and what is not taken in; memos are put by."""
        taken: dict[str, Record] = {}
        unplaced: list[Unplaced] = []
        pages: dict[str, list[ImportedAnnotation]] = {}
        for item in items:
            if isinstance(item, Unplaced):
                unplaced.append(item)
                continue
            if isinstance(item, ImportedMemo):
                self._take_memo(item, unplaced)
                continue
            if item.parts.deleted:
                continue
            maker = _maker(item.record)
            self.coders[maker] += 1
            if self._coder is not None and maker != self._coder:
                continue
            if item.utf16 and item.parts.source and not self._names(item.parts):
                pages.setdefault(item.parts.source, []).append(item)
                continue
            self._take_one(item, taken, unplaced)
        if pages:
            words = {source: [item.parts.exact or "" for item in some] for source, some in pages.items()}
            self._pages = self._brought.holding(words)
            for item in (each for some in pages.values() for each in some):
                self._take_one(item, taken, unplaced)
        return list(taken.values()), unplaced

    def _take_one(self, item: ImportedAnnotation, taken: dict[str, Record], unplaced: list[Unplaced]) -> None:
        try:
            record = self._record(item)
        except (_Refused, BadLine) as error:
            text = item.parts.exact or item.parts.note or dump(item.record)
            unplaced.append(Unplaced(str(error), shortened(text)))
        else:
            if record["id"] in taken and taken[record["id"]] != record and item.text is not None:
                reason = "another annotation of the file has the same number"
                unplaced.append(Unplaced(reason, shortened(item.parts.exact or item.parts.note)))
            else:
                taken[record["id"]] = record

    def _take_memo(self, item: ImportedMemo, unplaced: list[Unplaced]) -> None:
        memo = item.memo
        if memo.deleted or not memo.note.strip() or self._coder not in (None, memo.author):
            return
        if memo.about == "document":
            try:
                named = iri_from_path(memo.subject)
                path = self._addressed(named, memo.file_sha256) if item.text is None else self._of_text(item.text)
            except _Refused as refused:
                unplaced.append(Unplaced(str(refused), shortened(memo.note)))
                return
            memo = replace(memo, subject=path, file_sha256=self._read(path)[2])
        self.memos.append(memo)

    def _names(self, parts: Parts) -> bool:
        """Whether an annotation names a document of the collection."""
        try:
            self._document(parts)
        except _Refused:
            return False
        return True

    def _record(self, item: ImportedAnnotation) -> Record:
        parts = item.parts
        id = _own_id(parts, item.record)
        here = self._store.find(id)
        if here is not None and not here.deleted and moment(as_utc(parts.updated) or "") <= moment(here.updated):
            raise _Refused(f"already in the layer {here.layer}")
        if here is not None and not here.deleted and here.layer != self._layer:
            raise _Refused(f"a version of it is in the layer {here.layer}, which is not written to")
        path = self._document(parts) if item.text is None else self._of_text(item.text)
        annotation = self._placed(self._verbatim(item, path), path, id)
        if parts.id is None and (twin := self._twin(annotation)) is not None:
            raise _Refused(f"already in the layer {twin.layer}")
        base = dict(item.record)
        if parts.id is not None and parts.id != id:
            base.setdefault("via", parts.id)
        record = to_record(annotation, base)
        from_record(record, self._layer)
        return record

    def _placed(self, parts: Parts, path: str, id: str) -> Annotation:
        """The annotation, its quote verified against the text of the document."""
        text, text_sha256, file_sha256 = self._read(path)
        now = utc_now()
        created = as_utc(parts.created) or now
        found = Annotation(
            id=id,
            document=path,
            text_sha256=parts.text_sha256,
            file_sha256=parts.file_sha256,
            start=parts.start or 0,
            end=parts.end or 0,
            exact=parts.exact or "",
            prefix=parts.prefix,
            suffix=parts.suffix,
            note=parts.note,
            codes=parts.codes,
            kind=parts.kind,
            layer=self._layer,
            created=created,
            updated=as_utc(parts.updated) or created,
        )
        if parts.exact is None:
            if parts.start is None or parts.end is None:
                raise _Refused("it marks no passage of a text")
            raise _Refused("it has offsets but no quotation by which they could be checked")
        placed = place(found, text, text_sha256, alike=False)
        if placed.start is None or placed.end is None:
            raise _Refused(f"{path}: {placed.reason}")
        if _HASH.match(parts.text_sha256) and parts.start is not None and parts.end is not None:
            return found  # it says itself which text it was made on: kept as it was made
        if placed.status == "uncertain":
            raise _Refused(f"{path}: {placed.reason}")
        exact, prefix, suffix = make_selector(text, placed.start, placed.end, self._context)
        return replace(
            found,
            text_sha256=text_sha256,
            file_sha256=file_sha256,
            start=placed.start,
            end=placed.end,
            exact=exact,
            prefix=prefix,
            suffix=suffix,
        )

    def _verbatim(self, item: ImportedAnnotation, path: str) -> Parts:
        """With the quotation as the text has it, where the format could not write it so but it is this one."""
        parts, shown = item.parts, item.shown
        if item.utf16 and parts.start is not None and parts.end is not None:
            offsets = self._offset_map(path)
            parts = replace(parts, start=offsets.from_utf16(parts.start), end=offsets.from_utf16(parts.end))
        if shown is None or parts.exact is None or parts.start is None or parts.end is None:
            return parts
        text = self._read(path)[0]
        here = text[parts.start : parts.end]
        if not here or shown(here) != parts.exact:
            return parts
        _, prefix, suffix = make_selector(text, parts.start, parts.end, self._context)
        return replace(parts, exact=here, prefix=prefix, suffix=suffix)

    def _offset_map(self, path: str) -> OffsetMap:
        if self._offsets[0] != path:
            self._offsets = path, OffsetMap(self._read(path)[0])
        return self._offsets[1]

    def _twin(self, wanted: Annotation) -> Annotation | None:
        """One that says the same of the same passage: a format without ids must not bring back what it took out."""
        path = wanted.document
        if path not in self._said:
            here = self._store.of_document(path)
            self._said[path] = {_said(each, self._resolve): each for each in here if not each.deleted}
        return self._said[path].get(_said(wanted, self._resolve))

    def _of_text(self, source: SourceText) -> str:
        """The document that a text is which the file has brought along."""
        if source not in self._found:
            try:
                known = self._brought.numbered(source) or self._brought.same(source)
                self._found[source] = known or self._named(source)
            except _Refused as refused:
                self._found[source] = refused
        found = self._found[source]
        if isinstance(found, _Refused):
            raise _Refused(str(found))
        return found

    def _named(self, source: SourceText) -> str:
        ends = self._brought.named(source)
        ends = ends if len(ends) < 2 else self._with_same_end(source.path) or ends
        if len(ends) == 1:
            return ends[0]
        alike = self._brought.alike(source)
        if len(alike) == 1 or (alike and not ends):
            return alike[0]
        name = shortened(source.name) or "without a name"
        raise _Refused(f"several documents could be {name}" if ends else f"no document {name}, and none with its text")

    def _document(self, parts: Parts) -> str:
        """The document that an annotation is about: by path, by the hash of its file, by the end of its address."""
        if parts.source is None:
            raise _Refused("it names no document")
        return self._addressed(parts.source, parts.file_sha256)

    def _addressed(self, source: str, file_sha256: str) -> str:
        if source in self._pages:
            return self._pages[source]
        path = path_from_iri(source)
        if path is not None and self._is_known(path):
            return path
        renamed = self._placements.path_by_hash(file_sha256) if file_sha256 else None
        if renamed is not None and self._is_known(renamed):
            return renamed
        ends = self._with_same_end(path or path_of_absolute(source) or "")
        if len(ends) == 1:
            return ends[0]
        raise _Refused(f"{'several documents could be' if ends else 'no document'} {shortened(source)}")

    def _with_same_end(self, wanted: str) -> list[str]:
        """Documents whose path ends as `wanted` does, those that agree in most folders."""
        if self._by_name is None:
            self._by_name = {}
            for path in self._paths():
                self._by_name.setdefault(PurePosixPath(path).name, []).append(path)
        parts = wanted.split("/")
        found = self._by_name.get(parts[-1], [])
        agreeing = {path: _common_end(path.split("/"), parts) for path in found}
        return [path for path in found if agreeing[path] == max(agreeing.values())]

    def _is_known(self, path: str) -> bool:
        try:
            self._read(path)
        except UnknownDocument:
            return False
        return True

    def _read(self, path: str) -> tuple[str, str, str]:
        if path not in self._texts:
            if len(self._texts) >= 8:  # files go by document as a rule; this is not to hold a whole collection
                self._texts.clear()
            self._texts[path] = self._placements.read(path)
        return self._texts[path]


def _own_id(parts: Parts, record: Record) -> str:
    """The id it has as a UUID; else one derived from what it has, so that the same file twice gives the same."""
    if parts.id is not None and parts.id.startswith("urn:uuid:"):
        return parts.id
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, parts.id if parts.id is not None else dump(record))}"


def _maker(record: Record) -> str:
    """The name of who made an annotation; nothing where it is not told."""
    creator = record.get("creator")
    name = creator.get("name") if isinstance(creator, dict) else creator
    return name if isinstance(name, str) else ""


def _said(annotation: Annotation, resolve: Callable[[str], str]) -> tuple[object, ...]:
    """What an annotation says of which passage; neither white space in notes nor a former name of a code is that."""
    place = (annotation.start, annotation.end, annotation.exact)
    return *place, *annotation.note.split(), None, *sorted({*map(resolve, annotation.codes)}), None, annotation.kind


def _common_end(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
