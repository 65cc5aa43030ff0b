"""The entries of a YAML file of the reader's own: those of the folder that is written, over those of one only read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from index.annotations.undo import UndoLog
from index.yaml_sections import SectionFile

Value = TypeVar("Value")
Entry = TypeVar("Entry")


class OwnEntries(Generic[Value, Entry]):
    """What the two files say together; what is changed goes into the first. Safe to call from any thread."""

    def __init__(self, file: SectionFile[Value, Entry], also: SectionFile[Value, Entry] | None, log: UndoLog) -> None:
        """`also`: the file that is only read, where there is one; `log`: where each change is remembered."""
        self._file = file
        self._also = also
        self._log = log
        self._lock = threading.RLock()
        self._merged: dict[str, Value] = {}
        self._read = False
        self.generation = 0
        """Grows whenever anything changed."""

    def refresh(self) -> None:
        """Take in what has changed on disk; next to nothing where nothing has."""
        with self._lock:
            changed = self._file.refresh()
            if self._also is not None:
                changed = self._also.refresh() or changed
            if changed or not self._read:
                self._merge()

    def all(self) -> Mapping[str, Value]:
        """Every entry, as they were read last. Not to be changed."""
        return self._merged

    def faults(self) -> list[str]:
        """What is wrong with the files, each with line and column."""
        with self._lock:
            self.refresh()
            files = [self._file] if self._also is None else [self._file, self._also]
            return [fault for file in files for fault in ([file.fault] if file.fault else []) + file.faults]

    def _theirs(self) -> Mapping[str, Value]:
        """What the folder that is only read says."""
        return self._also.entries if self._also is not None else {}

    def _write(self, make: Callable[[Mapping[str, Value]], Iterable[Entry]]) -> None:
        """Set entries, as `SectionFile.write` does."""
        with self._lock:
            try:
                self._file.write(make)
            finally:  # where it was refused, what others have written meanwhile has been read all the same
                self._merge()

    def _merge(self) -> None:
        """An entry of the folder that is written counts instead of one that is only read."""
        self._merged = {**self._theirs(), **self._file.entries}
        self._read = True
        self.generation += 1
