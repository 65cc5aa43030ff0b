"""The names that the reader has the program find: kept in `entities.yaml`, changed in steps that can be undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from index.annotations.place import MarksPlace
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.entities.entities_file import NAME
from index.entities.patterns_file import Own, OwnEntry, PatternsFile, own_of, plain, read_own_names
from index.entities.ruling import checked_name, checked_type
from index.errors import GlossatorError

KIND: Final = "own-name"
"""What these changes are called in the undo log."""


class OwnNaming:
    """The names of one collection. They count once the indexer has looked through the documents for them.

    Safe to call from any thread, but never from the screen's.
    """

    def __init__(self, place: MarksPlace, log: UndoLog) -> None:
        self._place = place
        self._file = PatternsFile(place.folder, private=place.private)
        self._log = log
        self._lock = threading.RLock()
        self.generation = 0
        """Grows with every change that is made here."""

    def add(self, name: str, type: str) -> str:
        """Have a name found from now on, as one of a type; returns what was done, in words.

        Raises GlossatorError where it cannot be a name, or is told of in another way already; ReadOnlyError.
        """
        name, kind = checked_name(name), checked_type(type)
        if not any(char.isalnum() for char in name):
            raise GlossatorError("that cannot be a name; a name has a letter or a digit")

        def make(entries: Mapping[str, Own]) -> Own:
            before = entries.get(name)
            if before is not None and not before.is_name:
                raise GlossatorError(f"{NAME} has a pattern or a list called {name}; it is changed there")
            return replace(before, type=kind) if before is not None else Own(kind)

        return self._change(name, make, f"{name} is a name ({kind})")

    def remove(self, label: str) -> str:
        """Have an entry looked for no more. Raises GlossatorError where there is none, ReadOnlyError."""

        def make(entries: Mapping[str, Own]) -> None:
            if label not in entries:
                raise GlossatorError(f"{NAME} has no entry called {label}")

        return self._change(label, make, f"{label} is looked for no more")

    def types(self) -> list[str]:
        """The types in use, most entries first."""
        with self._lock:
            self._file.refresh()
            found = [own.type for own in self._file.entries.values()]
        return sorted(set(found), key=lambda type: (-found.count(type), type))

    def faults(self) -> list[str]:
        """What is wrong with the entries, each with file and line."""
        folders = [self._place.folder, *([self._place.also] if self._place.also is not None else [])]
        return read_own_names(folders)[1]

    def _change(self, label: str, make: Callable[[Mapping[str, Own]], Own | None], what: str) -> str:
        made: list[Change] = []

        def entries(now: Mapping[str, Own]) -> list[OwnEntry]:
            after = make(now)
            made.clear()
            if after != now.get(label):
                made.append(Change(KIND, NAME, label, _record(now.get(label)), _record(after)))
            return [OwnEntry(label, after)] if made else []

        with self._lock:
            self._file.write(entries)
            if not made:
                return "nothing changed"
            self.generation += 1
        return what if self._log.remember(what, made) else f"{what}; this cannot be undone"

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set entries back, all or none; refused where one is not as it was left."""

        def make(entries: Mapping[str, Own]) -> list[OwnEntry]:
            for change, _ in changes:
                if _record(entries.get(change.id)) != (change.before or None):
                    raise ChangedSince(
                        f"what is told of the name {change.id} has been changed since by something else,"
                        " and is left as it is"
                    )
            return [OwnEntry(change.id, own_of(value)) for change, value in changes]

        with self._lock:
            self._file.write(make)
            self.generation += 1


def _record(own: Own | None) -> dict[str, Any] | None:
    return plain(own) if own is not None else None
