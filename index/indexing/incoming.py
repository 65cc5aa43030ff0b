"""Files on their way in: what comes back from the workers, sorted into batches and written.

A file that holds documents gives them one after the other. Should one of them end the process that reads it, the file
is read again without that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.document import Skipped
from index.indexing.committing import Batch, Stores
from index.indexing.comparing import Changes
from index.indexing.meter import Meter
from index.indexing.results import ReadResult
from index.indexing.workers import ALONE, Failure, Partial, Task
from index.readers.contained import Begun
from index.walk import FoundFile

_FIRST_BATCH = 64
BATCH_CHARACTERS = 32_000_000
"""A batch is held in memory."""
_MOST_FATAL = 20
"""Files inside one file that may end a process; after so many the file is given up."""


class Incoming:
    """The reading of one run. Answers of the tasks `read` go to `take`; at the end comes `commit`."""

    def __init__(
        self,
        stores: Stores,
        changes: Changes,
        meter: Meter,
        most: int,
        put: Callable[[Task], None],
        on_commit: Callable[[], None],
    ) -> None:
        """`most`: documents to a batch. `put` has a task done next."""
        self.files = {f.path: f for f in changes.to_read}
        """Files that are not yet read and written, by path."""
        self._stores = stores
        self._changes = changes
        self._meter = meter
        self._most = most
        self._put = put
        self._on_commit = on_commit
        self._batch = Batch()
        self._size = _FIRST_BATCH
        self._total = len(self.files)
        self._done = 0
        self._written: list[str] = []
        """Files in the batch, by path."""
        self._seen: dict[str, set[str]] = {}
        """Documents that came of each file which holds some."""
        self._begun: dict[str, str] = {}
        self._left_out: dict[str, tuple[str, ...]] = {}

    def take(self, task: Task, result: Any) -> None:
        """An answer to a task `read`: a document, a part of a file that holds some, its end, or a failure."""
        file = self.files[task.arguments[0]]
        if isinstance(result, Partial):
            self._part(file, result.value)
            return
        if isinstance(result, Failure):
            self._failed(file, result)
            return
        self._done += 1
        self._show()
        if result is None:
            self._ended(file)
        else:
            self._batch.add(file, result)
        self._written.append(file.path)
        self._commit_where_full()

    def is_waiting(self, path: str) -> bool:
        """Whether the file is read, and its batch not yet written."""
        return path in self._written

    def commit(self) -> None:
        """Write what was read."""
        self._stores.write(self._changes, self._batch)
        for path in self._written:
            del self.files[path]
        self._written.clear()
        self._batch = Batch()
        self._on_commit()

    def _commit_where_full(self) -> None:
        if len(self._batch.documents) >= self._size or self._batch.characters > BATCH_CHARACTERS:
            self.commit()
            self._size = min(self._size * 2, self._most)

    def _show(self) -> None:
        self._meter.show("read", self._done, self._total, last=self._done == self._total)

    # -- files that hold documents ------------------------------------------------------------------------------

    def _part(self, file: FoundFile, part: Begun | ReadResult | Skipped) -> None:
        if isinstance(part, Begun):
            self._begun[file.path] = part.path
        elif isinstance(part, Skipped):
            self._meter.errors += part.supported and part.path not in self._changes.skipped
            self._changes.skipped[part.path] = (part, None, None)
        else:
            seen = self._seen.setdefault(file.path, set())
            path = part.document.path
            if path in seen:
                return  # the file is being read again
            seen.add(path)
            self._done += 1
            self._total += 1
            self._show()
            self._batch.add(FoundFile(path, part.size, file.mtime_ns, file.inode), part)
            self._commit_where_full()

    def _ended(self, file: FoundFile) -> None:
        self._batch.ended.append(file)
        self._changes.let_go(file.path, self._seen.pop(file.path, set()))

    def _failed(self, file: FoundFile, failure: Failure) -> None:
        fatal = self._begun.pop(file.path, None)
        left_out = self._left_out.get(file.path, ())
        if failure.fatal and fatal is not None and fatal not in left_out and len(left_out) < _MOST_FATAL:
            self._left_out[file.path] = (*left_out, fatal)
            self._put(Task("read", (file.path, self._left_out[file.path]), ALONE))
            return
        self._done += 1
        self._meter.errors += 1
        self._show()
        self._changes.skipped[file.path] = (Skipped(file.path, failure.reason, True), file.size, file.mtime_ns)
        # What came of it before the fault stays, and what it held and did not give now is gone.
        self._changes.let_go(file.path, self._seen.pop(file.path, set()))
        known = self._stores.known.get(file.path)
        if known and file.path not in self._changes.held:
            self._changes.vanished.setdefault(known.file_sha256, []).append(known)
        del self.files[file.path]
