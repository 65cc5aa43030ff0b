"""The memos of one collection: kept in `.glossator/memos.jsonl`, changed in steps that can be undone."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from index.annotations.lines import Fault, Record
from index.annotations.place import MarksPlace
from index.annotations.putting_back import later, put_back
from index.annotations.record import moment, utc_now
from index.annotations.record_file import RecordFile
from index.annotations.undo import Change, UndoLog
from index.errors import GlossatorError
from index.memos.memo import About, Memo, from_record, to_record

KIND: Final = "memo"
"""What these changes are called in the undo log."""
NAME: Final = "memos.jsonl"


class Memos:
    """Safe to call from any thread."""

    def __init__(
        self,
        place: MarksPlace,
        log: UndoLog,
        author: str,
        *,
        file_hash: Callable[[str], str | None],
        path_by_hash: Callable[[str], str | None],
        resolve: Callable[[str], str],
    ) -> None:
        """`file_hash` and `path_by_hash` find a document that was renamed; `resolve` tells the name of a code now."""
        self._file = _file(place.folder, private=place.private)
        self._also = _file(place.also) if place.also is not None else None
        self._log = log
        self._author = author
        self._file_hash = file_hash
        self._path_by_hash = path_by_hash
        self._resolve = resolve
        self._lock = threading.RLock()
        self._current: dict[str, Memo] = {}

    # -- reading ------------------------------------------------------------------------------------------------

    def all(self) -> list[Memo]:
        """Every memo: of the collection, then of documents, then of codes; of each the oldest first.

        The subject is what the document or the code is called now.
        """
        self._refresh()
        with self._lock:
            standing = [each for each in self._current.values() if not each.deleted]
        order = {"collection": 0, "document": 1, "code": 2}
        found = [replace(each, subject=self._now_called(each)) for each in standing]
        return sorted(found, key=lambda each: (order[each.about], each.subject, moment(each.created), each.id))

    def of(self, about: About, subject: str = "") -> list[Memo]:
        """Those on one thing, oldest first."""
        return [each for each in self.all() if (each.about, each.subject) == (about, subject)]

    def faults(self) -> list[Fault]:
        """What is wrong with the file and its lines."""
        self._refresh()
        with self._lock:
            return [fault for file in self._files() for fault in file.faults()]

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, about: About, subject: str, note: str) -> Memo:
        """Write a memo; on disk when this returns. Raises ReadOnlyError."""
        if not note.strip():
            raise GlossatorError("a memo without words is not kept")
        now = utc_now()
        sha = (self._file_hash(subject) or "") if about == "document" else ""
        new = Memo(f"urn:uuid:{uuid.uuid4()}", about, subject, sha, note, self._author, now, now)
        return self._set(new.id, lambda _: new, f"memo on {subject or 'the collection'}")

    def change(self, id: str, note: str) -> Memo:
        """Change what a memo says. Raises GlossatorError where there is none, ReadOnlyError."""
        if not note.strip():
            return self.delete(id)
        return self._set(id, lambda old: replace(_standing(old), note=note), "change a memo")

    def delete(self, id: str) -> Memo:
        """Delete; can be undone."""
        return self._set(id, lambda old: replace(_standing(old), deleted=True), "delete a memo")

    def take_in(self, found: Sequence[Memo]) -> tuple[list[Change], list[Memo]]:
        """Write memos that came from elsewhere; returns what the undo log is to know of it, and those that are here
        already, as they are or changed since. On disk when this returns. Raises ReadOnlyError."""
        changes: list[Change] = []
        here: list[Memo] = []

        def make() -> list[Record]:
            self._merge()
            said = {self._said(each) for each in self._current.values() if not each.deleted}
            made: dict[str, Record] = {}
            for memo in found:
                old = self._current.get(memo.id)
                stands = old is not None and not old.deleted
                newer = old is not None and stands and moment(old.updated) >= moment(memo.updated)
                if newer or memo.id in made or self._said(memo) in said:
                    here.append(memo)
                    continue
                said.add(self._said(memo))
                base = self._record(memo.id)
                made[memo.id] = to_record(replace(memo, author=memo.author or self._author), base)
                changes.append(Change(KIND, NAME, memo.id, base if stands else None, made[memo.id]))
            return list(made.values())

        with self._lock:
            self._refresh()
            try:
                self._file.write(make)
            finally:
                self._merge()
        return changes, here

    def take_back(self, changes: Sequence[Change]) -> None:
        """Undo what `take_in` did, where what was to come in with it could not be written."""
        back = [Change(each.kind, each.place, each.id, each.after, each.before) for each in changes]
        self.put_back([(each, each.after) for each in back])

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set records back, all or none; refused where one is not as it was left."""

        def make() -> list[Record]:
            self._merge()
            return [put_back(self._record(each.id), each, value, "memo") for each, value in changes]

        with self._lock:
            self._file.write(make)
            self._merge()

    # -- inside -------------------------------------------------------------------------------------------------

    def _set(self, id: str, become: Callable[[Memo | None], Memo], label: str) -> Memo:
        change: list[Change] = []

        def make() -> list[Record]:
            self._merge()
            old = self._current.get(id)
            new = become(old)
            if old is not None and new == old:
                return []
            base = self._record(id)
            if old is not None:
                new = replace(new, updated=later(old.updated))
            record = to_record(new, base)
            before = base if old is not None and not old.deleted else None
            change.append(Change(KIND, NAME, id, before, None if new.deleted else record))
            return [record]

        with self._lock:
            self._refresh()
            try:
                self._file.write(make)
            finally:
                self._merge()
            written = self._current[id]
        if change:
            self._log.remember(label, change)
        return written

    def _said(self, memo: Memo) -> tuple[str, ...]:
        """What it says of what, whatever its white space: a format without ids must not bring back what it took out."""
        return memo.about, self._now_called(memo), *memo.note.split()

    def _now_called(self, memo: Memo) -> str:
        if memo.about == "code":
            return self._resolve(memo.subject)
        if memo.about == "document" and memo.file_sha256 and self._file_hash(memo.subject) is None:
            return self._path_by_hash(memo.file_sha256) or memo.subject
        return memo.subject

    def _record(self, id: str) -> Record | None:
        for file in self._files():
            if id in file.items and file.items[id] is self._current.get(id):
                return file.record(id)
        return None

    def _files(self) -> list[RecordFile[Memo]]:
        return [self._file] if self._also is None else [self._file, self._also]

    def _refresh(self) -> None:
        with self._lock:
            for file in self._files():
                file.refresh()
            self._merge()

    def _merge(self) -> None:
        """Of a memo that both folders hold, the one changed last counts."""
        if not any(file.changed or file.forgotten for file in self._files()):
            return
        merged: dict[str, Memo] = {}
        for file in self._files():
            file.changed, file.forgotten = set(), False
            for id, each in file.items.items():
                if id not in merged or moment(each.updated) > moment(merged[id].updated):
                    merged[id] = each
        self._current = merged


def _file(folder: Path, *, private: bool = False) -> RecordFile[Memo]:
    return RecordFile(folder, (), NAME, from_record, lambda each: (each.about, each.subject, each.id), private=private)


def _standing(memo: Memo | None) -> Memo:
    if memo is None or memo.deleted:
        raise GlossatorError("that memo has been deleted meanwhile")
    return memo
