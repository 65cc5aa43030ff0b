"""Every document of a file, however deep it lies in it: `a.zip!/letters.mbox!/id@host!/plan.pdf`.

Names inside are labels and open nothing. What is unpacked stays in memory; only a large file that holds documents
itself goes to a file without a name (see `spooling`).
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from index.document import Skipped
from index.errors import UnreadableFile
from index.patterns import Ignored
from index.readers import (
    Format,
    ReadResult,
    format_of,
    holds_documents,
    is_supported,
    members_of,
    no_reader,
    read_document,
    suffix_of,
)
from index.readers.members import Budget, Inner, Made, Opened, Refused, Spent, Spooled
from index.readers.opening import open_bytes
from index.readers.remarks import cut_short
from index.settings import FormatsSettings

BETWEEN = "!/"
"""Between a file and the name of what lies in it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    max_bytes: int
    formats: FormatsSettings
    follow_links: bool
    ignore: tuple[str, ...] = ()
    """Patterns of what the collection leaves out, in files as in folders."""
    spool: Path | None = None
    """Folder for what is too large for memory; None is that of the system."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Which documents of a file are asked for."""

    number: int = 0
    """Of those who divide them, from 0,"""
    of: int = 1
    """and how many divide them. Each goes through the whole file; a mail with what came with it is one."""
    leave_out: tuple[str, ...] = ()
    """Paths of what is known to end or to hang a process."""


ALL = Portion()


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a file from an earlier time."""

    knows: Callable[[str, str], bool]
    """Whether a document of this path was made of bytes with this hash."""
    whole: bool
    """The file was read to its end: of a mail that is known, all that came with it is."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file inside is about to be read: should it end the process, it was this one."""

    path: str


@dataclass(frozen=True, slots=True)
class Contained:
    """A document in a file."""

    path: str
    """In the collection, through all that it lies in."""
    result: ReadResult


@dataclass(frozen=True, slots=True)
class Same:
    """A document that is what it was before: its bytes are, and nothing is made of them."""

    path: str
    whole: bool = False
    """And so is all that lies in it, which is not named."""


Part = Begun | Contained | Same | Skipped


def container_of(path: str) -> str:
    """The file of the collection in which a document lies, which may be the document itself."""
    at = path.find(BETWEEN)
    # The name of a folder may end with the mark: only a file that holds documents holds one.
    while at >= 0 and not holds_documents(path[:at]):
        at = path.find(BETWEEN, at + 1)
    return path[:at] if at >= 0 else path


def parts(
    root: Path, path: str, limits: Limits, portion: Portion = ALL, before: Before | None = None
) -> Iterator[Part]:
    """Every document of the file `path`, or a portion of them, in order; what cannot be read comes as Skipped.

    Raises UnreadableFile where the file itself cannot be read, or read on.
    """
    most = limits.formats.max_container_megabytes * 1_000_000
    setting = "formats.max_container_megabytes"
    with open_bytes(root / path, most, follow_links=limits.follow_links, setting=setting) as file:
        budget = Budget(limits.formats, limits.max_bytes, os.fstat(file.fileno()).st_size)
        yield from _Walk(limits, budget, portion, before).through(file, path, 1)


def read_part(root: Path, path: str, limits: Limits) -> ReadResult:
    """One document of a file. Raises UnreadableFile where it is not there or cannot be read."""
    outer = container_of(path)
    if not holds_documents(outer):
        raise UnreadableFile("it is not in there")
    others = Before(lambda other, _: other != path and not path.startswith(other + BETWEEN), True)
    for part in parts(root, outer, limits, before=others):
        if isinstance(part, Contained) and part.path == path:
            return part.result
        if isinstance(part, Skipped) and part.path == path:
            raise UnreadableFile(part.reason)
    raise UnreadableFile("it is not in there")


class _Walk:
    def __init__(self, limits: Limits, budget: Budget, portion: Portion, before: Before | None) -> None:
        self._limits = limits
        self._formats = limits.formats
        self._ignored = Ignored(limits.ignore)
        self._budget = budget
        self._portion = portion
        self._before = before
        self._count = 0
        """Of what is divided."""

    def through(self, file: BinaryIO, path: str, depth: int, *, divided: bool = True) -> Iterator[Part]:
        """The documents of one file, which lies `depth` deep; all of them, or where `divided` this portion's."""
        taken: dict[str, int] = {}
        spool = self._limits.spool
        opened = Opened(path, self._formats, self._budget, lambda name: self._is_ignored(path, name), spool)
        for member in members_of(path)(file, opened):
            self._budget.member()
            place = _place(path, member.name, taken)
            if isinstance(member, Spooled):
                with member.file:
                    yield from self._spooled(member, place, depth, divided)
            elif not divided or self._is_ours():
                yield from self._member(member, place, depth)

    def _is_ours(self) -> bool:
        self._count += 1
        return self._count % self._portion.of == self._portion.number

    def _is_ignored(self, outer: str, name: str) -> bool:
        """Whether what lies in `outer` under a name is left out, or a folder in which it lies there."""
        matches = self._ignored.matches
        at = name.find("/")
        while at >= 0:
            if matches(outer + BETWEEN + name[:at], True):
                return True
            at = name.find("/", at + 1)
        return matches(outer + BETWEEN + name, False)

    def _member(self, member: Inner | Made | Refused, path: str, depth: int) -> Iterator[Part]:
        if isinstance(member, Refused):
            yield Skipped(path, member.reason, member.supported)
        elif isinstance(member, Made):
            digest = hashlib.sha256(member.data).hexdigest()
            if self._knows(path, digest):
                yield Same(path)
            else:
                yield Contained(path, ReadResult(member.extracted, digest, len(member.data)))
        else:
            yield from self._refused(path) or self._inner(member, path, depth)

    def _refused(self, path: str) -> Sequence[Skipped]:
        if path in self._portion.leave_out:
            return [Skipped(path, "the process that read it died or took too long", True)]
        return [] if is_supported(path) else [Skipped(path, no_reader(path), False)]

    def _inner(self, member: Inner, path: str, depth: int) -> Iterator[Part]:
        kind = format_of(path)
        assert kind is not None
        known = self._before is not None and (self._before.whole or not kind.contains)
        if known and self._knows(path, hashlib.sha256(member.data).hexdigest()):
            yield Same(path, kind.contains)
            return
        yield Begun(path)
        if kind.contains:
            yield from self._guarded(path, self._below(io.BytesIO(member.data), path, depth, divided=False))
        else:
            yield from self._guarded(path, self._document(kind, member, path))

    def _knows(self, path: str, digest: str) -> bool:
        return self._before is not None and self._before.knows(path, digest)

    def _spooled(self, member: Spooled, path: str, depth: int, divided: bool) -> Iterator[Part]:
        refused = self._refused(path)
        yield from refused or (Begun(path),)
        if not refused:
            yield from self._guarded(path, self._below(member.file, path, depth, divided=divided))

    def _below(self, file: BinaryIO, path: str, depth: int, *, divided: bool) -> Iterator[Part]:
        if depth >= self._formats.max_depth:
            raise UnreadableFile(f"more than {depth} files deep (setting formats.max_depth)")
        if divided or self._budget.readers > 1:
            yield from self.through(file, path, depth + 1, divided=divided)
            return
        # What this portion unpacks here the others do not see: it counts as if each unpacked as much.
        self._budget.readers = self._portion.of
        try:
            yield from self.through(file, path, depth + 1, divided=False)
        finally:
            self._budget.readers = 1

    def _document(self, kind: Format, member: Inner, path: str) -> Iterator[Part]:
        result = read_document(kind, member.data)
        if member.cut:
            result = replace(result, extracted=cut_short(result.extracted, "a packed file"))
        yield Contained(path, result)

    def _guarded(self, path: str, found: Iterator[Part]) -> Iterator[Part]:
        """What is found in a file; a fault of it costs this file alone."""
        try:
            yield from found
        except Spent:
            raise
        except UnreadableFile as error:
            yield Skipped(path, str(error), True)
        except MemoryError:
            raise
        except Exception as error:
            yield Skipped(path, f"{type(error).__name__} while it was read; this is a fault of Glossator", True)


def _place(outer: str, name: str, taken: dict[str, int]) -> str:
    """The path of what lies in `outer` under a name, which no other has."""
    if not name:
        return outer
    path = outer + BETWEEN + name.replace(BETWEEN, "!%2F")
    count = taken.get(path, 0) + 1
    taken[path] = count
    if count == 1:
        return path
    # Before the suffixes, which say how it is read (`.txt.gz`).
    stem, suffix = path, ""
    while format_of(stem):
        suffix = suffix_of(stem) + suffix
        stem = path[: len(path) - len(suffix)]
    while f"{stem}~{count}{suffix}" in taken:
        count += 1
    taken[path], taken[f"{stem}~{count}{suffix}"] = count, 1
    return f"{stem}~{count}{suffix}"
