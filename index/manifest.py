"""The SHA-256 of the bytes of every file, in the form that `sha256sum` prints and checks. It needs no index.

Names are bytes here: a name that does not decode is stated like any other.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator
from typing import Final, Literal, NamedTuple

from index.errors import GlossatorError
from index.opening import Opened
from index.paths import MARKS_FOLDER

_LINE: Final = re.compile(rb"(\\?)([0-9a-fA-F]{64}) [ *](.+)", re.DOTALL)
_ESCAPES: Final = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r"}
_WRITTEN: Final = {escape: plain for plain, escape in _ESCAPES.items()}

Identity = tuple[int, int]
"""Device and number of a file."""


class Hashed(NamedTuple):
    """A file and its hash."""

    name: bytes
    """Path from the collection's root."""
    sha256: str | None
    """None where it cannot be read; `reason` says why."""
    reason: str | None = None


class Difference(NamedTuple):
    """A file that is not as it was stated."""

    name: bytes
    state: Literal["changed", "new", "missing", "unreadable"]
    reason: str | None = None


def hashes(opened: Opened, apart: Collection[Identity] = ()) -> Iterator[Hashed]:
    """Every regular file of a collection but those that are set apart. Links are not followed."""
    root = os.fsencode(opened.root)
    for name in [os.fsencode(opened.only)] if opened.only else _names(root, apart):
        try:
            # A pipe that took the file's place since is not waited for.
            descriptor = os.open(os.path.join(root, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # noqa: PTH118
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise OSError(errno.EINVAL, "not a file")
                yield Hashed(name, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            yield Hashed(name, None, error.strerror)


def differences(found: Iterator[Hashed], stated: dict[bytes, str]) -> Iterator[Difference | None]:
    """What differs from a manifest; None for each file that does not."""
    seen = set()
    for name, digest, reason in found:
        seen.add(name)
        if digest is None:
            yield Difference(name, "unreadable", reason)
        elif stated.get(name) == digest:
            yield None
        else:
            yield Difference(name, "changed" if name in stated else "new")
    for name in sorted(stated.keys() - seen):
        yield Difference(name, "missing")


def line(name: bytes, digest: str) -> bytes:
    """As GNU sha256sum: where a name holds a backslash or a line break, the line begins with a backslash."""
    escaped = re.sub(rb"[\\\n\r]", lambda found: _ESCAPES[found[0]], name)
    return (b"\\" if escaped != name else b"") + digest.encode() + b"  " + escaped


def parse(content: bytes) -> dict[bytes, str]:
    """Names and hashes of a manifest. Raises ValueError with the number of the first line that is none."""
    stated = {}
    for number, text in enumerate(content.split(b"\n"), start=1):
        if not text.rstrip(b"\r"):
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            raise ValueError(number)
        backslash, digest, name = found.groups()
        if backslash:
            name = re.sub(rb"\\[\\nr]", lambda escape: _WRITTEN[escape[0]], name)
        stated[name.removeprefix(b"./")] = digest.decode().lower()
    return stated


def _names(root: bytes, apart: Collection[Identity]) -> Iterator[bytes]:
    """Every regular file below the root, each folder's files before its folders."""

    def unlisted(error: OSError) -> None:
        raise GlossatorError(f"{os.fsdecode(error.filename)}: cannot be listed: {error.strerror}")

    for folder, folders, files in os.walk(root, onerror=unlisted):
        folders[:] = sorted(name for name in folders if name != os.fsencode(MARKS_FOLDER))
        for name in sorted(files):
            file = os.path.join(folder, name)  # noqa: PTH118 - bytes are no Path
            try:
                status = os.lstat(file)
            except FileNotFoundError:
                continue
            if stat.S_ISREG(status.st_mode) and (status.st_dev, status.st_ino) not in apart:
                yield os.path.relpath(file, root)
