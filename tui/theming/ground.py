"""Is the terminal's ground dark or light: what it answers, what it answered before, what COLORFGBG says.

The question (OSC 11) is followed by one that every terminal answers (DA1), so that its silence is noticed at once. An
answer that comes too late to be waited for is taken by `tui.theming.driver`, and is known at the next start.
Nothing of textual is imported here: the question goes out before it is loaded, and the answer comes meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal

from index.paths import make_private, user_folder
from index.safe_files import write_atomically

if TYPE_CHECKING:
    from textual.driver import Driver

Ground = Literal["dark", "light"]

ASK: Final = "\x1b]11;?\x07"
END_OF_ASKING: Final = "\x1b[c"
LONGEST_WAIT: Final = 0.15
"""Seconds from the question until the screen is drawn without an answer."""
ANSWER: Final = re.compile(r"\x1b\]11;([^\x07\x1b]{1,64})(?:\x07|\x1b\\)")
END: Final = re.compile(r"\x1b\[\?[\d;]{0,64}c")
CHANGED: Final = re.compile(r"\x1b\[\?997;([12])n")
"""Sent by a terminal whose theme was changed (mode 2031): 1 = dark, 2 = light."""
_COLOUR: Final = re.compile(
    r"(?:rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?|#([0-9a-fA-F]{6}))"
)
_DARK_NUMBERS: Final = frozenset("01234568")
_SILENT: Final = ("dumb", "unknown", "linux", "vt", "ansi", "cygwin", "eterm")
"""Beginnings of TERM that are not asked: some would draw the question."""
_HALF: Final = 0.18
"""Luminance halfway between black and white, as eyes see it."""
_KEPT: Final = 32


def ground_of(colour: str) -> Ground | None:
    """The ground for a colour as terminals write it, `rgb:RRRR/GGGG/BBBB` or `#rrggbb`; None where it is none."""
    match = _COLOUR.fullmatch(colour.strip())
    if match is None:
        return None
    if match[4]:
        channels = [int(match[4][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    else:
        channels = [int(digits, 16) / (16 ** len(digits) - 1) for digits in match.group(1, 2, 3)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return "light" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _HALF else "dark"


def from_environment(environ: Mapping[str, str]) -> Ground | None:
    """What COLORFGBG says, which some terminals set; None where it says nothing."""
    number = environ.get("COLORFGBG", "").rpartition(";")[2]
    if not number.isdigit():
        return None
    return "dark" if number in _DARK_NUMBERS else "light"


def may_be_asked(environ: Mapping[str, str]) -> bool:
    """True for a terminal that answers, or at least keeps silent."""
    if environ.get("TEXTUAL_DRIVER") or environ.get("NO_COLOR"):
        return False
    term = environ.get("TERM", "").lower()
    return bool(term) and not term.startswith(_SILENT)


# -- what was answered before -----------------------------------------------------------------------------------------


def _key(environ: Mapping[str, str]) -> str:
    return "|".join(environ.get(name, "")[:80] for name in ("TERM", "TERM_PROGRAM", "COLORFGBG"))


def _remembered() -> dict[str, Any]:
    try:
        kept = json.loads((user_folder("state") / "terminals.json").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def recall(environ: Mapping[str, str]) -> Ground | None:
    """What a terminal like this one answered the last time."""
    kept = _remembered().get(_key(environ))
    return kept if kept in ("dark", "light") else None


def remember(environ: Mapping[str, str], ground: Ground) -> None:
    """Keep an answer. Where nothing can be written the terminal is asked again, and that is all."""
    kept = _remembered()
    key = _key(environ)
    if kept.get(key) == ground:
        return
    kept.pop(key, None)
    kept = {**dict(list(kept.items())[-_KEPT + 1 :]), key: ground}
    file = user_folder("state") / "terminals.json"
    with contextlib.suppress(OSError):
        make_private(file.parent)
        write_atomically(file, [json.dumps(kept).encode("ascii")], durably=False)


# -- asking -----------------------------------------------------------------------------------------------------------


class Question:
    """Asks on entering, and on leaving waits for what is left of the time. Between the two other work may be done.

    Asks nothing where the theme is settled, the answer known, or there is no terminal to ask.
    """

    def __init__(self, theme: str, environ: Mapping[str, str]) -> None:
        self.ground: Ground | None = recall(environ)
        """What is known; after the question, what was answered."""
        self.typed = ""
        """What the reader typed meanwhile, for the screen to take."""
        self._environ = environ
        self._follow = theme == "auto" and may_be_asked(environ)
        self._wanted = self._follow and self.ground is None
        self._input = self._output = -1
        self._before: list[Any] | None = None
        self._asked = 0.0

    def __enter__(self) -> Question:
        """Ask, with the echo off, so that an answer is never seen."""
        if not self._wanted:
            return self
        try:
            import termios

            self._input, self._output = sys.__stdin__.fileno(), sys.__stderr__.fileno()  # type: ignore[union-attr]
            if not (os.isatty(self._input) and os.isatty(self._output)) or not self._in_front():
                return self
            before = termios.tcgetattr(self._input)
            quiet = termios.tcgetattr(self._input)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 0, 0
            termios.tcsetattr(self._input, termios.TCSANOW, quiet)
            self._before = before
            self._asked = time.monotonic()
            os.write(self._output, (ASK + END_OF_ASKING).encode())
        except (ImportError, AttributeError, OSError, ValueError):
            self._restore()
        except Exception as error:  # termios.error, a class of a module that not every system has
            if type(error).__module__ != "termios":
                raise
            self._restore()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Read the answer and put the terminal back as it was."""
        if self._before is None:
            return
        try:
            self._read()
        finally:
            self._restore()

    def driver(self) -> type[Driver] | None:
        """The driver that listens for answers that are late, and for changes; None where Textual's own will do."""
        if not self._follow or sys.platform == "win32":
            return None
        # Imported here: before this nothing of textual is needed.
        from tui.theming.driver import ListeningDriver

        ListeningDriver.typed = self.typed
        return ListeningDriver

    def _in_front(self) -> bool:
        """False where another program has the terminal: asking would stop this one."""
        return os.tcgetpgrp(self._input) == os.getpgrp()

    def _read(self) -> None:
        end = self._asked + LONGEST_WAIT
        received = b""
        while END.search(received.decode("latin-1")) is None and len(received) < 65_536:
            left = end - time.monotonic()
            ready, _, _ = select.select([self._input], [], [], max(0.0, left))
            if not ready:
                break
            piece = os.read(self._input, 4096)
            if not piece:
                break
            received += piece
        text = received.decode("utf-8", "replace")
        answer = ANSWER.search(text)
        if answer is not None:
            self.ground = ground_of(answer[1])
        if self.ground is not None:
            remember(self._environ, self.ground)
        self.typed = END.sub("", ANSWER.sub("", text))

    def _restore(self) -> None:
        if self._before is not None:
            import termios

            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(self._input, termios.TCSANOW, self._before)
            self._before = None
