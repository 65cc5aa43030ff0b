"""Pages of scans that were recognised in a run, kept until it ends: a run that is killed is gone on with by the next.

They lie in the cache, for the user alone, and go with the run that reads their files to the end.
"""

from __future__ import annotations

import hashlib
import shutil
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.safe_files import write_atomically

_FOLDER: Final = "scans"
_LONGEST: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class PagesRead:
    """How far a worker has come with a scan. Telling it tells, too, that the worker lives."""

    done: int
    pages: int


class RecognisedPages:
    """What a program said of the pages of scans."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / _FOLDER

    def get(self, scan: str, page: int) -> str | None:
        """What was kept of a page; `scan` identifies the file and how it is read."""
        try:
            packed = (self._folder / _name(scan, page)).read_bytes()
            return zlib.decompressobj().decompress(packed, _LONGEST).decode()
        except (OSError, zlib.error, UnicodeDecodeError):
            return None

    def keep(self, scan: str, page: int, said: str) -> None:
        """Keep what was said of a page; where that cannot be written, it is recognised again."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            write_atomically(self._folder / _name(scan, page), [zlib.compress(said.encode())])

    def forget(self) -> None:
        """All files were read to their ends: the documents hold what was recognised."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _name(scan: str, page: int) -> str:
    return f"{hashlib.sha256(scan.encode()).hexdigest()[:32]}-{page}"
