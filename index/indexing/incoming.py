"""Files on their way in: what comes back from the workers, sorted into batches and written.

A file that holds documents gives them one after the other. Should one of them end the process that reads it, the file
is read again without that one; so far as it is known already, that costs little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from index.document import Skipped
from index.indexing.committing import Batch, Stores
from index.indexing.comparing import Changes
from index.indexing.dividing import Reading
from index.indexing.meter import Meter
from index.indexing.recognised import PagesRead
from index.indexing.results import ReadResult
from index.indexing.workers import Failure, Partial, Task
from index.readers.contained import Begun, Same
from index.walk import FoundFile

_FIRST_BATCH = 64
BATCH_CHARACTERS = 32_000_000
"""A batch is held in memory."""


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
        self._readings: dict[str, Reading] = {}
        """Files that hold documents, by path."""

    def take(self, task: Task, result: Any) -> None:
        """An answer to a task `read`: a document, a part of a file that holds some, its end, or a failure."""
        if isinstance(result, Partial) and isinstance(result.value, PagesRead):
            done, pages = result.value.done, result.value.pages
            self._meter.show("read", self._done, self._total, detail=f"a scan, page {done:,} of {pages:,}")
            return
        file = self.files[task.arguments[0]]
        if len(task.arguments) > 1:
            self._of_many(file, task, result)
        elif isinstance(result, Failure):
            self._failed(file, result)
        else:
            self._batch.add(file, result)
            self._read(file)

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

    def _read(self, file: FoundFile) -> None:
        self._done += 1
        self._show()
        self._written.append(file.path)
        self._commit_where_full()

    def _commit_where_full(self) -> None:
        if len(self._batch.documents) >= self._size or self._batch.characters > BATCH_CHARACTERS:
            self.commit()
            self._size = min(self._size * 2, self._most)

    def _show(self) -> None:
        self._meter.show("read", self._done, self._total, last=self._done == self._total)

    # -- files that hold documents ------------------------------------------------------------------------------

    def _of_many(self, file: FoundFile, task: Task, result: Any) -> None:
        reading = self._readings.setdefault(file.path, Reading())
        for following in reading.begin(task):
            self._put(following)
        if isinstance(result, Partial):
            self._part(file, reading, task, result.value)
            return
        ended, again = reading.end(task, result)
        if again is not None:
            self._put(again)
        if not ended:
            return
        if reading.failure is not None:
            self._failed(file, reading.failure)
        else:
            self._batch.ended.append(file)
            self._let_go(file)
            self._read(file)

    def _part(
        self, file: FoundFile, reading: Reading, task: Task, part: Begun | list[Same] | ReadResult | Skipped
    ) -> None:
        if isinstance(part, Begun):
            reading.begun[task.arguments[1].number] = part.path
        elif isinstance(part, Skipped):
            self._meter.errors += part.supported and part.path not in self._changes.skipped
            self._changes.skipped[part.path] = (part, None, None)
        elif isinstance(part, list):
            new = [each for each in part if each.path not in reading.seen]  # others where the file is read again
            reading.seen.update(each.path for each in new)
            reading.whole.update(each.path for each in new if each.whole)
            self._changes.unchanged += len(new)
            self._came(len(new))
        elif part.document.path not in reading.seen:
            path = part.document.path
            reading.seen.add(path)
            self._came(1)
            self._batch.add(FoundFile(path, part.size, file.mtime_ns, file.inode), part)
            self._commit_where_full()

    def _came(self, count: int) -> None:
        self._done += count
        self._total += count
        self._show()

    def _let_go(self, file: FoundFile) -> None:
        """What the file held before and did not give now is gone."""
        reading = self._readings.pop(file.path, None) or Reading()
        self._changes.let_go(file.path, reading.seen, reading.whole)

    def _failed(self, file: FoundFile, failure: Failure) -> None:
        self._done += 1
        self._meter.errors += 1
        self._show()
        self._changes.skipped[file.path] = (Skipped(file.path, failure.reason, True), file.size, file.mtime_ns)
        # What came of it before the fault stays.
        self._let_go(file)
        known = self._stores.known.get(file.path)
        if known and file.path not in self._changes.held:
            self._changes.vanished.setdefault(known.file_sha256, []).append(known)
        del self.files[file.path]
