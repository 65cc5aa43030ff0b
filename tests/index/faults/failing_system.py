"""The side of the tests of `failing_disk.c`: a disk that fails for a whole family of processes, SQLite's calls too."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIELDS = struct.Struct("8l512s32s32s512s")
"""As `struct shared` has them."""
KILL = 0
"""Instead of an error: the process that makes the call is killed."""
SOURCE = Path(__file__).with_name("failing_disk.c")


def built(folder: Path) -> Path | None:
    """The library, compiled; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    made = folder / "failing_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


class FailingSystem:
    """What processes share that have the library loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file
        opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(opened, mmap.PAGESIZE)
        self._map = mmap.mmap(opened, mmap.PAGESIZE)
        os.close(opened)

    def variables(self, library: Path) -> dict[str, str]:
        """With which a process must be started."""
        return {"LD_PRELOAD": str(library), "FAILING_DISK": str(self.file)}

    @contextmanager
    def failing(self, below: Path, at: int, error: int, *, stays: bool = False, only: str = "") -> Iterator[None]:
        """Every call that changes something below a folder is counted, and that with number `at` fails (0: none).

        `stays`: all later ones fail as well. `error`: of errno, or KILL. `only`: calls of this name alone.
        """
        FIELDS.pack_into(self._map, 0, 0, at, stays, error, 0, 0, 0, 0, os.fsencode(below), only.encode(), b"", b"")
        self._arm(1)
        try:
            yield
        finally:
            self._arm(0)

    @contextmanager
    def clock_goes_back(self, seconds: int) -> Iterator[None]:
        """Each time that a process asks for the time of day, it is so much earlier."""
        FIELDS.pack_into(self._map, 0, 0, 0, 0, 0, 0, 0, seconds, 0, b"", b"", b"", b"")
        self._arm(1)
        try:
            yield
        finally:
            self._arm(0)

    @property
    def asked(self) -> int:
        """How often the time was asked for."""
        return int(FIELDS.unpack_from(self._map)[7])

    def _arm(self, armed: int) -> None:
        struct.pack_into("l", self._map, 0, armed)

    @property
    def calls(self) -> int:
        """How many calls were counted."""
        return int(FIELDS.unpack_from(self._map)[4])

    @property
    def fired(self) -> int:
        """How many of them failed."""
        return int(FIELDS.unpack_from(self._map)[5])

    @property
    def where(self) -> str:
        """The first call that failed, and the file."""
        call, path = (raw.rstrip(b"\0").decode(errors="replace") for raw in FIELDS.unpack_from(self._map)[10:])
        return f"{call} {path}"
