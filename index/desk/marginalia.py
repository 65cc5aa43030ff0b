"""How many annotations each document has, for lists: counted once and kept up with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from index.annotations.store import LayerStore
from index.desk.remarks import Remarks
from index.desk.view import Margins


class Marginalia:
    """Counts by the path that a document has now. Safe to call from any thread."""

    def __init__(
        self,
        store: LayerStore,
        missing: Callable[[list[str]], set[str]],
        path_by_hash: Callable[[str], str | None],
    ) -> None:
        """`missing` tells which of some paths are no longer documents."""
        self._store = store
        self._missing = missing
        self._path_by_hash = path_by_hash
        self._generation = -1
        self._lock = threading.Lock()
        self._counts: dict[str, Margins] = {}
        self.remarks = Remarks(store)
        """What the annotations say."""

    @property
    def counts(self) -> Mapping[str, Margins]:
        """By path, as they were counted last; documents without annotations are left out."""
        return self._counts

    def refresh(self) -> None:
        """Take in what has changed on disk."""
        with self._lock:
            self._store.refresh()
            if self._store.generation != self._generation:
                generation = self._store.generation
                self._counts = self._counted()
                self._generation = generation

    def touched(self, path: str) -> None:
        """The annotations of one document changed: count those again, so that its row shows them at once."""
        hidden = self._store.hidden
        found = [each for each in self._store.of_document(path) if each.layer not in hidden]
        with self._lock:
            counts = dict(self._counts)  # somebody may be going through the other
            if found:
                counts[path] = Margins(len(found), sum(bool(each.note) for each in found))
            else:
                counts.pop(path, None)
            self._counts = counts

    def _counted(self) -> dict[str, Margins]:
        by_path: dict[str, list[int]] = {}
        annotations = self._store.looked_at()
        gone = self._missing(list({each.lies_in for each in annotations}))
        for each in annotations:
            path = each.lies_in
            if path in gone:
                path = (each.lies_in_file and self._path_by_hash(each.lies_in_file)) or path
            counts = by_path.setdefault(path, [0, 0])
            counts[0] += 1
            counts[1] += bool(each.note)
        return {path: Margins(*counts) for path, counts in by_path.items()}
