"""Opening and writing files so that nothing is followed, nothing is half-written, and nobody is overwritten.

A folder that somebody sent may hold a link, a pipe or a device where a file of ours should be; whatever is opened here
below a folder is opened by name in that folder, never through a link, and must be a plain file.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index import leftovers
from index.errors import GlossatorError, ReadOnlyError

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
SHARED_FOLDER = 0o777
"""Less the umask: what lies in a collection belongs to whoever may read the collection."""
SHARED_FILE = 0o666

_NEVER_FOLLOWED = os.O_NOFOLLOW | os.O_CLOEXEC
_CANNOT_WRITE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})


class RefusedFile(ReadOnlyError):
    """A link, a pipe or a device stands where a file or folder of ours should be: neither read nor written."""


class Busy(GlossatorError):
    """Another process holds the lock for longer than anybody should."""


def read_only(path: Path | str, error: OSError) -> ReadOnlyError:
    """What to tell the reader where writing failed."""
    if error.errno in _CANNOT_WRITE:
        return ReadOnlyError(
            f"{path} cannot be written ({os.strerror(error.errno)}); use --marks DIR to write elsewhere"
        )
    return ReadOnlyError(f"{path} cannot be written: {error.strerror or error}")


def open_folder(path: Path, *, create: bool = False, mode: int = SHARED_FOLDER) -> int:
    """Open a folder whose last component is not followed if it is a link. Raises FileNotFoundError, RefusedFile."""
    if create:
        _make_folder(path, None, mode)
    return _open_folder_at(os.fspath(path), None, path)


def open_folder_below(folder: int, name: str, shown: Path, *, create: bool = False, mode: int = SHARED_FOLDER) -> int:
    """Open a folder inside an opened one. `shown` is its path, for messages."""
    if create:
        _make_folder(name, folder, mode)
    return _open_folder_at(name, folder, shown)


def open_file_below(folder: int, name: str, flags: int, shown: Path, mode: int = SHARED_FILE) -> int:
    """Open a plain file inside an opened folder; creating it reaches the disk before this returns."""
    made = bool(flags & os.O_CREAT) and not _exists(name, folder)
    try:
        # Without O_NONBLOCK the open of a pipe would wait for its other end for ever.
        opened = os.open(name, flags | _NEVER_FOLLOWED | os.O_NONBLOCK, mode, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise RefusedFile(f"{shown} is not a plain file and is not opened; move it away") from error
        raise
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise RefusedFile(f"{shown} is not a plain file and is not opened; move it away")
    if made:
        _settle(folder)
    return opened


def privately(path: str, flags: int) -> int:
    """An opener for `open`: what it makes is the user's alone, whatever the umask, and a link is not followed."""
    return os.open(path, flags | _NEVER_FOLLOWED, PRIVATE_FILE)


def make_private_file(path: Path) -> None:
    """Make an empty file for the user alone where there is none: SQLite gives its own files the rights of that one."""
    if not path.exists():
        with open(path, "ab", opener=privately):
            pass


def keep_to_oneself() -> None:
    """For a process that writes nothing but what is the user's alone: whatever it makes has no rights for others."""
    os.umask(~PRIVATE_FOLDER & 0o777)


def make_private_folder(path: Path) -> Path:
    """Make a folder, and those above it that are missing, that only the user may enter."""
    for folder in (*reversed(path.parents), path):  # mkdir(parents=True) would make those above it with the umask
        if not folder.is_dir():
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return path


def write_atomically(path: Path, chunks: Iterable[bytes], *, mode: int = PRIVATE_FILE, durably: bool = True) -> None:
    """Write a file whole or not at all. A link at `path` is replaced, never written through.

    `durably`: what a power cut may take, because it can be made again, need not be waited for.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        replace_below(folder, path.name, chunks, mode=mode, durably=durably)
    finally:
        os.close(folder)


def replace_below(folder: int, name: str, chunks: Iterable[bytes], *, mode: int, durably: bool = True) -> None:
    """The same inside an opened folder: temporary file, fsync, rename, fsync of the folder.

    `mode` is exact, whatever the umask, so that a rewritten file keeps the mode it had. What a process left that was
    killed while it did the same is removed.
    """
    leftovers.sweep_name(folder, name)
    temporary, opened = leftovers.begin(folder, name, PRIVATE_FILE)
    try:
        for chunk in chunks:
            _write_all(opened, chunk)
        os.fchmod(opened, mode)
        if durably:
            os.fsync(opened)
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        _remove_quietly(temporary, folder)
        raise
    finally:
        os.close(opened)
    if durably:
        _settle(folder)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file, for what is written by its name, as by SQLite; it becomes `path` unless the block raises."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        temporary, opened = leftovers.begin(folder, path.name, PRIVATE_FILE)
        try:
            yield path.with_name(temporary)
            os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            for end in ("", "-wal", "-shm"):
                _remove_quietly(temporary + end, folder)
            raise
        finally:
            os.close(opened)
        _settle(folder)
    finally:
        os.close(folder)


def append_durably(opened: int, data: bytes) -> None:
    """Append whole lines and wait for the disk; a torn last line is closed first.

    Call it under the lock. Where the disk refuses, the file is cut back to what it was, so that no half line is left.
    """
    size = os.fstat(opened).st_size
    if size and os.pread(opened, 1, size - 1) != b"\n":
        data = b"\n" + data
    try:
        _write_all(opened, data)
        os.fsync(opened)
    except OSError:
        os.ftruncate(opened, size)
        raise


@contextmanager
def locked(opened: int, shown: Path, *, seconds: float = 10.0) -> Iterator[None]:
    """Hold the exclusive lock of an opened file. Raises Busy.

    A file system without locks is used without them: appends of whole lines still do not mix there.
    """
    patience, pause = time.monotonic() + seconds, 0.0005
    while True:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                break
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            if time.monotonic() > patience:
                raise Busy(
                    f"{shown} has been held by another process for {seconds:g} s; close it and try again"
                ) from error
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        else:
            break
    try:
        yield
    finally:
        try:
            fcntl.flock(opened, fcntl.LOCK_UN)
        except OSError:
            pass  # closing the file lets go of it as well


def may_write(folder: Path) -> bool:
    """Whether this process may make files in a folder, as far as can be told without trying."""
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)


def _open_folder_at(name: str, folder: int | None, shown: Path) -> int:
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | _NEVER_FOLLOWED, dir_fd=folder)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        try:
            what = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        except OSError:
            raise error from None
        if stat.S_ISLNK(what):
            raise RefusedFile(
                f"{shown} is a symbolic link and is never followed; remove it or use --marks DIR"
            ) from error
        raise RefusedFile(f"{shown} is not a folder; move it away or use --marks DIR") from error


def _make_folder(name: Path | str, folder: int | None, mode: int) -> None:
    try:
        os.mkdir(name, mode, dir_fd=folder)
    except FileExistsError:
        return
    if folder is not None:
        _settle(folder)
        return
    above = os.open(Path(name).parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _settle(above)
    finally:
        os.close(above)


def _settle(folder: int) -> None:
    """Have the names in a folder reach the disk.

    Where the disk refuses, what was written is in place all the same, whole, for everybody who looks; only after a
    power cut might the name mean what it meant before. To say that nothing was written would have it written twice.
    """
    try:
        os.fsync(folder)
    except OSError:
        pass


def _exists(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _write_all(opened: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(opened, left) :]


def _remove_quietly(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except OSError:
        pass
