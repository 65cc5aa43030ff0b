"""A file of lines that several processes append to and each reads once.

Whoever writes holds the lock of the file itself, reads what others have appended, and appends whole lines with fsync.
Whoever reads needs no lock: a line counts once its newline is there (or once it is complete without one).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from index.annotations.lines import LONGEST_LINE
from index.errors import ReadOnlyError
from index.safe_files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    SHARED_FILE,
    SHARED_FOLDER,
    append_durably,
    locked,
    make_private_folder,
    open_file_below,
    open_folder,
    open_folder_below,
    read_only,
    replace_below,
)

_REMEMBERED = 4096
"""Bytes before the place read up to, by which a file that only grew is told from one that was rewritten."""
_CHUNK = 1024 * 1024


class Line(NamedTuple):
    """A line as it lies in the file."""

    number: int
    """1-based."""
    offset: int
    data: bytes | None
    """Without its end; None where it is longer than a line may be."""
    complete: bool
    """False for a last line without a newline, which another process may still be writing."""


class Consumer(Protocol):
    """What takes the lines in."""

    def reset(self) -> None:
        """The file was rewritten or is gone: forget everything."""

    def take(self, line: Line) -> bool:
        """Take a line; False leaves an incomplete one to be read again."""


class Begun(NamedTuple):
    """How far a file is known without reading its lines."""

    offset: int
    """Just behind a newline."""
    lines: int
    digest: Any
    """A hash that was fed all that lies before."""


Begin = Callable[[int, int], "Begun | None"]
"""Opened file and its size -> what of it the consumer has taken in from elsewhere; None: nothing."""


def whole_lines(opened: int, size: int) -> Iterator[bytes]:
    """An opened file in pieces of whole lines, up to the first line that is too long."""
    at, rest = 0, b""
    while at < size and len(rest) <= LONGEST_LINE and (data := os.pread(opened, min(_CHUNK, size - at), at)):
        at += len(data)
        end = data.rfind(b"\n") + 1
        if end and len(rest) + data.find(b"\n") > LONGEST_LINE:
            return
        if end:
            yield rest + data[:end]
        rest = data[end:] if end else rest + data


class Journal:
    """One such file: `folder`/`inner`…/`name`. `folder` itself and what lies below it are never followed as links."""

    def __init__(
        self,
        folder: Path,
        inner: Sequence[str],
        name: str,
        consumer: Consumer,
        *,
        private: bool,
        max_bytes: int,
        begin: Begin | None = None,
    ) -> None:
        """`begin` is asked whenever the file is read from its first byte."""
        self.path = folder.joinpath(*inner, name)
        self._folder = folder
        self._inner = tuple(inner)
        self._name = name
        self._consumer = consumer
        self._folder_mode = PRIVATE_FOLDER if private else SHARED_FOLDER
        self._file_mode = PRIVATE_FILE if private else SHARED_FILE
        self._max_bytes = max_bytes
        self._writing: int | None = None
        self._seen: tuple[int, int, int, int] | None = None
        self._offset = 0
        self._lines = 0
        self._before = b""
        self._begin = begin
        self._digest: Any = None
        self.oversized = False

    @property
    def read_up_to(self) -> tuple[int, int, str] | None:
        """Bytes and lines read, and the SHA-256 of those bytes; None where it is not known, or a line is not whole."""
        whole = self._digest is not None and self._before.endswith(b"\n")
        return (self._offset, self._lines, self._digest.hexdigest()) if whole else None

    @property
    def size(self) -> int:
        """Bytes of the file when it was last looked at."""
        return self._seen[2] if self._seen else 0

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Read what is new; True where anything was. Raises OSError or RefusedFile where the file cannot be read."""
        try:
            folder = self._open_folder(create=False)
        except FileNotFoundError:
            return self._gone()
        try:
            opened = open_file_below(folder, self._name, os.O_RDONLY, self.path)
        except FileNotFoundError:
            return self._gone()
        finally:
            os.close(folder)
        try:
            return self._read_new(opened)
        finally:
            os.close(opened)

    def unread(self) -> int:
        """About how many bytes the next `refresh` will read."""
        try:
            return self.path.lstat().st_size - self._offset
        except OSError:
            return 0

    def forget(self) -> None:
        """Read everything again next time."""
        self._seen, self._offset, self._lines, self._before = None, 0, 0, b""
        self._digest = None
        self.oversized = False

    def read_at(self, offset: int) -> bytes:
        """The line that begins at an offset."""
        folder = self._open_folder(create=False)
        try:
            opened = open_file_below(folder, self._name, os.O_RDONLY, self.path)
        finally:
            os.close(folder)
        with os.fdopen(opened, "rb") as file:
            file.seek(offset)
            return file.readline(LONGEST_LINE + 1)

    def _read_new(self, opened: int) -> bool:
        status = os.fstat(opened)
        seen = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        if seen == self._seen:
            return False
        if not self._only_grew(opened, status):
            self.forget()
            self._consumer.reset()
        self._seen = seen
        self.oversized = status.st_size > self._max_bytes
        if not self.oversized:
            self._read_from(opened, status.st_size)
        return True

    def _only_grew(self, opened: int, status: os.stat_result) -> bool:
        if self._seen is None:
            return True
        if (status.st_dev, status.st_ino) != self._seen[:2] or status.st_size <= self._seen[2] or self.oversized:
            return False
        return os.pread(opened, len(self._before), self._offset - len(self._before)) == self._before

    def _read_from(self, opened: int, size: int) -> None:
        """Hand every line from where reading stopped up to `size` to the consumer."""
        if self._offset == 0 and self._begin is not None:
            begun = self._begin(opened, size)
            self._offset, self._lines, self._digest = begun if begun is not None else (0, 0, hashlib.sha256())
        with open(opened, "rb", buffering=_CHUNK, closefd=False) as file:
            file.seek(self._offset)
            while self._offset < size:
                data = file.readline(LONGEST_LINE + 1)
                if not data:
                    break
                length, ended = len(data), data.endswith(b"\n")
                while not ended and length > LONGEST_LINE and (more := file.readline(_CHUNK)):
                    length, ended = length + len(more), more.endswith(b"\n")
                body = None if length > LONGEST_LINE else data.rstrip(b"\r\n")
                taken = self._consumer.take(Line(self._lines + 1, self._offset, body, ended))
                if not ended and not taken:
                    break
                self._offset += length
                self._lines += ended
                if self._digest is not None:
                    self._digest.update(data)
                    self._digest = self._digest if length == len(data) else None
        kept = min(_REMEMBERED, self._offset)
        self._before = os.pread(opened, kept, self._offset - kept)

    def _gone(self) -> bool:
        if self._seen is None:
            return False
        self.forget()
        self._consumer.reset()
        return True

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, with everything read that others appended. Makes folders and file. Raises ReadOnlyError."""
        try:
            make_private_folder(self._folder.parent)  # there already, but for a folder under the user's own
            folder = self._open_folder(create=True)
        except OSError as error:
            raise read_only(self._folder, error) from error
        try:
            with self._open_locked(folder) as opened:
                self._read_new(opened)
                if self.oversized:
                    raise ReadOnlyError(
                        f"{self.path} is larger than {self._max_bytes // 1024**2} MB and is left as it is"
                    )
                self._writing = opened
                try:
                    yield
                finally:
                    self._writing = None
        finally:
            os.close(folder)

    def append(self, lines: Sequence[bytes]) -> None:
        """Append lines, each with its newline; on disk and taken in when this returns. Only inside `writing`."""
        assert self._writing is not None, "append() needs the lock"
        try:
            append_durably(self._writing, b"".join(lines))
        except OSError as error:
            raise read_only(self.path, error) from error
        self._read_new(self._writing)

    def rewrite(self, change: Callable[[bytes], list[bytes] | None]) -> bool:
        """Replace the file by the lines that `change` makes of it (None: leave it); True where it was replaced.

        `change` runs under the lock, when the consumer has taken in all that the file holds.
        """
        try:
            folder = self._open_folder(create=False)
        except FileNotFoundError:
            return False
        try:
            with self._open_locked(folder, create=False) as opened:
                status = os.fstat(opened)
                self._read_new(opened)
                if self.oversized:
                    return False
                with open(opened, "rb", closefd=False) as file:
                    file.seek(0)
                    before = file.read()
                lines = change(before)
                if lines is None or (after := b"".join(line + b"\n" for line in lines)) == before:
                    return False
                replace_below(folder, self._name, [after], mode=stat.S_IMODE(status.st_mode))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise read_only(self.path, error) from error
        finally:
            os.close(folder)
        return True

    @contextmanager
    def _open_locked(self, folder: int, *, create: bool = True) -> Iterator[int]:
        """Open the file with its lock held; again where it was replaced while this waited for the lock."""
        flags = os.O_RDWR | os.O_APPEND | (os.O_CREAT if create else 0)
        while True:
            try:
                opened = open_file_below(folder, self._name, flags, self.path, self._file_mode)
            except OSError as error:
                if error.errno == errno.ENOENT and not create:
                    raise
                raise read_only(self.path, error) from error
            try:
                with locked(opened, self.path):
                    if not self._still_named(folder, opened):
                        continue
                    yield opened
                    return
            finally:
                os.close(opened)

    def _still_named(self, folder: int, opened: int) -> bool:
        try:
            named = os.stat(self._name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return os.path.samestat(named, os.fstat(opened))

    def _open_folder(self, *, create: bool) -> int:
        opened = open_folder(self._folder, create=create, mode=self._folder_mode)
        shown = self._folder
        for name in self._inner:
            above, shown = opened, shown / name
            try:
                opened = open_folder_below(above, name, shown, create=create, mode=self._folder_mode)
            finally:
                os.close(above)
        return opened
