"""The reader's decisions about names: kept in a file beside the documents, changed in steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from index.annotations.place import MarksPlace
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.entities.entities_file import NAME, EntitiesFile, Entry, plain, ruling_of
from index.entities.ruling import NOTHING, Ruling
from index.errors import GlossatorError
from index.own_entries import OwnEntries

KIND: Final = "entity"
"""What these changes are called in the undo log."""

Decide = Callable[[Mapping[str, Ruling]], Mapping[str, Ruling]]
"""Told the rulings as they are, says which become what."""


class Rulings(OwnEntries[Ruling, Entry]):
    """The decisions about names of one collection, each by the name as it is written."""

    def __init__(self, place: MarksPlace, log: UndoLog) -> None:
        also = EntitiesFile(place.also, private=False) if place.also is not None else None
        super().__init__(EntitiesFile(place.folder, private=place.private), also, log)

    def now(self) -> tuple[int, Mapping[str, Ruling]]:
        """Generation and rulings of one moment, as the disk has them."""
        with self._lock:
            self.refresh()
            return self.generation, self._merged

    def change(self, what: str, decide: Decide) -> str:
        """Set rulings, in one step of undo; on disk when this returns what was done, in words.

        Raises ReadOnlyError, Busy, and what `decide` does.
        """
        made: list[Change] = []

        def make(entries: Mapping[str, Ruling]) -> list[Entry]:
            made.clear()
            theirs = self._theirs()
            known = {**theirs, **entries}
            wanted = [Entry(name, new) for name, new in decide(known).items() if known.get(name, NOTHING) != new]
            for name, new in wanted:
                if not new and name in theirs:
                    raise GlossatorError(f"that stands in {NAME} of a folder that cannot be written")
                made.append(Change(KIND, NAME, name, plain(entries.get(name, NOTHING)) or None, plain(new) or None))
            return wanted

        with self._lock:
            self.refresh()
            self._write(make)
        if not made:
            return "nothing changed"
        return what if self._log.remember(what, made) else f"{what}; this cannot be undone"

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

        self._write(make)
