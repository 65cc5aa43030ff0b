"""What is told to the reader, in one row: a message goes away by itself, an error stays until the next key."""

from __future__ import annotations

import errno
import os
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from index.errors import Damaged, GlossatorError
from index.paths import make_private, user_folder

SECONDS: Final = 5.0
KEPT: Final = 200
LOG_NAME: Final = "errors.log"
LOG_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """One row of words."""

    text: str
    kind: Literal["note", "error"]


@dataclass(frozen=True, slots=True)
class Past:
    """A message that was shown."""

    message: Message
    at: float
    """Seconds since 1970."""
    times: int = 1
    """How often in a row."""


class Messages:
    """The message on screen, and the log of what went wrong."""

    def __init__(self, show: Callable[[Message | None], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._show = show
        self._clock = clock
        self._until = 0.0
        self.current: Message | None = None
        self.past: deque[Past] = deque(maxlen=KEPT)
        """What was said in this sitting, oldest first."""
        self.damaged: Callable[[Damaged], None] | None = None
        """Is told where what was indexed cannot be read, and says what becomes of it."""
        self.debug = False
        """What was not foreseen ends the program with its traceback."""

    def say(self, text: str) -> None:
        """Say something that goes away by itself."""
        self._set(Message(text, "note"))

    def warn(self, text: str) -> None:
        """Say what went wrong; it stays until a key is pressed after it was read."""
        self._set(Message(text, "error"))

    def fail(self, error: Exception) -> None:
        """Say what an exception means. One that was not foreseen goes into the log, without a word of any document."""
        if isinstance(error, Damaged) and self.damaged is not None:
            self.damaged(error)
            return
        if isinstance(error, GlossatorError):
            self.warn(_first_line(str(error)))
            return
        if isinstance(error, OSError) and error.strerror:
            self.warn(_of_system(error))
            return
        if self.debug:
            raise error
        where = log_error(error)
        self.warn(f"that went wrong inside Glossator ({type(error).__name__}); {where}")

    def clear(self) -> None:
        """Take the message away."""
        if self.current is not None:
            self.current = None
            self._show(None)

    def key_pressed(self) -> None:
        """A key was pressed: an error has been read."""
        if self.current is not None and self.current.kind == "error":
            self.clear()

    def tick(self) -> None:
        """Called now and then: takes away what has stood long enough."""
        if self.current is not None and self.current.kind == "note" and self._clock() >= self._until:
            self.clear()

    def _set(self, message: Message) -> None:
        self.current = message
        if self.past and self.past[-1].message == message:
            self.past[-1] = replace(self.past[-1], at=time.time(), times=self.past[-1].times + 1)
        else:
            self.past.append(Past(message, time.time()))
        self._until = self._clock() + SECONDS
        self._show(message)


def log_error(error: BaseException) -> str:
    """Write type and place of an error into the state folder; returns where, in words.

    Neither its message nor any line of source or variable is written: they may hold a document's text.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    entry = f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {type(error).__name__}\n  " + "\n  ".join(lines)
    file = user_folder("state") / LOG_NAME
    try:
        make_private(file.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        if file.exists() and file.stat().st_size > LOG_BYTES:
            file.unlink()
        with os.fdopen(os.open(file, flags, 0o600), "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(entry + "\n")
    except OSError:
        return "it could not be written down"
    return f"see {file}"


def _of_system(error: OSError) -> str:
    """What the system refused, and what to do about the commonest reason."""
    about = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    full = " · free some space and do it again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    return f"{about}{error.strerror}{full}"


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "something went wrong"
