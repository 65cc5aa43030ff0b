"""The lock of the one indexer of a collection: the kernel's, so that it ends with the process, however that ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from index.errors import GlossatorError
from index.events import Noticed, OnEvent, Progress
from index.safe_files import privately

NAME: Final = "indexer.lock"
STOPPED_SECONDS: Final = 5.0
"""A process that is stopped so long while it holds the lock will hardly go on by itself."""
_LOOK_SECONDS: Final = 0.3
_TOLD_SECONDS: Final = 1.0
"""After so long it is said for whom one waits: two readers of one folder take their turns more quickly."""


@contextlib.contextmanager
def held(cache: Path, tell: OnEvent, gone: threading.Event) -> Iterator[None]:
    """Hold the lock; waits while another indexer is at work on the same collection, but not for one that is stopped.

    Raises GlossatorError where waiting was given up or is in vain.
    """
    stopped = 0.0
    began: float | None = time.monotonic()
    # It is held on what the name means now: the cache may be deleted, and made again, while this waits.
    while True:
        with open(cache / NAME, "a+b", opener=privately) as handle:
            if take(handle) and still_named(cache / NAME, handle):
                sign(handle)
                yield
                return
            process = holder(handle)
        tell(Progress("waiting for another indexer", 0, None, 0.0, 0))
        if began is not None and time.monotonic() - began >= _TOLD_SECONDS:
            began = None
            who = f"process {process}" if process is not None else "another process"
            tell(Noticed(f"{who} indexes this collection; waiting for it"))
        if process is None or not _is_stopped(process):
            stopped = 0.0
        elif not stopped:
            stopped = time.monotonic()
        elif time.monotonic() - stopped > STOPPED_SECONDS:
            raise GlossatorError(
                f"process {process}, which indexes this collection, is stopped: `kill -CONT {process}` lets it go on,"
                f" `kill -9 {process}` ends it; what was indexed before still answers"
            )
        if gone.wait(_LOOK_SECONDS):
            raise GlossatorError("another process indexes this collection; given up waiting")


def take(handle: IO[bytes]) -> bool:
    """Lock an open file; False where another process has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def still_named(file: Path, handle: IO[bytes]) -> bool:
    """Whether the name still means the file that was opened."""
    try:
        return os.path.samestat(file.stat(), os.fstat(handle.fileno()))
    except OSError:
        return False


def sign(handle: IO[bytes]) -> None:
    """Write down who holds it, for others to name; on a full disk nobody is named."""
    with contextlib.suppress(OSError):
        handle.truncate(0)
        handle.write(b"%d\n" % os.getpid())
        handle.flush()


def holder(handle: IO[bytes]) -> int | None:
    """The process that signed, if one did."""
    handle.seek(0)
    content = handle.read(20).strip()
    return int(content) if content.isdigit() else None


def _is_stopped(process: int) -> bool:
    """True where Linux says so; elsewhere nobody knows."""
    try:
        state = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1]
    except OSError:
        return False
    return state in ([b"T"], [b"t"])
