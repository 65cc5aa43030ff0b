"""Every document of a file, however deep it lies in it: `a.zip!/letters.mbox!/id@host!/plan.pdf`.

Nothing is unpacked to disk; names inside are labels and open nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.document import Skipped
from index.errors import UnreadableFile
from index.patterns import Ignored
from index.readers import (
    ReadResult,
    format_of,
    holds_documents,
    is_supported,
    members_of,
    no_reader,
    read_document,
    suffix_of,
)
from index.readers.members import Budget, Inner, Made, Member, Opened, Refused, Spent
from index.readers.opening import open_bytes
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


Part = Begun | Contained | Skipped


def container_of(path: str) -> str:
    """The file of the collection in which a document lies, which may be the document itself."""
    return path.partition(BETWEEN)[0]


def parts(root: Path, path: str, limits: Limits, leave_out: Collection[str] = ()) -> Iterator[Part]:
    """Every document of the file `path`, in order; what cannot be read comes as Skipped.

    `leave_out`: paths of what is known to end or to hang a process. Raises UnreadableFile where the file itself cannot
    be read, or read on.
    """
    most = limits.formats.max_container_megabytes * 1_000_000
    with open_bytes(root / path, most, follow_links=limits.follow_links) as file:
        budget = Budget(limits.formats, limits.max_bytes, os.fstat(file.fileno()).st_size)
        yield from _Walk(limits, budget, leave_out).through(file, path, 1)


def read_part(root: Path, path: str, limits: Limits) -> ReadResult:
    """One document of a file. Raises UnreadableFile where it is not there or cannot be read."""
    outer = container_of(path)
    if not holds_documents(outer):
        raise UnreadableFile("it is not in there")
    for part in parts(root, outer, limits):
        if isinstance(part, Contained) and part.path == path:
            return part.result
        if isinstance(part, Skipped) and part.path == path:
            raise UnreadableFile(part.reason)
    raise UnreadableFile("it is not in there")


class _Walk:
    def __init__(self, limits: Limits, budget: Budget, leave_out: Collection[str]) -> None:
        self._formats = limits.formats
        self._ignored = Ignored(limits.ignore)
        self._budget = budget
        self._leave_out = leave_out

    def through(self, file: BinaryIO, path: str, depth: int) -> Iterator[Part]:
        """The documents of one file, which lies `depth` deep."""
        taken: dict[str, int] = {}
        opened = Opened(path, self._formats, self._budget, lambda name: self._is_ignored(path, name))
        for member in members_of(path)(file, opened):
            self._budget.member()
            yield from self._member(member, _place(path, member.name, taken), depth)

    def _is_ignored(self, outer: str, name: str) -> bool:
        """Whether what lies in `outer` under a name is left out, or a folder in which it lies there."""
        matches = self._ignored.matches
        at = name.find("/")
        while at >= 0:
            if matches(outer + BETWEEN + name[:at], True):
                return True
            at = name.find("/", at + 1)
        return matches(outer + BETWEEN + name, False)

    def _member(self, member: Member, path: str, depth: int) -> Iterator[Part]:
        if isinstance(member, Refused):
            yield Skipped(path, member.reason, member.supported)
        elif isinstance(member, Made):
            digest = hashlib.sha256(member.data).hexdigest()
            yield Contained(path, ReadResult(member.extracted, digest, len(member.data)))
        elif path in self._leave_out:
            yield Skipped(path, "the process that read it died or took too long", True)
        elif not is_supported(path):
            yield Skipped(path, no_reader(path), False)
        else:
            yield from self._inner(member, path, depth)

    def _inner(self, member: Inner, path: str, depth: int) -> Iterator[Part]:
        kind = format_of(path)
        assert kind is not None
        yield Begun(path)
        try:
            if not kind.contains:
                yield Contained(path, read_document(kind, member.data))
            elif depth >= self._formats.max_depth:
                yield Skipped(path, f"more than {depth} files deep (setting formats.max_depth)", True)
            else:
                yield from self.through(io.BytesIO(member.data), path, depth + 1)
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
