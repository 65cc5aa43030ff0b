"""The dossiers of one collection: kept in `.glossator/dossiers/`, changed in steps that can be undone."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Final

from index.annotations.anchoring import Placer, make_selector
from index.annotations.annotation import Passage
from index.annotations.place import MarksPlace
from index.annotations.placement import ReadDocument
from index.annotations.record import utc_now
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.errors import GlossatorError, OffsetError, UnknownDocument
from index.evidence.dossier import (
    Added,
    BadEntry,
    Dossier,
    Entry,
    Placed,
    check_name,
    from_value,
    numbered,
    to_value,
)
from index.evidence.dossier_file import FOLDER, DossierFile

KIND: Final = "dossier"
"""What these changes are called in the undo log."""
_ENDING: Final = ".yaml"
_TEXTS: Final = 8
"""Texts that are held at once: passages of one document mostly stand together."""


class Dossiers:
    """Safe to call from any thread. Asking for places may read documents that were edited: not for the screen's."""

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
        self._place = place
        self._log = log
        self._read = read
        self._text_hash = text_hash
        self._path_by_hash = path_by_hash
        self._context = context
        self._lock = threading.RLock()
        self._files: dict[str, DossierFile] = {}
        self._placed: dict[tuple[Entry, str, str], Placed] = {}

    # -- reading ------------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Every dossier, by name. Raises GlossatorError where a folder of them cannot be read."""
        found = set()
        for folder in filter(None, (self._place.folder, self._place.also)):
            below = folder / FOLDER
            try:
                if folder.is_symlink() or below.is_symlink() or not below.is_dir():
                    continue
                for file in below.iterdir():
                    name = file.name.removesuffix(_ENDING)
                    if file.name.endswith(_ENDING) and not name.startswith(".") and not file.is_symlink():
                        found.add(name)
            except OSError as error:
                raise GlossatorError(f"{below} cannot be read: {error.strerror or error}") from error
        return sorted(name for name in found if _is_name(name))

    def read(self, name: str) -> Dossier:
        """One as it is now; an empty one where there is none yet. Raises GlossatorError where it cannot be read."""
        with self._lock:
            contents = self._file(name).read()
        read = lru_cache(_TEXTS)(self._read)
        return Dossier(name, numbered([self._at(entry, read) for entry in contents.entries]), contents.faults)

    def faults(self) -> list[str]:
        """What is wrong with any of the files, each with its line."""
        found: list[str] = []
        try:
            names = self.names()
        except GlossatorError as error:
            return [str(error)]
        for name in names:
            try:
                with self._lock:
                    found += self._file(name).read().faults
            except GlossatorError as error:
                found.append(str(error))
        return found

    # -- writing ------------------------------------------------------------------------------------------------

    def add(
        self, name: str, passages: Sequence[Passage], *, note: str = "", codes: Sequence[str] = (), behind: str = ""
    ) -> Added:
        """Put passages in at the end, or behind an entry; on disk when this returns. What is in it already is told.

        Raises OffsetError, UnknownDocument, ReadOnlyError, GlossatorError for a name that cannot be one.
        """
        read = cache(self._read)
        made = [self._entry(read, passage, note, tuple(codes)) for passage in passages]
        known: list[int] = []
        new: list[Entry] = []

        def put(entries: list[Entry]) -> list[Entry]:
            there = {_key(entry): number for number, entry in _numbers(entries)}
            new.clear()
            known.clear()
            for entry in made:
                if _key(entry) in there:
                    known.append(there[_key(entry)])
                else:
                    there[_key(entry)] = len(there) + 1
                    new.append(entry)
            at = _behind(entries, behind)
            return [*entries[:at], *new, *entries[at:]]

        count = "a passage" if len(made) == 1 else f"{len(made):,} passages"
        self._change(name, put, f"{count} put into the dossier {name}", many=[entry.id for entry in made])
        return Added(name, len(new), tuple(known))

    def add_heading(self, name: str, words: str, *, before: str = "") -> str:
        """Put a heading before an entry, or at the end; returns its id. Like `add`."""
        entry = Entry(_new_id(), heading=" ".join(words.split()))
        if not entry.heading:
            raise GlossatorError("a heading needs words")

        def put(entries: list[Entry]) -> list[Entry]:
            at = next((number for number, each in enumerate(entries) if each.id == before), len(entries))
            return [*entries[:at], entry, *entries[at:]]

        self._change(name, put, f"a heading in the dossier {name}", many=[entry.id])
        return entry.id

    def edit(self, name: str, id: str, words: str) -> None:
        """Set the note of a passage, or the words of a heading. Like `add`."""

        def put(entries: list[Entry]) -> list[Entry]:
            at = _where(entries, id)
            old = entries[at]
            heading = " ".join(words.split())
            if old.is_heading and not heading:
                raise GlossatorError("a heading needs words")
            new = replace(old, heading=heading) if old.is_heading else replace(old, note=words.strip("\n"))
            return [*entries[:at], new, *entries[at + 1 :]]

        self._change(name, put, f"a note in the dossier {name}", many=[id])

    def move(self, name: str, id: str, by: int) -> None:
        """Move an entry up (negative) or down. Like `add`."""

        def put(entries: list[Entry]) -> list[Entry]:
            at = _where(entries, id)
            rest = [*entries[:at], *entries[at + 1 :]]
            to = min(max(0, at + by), len(rest))
            return [*rest[:to], entries[at], *rest[to:]]

        self._change(name, put, f"the order of the dossier {name}", many=[id])

    def remove(self, name: str, ids: Iterable[str]) -> None:
        """Take entries out, in one step of undo."""
        gone = set(ids)
        what = "an entry" if len(gone) == 1 else f"{len(gone):,} entries"
        self._change(
            name,
            lambda entries: [each for each in entries if each.id not in gone],
            f"{what} taken out of the dossier {name}",
            many=sorted(gone),
        )

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set entries back, all or none; refused where one is not as it was left."""
        by_name: dict[str, list[tuple[Change, Any]]] = {}
        for change, value in changes:
            by_name.setdefault(change.place, []).append((change, value))
        for name, some in by_name.items():

            def put(entries: list[Entry], some: list[tuple[Change, Any]] = some) -> list[Entry]:
                for change, _ in some:
                    now = next((each for each in entries if each.id == change.id), None)
                    meant = _from_log(change.before)
                    if now != meant:
                        raise ChangedSince("that entry has been changed since by something else, and is left as it is")
                moved = {change.id for change, _ in some}
                kept = [each for each in entries if each.id not in moved]
                for _, value in some:  # in order: each behind the one that it stood behind
                    entry = _from_log(value)
                    if entry is not None:
                        kept.insert(_behind(kept, value["behind"], first=True), entry)
                return kept

            with self._lock:
                self._file(name).change(put)

    # -- inside -------------------------------------------------------------------------------------------------

    def _file(self, name: str) -> DossierFile:
        check_name(name)
        if name not in self._files:
            place = self._place
            folder, also = place.folder, place.also
            # One that lies only beside the documents is read there, and written where it lies if that can be.
            if also is not None and not _lies(folder, name) and _lies(also, name):
                folder = also
            self._files[name] = DossierFile(folder, name, private=place.private and folder == place.folder)
        return self._files[name]

    def _change(self, name: str, make: Callable[[list[Entry]], list[Entry]], label: str, many: Sequence[str]) -> None:
        changes: list[Change] = []

        def put(entries: list[Entry]) -> list[Entry]:
            after = make(entries)
            changes.clear()
            old, new = _for_log(entries), _for_log(after)
            order = [each.id for each in (*after, *entries)]
            for id in sorted(set(many), key=lambda each: order.index(each) if each in order else -1):
                if old.get(id) != new.get(id):
                    changes.append(Change(KIND, name, id, old.get(id), new.get(id)))
            return after

        with self._lock:
            self._file(name).change(put)
        if changes:
            self._log.remember(label, changes)

    def _entry(self, read: ReadDocument, passage: Passage, note: str, codes: tuple[str, ...]) -> Entry:
        text, text_sha256, file_sha256 = read(passage.document)
        start, end = passage.start, passage.end
        if not 0 <= start < end <= len(text) or text[start:end] != passage.exact:
            raise OffsetError(f"{passage.document}: another text stands at {start} to {end} now")
        exact, prefix, suffix = make_selector(text, start, end, self._context)
        return Entry(
            _new_id(),
            document=passage.document,
            start=start,
            end=end,
            exact=exact,
            prefix=prefix,
            suffix=suffix,
            text_sha256=text_sha256,
            file_sha256=file_sha256,
            codes=codes,
            note=note,
            added=utc_now(),
        )

    def _at(self, entry: Entry, read: ReadDocument) -> Placed:
        """Where a passage stands; looked for once a text, in the one that it was put in from too: people write in the
        file."""
        if entry.is_heading:
            return Placed(entry)
        path, sha = entry.document, self._text_hash(entry.document)
        if sha is None and entry.file_sha256:
            path = self._path_by_hash(entry.file_sha256) or path
            sha = self._text_hash(path)
        known = self._placed.get((entry, path, sha or ""))
        if known is not None:
            return known
        try:
            text, now, _ = read(path)
        except UnknownDocument:
            return Placed(entry, 0, "orphan", None, None, "the document is gone", path)
        found = Placer(text, now).place(entry.as_annotation())
        placed = Placed(entry, 0, found.status, found.start, found.end, found.reason or "", path)
        self._placed[entry, path, sha or ""] = placed
        return placed


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except GlossatorError:
        return False
    return True


def _lies(folder: Any, name: str) -> bool:
    return bool((folder / FOLDER / f"{name}{_ENDING}").is_file())


def _new_id() -> str:
    return secrets.token_hex(6)


def _key(entry: Entry) -> tuple[str, str, int]:
    return entry.document, entry.exact, entry.start


def _numbers(entries: Iterable[Entry]) -> Iterable[tuple[int, Entry]]:
    return enumerate((entry for entry in entries if not entry.is_heading), 1)


def _behind(entries: Sequence[Entry], id: str, *, first: bool = False) -> int:
    """Where what stands behind an entry goes; without one at the end, or with `first` at the beginning."""
    if not id and first:
        return 0
    return next((number + 1 for number, each in enumerate(entries) if each.id == id), len(entries))


def _where(entries: Sequence[Entry], id: str) -> int:
    for number, each in enumerate(entries):
        if each.id == id:
            return number
    raise GlossatorError("this entry is no longer in the dossier")


def _for_log(entries: Sequence[Entry]) -> dict[str, dict[str, object]]:
    """Each entry with what it stands behind."""
    found: dict[str, dict[str, object]] = {}
    before = ""
    for entry in entries:
        found[entry.id] = {"entry": to_value(entry), "behind": before}
        before = entry.id
    return found


def _from_log(value: Any) -> Entry | None:
    try:
        return from_value(value["entry"]) if value is not None else None
    except (BadEntry, KeyError, TypeError) as error:
        raise ChangedSince("the log of what can be undone cannot be read there") from error
