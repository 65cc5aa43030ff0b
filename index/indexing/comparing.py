"""What lies in the folder beside what the catalogue knows of it: what is to be read, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from index.catalogue.known import Container, Failed, Known
from index.document import Skipped
from index.indexing.otherwise import changed, still_failed, still_whole
from index.readers import holds_documents
from index.readers.contained import BETWEEN, container_of
from index.settings import DocumentsSettings, FormatsSettings
from index.walk import FoundFile

_RACY_NS = 2_000_000_000
"""A file last changed so shortly before it was read may have changed again in the same tick: its hash decides."""
_LOOK_EVERY = 256


@dataclass
class Changes:
    """What a walk found beside what the catalogue knows."""

    to_read: list[FoundFile] = field(default_factory=list)
    """Last changed first."""
    vanished: dict[str, list[Known]] = field(default_factory=dict)
    """By hash of the file, so that a file of another name can be recognised."""
    unchanged: int = 0
    skipped: dict[str, Failed] = field(default_factory=dict)
    held: dict[str, list[Known]] = field(default_factory=dict)
    """What files that are to be read held before, by path of the file;"""
    refused: dict[str, list[Failed]] = field(default_factory=dict)
    """what could not be read of those that were read to their end;"""
    before: dict[str, str] = field(default_factory=dict)
    """and whether they were: `whole`, or `begun`."""
    emptied: list[str] = field(default_factory=list)
    """Files that held documents and are gone."""
    again: Collection[str] = frozenset()
    """Documents that are made anew, whether or not their files changed."""

    def let_go(self, container: str, found: Collection[str], whole: Collection[str] = ()) -> None:
        """The documents that a file held before and that were not among those `found` in it now have vanished, but for
        what lies in documents that are `whole` what they were."""
        for known in self.held.get(container, ()):
            if known.path in found:
                continue
            if whole and _lies_in(known.path, whole):
                self.unchanged += 1
            else:
                self.vanished.setdefault(known.file_sha256, []).append(known)
        for failed in self.refused.pop(container, ()) if whole else ():
            if _lies_in(failed[0].path, whole):
                self.skipped[failed[0].path] = failed
        if container in self.held:
            self.held[container] = []


class Catalogue(Protocol):
    """What remembers files."""

    def meta(self, key: str) -> str | None: ...
    def known_skipped(self) -> dict[str, Failed]: ...
    def containers(self) -> dict[str, Container]: ...
    def documents_of(self, kinds: Collection[str]) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class Memory:
    """What the catalogue remembers of files."""

    known: Mapping[str, Known]
    failed: Mapping[str, Failed]
    containers: Mapping[str, Container]
    again: Collection[str] = frozenset()
    """Documents that are to be made anew, whether or not their files changed."""


def memory_of(known: Mapping[str, Known], catalogue: Catalogue, read_with: str) -> Memory:
    """What the catalogue remembers. Under other limits, or with other extras, what could not be read is tried again,
    and so is every file that holds documents; under other settings of a format what they concern."""
    before, failed = catalogue.meta("read_with"), catalogue.known_skipped()
    if before == read_with:
        return Memory(known, failed, catalogue.containers())
    kinds = changed(before, read_with)
    # Nothing is known of how documents were made where nothing is remembered of it.
    again = catalogue.documents_of(kinds) if before else set()
    if "limits" in kinds:
        return Memory(known, {}, {}, again)
    kept = still_failed(failed, kinds)
    return Memory(known, kept, still_whole(catalogue.containers(), again, failed.keys() - kept.keys(), kinds), again)


def compare(
    walked: Iterable[FoundFile | Skipped],
    memory: Memory,
    documents: DocumentsSettings,
    formats: FormatsSettings,
    goes_on: Callable[[int], bool] = lambda count: True,
) -> Changes:
    """`goes_on` is told now and then how many files were looked at; where it says no, the walk ends, and nothing is
    said of what vanished."""
    comparing = _Comparing(memory, documents, formats)
    for count, item in enumerate(walked):
        if count % _LOOK_EVERY == 0 and not goes_on(count):
            break
        comparing.look_at(item)
    else:
        comparing.end()
    comparing.changes.to_read.sort(key=lambda f: (-f.mtime_ns, f.path))
    return comparing.changes


class _Comparing:
    def __init__(self, memory: Memory, documents: DocumentsSettings, formats: FormatsSettings) -> None:
        self.changes = Changes(again=memory.again)
        self._memory = memory
        self._most = documents.max_megabytes, "documents.max_megabytes"
        self._most_held = formats.max_container_megabytes, "formats.max_container_megabytes"
        self._gone = dict(memory.known)
        self._containers = dict(memory.containers)
        self._inside: dict[str, list[str]] = {}
        """Paths of documents that lie in a file, by path of the file."""
        self._failed_inside: dict[str, list[str]] = {}
        for path in memory.known:
            if BETWEEN in path:
                self._inside.setdefault(container_of(path), []).append(path)
        for path in memory.failed:
            if BETWEEN in path:
                self._failed_inside.setdefault(container_of(path), []).append(path)

    def look_at(self, item: FoundFile | Skipped) -> None:
        """A file as it was found."""
        if isinstance(item, Skipped):
            self.changes.skipped[item.path] = (item, None, None)
        elif holds_documents(item.path):
            self._look_into(item)
        else:
            self._look_at_file(item)

    def end(self) -> None:
        """Every file was looked at: the rest is gone."""
        for one in self._gone.values():
            self.changes.vanished.setdefault(one.file_sha256, []).append(one)
        self.changes.emptied = list(self._containers)

    def _look_at_file(self, item: FoundFile) -> None:
        changes = self.changes
        before, failure = self._gone.pop(item.path, None), self._memory.failed.get(item.path)
        same = before and _is_same(before.size, before.mtime_ns, before.read_ns, item)
        if same and item.path not in changes.again:
            changes.unchanged += 1
        elif failure and _failed_before(failure, item):
            changes.skipped[item.path] = failure
        elif self._is_too_large(item, self._most):
            if before:
                self._gone[item.path] = before
        else:
            changes.to_read.append(item)

    def _look_into(self, item: FoundFile) -> None:
        """A file that may hold several documents, perhaps being one itself."""
        changes = self.changes
        before, failure = self._containers.pop(item.path, None), self._memory.failed.get(item.path)
        inside = [item.path] if item.path in self._gone else []
        inside += self._inside.get(item.path, ())
        if before and _is_same(*before, item):
            self._keep(item.path, inside)
        elif failure and _failed_before(failure, item):
            changes.skipped[item.path] = failure
            self._keep(item.path, inside)
        elif not self._is_too_large(item, self._most_held):
            changes.to_read.append(item)
            changes.held[item.path] = [self._gone.pop(path) for path in inside]
            # Of what is made anew nothing counts as known.
            anew = bool(changes.again) and any(path in changes.again for path in inside)
            if (before or inside) and not anew:
                changes.before[item.path] = "whole" if before else "begun"
            if before:
                failed = self._memory.failed
                changes.refused[item.path] = [failed[path] for path in self._failed_inside.get(item.path, ())]

    def _keep(self, container: str, inside: list[str]) -> None:
        for path in inside:
            del self._gone[path]
        self.changes.unchanged += len(inside)
        for path in self._failed_inside.get(container, ()):
            self.changes.skipped[path] = self._memory.failed[path]

    def _is_too_large(self, item: FoundFile, most: tuple[int, str]) -> bool:
        megabytes, setting = most
        if item.size <= megabytes * 1_000_000:
            return False
        reason = f"larger than {megabytes} MB (setting {setting})"
        self.changes.skipped[item.path] = (Skipped(item.path, reason, True), item.size, item.mtime_ns)
        return True


def _lies_in(path: str, some: Collection[str]) -> bool:
    """Whether what is called so lies in one of those, however deep."""
    at = path.rfind(BETWEEN)
    while at >= 0:
        if path[:at] in some:
            return True
        at = path.rfind(BETWEEN, 0, at)
    return False


def _failed_before(failure: Failed, item: FoundFile) -> bool:
    return failure[0].supported and failure[1:] == (item.size, item.mtime_ns)


def _is_same(size: int, mtime_ns: int, read_ns: int, found: FoundFile) -> bool:
    return size == found.size and mtime_ns == found.mtime_ns and read_ns - mtime_ns > _RACY_NS
