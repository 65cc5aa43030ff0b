"""Files that a walk found and that are not yet read: they stand in for documents while a first index is made."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from index.document import DocumentRow
from index.errors import Cancelled, CollectionError
from index.events import Cancelled as Asked
from index.keys import fold_path, natural_path

_AT_ONCE: Final = 256


class Waiting:
    """Files in the order of lists, by negative number: -1 is the first."""

    def __init__(self, files: Iterable[tuple[str, int]] = ()) -> None:
        keyed = sorted((natural_path(fold_path(path)), path, size) for path, size in files)
        self._keys = [key for key, _, _ in keyed]
        self._paths = [path for _, path, _ in keyed]
        self._sizes = array("q", (size for _, _, size in keyed))

    def __len__(self) -> int:
        return len(self._paths)

    def path(self, number: int) -> str:
        """The path of a file."""
        return self._paths[-1 - number]

    def row(self, number: int) -> DocumentRow:
        """A file as lists show it."""
        at = -1 - number
        return DocumentRow(0, self._paths[at], None, (), None, None, None, False, self._sizes[at])

    def number(self, path: str) -> int | None:
        """The number of a file."""
        key = natural_path(fold_path(path))
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at] == key:
            if self._paths[at] == path:
                return -1 - at
            at += 1
        return None

    def numbers(self) -> Iterator[int]:
        """All in order of their paths."""
        return (-1 - at for at in range(len(self._paths)))

    def keyed(self, numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
        """(key of the path, number) of some."""
        return ((self._keys[-1 - number], number) for number in numbers)


class Walked:
    """One walk, gone on with where it was broken off, and its result kept."""

    def __init__(self, walk: Callable[[], Iterator[tuple[str, int]]]) -> None:
        self._walk = walk
        self._lock = threading.Lock()
        self._under_way: Iterator[tuple[str, int]] | None = None
        self._found: list[tuple[str, int]] = []
        self._result: Waiting | None = None

    def files(self, cancelled: Asked | None) -> Waiting:
        """Every file that the walk finds. Raises Cancelled."""
        with self._lock:
            if self._result is None:
                if self._under_way is None:
                    self._under_way = self._walk()
                try:
                    for count, item in enumerate(self._under_way):
                        self._found.append(item)
                        if count % _AT_ONCE == 0 and cancelled is not None and cancelled():
                            raise Cancelled
                except CollectionError:
                    self._found, self._under_way = [], None
                    raise
                self._result = Waiting(self._found)
                self._found, self._under_way = [], None
            return self._result

    @property
    def result(self) -> Waiting | None:
        """What was found, once the walk is at its end."""
        return self._result

    def forget(self) -> None:
        """Walk again when asked next."""
        with self._lock:
            self._result, self._under_way, self._found = None, None, []
