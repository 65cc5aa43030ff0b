"""A run that looks at some files alone, because a watcher has named them.

Now and then, and where an earlier run did not come to its end, all are looked at all the same: a notice may be lost.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from index.document import Skipped
from index.errors import CollectionError
from index.indexing.comparing import Changes, Memory
from index.patterns import Ignored
from index.readers.contained import container_of
from index.walk import ALWAYS_IGNORED, FoundFile, walk

LOOKED: Final = "looked"
"""When all files were last looked at, in seconds; among `meta` of the catalogue."""
BEHIND: Final = "behind"
"""A run that looks at some files alone is under way."""
_TRUSTED_SECONDS: Final = 900
_Of = TypeVar("_Of")


class _Meta(Protocol):
    def meta(self, key: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Among:
    """Paths in the collection."""

    paths: frozenset[str]

    def walk(self, root: Path, ignore: Sequence[str]) -> Iterator[FoundFile | Skipped]:
        """What `walk` would say of these files."""
        ignored = Ignored(ignore)
        for path in sorted(self.paths):
            if not _is_left_out(path, ignored):
                with suppress(CollectionError):  # its folder is gone, and so is the file
                    yield from walk(root, ignore, only=path)

    def narrow(self, memory: Memory) -> Memory:
        """What is remembered of these files and of what lies in them."""
        return Memory(self._of(memory.known), self._of(memory.failed), self._of(memory.containers))

    def is_enough(self, changes: Changes, memory: Memory) -> bool:
        """False where one is new or gone: it may have been renamed, and its other name is not told of yet."""
        known = (file.path in memory.known or file.path in memory.containers for file in changes.to_read)
        return not changes.vanished and not changes.emptied and all(known)

    def add_others(self, changes: Changes, memory: Memory) -> None:
        """The others are as they were."""
        others = {path: failed for path, failed in memory.failed.items() if container_of(path) not in self.paths}
        changes.skipped.update(others)
        changes.unchanged += sum(container_of(path) not in self.paths for path in memory.known)

    def _of(self, some: Mapping[str, _Of]) -> dict[str, _Of]:
        return {path: each for path, each in some.items() if container_of(path) in self.paths}


def trusted(paths: Collection[str] | None, catalogue: _Meta, read_with: str, *, follow_links: bool) -> Among | None:
    """Those paths, where it is enough to look at them."""
    if paths is None or follow_links or not catalogue.meta("walked") or catalogue.meta(BEHIND):
        return None
    since = time.time() - float(catalogue.meta(LOOKED) or 0)
    current = 0 <= since < _TRUSTED_SECONDS and catalogue.meta("read_with") == read_with
    return Among(frozenset(paths)) if current else None


def _is_left_out(path: str, ignored: Ignored) -> bool:
    """Whether the file, or a folder in which it lies, belongs to what is passed over."""
    parts = path.split("/")
    folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
    return ALWAYS_IGNORED in parts or ignored.matches(path, False) or any(ignored.matches(f, True) for f in folders)
