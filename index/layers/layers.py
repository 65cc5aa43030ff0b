"""Layers beside each other: what Collection hands out for everything that concerns more than one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.errors import CollectionError, UnknownDocument
from index.layers.comparing import Compared, compare

if TYPE_CHECKING:
    from index.annotations.lines import Fault, Record
    from index.layers.agreement import Agreement, Unit
    from index.layers.comparing import Difference
    from index.marks import Marks
    from index.rooms import Rooms


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """What is known of one layer."""

    name: str
    own: bool
    """True for the one that is written to."""
    person: str
    """Who is named in it as having made the marks; empty where nobody is."""
    marks: int
    documents: int
    """Documents in which it marks anything."""
    last_change: str
    """UTC, ISO 8601 with `Z`; empty where it holds nothing."""
    faults: tuple[Fault, ...]
    conflict: bool
    """True where git left a merge conflict in it."""
    beside: bool = False
    """True for a file beside the layers, of memos or corrections: it is told of while it holds a merge conflict."""


@dataclass(frozen=True, slots=True)
class Event:
    """One version of a mark: when it came about, and what it said."""

    at: str
    """UTC, ISO 8601 with `Z`."""
    person: str
    what: str
    """In words: marked, note changed, deleted…"""
    note: str
    codes: tuple[str, ...]
    kind: str | None


class Layers:
    """The layers of one collection. Safe to call from any thread; not for the screen's: it may read every document."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        """`only`: the one document that the collection was narrowed to."""
        self._rooms = rooms
        self._only = only

    # -- what there is ------------------------------------------------------------------------------------------

    def all(self) -> list[LayerInfo]:
        """Every layer: one's own first, then by name. A layer that only has faults is among them.

        After them memos and corrections, where git left a merge conflict in their file.
        """
        marks = self._marks
        store = marks.layer_deeds.store
        store.refresh()
        by_layer: dict[str, list[Annotation]] = {name: [] for name in store.layers()}
        for annotation in store.annotations():
            by_layer[annotation.layer].append(annotation)
        faults: dict[str, list[Fault]] = {}
        for fault in store.faults():
            if fault.file.endswith(".jsonl") and "/" in fault.file:
                faults.setdefault(fault.file.rpartition("/")[2].removesuffix(".jsonl"), []).append(fault)
        names = sorted({*by_layer, *faults}, key=lambda name: (name != store.own_layer, name))
        return [self._info(name, by_layer.get(name, []), faults.get(name, [])) for name in names] + self._beside()

    def _beside(self) -> list[LayerInfo]:
        """The files of records beside the layers that hold a conflict."""
        found = self._marks.layer_deeds.in_conflict()
        return [
            LayerInfo(fault.file.rpartition("/")[2], False, "", 0, 0, "", (fault,), conflict=True, beside=True)
            for fault in found
        ]

    def _info(self, name: str, found: list[Annotation], faults: list[Fault]) -> LayerInfo:
        from index.annotations.record import moment

        store = self._marks.layer_deeds.store
        last = max(found, key=lambda each: moment(each.updated), default=None)
        return LayerInfo(
            name,
            name == store.own_layer,
            _person(store.record(last)) if last is not None else "",
            len(found),
            len({each.lies_in for each in found}),
            last.updated if last is not None else "",
            tuple(faults),
            any("merge conflict" in fault.reason for fault in faults),
        )

    def history(self, mark: Annotation) -> list[Event]:
        """Who did what to a mark and when, oldest first, as far as its layer still holds it."""
        from index.annotations.record import read_parts

        events: list[Event] = []
        before: Record | None = None
        for record in self._marks.layer_deeds.history(mark):
            parts = read_parts(record)
            at = parts.created if before is None else parts.updated
            events.append(Event(at, _person(record), _what(before, record), parts.note, parts.codes, parts.kind))
            if before is None and parts.updated != parts.created:
                # Compacted since: what it said at first is not known.
                events[0] = replace(events[0], what=f"{events[0].what}; what it said then is not kept")
                events.append(Event(parts.updated, _person(record), "changed", parts.note, parts.codes, parts.kind))
            before = record
        return events

    # -- two of them --------------------------------------------------------------------------------------------

    def compare(self, one: str, other: str) -> Compared:
        """Where two layers, or files of annotations, differ. Raises CollectionError where a name is neither."""
        return compare(self._of(one), self._of(other))

    def agree(self, one: str, other: str, *, unit: Unit = "characters") -> list[Agreement]:
        """How far two layers, or files, agree: by document, then altogether; each time all codes, then each.

        Raises CollectionError where a name is neither.
        """
        from index.layers.agreement import agreements

        return agreements(self._of(one), self._of(other), lambda path: self._rooms.stated(path).text, unit=unit)

    def hide(self, names: frozenset[str]) -> None:
        """Marks of these layers answer no search and are not counted in lists, until others are named."""
        self._rooms.hide_layers(names)

    # -- changing -----------------------------------------------------------------------------------------------

    def copy(self, marks: Sequence[Annotation]) -> int:
        """Copy marks of others into one's own layer, in one step of undo; returns how many were not there yet.

        On disk when this returns. Raises ReadOnlyError.
        """
        return self._touched(self._marks.layer_deeds.copy(marks))

    def take(self, difference: Difference) -> int:
        """Settle a difference in one's own layer the other one's way, in one step of undo. Raises ReadOnlyError."""
        return self._touched(self._marks.layer_deeds.take(difference))

    def settle(self, layer: str) -> int:
        """Merge both sides of a conflict that git left in a layer, `memos.jsonl` or `corrections.jsonl`; returns how
        many records were kept in both versions.

        Raises GlossatorError where that cannot be done.
        """
        return self._marks.layer_deeds.settle(layer)

    def _touched(self, written: Iterable[Annotation]) -> int:
        marks = list(written)
        for path in {mark.document for mark in marks}:
            self._marks.marginalia.touched(path)
        return len(marks)

    # -- within -------------------------------------------------------------------------------------------------

    @property
    def _marks(self) -> Marks:
        return self._rooms.marks

    def _of(self, name: str) -> list[PlacedAnnotation]:
        """The annotations of a layer or a file, placed, with codes under the names that they have now."""
        marks = self._marks
        placed = marks.annotations.all()
        if name in marks.annotations.layers():
            found = [each for each in placed if each.annotation.layer == name]
        elif Path(name).is_file():
            found = _placed(_read(Path(name)), self._text)
        else:
            known = ", ".join(marks.annotations.layers())
            raise CollectionError(f"{name}: neither a layer nor a file; the layers are {known}")
        resolve = marks.codebook.book().resolve
        return [
            replace(each, annotation=_renamed(each.annotation, resolve))
            for each in found
            if self._only in (None, each.annotation.document)
        ]

    def _text(self, path: str) -> tuple[str, str]:
        found = self._rooms.stated(path)
        return found.text, found.sha256


def _renamed(annotation: Annotation, resolve: Callable[[str], str]) -> Annotation:
    codes = tuple(dict.fromkeys(map(resolve, annotation.codes)))
    return annotation if codes == annotation.codes else replace(annotation, codes=codes)


def _read(file: Path) -> list[Annotation]:
    """The annotations of a file that is no layer here: one side of a conflict in it is as good as the other."""
    from index.annotations.lines import BadLine
    from index.annotations.record import from_record
    from index.layers.jsonl_merge import settled
    from index.layers.lines import has_conflict, read_version

    try:
        data = file.read_bytes()
    except OSError as error:
        raise CollectionError(f"{file}: cannot be read: {error.strerror}") from error
    if has_conflict(data) and (merged := settled(data)) is not None:
        data = merged.data
    found = []
    for record in read_version(data).records.values():
        try:
            found.append(from_record(record, file.name))
        except BadLine:
            continue
    if not found and data.strip():
        raise CollectionError(f"{file}: holds no annotations, one a line")
    return [each for each in found if not each.deleted]


def _placed(annotations: list[Annotation], text_of: Callable[[str], tuple[str, str]]) -> list[PlacedAnnotation]:
    from index.annotations.anchoring import place_all

    by_document: dict[str, list[Annotation]] = {}
    for each in annotations:
        by_document.setdefault(each.lies_in, []).append(each)
    placed: list[PlacedAnnotation] = []
    for path, some in by_document.items():
        try:
            text, sha = text_of(path)
        except UnknownDocument:
            placed += [PlacedAnnotation(each, "orphan", None, None, "no such document here") for each in some]
        else:
            placed += place_all(some, text, sha)
    return placed


def _person(record: Record) -> str:
    creator = record.get("creator")
    name = creator.get("name") if isinstance(creator, dict) else creator
    return name if isinstance(name, str) else ""


def _what(before: Record | None, record: Record) -> str:
    """What happened between two versions of a record, in words."""
    from index.annotations.record import read_parts
    from index.layers.deeds import COPY_OF
    from index.layers.record_merge import OTHER_OF

    now = read_parts(record)
    if before is None:
        if isinstance(record.get(COPY_OF), str):
            return f"copied from the layer {record[COPY_OF].partition(' ')[0]}"
        if OTHER_OF in record:
            return "kept by a merge, beside the version that was changed later"
        return "deleted" if now.deleted else "marked"
    old = read_parts(before)
    if now.deleted != old.deleted:
        return "deleted" if now.deleted else "brought back"
    changed = [
        word
        for word, one, other in (
            ("note", old.note, now.note),
            ("codes", old.codes, now.codes),
            ("kind", old.kind, now.kind),
            ("boundaries", (old.start, old.end, old.exact), (now.start, now.end, now.exact)),
        )
        if one != other
    ]
    return f"changed: {', '.join(changed)}" if changed else "changed"
