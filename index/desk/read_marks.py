"""Which documents are marked as read by hand: kept with the reading positions, in steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from index.annotations.undo import Change, ChangedSince, UndoLog

if TYPE_CHECKING:
    from index.catalogue.state import ReadingState

KIND: Final = "read"
"""What these changes are called in the undo log."""
_PLACE: Final = "reading"


class ReadMarks:
    """Marks documents as read or unread, and takes that back. Safe to call from any thread."""

    def __init__(self, state: Callable[[], ReadingState], log: UndoLog, hash_of: Callable[[str], str | None]) -> None:
        """`hash_of` tells the hash of a document's file where that is known."""
        self._state = state
        self._log = log
        self._hash_of = hash_of

    def mark(self, paths: Sequence[str], read: bool) -> None:
        """Mark documents, in one step of undo; those that are marked so already stay out of it."""
        were_read = self._state().read_among(paths)
        changed = [path for path in dict.fromkeys(paths) if (path in were_read) != read]
        if not changed:
            return
        self._set(changed, read)
        documents = "1 document" if len(changed) == 1 else f"{len(changed):,} documents"
        changes = [Change(KIND, _PLACE, path, not read, read) for path in changed]
        self._log.remember(f"{documents} marked as {'read' if read else 'unread'}", changes)

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        """For the undo log: all or none; refused where one is not as it was left."""
        are_read = self._state().read_among([change.id for change, _ in changes])
        if any((change.id in are_read) != bool(change.before) for change, _ in changes):
            raise ChangedSince("a document has been marked otherwise since, and is left as it is")
        for read in (True, False):
            self._set([change.id for change, value in changes if bool(value) is read], read)

    def _set(self, paths: Sequence[str], read: bool) -> None:
        if paths:
            self._state().set_read([(path, self._hash_of(path)) for path in paths], read)
