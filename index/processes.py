"""How processes of our own are started: with nothing on their path but the program itself.

Their folder must be one of ours, never the collection: that may hold a json.py.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import IO, Final

_KEPT: Final = 4_096
"""Bytes of what a process said last."""
_PATIENCE_SECONDS: Final = 1.0


def python(code: str) -> list[str]:
    """The command that runs a line of Python."""
    return [sys.executable, "-P", "-c", code]


def environment() -> dict[str, str]:
    """The variables that such a process inherits."""
    return {**os.environ, "PYTHONSAFEPATH": "1"}


class LastWords:
    """What a process says on standard error, of which the end is kept.

    It is read all the while: a pipe that nobody empties stops the process, and those that it started, once it is full.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._end = b""
        self._thread = threading.Thread(target=self._listen, name="last-words", daemon=True)
        self._thread.start()

    def line(self) -> str:
        """The last line, for after its end; "" where it said nothing. What a process that it started says later is not
        waited for."""
        self._thread.join(_PATIENCE_SECONDS)
        lines = self._end.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _listen(self) -> None:
        with self._stream as stream:
            while piece := os.read(stream.fileno(), 65_536):
                self._end = (self._end + piece)[-_KEPT:]
