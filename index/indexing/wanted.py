"""What the reader has open while it is not indexed, or not analysed: an indexing run takes it next."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from index.indexing.workers import ALONE, Task


class Wanted:
    """Paths asked for by the reader's process and not yet looked at. Safe to call from any thread."""

    def __init__(self) -> None:
        self._paths: deque[str] = deque()

    def ask(self, path: str) -> None:
        """The reader waits for this document."""
        self._paths.append(path)

    def take(self) -> Iterable[str]:
        """Those asked for since, in order."""
        while self._paths:
            yield self._paths.popleft()


class TaskQueue:
    """Tasks in their order, from which one can be taken out to be next. An iterator that may be asked on after its
    end, as tasks may have been put in meanwhile."""

    def __init__(self, tasks: Iterable[Task], look: Callable[[], None]) -> None:
        """`look` is called before each task is given: it sees what is wanted by now."""
        self._tasks: OrderedDict[Hashable, Task] = OrderedDict((task.arguments[0], task) for task in tasks)
        self._first: deque[Task] = deque()
        self._look = look

    def hurry(self, name: Hashable) -> bool:
        """Take the task with this first argument next; False where it was given already, or never was one."""
        task = self._tasks.pop(name, None)
        if task is None:
            return False
        self.put(task)
        return True

    def put(self, task: Task) -> None:
        """A task to be done before the others, by itself."""
        self._first.append(replace(task, weight=ALONE))

    def __iter__(self) -> TaskQueue:
        return self

    def __next__(self) -> Task:
        self._look()
        if self._first:
            return self._first.popleft()
        if not self._tasks:
            raise StopIteration
        return self._tasks.popitem(last=False)[1]
