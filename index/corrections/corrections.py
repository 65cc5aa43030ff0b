"""The corrections of one collection: kept in `.glossator/corrections.jsonl`, changed in steps that can be undone."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from index.annotations.anchoring import Placer, make_selector
from index.annotations.annotation import Passage
from index.annotations.lines import Fault, Record
from index.annotations.place import MarksPlace
from index.annotations.placement import ReadDocument
from index.annotations.putting_back import later, put_back
from index.annotations.record import moment, utc_now
from index.annotations.record_file import RecordFile
from index.annotations.undo import Change, UndoLog
from index.corrections.correction import (
    Anchor,
    Correction,
    PlacedCorrection,
    PlacedPassage,
    from_record,
    to_record,
)
from index.errors import GlossatorError, OffsetError, UnknownDocument

KIND: Final = "correction"
"""What these changes are called in the undo log."""
NAME: Final = "corrections.jsonl"

_SURE: Final = {"exact", "moved"}
"""A decision counts where its passage stands as it was; not where it only resembles what is there."""


class Corrections:
    """Decisions of every kind, each on passages that are found again when a document changes.

    Safe to call from any thread. Asking for places may read documents that were edited: not for the screen's thread.
    """

    def __init__(
        self,
        place: MarksPlace,
        log: UndoLog,
        read: ReadDocument,
        *,
        text_hash: Callable[[str], str | None],
        path_by_hash: Callable[[str], str | None],
        context: int,
    ) -> None:
        """`read`, `text_hash` and `path_by_hash` as for Annotations; `context`: characters kept around a passage."""
        self._file = _file(place.folder, private=place.private)
        self._also = _file(place.also) if place.also is not None else None
        self._log = log
        self._read = read
        self._text_hash = text_hash
        self._path_by_hash = path_by_hash
        self._context = context
        self._lock = threading.RLock()
        self._current: dict[str, Correction] = {}
        self._placed: dict[Anchor, tuple[str, str, PlacedPassage | None]] = {}
        self.generation = 0
        """Grows whenever a correction came, changed or went."""

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> int:
        """Take in what has changed on disk, next to nothing where nothing has; the generation."""
        with self._lock:
            for file in self._files():
                file.refresh()
            self._merge()
            return self.generation

    def of(self, about: str) -> list[Correction]:
        """The decisions of a kind, oldest first."""
        with self._lock:
            found = [each for each in self._current.values() if each.about == about and not each.deleted]
        return sorted(found, key=lambda each: (moment(each.created), each.id))

    def placed(self, about: str, path: str | None = None) -> list[PlacedCorrection]:
        """The same with their places in the texts as they are; `path`: those that concern this document."""
        found = (PlacedCorrection(each, tuple(map(self._place, each.anchors))) for each in self.of(about))
        if path is None:
            return list(found)
        return [each for each in found if any(at is not None and at.document == path for at in each.places)]

    def faults(self) -> list[Fault]:
        """What is wrong with the file and its lines, and which decisions have lost their passage."""
        with self._lock:
            whole = [fault for file in self._files() for fault in file.faults()]
            current = [each for each in self._current.values() if not each.deleted]
        for each in current:
            for anchor in each.anchors:
                if self._place(anchor) is None:
                    words = " ".join(anchor.exact.split())[:60]
                    reason = f"a decision on its {each.about} has lost its passage in {anchor.document}: “{words}”"
                    whole.append(Fault(self._file.shown, 0, reason))
        return whole

    # -- writing ------------------------------------------------------------------------------------------------

    def decide(self, about: str, passage: Passage, value: Any, label: str) -> Correction:
        """Decide on one passage: instead of what was decided on it before, if anything was. On disk when this returns.

        `label` names the deed for undo. Raises OffsetError, UnknownDocument, ReadOnlyError.
        """
        self.refresh()
        at = PlacedPassage(passage.document, passage.start, passage.end)
        for known in self.placed(about, passage.document):
            if known.places == (at,):
                return self.change(known.correction.id, value, label)
        return self.add(about, [passage], value, label)

    def add(self, about: str, passages: Sequence[Passage], value: Any, label: str) -> Correction:
        """Decide on passages together. Raises OffsetError, UnknownDocument, ReadOnlyError."""
        now = utc_now()
        read = cache(self._read)
        anchors = tuple(self._anchor(read, passage) for passage in passages)
        new = Correction(f"urn:uuid:{uuid.uuid4()}", about, anchors, value, now, now)
        return self._write({new.id: lambda before: new}, label)[0]

    def change(self, id: str, value: Any, label: str) -> Correction:
        """Decide otherwise. Raises GlossatorError where there is no such decision, ReadOnlyError."""
        return self._write({id: lambda before: replace(_standing(before, id), value=value)}, label)[0]

    def remove(self, ids: Iterable[str], label: str) -> None:
        """Take decisions back, in one step of undo."""

        def gone(id: str) -> Callable[[Correction | None], Correction]:
            return lambda before: replace(_standing(before, id), deleted=True)

        self._write({id: gone(id) for id in ids}, label)

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set records back, all or none; refused where one is not as it was left."""

        def make() -> list[Record]:
            self._merge()  # with what others have written meanwhile
            return [put_back(self._record(each.id), each, value, "decision") for each, value in changes]

        with self._lock:
            self.refresh()
            self._file.write(make)
            self._merge()

    # -- inside -------------------------------------------------------------------------------------------------

    def _files(self) -> list[RecordFile[Correction]]:
        return [self._file] if self._also is None else [self._file, self._also]

    def _merge(self) -> None:
        """Of a decision that both folders hold, the one made last counts."""
        if not any(file.changed or file.forgotten for file in self._files()):
            return
        merged: dict[str, Correction] = {}
        for file in self._files():
            file.changed, file.forgotten = set(), False
            for id, each in file.items.items():
                if id not in merged or moment(each.updated) > moment(merged[id].updated):
                    merged[id] = each
        self._current = merged
        self.generation += 1

    def _record(self, id: str) -> Record | None:
        known = self._current.get(id)
        return to_record(known) if known is not None else None

    def _write(self, wanted: Mapping[str, Callable[[Correction | None], Correction]], label: str) -> list[Correction]:
        changes: list[Change] = []

        def make() -> list[Record]:
            self._merge()
            for id, become in wanted.items():
                before = self._current.get(id)
                after = become(before)
                if before is not None:
                    after = replace(after, updated=later(before.updated))
                old = to_record(before) if before is not None and not before.deleted else None
                changes.append(Change(KIND, NAME, id, old, to_record(after)))
            return [change.after for change in changes]

        with self._lock:
            self.refresh()
            try:
                self._file.write(make)
            finally:
                self._merge()
            written = [self._current[id] for id in wanted]
        self._log.remember(label, [_for_log(each) for each in changes])
        return written

    def _anchor(self, read: ReadDocument, passage: Passage) -> Anchor:
        text, text_sha256, file_sha256 = read(passage.document)
        start, end = passage.start, passage.end
        if not 0 <= start < end <= len(text) or text[start:end] != passage.exact:
            raise OffsetError(f"{passage.document}: another text stands at {start} to {end} now")
        exact, prefix, suffix = make_selector(text, start, end, self._context)
        return Anchor(passage.document, text_sha256, file_sha256, start, end, exact, prefix, suffix)

    def _place(self, anchor: Anchor) -> PlacedPassage | None:
        """Where a passage stands; looked for once a text."""
        path, sha = anchor.document, self._text_hash(anchor.document)
        if sha is None and anchor.file_sha256:
            path = self._path_by_hash(anchor.file_sha256) or path
            sha = self._text_hash(path)
        if sha is not None and sha == anchor.text_sha256:
            return PlacedPassage(path, anchor.start, anchor.end)
        known = self._placed.get(anchor)
        if known is not None and known[:2] == (path, sha):
            return known[2]
        try:
            text, sha, _ = self._read(path)
        except UnknownDocument:
            return None
        found = Placer(text, sha).place(anchor.as_annotation())
        sure = found.status in _SURE and found.start is not None and found.end is not None
        placed = PlacedPassage(path, found.start or 0, found.end or 0) if sure else None
        self._placed[anchor] = (path, sha, placed)
        return placed


def _file(folder: Any, *, private: bool = False) -> RecordFile[Correction]:
    def order(each: Correction) -> tuple[str, int, str]:
        return each.anchors[0].document, each.anchors[0].start, each.id

    return RecordFile(folder, (), NAME, from_record, order, private=private)


def _standing(before: Correction | None, id: str) -> Correction:
    if before is None or before.deleted:
        raise GlossatorError(f"there is no decision {id}; it may have been taken back meanwhile")
    return before


def _for_log(change: Change) -> Change:
    """Undo knows a deleted record as none."""
    return replace(change, after=None) if change.after.get("glossator:deleted") else change
