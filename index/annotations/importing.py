"""Judging the annotations of another tool's file: which document, which passage, already here or not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from index.annotations.anchoring import make_selector, place
from index.annotations.annotation import Annotation
from index.annotations.interchange.items import ImportedAnnotation, Unplaced, shortened
from index.annotations.lines import BadLine, Record, dump
from index.annotations.paths import path_from_iri, path_of_absolute
from index.annotations.placement import Placements
from index.annotations.record import Parts, as_utc, from_record, moment, to_record, utc_now
from index.annotations.store import LayerStore
from index.errors import UnknownDocument

_HASH = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many annotations were taken in, and those that were not."""

    imported: int
    unplaced: list[Unplaced]
    undoable: bool
    """False where the import was too large to be undone in one go."""


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
    ) -> None:
        self._store = store
        self._placements = placements
        self._context = context
        self._paths = paths
        self._layer = layer
        self._by_name: dict[str, list[str]] | None = None
        self._texts: dict[str, tuple[str, str, str]] = {}

    def take(self, items: Iterable[ImportedAnnotation | Unplaced]) -> tuple[list[Record], list[Unplaced]]:
        """The records to write, and what is not taken in."""
        taken: dict[str, Record] = {}
        unplaced: list[Unplaced] = []
        for item in items:
            if isinstance(item, Unplaced):
                unplaced.append(item)
                continue
            if item.parts.deleted:
                continue
            try:
                record = self._record(item)
            except (_Refused, BadLine) as error:
                text = item.parts.exact or item.parts.note or dump(item.record)
                unplaced.append(Unplaced(str(error), shortened(text)))
            else:
                taken[record["id"]] = record
        return list(taken.values()), unplaced

    def _record(self, item: ImportedAnnotation) -> Record:
        parts = item.parts
        id = _own_id(parts, item.record)
        here = self._store.find(id)
        if here is not None and not here.deleted and moment(as_utc(parts.updated) or "") <= moment(here.updated):
            raise _Refused(f"already in the layer {here.layer}")
        if here is not None and not here.deleted and here.layer != self._layer:
            raise _Refused(f"a version of it is in the layer {here.layer}, which is not written to")
        path = self._document(parts)
        annotation = self._placed(parts, path, id)
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
        placed = place(found, text, text_sha256)
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

    def _document(self, parts: Parts) -> str:
        """The document that an annotation is about: by path, by the hash of its file, by the end of its address."""
        if parts.source is None:
            raise _Refused("it names no document")
        path = path_from_iri(parts.source)
        if path is not None and self._is_known(path):
            return path
        renamed = self._placements.path_by_hash(parts.file_sha256) if parts.file_sha256 else None
        if renamed is not None and self._is_known(renamed):
            return renamed
        ends = self._with_same_end(path or path_of_absolute(parts.source) or "")
        if len(ends) == 1:
            return ends[0]
        raise _Refused(
            f"several documents could be {shortened(parts.source)}"
            if ends
            else f"no document {shortened(parts.source)}"
        )

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


def _common_end(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
