"""Files that hold documents, shared out among workers: each goes through the whole file and takes every so many-th."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from index.indexing.comparing import Changes
from index.indexing.results import AsOne
from index.indexing.workers import Failure, Task
from index.readers import holds_documents
from index.readers.contained import Portion

_LARGE: Final = 4_000_000
"""Bytes below which it is not worth the while to go through a file twice."""
_PATIENT_BYTES: Final = 2_000_000_000
"""A file that holds documents may have to be gone through before the first comes of it, or one in it be unpacked: a
larger one has as many times longer as it has so many bytes."""
_MOST_FATAL: Final = 20
"""Files inside one file that may end a process; after so many the file is given up."""


def reading_tasks(changes: Changes, workers: int) -> Iterator[Task]:
    """A task for each file that is to be read. One beside which the others would leave a worker idle is divided; its
    first portion has the others follow (`Reading.begin`)."""
    total = sum(file.size for file in changes.to_read)
    for file in changes.to_read:
        if not holds_documents(file.path):
            yield Task("read", (file.path,), file.size)
            continue
        divided = file.size >= _LARGE and file.size * workers > total
        portion = Portion(of=workers if divided else 1)
        before = changes.before.get(file.path, "anew" if changes.held.get(file.path) else "")
        yield Task("read", (file.path, portion, before), file.size, 1 + file.size // _PATIENT_BYTES)


@dataclass
class Reading:
    """A file that holds documents, while it is read."""

    seen: set[str] = field(default_factory=set)
    """Documents that came of it, by path;"""
    whole: set[str] = field(default_factory=set)
    """those of them that are as they were, with all that lies in them."""
    begun: dict[int, str] = field(default_factory=dict)
    """What was begun last, by number of the portion."""
    failure: Failure | None = None
    _left: int = 0
    """Portions that are not back."""
    _as_one: bool = False

    def begin(self, task: Task) -> list[Task]:
        """The tasks that are to follow the first answer of a file's first one."""
        if self._left:
            return []
        path, portion, before = task.arguments
        self._left = portion.of
        others = (replace(portion, number=n) for n in range(1, portion.of))
        return [replace(task, arguments=(path, each, before)) for each in others]

    def end(self, task: Task, result: AsOne | Failure | None) -> tuple[bool, Task | None]:
        """Whether the file is read, after a portion of it came to an end or broke off; and what is to be done next."""
        portion = task.arguments[1]
        fatal = self.begun.pop(portion.number, None)
        if isinstance(result, Failure):
            out = portion.leave_out
            if result.fatal and fatal is not None and fatal not in out and len(out) < _MOST_FATAL:
                return False, _again(task, replace(portion, leave_out=(*out, fatal)))
            self.failure = self.failure or result
        self._as_one = self._as_one or isinstance(result, AsOne)
        self._left -= 1
        if self._left or not self._as_one or self.failure:
            return not self._left, None
        self._as_one, self._left = False, 1
        return False, _again(task, Portion(leave_out=portion.leave_out))


def _again(task: Task, portion: Portion) -> Task:
    path, _, before = task.arguments
    # Some of what came of it may be written already, and not all that lies in it.
    return replace(task, arguments=(path, portion, "anew" if before == "anew" else "begun"))
