"""The program in a pty, with the parent as its terminal: keys go in, what is painted comes out, and it costs so much.

Processor time is read from the kernel: nanoseconds of all threads where it counts them, else ticks of 10 ms.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]
"""What `glossator` runs, of this checkout."""
PLACES = ("CACHE", "STATE", "DATA", "CONFIG")
PATIENCE = 120.0


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a person who has never used Glossator, on a terminal with all colours."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home),
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "GLOSSATOR_ANNOTATIONS__LAYER": "reader",
        **{f"XDG_{place}_HOME": str(home / place.lower()) for place in PLACES},
    }


class Ended(Exception):
    """The program has ended; the message is the last of what it wrote."""


class Terminal:
    """A program in a window of a size."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        """`size`: columns and rows."""
        self.written = b""
        """What it wrote last, at most some hundred kilobytes."""
        self.total = 0
        """Bytes that it wrote altogether."""
        self.began = time.perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(command[0], list(command), dict(environment))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End it at once."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self._file)
            self.pid = 0

    def until_ended(self, patience: float = PATIENCE) -> int:
        """Wait for its end; returns the exit status, negative for a signal."""
        end = time.perf_counter() + patience
        try:
            while time.perf_counter() < end:
                self.read(0.1)
            raise TimeoutError("it did not end")
        except Ended:
            _, status = os.waitpid(self.pid, 0)
            os.close(self._file)
            self.pid = 0
            return os.waitstatus_to_exitcode(status)

    def send(self, keys: bytes) -> None:
        """Press keys. What the program writes meanwhile is read, or both would wait for each other."""
        while keys:
            readable, writable, _ = select.select([self._file], [self._file], [], PATIENCE)
            if readable:
                self.read(0)
            if writable:
                try:
                    keys = keys[os.write(self._file, keys[:256]) :]
                except OSError as error:
                    raise Ended(self.tail()) from error
            if not readable and not writable:
                raise TimeoutError("it takes no keys")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float) -> int:
        """Take what has been written, waiting at most so long; returns how many bytes. Raises Ended."""
        if not select.select([self._file], [], [], seconds)[0]:
            return 0
        try:
            found = os.read(self._file, 65_536)
        except OSError as error:  # what Linux says of a pty whose other end is closed
            raise Ended(self.tail()) from error
        if not found:
            raise Ended(self.tail())
        self.written = (self.written + found)[-400_000:]
        self.total += len(found)
        return len(found)

    def tail(self) -> str:
        """The last of what was written, readable."""
        return repr(self.written[-1500:])

    def until(self, *signs: bytes, patience: float = PATIENCE) -> None:
        """Wait until all of these stand in what has been written since `forget`."""
        end = time.perf_counter() + patience
        while not all(sign in self.written for sign in signs):
            if not self.read(0.05) and time.perf_counter() > end:
                raise TimeoutError(f"waited for {signs} in vain: {self.tail()}")

    def forget(self) -> None:
        """What is waited for must be written from now on."""
        self.written = b""

    def until_quiet(self, seconds: float = 0.05, patience: float = PATIENCE) -> int:
        """Wait until nothing has been written for so long; returns how many bytes there were."""
        end, before = time.perf_counter() + patience, self.total
        while self.read(seconds):
            if time.perf_counter() > end:
                raise TimeoutError("it writes without end")
        return self.total - before

    def until_painted(self, patience: float = PATIENCE) -> int:
        """Wait for something to be written, then for silence; returns how many bytes there were."""
        end, before = time.perf_counter() + patience, self.total
        while not self.read(0.05):
            if time.perf_counter() > end:
                raise TimeoutError(f"nothing was painted: {self.tail()}")
        self.until_quiet(0.02)
        return self.total - before

    # -- what it costs ------------------------------------------------------------------------------------------

    @property
    def cpu(self) -> float:
        """Processor seconds of its threads that live, so far; not those of its children."""
        try:
            tasks = Path(f"/proc/{self.pid}/task").iterdir()
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        except (OSError, IndexError):
            fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def megabytes(self) -> float:
        """Memory that it holds now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
