"""The folders of the cache that hold catalogue and index, and which of them is in use.

`CACHE/current` names the folder in use. A rebuild fills a new one beside it and then replaces `current` by rename, so
that readers go on with the old one until the switch. Who uses a folder holds a shared lock in it; a folder that is not
current is deleted once nobody does.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from index.safe_files import privately, write_atomically

_CURRENT = "current"
_PREFIX = "generation-"
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT


class Hold:
    """A shared lock that keeps a folder from being deleted."""

    def __init__(self, folder: Path) -> None:
        try:
            self._file: IO[bytes] | None = os.fdopen(privately(str(folder / "held"), _APPEND), "ab")
        except OSError as error:
            if error.errno not in (errno.EROFS, errno.ENOSPC, errno.EDQUOT):
                raise
            self._file = (folder / "held").open("rb")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


class Generations:
    """The folders of one collection's cache."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def current(self) -> Path | None:
        """The folder in use, or None."""
        try:
            name = (self._cache / _CURRENT).read_text().strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self._cache / name
        plain = name.startswith(_PREFIX) and "/" not in name
        return folder if plain and folder.is_dir() else None

    def fingerprint(self, folder: Path) -> str | None:
        """What the folder was made with."""
        try:
            return (folder / "fingerprint").read_text().strip()
        except (OSError, UnicodeDecodeError):
            return None

    def unfinished(self, fingerprint: str) -> list[Path]:
        """Folders of this fingerprint that are not in use: begun, and not yet switched to, before a kill."""
        current = self.current()
        folders = sorted(self._cache.glob(_PREFIX + "*"))
        return [folder for folder in folders if folder != current and self.fingerprint(folder) == fingerprint]

    def start(self, fingerprint: str) -> Path:
        """A new folder; not in use until `switch`."""
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._cache))
        (folder / "index").mkdir(mode=0o700)
        _write(folder / "fingerprint", fingerprint)
        return folder

    def switch(self, folder: Path) -> None:
        """Put a folder to use."""
        _write(self._cache / _CURRENT, folder.name)

    def sweep(self, kept: Path | None = None) -> None:
        """Delete folders that are neither in use nor held, but for one that the next run may go on with (`kept`). Only
        the indexer does this, under its lock."""
        used = (self.current(), kept)
        for folder in self._cache.glob(_PREFIX + "*"):
            if folder in used:
                continue
            try:
                with (folder / "held").open("ab") as held:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                continue


def _write(file: Path, text: str) -> None:
    write_atomically(file, [f"{text}\n".encode()])
