"""The reader's decisions about names: kept in a file beside the documents, changed in steps that can be undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from index.annotations.place import MarksPlace
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.entities.entities_file import NAME, EntitiesFile, Entry, plain, ruling_of
from index.entities.ruling import NOTHING, Ruling
from index.errors import GlossatorError

KIND: Final = "entity"
"""What these changes are called in the undo log."""

Decide = Callable[[Mapping[str, Ruling]], Mapping[str, Ruling]]
"""Told the rulings as they are, says which become what."""


class Rulings:
    """The decisions about names of one collection. Safe to call from any thread."""

    def __init__(self, place: MarksPlace, log: UndoLog) -> None:
        self._file = EntitiesFile(place.folder, private=place.private)
        self._also = EntitiesFile(place.also, private=False) if place.also is not None else None
        self._log = log
        self._lock = threading.RLock()
        self._merged: dict[str, Ruling] = {}
        self._read = False
        self.generation = 0
        """Grows whenever anything changed."""

    def refresh(self) -> None:
        """Take in what has changed on disk; next to nothing where nothing has."""
        with self._lock:
            changed = self._file.refresh()
            if self._also is not None:
                changed = self._also.refresh() or changed
            if changed or not self._read:
                self._merge()

    def all(self) -> Mapping[str, Ruling]:
        """Every ruling by its name as it is written. Not to be changed."""
        return self._merged

    def now(self) -> tuple[int, Mapping[str, Ruling]]:
        """Generation and rulings of one moment, as the disk has them."""
        with self._lock:
            self.refresh()
            return self.generation, self._merged

    def faults(self) -> list[str]:
        """What is wrong with the file, each with line and column."""
        with self._lock:
            self.refresh()
            files = [self._file] if self._also is None else [self._file, self._also]
            return [fault for file in files for fault in ([file.fault] if file.fault else []) + file.faults]

    def change(self, what: str, decide: Decide) -> str:
        """Set rulings, in one step of undo; on disk when this returns what was done, in words.

        Raises ReadOnlyError, Busy, and what `decide` does.
        """
        made: list[Change] = []

        def make(entries: Mapping[str, Ruling]) -> list[Entry]:
            made.clear()
            theirs = self._also.entries if self._also is not None else {}
            known = {**theirs, **entries}
            wanted = [Entry(name, new) for name, new in decide(known).items() if known.get(name, NOTHING) != new]
            for name, new in wanted:
                if not new and name in theirs:
                    raise GlossatorError(f"that stands in {NAME} of a folder that cannot be written")
                made.append(Change(KIND, NAME, name, plain(entries.get(name, NOTHING)) or None, plain(new) or None))
            return wanted

        with self._lock:
            self.refresh()
            self._file.write(make)
            if not made:
                return "nothing changed"
            self._merge()
        # Not under the lock: undoing holds the log and then asks for it.
        try:
            logged = self._log.add(what, made)
        except (GlossatorError, OSError):
            logged = False
        return what if logged else f"{what}; this cannot be undone"

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set rulings back, all or none; refused where one is not as it was left."""

        def make(entries: Mapping[str, Ruling]) -> list[Entry]:
            for change, _ in changes:
                if (plain(entries.get(change.id, NOTHING)) or None) != (change.before or None):
                    raise ChangedSince(
                        f"what was decided about {change.id} has been changed since by something else,"
                        " and is left as it is"
                    )
            return [Entry(change.id, ruling_of(value)) for change, value in changes]

        with self._lock:
            self._file.write(make)
            self._merge()

    def _merge(self) -> None:
        """A ruling of the folder that is written counts instead of one that is only read."""
        also = self._also.entries if self._also is not None else {}
        self._merged = {**also, **self._file.entries}
        self._read = True
        self.generation += 1
