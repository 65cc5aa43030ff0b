"""A YAML file of the reader's own: read when it changed, written under a lock and never through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from index.errors import GlossatorError, ReadOnlyError
from index.safe_files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    SHARED_FILE,
    SHARED_FOLDER,
    RefusedFile,
    locked,
    make_private_folder,
    open_file_below,
    open_folder,
    read_only,
    replace_below,
)

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of a file that is read or written."""


class YamlFile:
    """`folder`/`name`. Neither is followed as a link. Another process may write it at any time."""

    def __init__(self, folder: Path, name: str, *, private: bool) -> None:
        self.path = folder / name
        self._folder = folder
        self._name = name
        self._private = private
        self._seen: tuple[int, ...] | None = None
        self._bom = ""

    def read_new(self) -> str | None:
        """The text where it is another than when last read, "" where there is no file (any more); None otherwise.

        Raises GlossatorError where it cannot be read.
        """
        try:
            folder = open_folder(self._folder)
        except (FileNotFoundError, NotADirectoryError):
            return self._gone()
        except (OSError, RefusedFile) as error:
            raise self._unreadable(error) from error
        try:
            opened = open_file_below(folder, self._name, os.O_RDONLY, self.path)
        except FileNotFoundError:
            return self._gone()
        except (OSError, RefusedFile) as error:
            raise self._unreadable(error) from error
        finally:
            os.close(folder)
        try:
            now = _identity(os.fstat(opened))
            if now == self._seen:
                return None
            text = self._text(opened)
            self._seen = now
            return text
        finally:
            os.close(opened)

    def change(self, edit: Callable[[str], str]) -> str:
        """Replace the text by what `edit` makes of it; on disk when this returns it.

        `edit` runs under the lock of the file, on what others wrote. Raises ReadOnlyError, Busy, and what `edit` does.
        """
        try:
            if self._private:
                make_private_folder(self._folder.parent)
            folder = open_folder(self._folder, create=True, mode=PRIVATE_FOLDER if self._private else SHARED_FOLDER)
        except OSError as error:
            raise read_only(self._folder, error) from error
        try:
            made = not self._lies_in(folder)
            with self._locked(folder) as opened:
                before = after = self._text(opened)
                try:
                    after = edit(before)
                    if after != before:
                        self._replace(folder, self._bom + after, stat.S_IMODE(os.fstat(opened).st_mode))
                except BaseException:
                    after = before
                    raise
                finally:
                    if made and not before and not after:
                        self._remove(folder)
                return after
        finally:
            os.close(folder)

    def _replace(self, folder: int, text: str, mode: int) -> None:
        data = text.encode("utf-8")
        if len(data) > LARGEST:
            raise GlossatorError(f"{self.path} would be larger than {LARGEST // 1024**2} MB; nothing is written")
        try:
            replace_below(folder, self._name, [data], mode=mode)
            self._seen = _identity(os.stat(self._name, dir_fd=folder, follow_symlinks=False))
        except OSError as error:
            raise read_only(self.path, error) from error

    def _text(self, opened: int) -> str:
        if os.fstat(opened).st_size > LARGEST:
            raise ReadOnlyError(f"{self.path} is larger than {LARGEST // 1024**2} MB and is left as it is")
        with open(opened, "rb", closefd=False) as file:
            file.seek(0)
            data = file.read(LARGEST + 1)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ReadOnlyError(f"{self.path}:{line}: not UTF-8; it is left as it is") from error
        # Some editors begin every file with this mark; it is no part of the text, and stays.
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        return text.removeprefix("\ufeff")

    @contextmanager
    def _locked(self, folder: int) -> Iterator[int]:
        """Open the file, made if need be, with its lock held; again where it was replaced while this waited."""
        while True:
            try:
                mode = PRIVATE_FILE if self._private else SHARED_FILE
                opened = open_file_below(folder, self._name, os.O_RDWR | os.O_CREAT, self.path, mode)
            except OSError as error:
                raise read_only(self.path, error) from error
            try:
                with locked(opened, self.path):
                    if not _still_named(folder, self._name, opened):
                        continue
                    yield opened
                    return
            finally:
                os.close(opened)

    def _lies_in(self, folder: int) -> bool:
        try:
            os.stat(self._name, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return False
        return True

    def _remove(self, folder: int) -> None:
        """Take away the empty file that was made to be locked. Whoever waits for its lock sees that it has no name."""
        with suppress(OSError):
            os.unlink(self._name, dir_fd=folder)

    def _unreadable(self, error: OSError | RefusedFile) -> GlossatorError:
        self._seen = None  # as soon as it can be read again it is read
        if isinstance(error, RefusedFile):
            return error
        return ReadOnlyError(f"{self.path} cannot be read: {error.strerror or error}")

    def _gone(self) -> str | None:
        if self._seen == ():
            return None
        self._seen = ()
        return ""


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _still_named(folder: int, name: str, opened: int) -> bool:
    try:
        named = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(opened))
