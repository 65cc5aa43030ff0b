"""The saved searches of one collection, changed in steps that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from index.annotations.place import MarksPlace
from index.annotations.undo import Change, ChangedSince, UndoLog
from index.errors import GlossatorError
from index.own_entries import OwnEntries
from index.searches.searches_file import LONGEST_NAME, LONGEST_QUERY, NAME, Entry, SearchesFile, is_name

KIND: Final = "search"
"""What these changes are called in the undo log."""


class SavedSearches(OwnEntries[str, Entry]):
    """Queries by name."""

    def __init__(self, place: MarksPlace, log: UndoLog) -> None:
        also = SearchesFile(place.also, private=False) if place.also is not None else None
        super().__init__(SearchesFile(place.folder, private=place.private), also, log)

    def all(self) -> dict[str, str]:
        """Query by name, as the disk has them now."""
        self.refresh()
        return dict(super().all())

    def save(self, name: str, query: str) -> str:
        """Save a query under a name, in place of another that has it; on disk when this returns what was done.

        Raises GlossatorError where the name cannot be one, ReadOnlyError.
        """
        name, query = checked_name(name), checked_query(query)
        before = self.all().get(name)
        if before == query:
            return "nothing changed"
        what = f"saved the search {name}" if before is None else f"gave the search {name} another query"
        return self._change(what, [Entry(name, query)])

    def delete(self, name: str) -> str:
        """Take a saved search away; like `save`."""
        self._known(name)
        return self._change(f"deleted the search {name}", [Entry(name, None)])

    def rename(self, name: str, to: str) -> str:
        """Give a saved search another name; like `save`. Queries that speak of it by the old name are not changed."""
        query, to = self._known(name), checked_name(to)
        if to == name:
            return "nothing changed"
        if to in self.all():
            raise GlossatorError(f"there is a search {to} already")
        return self._change(f"renamed the search {name} to {to}", [Entry(to, query, name)])

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: set searches back, all or none; refused where one is not as it was left."""

        def make(entries: Mapping[str, str]) -> list[Entry]:
            for change, _ in changes:
                if entries.get(change.id) != change.before:
                    raise ChangedSince(f"the search {change.id} has been changed since, and is left as it is")
            gone = [change.id for change, value in changes if value is None]
            came = [(change.id, str(value)) for change, value in changes if value is not None]
            if len(gone) == 1 and len(came) == 1:  # a new name
                return [Entry(*came[0], found_at=gone[0])]
            return [Entry(name, None) for name in gone] + [Entry(name, query) for name, query in came]

        self._write(make)

    def _known(self, name: str) -> str:
        query = self.all().get(name)
        if query is None:
            raise GlossatorError(f"there is no saved search {name}")
        return query

    def _change(self, what: str, wanted: list[Entry]) -> str:
        made: list[Change] = []

        def make(entries: Mapping[str, str]) -> list[Entry]:
            made.clear()
            for entry in wanted:
                old = entry.found_at
                if old is not None:
                    made.append(Change(KIND, NAME, old, entries.get(old), None))
                made.append(Change(KIND, NAME, entry.name, entries.get(entry.name), entry.query))
            return wanted

        with self._lock:
            if self._also is not None and any((e.found_at or e.name) not in self._file.entries for e in wanted):
                theirs = self._also.entries
                if any(e.query is None and e.name in theirs for e in wanted):
                    raise GlossatorError(f"that search stands in {self._also.path}, which cannot be written")
            self._write(make)
        return what if self._log.remember(what, made) else f"{what}; this cannot be undone"


def checked_name(name: str) -> str:
    """The name, or an error that says what a name may be. A leading @ is taken off."""
    name = name.strip().removeprefix("@")
    if not is_name(name):
        raise GlossatorError(
            f"{name[:40]!r} cannot be the name of a search: letters a-z, digits, . _ and - only, at most {LONGEST_NAME}"
        )
    return name


def checked_query(query: str) -> str:
    """The query on one line. Raises GlossatorError where it is none."""
    query = " ".join(query.split())
    if not query:
        raise GlossatorError("there is no query to save")
    if len(query) > LONGEST_QUERY:
        raise GlossatorError(f"a query may have {LONGEST_QUERY:,} characters")
    return query
